"""Places of detention, and the texts in their column that mean no place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from repression.messages import message
from repression.normal_form import normal_form

CUSTODIES = ("facility", "house_arrest", "awaiting_sentence")


@dataclass(frozen=True)
class Custody:
    """Where a person is held: `custody` is facility, house_arrest, awaiting_sentence or empty.

    Who `died` there is held nowhere.
    """

    custody: str = ""
    facility: str = ""
    died: bool = False


# On the second line of a place: somebody died in custody.
_DIED = re.compile(
    r"(?:died|deceased|умерл?а?|скончал(?:ся|ась)|погибл?а?|пам[её]рл?а?|загіну(?:ў|ла))\b", re.IGNORECASE
)
_AT_LIBERTY = re.compile(
    r"(?:at liberty before|находится на свободе до|на свободе до|знаходзіцца на волі да|на волі да)\b.*"
)
_NO_REGION = r"(?! (?:region|district|oblast|област|обл|район|р-н|вобл|раён))"  # which is called after its town
_NO_PLACES = {
    "": Custody(),
    "-": Custody(),
    "–": Custody(),
    "—": Custody(),
    "unknown": Custody(),
    "неизвестно": Custody(),
    "невядома": Custody(),
    "released": Custody(),
    "освобожден": Custody(),
    "освобождена": Custody(),
    "освобождены": Custody(),
    "вызвалены": Custody(),
    "вызвалена": Custody(),
    "released awaiting the commencement of the sentence": Custody("awaiting_sentence"),
    "house arrest": Custody("house_arrest"),
    "домашний арест": Custody("house_arrest"),
    "под домашним арестом": Custody("house_arrest"),
    "хатні арышт": Custody("house_arrest"),
    "пад хатнім арыштам": Custody("house_arrest"),
}
# The names of the kinds in Russian and Belarusian, in full and abbreviated; the facilities table is in English.
_TRANSLATED = {
    "Pre-trial detention center": ("следственный изолятор", "сизо", "следчы ізалятар", "сіза"),
    "Temporary detention center": ("изолятор временного содержания", "ивс", "ізалятар часовага ўтрымання", "іча"),
    "Penal colony": ("исправительная колония", "ик", "папраўчая калонія", "пк"),
    "Prison": ("тюрьма", "турма"),
    "Open correctional facility": (
        "исправительное учреждение открытого типа", "иуот", "папраўчая ўстанова адкрытага тыпу", "пуат",
    ),
    "Juvenile penal colony": ("воспитательная колония", "вк", "выхаваўчая калонія"),
    "Medical-labour center": (
        "лечебно-трудовой профилакторий", "лтп", "лячэбна-працоўны прафілакторый", "лпп",
    ),
}  # fmt: skip
_KGB = ("кгб", "кдб")
_KINDS = {
    "pre-trial detention center": "pre_trial_detention",
    "temporary detention center": "temporary_detention",
    "penal colony": "penal_colony",
    "prison": "prison",
    "open correctional facility": "open_facility",
    "juvenile penal colony": "juvenile_colony",
    "scientific and practical center for mental health": "psychiatric",
    "medical-labour center": "medical_labour_center",
    "hospital": "hospital",
}


def read_facility(text: str, known: Iterable[str]) -> Custody:
    """The place of detention in `text`. An address on further lines or after `;` is ignored.

    Beside a place it may say that the person died there: then there is none.

    `known` are the names of the facilities table. Raises ValueError if the name is not in it: a name that nobody has
    checked might contain more than a place.
    """
    if any(map(_DIED.match, parts_of(text))):
        return Custody(died=True)
    plain = _plain(text)
    if _AT_LIBERTY.fullmatch(plain):
        return Custody("awaiting_sentence")
    if plain in _NO_PLACES:
        return _NO_PLACES[plain]
    names = {_plain(name): name for name in known}
    plain = _plain(_in_english(plain))
    if plain not in names:
        raise ValueError(message("must be in the facilities table, or Released"))
    return Custody("facility", names[plain])


def kind_of(facility: str) -> str:
    """The kind of a facility by its name. Raises ValueError with the known beginnings of names."""
    plain = _plain(facility)
    for beginning, kind in _KINDS.items():
        if plain.startswith(beginning):
            return kind
    raise ValueError(message("must be a name that begins with one of {allowed}", allowed=", ".join(_KINDS)))


def place_in_english(text: str) -> tuple[str, str]:
    """The name in the form of the facilities table, and the kind, of a place that the table does not have.

    Both are empty where the text begins with no kind of place that is known.
    """
    plain = _plain(text)
    name = _in_english(plain)
    if name == plain:
        name = facility_name(text)
    try:
        return name, kind_of(name)
    except ValueError:
        return "", ""


def _in_english(plain: str) -> str:
    """A Russian or Belarusian name in the form of the facilities table; any other name unchanged."""
    found = re.fullmatch(r"(?P<kind>[^0-9№]*?)[ -]*(?:(?:№|no\.) ?)?(?P<number>[0-9]+)?", plain)
    if not found:
        return plain
    kind, number = found["kind"], found["number"]
    for english, names in _TRANSLATED.items():
        if kind in names:
            return f"{english} No. {number}" if number else english
        if number is None and any(kind == f"{name} {owner}" for name in names for owner in _KGB):
            return f"{english} of KGB"
    return plain


def facility_name(text: str) -> str:
    """The part of a cell that names the place: an address on further lines or after `;` is left out."""
    return parts_of(text)[0]


def parts_of(text: str) -> list[str]:
    """The parts of a cell: the name of the place, then its address."""
    name, *address = re.split("[\n;]", text.strip())
    return [name.strip(), *filter(None, map(str.strip, address))]


def town_in(text: str, towns: Mapping[str, str]) -> str:
    """The one town of the facilities table that the address in a cell names; empty if it names none, or several.

    `towns` has them by the normal form of their names. Nothing else of an address is told: it may hold a name.
    """
    _, *address = parts_of(text)
    plain = normal_form(" ".join(address))
    found = {town for name, town in towns.items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w){_NO_REGION}", plain)}
    return found.pop() if len(found) == 1 else ""


def _plain(text: str) -> str:
    name = facility_name(text)
    name = re.sub(r"№\s*", "no. ", name.lower().replace("ё", "е"))
    return " ".join(name.split())

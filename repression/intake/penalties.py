"""Kinds of penalty, as codes."""

import re

# For each code the ways to say it; a way is the beginnings of words that must all be there.
_WAYS: dict[str, tuple[str, ...]] = {
    "penal_colony_general": ("general colony", "колони общ", "калоні агульн"),
    "penal_colony_medium": ("medium colony", "колони усилен", "калоні узмоцнен", "калоні ўзмоцнен"),
    "penal_colony_maximum": ("maximum colony", "колони строг", "калоні строг"),
    "prison_high": ("high prison",),
    "prison_maximum": ("maximum prison",),
    "juvenile_colony": ("juvenile colony", "воспитательн колони", "выхаваўч калоні"),
    "home_confinement": ("home confinement", "домашн", "хатн", "без направлен", "без накіраван"),
    "open_facility": ("open facility", "учреждени открыт", "установ адкрыт", "ўстанов адкрыт"),
    "arrest": ("arrest", "арест", "арышт"),
    "suspended": ("suspended", "условн", "умоўн"),
    "fine": ("fine", "штраф"),
    "psychiatric_treatment": ("treatment", "лечени", "лячэнн"),
    "educational_measures": ("educational measures", "воспитательн мер", "выхаваўч мер"),
}

# "restricted freedom without being sent to an open facility" is restricted freedom at home.
_NOT_IN_ONE = frozenset(["without", "без"])

PENALTIES = tuple(_WAYS)
RULE = "must be a penalty that is one of " + ", ".join(PENALTIES)


def read_penalty(text: str) -> str:
    """The code of the penalty in `text`, empty where it is.

    Raises ValueError with the rule where no code fits, or more than one.
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    if not text.strip(" \t\r\n-–—"):
        return ""
    fitting = [code for code, ways in _WAYS.items() if any(_says(words, way) for way in ways)]
    if fitting == ["home_confinement", "open_facility"] and not _NOT_IN_ONE.isdisjoint(words):
        return "home_confinement"
    if len(fitting) != 1:
        raise ValueError(RULE)
    return fitting[0]


def _says(words: list[str], way: str) -> bool:
    return all(any(word.startswith(stem) for word in words) for stem in way.split())

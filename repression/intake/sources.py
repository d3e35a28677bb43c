"""Recognises the source of a register by its headings: our compact CSV, Viasna's export, the table on their site."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from repression.intake.formats.limits import plain_heading
from repression.intake.identity import page_key, person_key
from repression.snapshots.csv_io import Table
from repression.snapshots.issues import Issue, ValidationError

COLUMNS = (
    "id", "status", "gender", "birth_year", "arrested", "verdict_date", "appeal_date", "release_date",
    "articles", "decision", "penalty", "prison", "declaration",
)  # fmt: skip


@dataclass(frozen=True)
class RegisterSource:
    """A source of registers: for each heading (as `plain_heading` writes it) one of `COLUMNS`.

    `private` are headings of columns that are never taken in. Two of them tell which rows may be of one person: that
    of the `name`, and that of the `address` of a person's page.
    """

    words: str
    columns: Mapping[str, str]
    private: tuple[str, ...] = ()
    name: str = ""
    address: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """All known headings."""
        return (*self.columns, *self.private)

    @property
    def has_ids(self) -> bool:
        """Whether the source has ids of people."""
        return "id" in self.columns


def _site(language: str, headings: str, private: str) -> RegisterSource:
    raw = ("birth_year", "arrested", "articles", "verdict_date", "decision", "penalty", "prison", "status")
    names = [plain_heading(name) for name in headings.split(",")]
    columns = dict(zip(names, raw, strict=True))
    never = tuple(map(plain_heading, private.split(",")))
    return RegisterSource(f"table of Viasna's site in {language}", columns, never, name=never[0])


REGISTER_SOURCES = (
    RegisterSource("our compact columns", {name: name for name in COLUMNS}),
    RegisterSource(
        "Viasna's own export",
        {("birthday" if name == "birth_year" else name): name for name in COLUMNS},
        ("url", "name", "photo", "description", "judge", "councel", "penalty_start_date", "fake_terrorist_list",
         "died", "clusters"),
        name="name",
        address="url",
    ),
    _site(
        "English",
        "Date of birth, Date of detention, Charges indicted, Date of verdict, Sentence, Penalty, Prison, Status",
        "Name and surname, Judge",
    ),
    _site(
        "Russian",
        "дата рождения, дата задержания, предъявлены обвинения, дата приговора, решение суда, вид наказания, "
        "место заключения, статус",
        "имя и фамилия, судья",
    ),
    _site(
        "Belarusian",
        "дата нараджэння, дата затрымання, прад’яўлены абвінавачванні, дата прысуду, рашэнне суда, від пакарання, "
        "месца зняволення, статус",
        "імя і прозвішча, суддзя",
    ),
)  # fmt: skip

# Headings of flattened lists and objects: articles_0_name, articles/0/name, prison.name, prison_address.
_FLAT = re.compile(r"(?P<column>articles|prison)(?:[._/\[]+[0-9]+\]?)?(?:[._/](?P<leaf>[a-z_]+))?")
_LEAVES = (None, "name", "title", "address")
_JOINTS = {"articles": "; ", "prison": "\n"}
KNOWN = frozenset(
    [heading for source in REGISTER_SOURCES for heading in source.headings]
    + [f"{column}{mark}name" for column in _JOINTS for mark in (".", "_", "/")]
)


@dataclass(frozen=True)
class Register:
    """A register in the raw columns `COLUMNS`, its source, and the headings that were left out.

    A column that the source does not have is empty in every row. `mended` says what is read otherwise than it is
    written, with the lines. `shared` has for each line what rows of one person share, by the reason: it holds names,
    and is forgotten when the file is read.
    """

    table: Table
    source: RegisterSource
    dropped: tuple[str, ...]
    shared: Mapping[int, Mapping[str, str]] = field(default_factory=dict, repr=False)
    mended: Mapping[str, Sequence[int]] = field(default_factory=dict)


def recognise(table: Table, path: str) -> Register:
    """The register that a table holds.

    Raises ValidationError if a heading is unknown or occurs twice, or if one of the source's is missing. An unknown
    column might have names, so it is not ignored in silence.
    """
    plain = [plain_heading(heading) for heading in table.header]
    flat = [_flat(heading) for heading in plain]
    source = max(REGISTER_SOURCES, key=lambda one: sum(name in one.headings for name, _ in flat))
    places: dict[str, list[int]] = {}
    dropped = []
    for place, (name, leaf) in enumerate(flat):
        if name in source.private or (name in source.columns and leaf not in _LEAVES):
            dropped.append(table.header[place])
        else:
            places.setdefault(name, []).append(place)
    _refuse_other_headings(table, path, source, {name: [plain[at] for at in found] for name, found in places.items()})
    by_column = {source.columns[name]: found for name, found in places.items()}
    rows = tuple(
        (line, [_joined(cells, by_column.get(column, ()), _JOINTS.get(column, "")) for column in COLUMNS])
        for line, cells in table.rows
    )
    return Register(Table(COLUMNS, rows), source, tuple(dropped), _shared(table, plain, source))


def _shared(table: Table, headings: Sequence[str], source: RegisterSource) -> dict[int, dict[str, str]]:
    """What tells of each line's person, for comparison; an empty text where a part of it is missing."""
    born = next(heading for heading, column in source.columns.items() if column == "birth_year")
    name, birth, address = (
        headings.index(heading) if heading in headings else None for heading in (source.name, born, source.address)
    )
    shared: dict[int, dict[str, str]] = {}
    for line, cells in table.rows:
        known = {}
        if name is not None and birth is not None:
            known["name and birth date"] = person_key(cells[name], cells[birth])
        if address is not None:
            known["address"] = page_key(cells[address])
        if known:
            shared[line] = known
    return shared


def _joined(cells: Sequence[str], places: Sequence[int], joint: str) -> str:
    return cells[places[0]] if len(places) == 1 else joint.join(cells[at] for at in places if cells[at].strip())


def _flat(heading: str) -> tuple[str, str | None]:
    """A heading without its number, and the property that it names: `articles_0_id` gives `articles` and `id`."""
    found = _FLAT.fullmatch(heading)
    return (found["column"], found["leaf"]) if found else (heading, None)


def _refuse_other_headings(table: Table, path: str, source: RegisterSource, found: Mapping[str, Sequence[str]]) -> None:
    """Raise ValidationError for headings that are unknown, occur twice or are missing."""
    trouble = {
        "unknown": [name for name in found if name not in source.columns],
        "twice": [name for names in found.values() for name in sorted(set(names)) if names.count(name) > 1],
        "missing": [name for name in source.columns if name not in found],
    }
    words = [f"{kind}: {', '.join(names)}" for kind, names in trouble.items() if names]
    if words:
        rule = f"must be the columns {', '.join(source.headings)} of {source.words} ({'; '.join(words)})"
        raise ValidationError(Issue(path, 1, None, ",".join(table.header), rule))

"""Recognises the source of a register by its headings: our compact CSV, Viasna's export, the table on their site."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from repression.i18n import N_
from repression.intake.formats.limits import plain_heading
from repression.intake.identity import page_key, person_key
from repression.intake.tags import FEWEST, plain_tags, read_mark
from repression.messages import Message, message
from repression.snapshots.csv_io import Table
from repression.snapshots.issues import Issue, ValidationError

COLUMNS = (
    "id", "status", "gender", "birth_year", "arrested", "verdict_date", "appeal_date", "release_date",
    "articles", "decision", "penalty", "prison", "declaration", "died", "tags",
)  # fmt: skip


@dataclass(frozen=True)
class RegisterSource:
    """A source of registers: for each heading (as `plain_heading` writes it) one of `COLUMNS`.

    `private` are headings of columns that are never taken in. By two of them rows of one person are recognised: that
    of the `name`, and that of the `address` of a person's page. `optional` are headings of columns that older files
    lack. `marks` are those of its tags, of the list of terrorists and of the dead: the columns `tags` and `died`.
    `unmarked` is the status of a person whose cell of that column is empty.
    """

    words: str
    columns: Mapping[str, str]
    private: tuple[str, ...] = ()
    name: str = ""
    address: str = ""
    optional: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()
    unmarked: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """All known headings."""
        return (*self.columns, *self.marks, *self.private)

    @property
    def has_ids(self) -> bool:
        """Whether the source has ids of people."""
        return "id" in self.columns


def _site(words: str, headings: str, private: str) -> RegisterSource:
    raw = ("birth_year", "arrested", "articles", "verdict_date", "decision", "penalty", "prison", "status", "gender")
    names = [plain_heading(name) for name in headings.split(",")]
    never = tuple(map(plain_heading, private.split(",")))
    return RegisterSource(
        words,
        dict(zip(names, raw, strict=True)),
        never,
        name=never[0],
        optional=frozenset({names[-1]}),
        # The table marks those who are or were recognised, and nobody else.
        unmarked="np",
    )


REGISTER_SOURCES = (
    RegisterSource(N_("our compact columns"), {name: name for name in COLUMNS}),
    RegisterSource(
        N_("Viasna's own export"),
        {("birthday" if name == "birth_year" else name): name for name in COLUMNS if name not in ("died", "tags")},
        ("url", "name", "photo", "description", "judge", "councel", "penalty_start_date"),
        name="name",
        address="url",
        marks=("clusters", "fake_terrorist_list", "died"),
    ),
    _site(
        N_("table of Viasna's site in English"),
        "Date of birth, Date of detention, Charges indicted, Date of verdict, Sentence, Penalty, Prison, Status, "
        "Gender",
        "Name and surname, Judge, Prosecutor",
    ),
    _site(
        N_("table of Viasna's site in Russian"),
        "дата рождения, дата задержания, предъявлены обвинения, дата приговора, решение суда, вид наказания, "
        "место заключения, статус, пол",
        "имя и фамилия, судья, прокурор",
    ),
    _site(
        N_("table of Viasna's site in Belarusian"),
        "дата нараджэння, дата затрымання, прад’яўлены абвінавачванні, дата прысуду, рашэнне суда, від пакарання, "
        "месца зняволення, статус, пол",
        "імя і прозвішча, суддзя, пракурор",
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
    dropped: tuple[Message | str, ...]
    mended: Mapping[Message, Sequence[int]] = field(default_factory=dict)
    shared: Mapping[int, Mapping[str, str]] = field(default_factory=dict, repr=False)


def recognise(table: Table, path: str) -> Register:
    """The register that a table holds.

    Raises ValidationError if a heading is unknown or occurs twice, or if one of the source's is missing. An unknown
    column might have names, so it is not ignored in silence.
    """
    plain = [plain_heading(heading) for heading in table.header]
    flat = [_flat(heading) for heading in plain]
    source = max(REGISTER_SOURCES, key=lambda one: sum(name in one.headings for name, _ in flat))
    places: dict[str, list[int]] = {}
    dropped: list[Message | str] = []
    for place, (name, leaf) in enumerate(flat):
        if name in source.private or (name in source.columns and leaf not in _LEAVES):
            dropped.append(table.header[place])
        else:
            places.setdefault(name, []).append(place)
    _refuse_other_headings(table, path, source, {name: [plain[at] for at in found] for name, found in places.items()})

    raw = _Columns(table, places)
    by_column = {name: raw.column(heading) for heading, name in source.columns.items()}
    if source.unmarked:
        by_column["status"] = raw.marked(by_column["status"], source.unmarked)
    if any(heading in places for heading in source.marks):
        by_column["died"] = ["yes" if mark else "" for mark in raw.marks("died")]
        by_column["tags"], stated = plain_tags(raw.column("clusters"), raw.marks("fake_terrorist_list"))
        template = N_("all tags but {tags}; published are tags of at least {fewest} people")
        dropped.append(message(template, tags=", ".join(stated) or message("none"), fewest=FEWEST))
    none = [""] * len(table.rows)
    cells_of = zip(*(by_column.get(name, none) for name in COLUMNS), strict=True)
    rows = tuple((line, list(cells)) for (line, _), cells in zip(table.rows, cells_of, strict=True))
    return Register(Table(COLUMNS, rows), source, tuple(dropped), raw.mended, _shared(table, plain, source))


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


@dataclass(frozen=True)
class _Columns:
    """The columns of a table by the headings of the source, which stand in `places`, and what was mended in them."""

    table: Table
    places: Mapping[str, Sequence[int]]
    mended: dict[Message, list[int]] = field(default_factory=dict)

    def column(self, heading: str) -> list[str]:
        """The cells of a column; empty ones if the table does not have it."""
        places = self.places.get(heading, ())
        return [_joined(cells, places, _JOINTS.get(heading, "")) for _, cells in self.table.rows]

    def marks(self, heading: str) -> list[bool | None]:
        """The marks of a column, as `read_mark` reads them. The lines of other texts are reported."""
        marks = [read_mark(text) for text in self.column(heading)]
        self._say(
            message("{column}: texts that are no mark such as 1, not read", column=heading),
            [mark is None for mark in marks],
        )
        return marks

    def marked(self, statuses: Sequence[str], unmarked: str) -> list[str]:
        """The statuses, with `unmarked` in place of empty ones."""
        empty = [not status.strip() for status in statuses]
        self._say(message("status: empty, read as prosecuted and not recognised"), empty)
        return [unmarked if is_empty else status for status, is_empty in zip(statuses, empty, strict=True)]

    def _say(self, words: Message, found: Sequence[bool]) -> None:
        lines = [line for (line, _), is_found in zip(self.table.rows, found, strict=True) if is_found]
        if lines:
            self.mended[words] = lines


def _joined(cells: Sequence[str], places: Sequence[int], joint: str) -> str:
    return cells[places[0]] if len(places) == 1 else joint.join(cells[at] for at in places if cells[at].strip())


def _flat(heading: str) -> tuple[str, str | None]:
    """A heading without its number, and the property that it names: `articles_0_id` gives `articles` and `id`."""
    found = _FLAT.fullmatch(heading)
    return (found["column"], found["leaf"]) if found else (heading, None)


def _refuse_other_headings(table: Table, path: str, source: RegisterSource, found: Mapping[str, Sequence[str]]) -> None:
    """Raise ValidationError for headings that are unknown, occur twice or are missing."""
    trouble = {
        message("unknown"): [name for name in found if name not in source.headings],
        message("twice"): [name for names in found.values() for name in sorted(set(names)) if names.count(name) > 1],
        message("missing"): [name for name in source.columns if name not in found and name not in source.optional],
    }
    words = [
        message("{what}: {columns}", what=what, columns=", ".join(names)) for what, names in trouble.items() if names
    ]
    if words:
        rule = message(
            "must be the columns {allowed} of {words} ({headings:;})",
            allowed=", ".join(source.headings),
            words=Message(source.words),
            headings=tuple(words),
        )
        raise ValidationError(Issue(path, 1, None, ",".join(table.header), rule))

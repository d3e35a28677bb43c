"""Which sources were read and kept: `data/archived_sources.csv`, a reviewed file beside the snapshots.

It has a row for each address of a source that somebody read: the day, the checksum of what was read, and the address of
a copy in a public archive if there is one. It is no column of the datasets, since a source is read after its row was
published, and published files do not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

from repression.messages import message
from repression.snapshots.csv_io import format_csv, parse_csv, read_regular_file, replace_file
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import Field, RowRules, broken_cells

ARCHIVED = "archived_sources.csv"
SOURCE_COLUMN = "source_url"  # of every dataset whose rows name their sources
CELL_SEPARATOR = " ; "  # between the titles, or the addresses, of several sources in one cell of the data
_MAX_BYTES = 8 * 2**20
_ADDRESS, _ADDRESS_RULE = r"https?://\S+", message("must be an address that begins with http:// or https://")
_FIELDS = (
    Field(SOURCE_COLUMN, "string", "", "", required=True, unique=True, pattern=_ADDRESS, rule=_ADDRESS_RULE),
    Field("archived_url", "string", "", "", pattern=_ADDRESS, rule=_ADDRESS_RULE),
    Field("read_on", "date", "", "", required=True, minimum="2020-01-01"),
    Field(
        "sha256",
        "string",
        "",
        "",
        required=True,
        pattern="[0-9a-f]{64}",
        rule=message("must be 64 digits of 0-9 and a-f"),
    ),
)
_HEADER = tuple(field.name for field in _FIELDS)


@dataclass(frozen=True, order=True)
class ArchivedSource:
    """A source that was read on a day: its address, that of a copy in a public archive, and the SHA-256 of the bytes.

    `archived_url` is empty where no archive was asked or none has a copy.
    """

    source_url: str
    archived_url: str
    read_on: date
    sha256: str


def read_archived(root: Path) -> dict[str, ArchivedSource]:
    """The sources of a data folder that were read, by their addresses; none if there is no such file.

    Raises ValidationError with all that is wrong if it cannot be read, or a cell or the order of its rows is wrong.
    """
    try:
        table = parse_csv(read_regular_file(root / ARCHIVED, _MAX_BYTES), ARCHIVED)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ValidationError.about(ARCHIVED, message("cannot be read: {strerror}", strerror=error.strerror)) from None
    if table.header != _HEADER:
        raise ValidationError.about(ARCHIVED, message("must have the header {allowed}", allowed=",".join(_HEADER)), 1)
    broken = broken_cells(_FIELDS, table.rows, RowRules())
    if broken:
        raise ValidationError(*(Issue(ARCHIVED, line, column, value, rule) for line, column, value, rule in broken))
    addresses = [cells[0] for _, cells in table.rows]
    for (line, (address, *_)), before in zip(table.rows[1:], addresses, strict=False):
        if address < before:
            rule = message("must stand before {before}: rows are sorted by address", before=before)
            raise ValidationError(Issue(ARCHIVED, line, SOURCE_COLUMN, address, rule))
    return {
        address: ArchivedSource(address, archived, date.fromisoformat(day), sha256)
        for _, (address, archived, day, sha256) in table.rows
    }


def write_archived(root: Path, sources: Iterable[ArchivedSource]) -> Path:
    """Write the file, its rows sorted by address; return its path. Raises OSError, which leaves the file as it was."""
    path = root / ARCHIVED
    replace_file(path, archived_content(sources))
    return path


def archived_content(sources: Iterable[ArchivedSource]) -> bytes:
    """The file with these rows."""
    return format_csv(_HEADER, ([str(cell) for cell in astuple(source)] for source in sorted(sources)))


def addresses_in(cell: str | None) -> list[str]:
    """The web addresses in a cell of `SOURCE_COLUMN`, which has one or several, or `-` for none."""
    return [each for each in (cell or "").split(CELL_SEPARATOR) if is_web_address(each)]


def is_web_address(text: str) -> bool:
    """Whether a text is an address that a browser opens as a page."""
    return text.startswith(("https://", "http://"))


def archived_among(cells: Iterable[str | None], known: Mapping[str, ArchivedSource]) -> dict[str, ArchivedSource]:
    """Of the sources in some cells those that were read, by their addresses, in the order of the cells."""
    found = dict.fromkeys(address for cell in cells for address in addresses_in(cell))
    return {address: known[address] for address in found if address in known}

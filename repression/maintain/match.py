"""Finds the row that a maintainer means in the snapshots of a dataset, by the register's id or by values.

Nothing is guessed. The id identifies a person if the raw rows of a snapshot are stored. Without raw rows, exactly one
row must have the given values. Published rows that are equal in all columns cannot be distinguished, so that any of
them may be taken.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from repression.intake.identity import NO_IDENTITIES, Identities
from repression.intake.register import Entry
from repression.maintain import private_store
from repression.maintain.changes import NamedRows
from repression.maintain.reference import reference_of
from repression.messages import Message, message, words_of
from repression.normal_form import normal_id
from repression.snapshots.catalog import Catalog, Snapshot
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import Field
from repression.snapshots.transaction import pending_files

_MAX_ROWS_SHOWN = 10  # shown of those that fit
_MAX_VALUES_SHOWN = 60  # named of a column
NO_RAW_ROWS = Message("")  # of a dataset that has none


@dataclass(frozen=True)
class RemoveRequest:
    """The row that is meant in a dataset, by the register's `id`, by `values` of columns, or by both.

    `days` are the snapshots in which it is meant; none means all.
    """

    data: Path
    dataset: str
    id: str
    values: tuple[tuple[str, str], ...]
    days: tuple[datetime.date, ...] = ()

    @property
    def key(self) -> str:
        """The id in its normal form. Raises ValueError if it is no id."""
        return normal_id(self.id)


@dataclass(frozen=True)
class SearchedSnapshot:
    """A snapshot that is searched.

    `kept` are its raw rows, or None if they cannot be used; `why` is the name of their file or the reason. `asked`
    says whether the row is meant in this snapshot.
    """

    snapshot: Snapshot
    rows: list[list[str]]
    kept: private_store.StoredRegister | None
    why: Message
    asked: bool

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns of this snapshot."""
        return self.snapshot.fields

    @property
    def people(self) -> list[Entry] | None:
        """The people in the raw rows; None if the raw rows do not identify them."""
        return self.kept.entries if self.kept and private_store.can_follow(self.kept.entries) else None

    def fits(self, cells: Sequence[str], values: Sequence[tuple[str, str]]) -> bool:
        """Whether a row has these values in these columns, if there are any.

        Columns that are newer than the snapshot are not asked for; a row fits by the others.
        """
        named = dict(zip((field.name for field in self.fields), cells, strict=True))
        compared = [(named[name], value) for name, value in values if name in named]
        return bool(compared) and all(cell == value for cell, value in compared)

    def refused(self, rule: str) -> ValidationError:
        return ValidationError.about(f"{self.snapshot.dataset}/{self.snapshot.date}.csv", rule)


@dataclass(frozen=True)
class Match:
    """The published row that is meant, and its raw row if that is known."""

    cells: list[str]
    entry: Entry | None


def shown(cell: str) -> Message | str:
    """A cell in words for maintainers."""
    return cell or message("(empty)")


def find_rows(
    request: RemoveRequest, catalog: Catalog, identities: Identities = NO_IDENTITIES
) -> list[tuple[SearchedSnapshot, tuple[Match, ...]]]:
    """Every snapshot of the dataset, oldest first, with the row that is meant, or none.

    A person has one row, and more of them where `identities` knows other ids of theirs.

    Raises ValidationError if a name or a value is unknown, a snapshot of the dataset is refused, nobody is found in any
    snapshot, or several people could be meant.
    """
    if pending_files(request.data):
        raise ValidationError.about(
            request.dataset, message("an earlier command was stopped: it has to be completed first")
        )
    check_dataset(request.dataset, catalog)
    _check(request, catalog)
    places = _places(request, catalog)
    _check_values(request, places)
    wanted = request.key or _id_by_values(request, places)
    again = private_store.suppression_list(request.data, request.dataset).knows(wanted)
    more = sorted(identities.ids_of(wanted) - {wanted}) if wanted else []
    found: list[tuple[SearchedSnapshot, tuple[Match, ...]]] = []
    issues: list[Issue] = []
    for place in places:
        try:
            meant = [_in_place(request, place, wanted, again)] if place.asked else []
            if place.asked and place.people is not None:
                meant += [_by_id(replace(request, values=()), place, key) for key in more]
            found.append((place, tuple(match for match in meant if match)))
        except ValidationError as refused:
            issues += refused.issues
    if issues:
        raise ValidationError(*issues)
    if not any(meant for _, meant in found):
        raise ValidationError.about(
            request.dataset, message("was removed before") if again else message("nobody is found in any snapshot")
        )
    return found


def check_dataset(dataset: str, catalog: Catalog) -> None:
    """Raise ValidationError if a snapshot of the dataset is refused: it may have the row, or be compared with one."""
    issues = [issue for issue in catalog.issues if not catalog.package or issue.path.startswith(f"{dataset}/")]
    if issues:
        raise ValidationError(*issues)


def _check(request: RemoveRequest, catalog: Catalog) -> None:
    """Raise ValidationError if the request cannot be met with these data."""
    dataset = request.dataset
    if request.id and dataset != "people":
        raise ValidationError.about(dataset, message("has no ids of a register: give values of its columns"))
    try:
        known = bool(request.key or request.values)
    except ValueError as error:
        raise ValidationError(Issue("id", None, None, request.id, words_of(error))) from None
    if not known:
        raise ValidationError.about(dataset, message("who is meant? Give an id, or values such as gender=female"))
    days = [snapshot.date for snapshot in catalog.snapshots if snapshot.dataset == dataset]
    rule = message("is the day of no snapshot; there are {days}", days=", ".join(map(str, days)) or "–")
    unknown = [Issue(dataset, None, "snapshot", str(day), rule) for day in request.days if day not in days]
    if unknown:
        raise ValidationError(*unknown)


def _places(request: RemoveRequest, catalog: Catalog) -> list[SearchedSnapshot]:
    places = []
    for snapshot in catalog.snapshots:
        if snapshot.dataset == request.dataset:
            kept, why = None, NO_RAW_ROWS
            if request.dataset == "people":
                kept, why = private_store.stored_register(request.data, snapshot, reference_of(catalog))
            asked = not request.days or snapshot.date in request.days
            places.append(SearchedSnapshot(snapshot, snapshot.rows(), kept, why, asked))
    return places


def _check_values(request: RemoveRequest, places: Sequence[SearchedSnapshot]) -> None:
    """Raise ValidationError for unknown columns, and for values that no cell has."""
    columns = {field.name: field for place in places for field in place.fields}
    issues = []
    for name, value in request.values:
        if name not in columns:
            rule = message("is no column; there are {allowed}", allowed=", ".join(columns))
            issues.append(Issue(request.dataset, None, None, name, rule))
            continue
        there = {cell for place in places for cell in NamedRows(place.fields, place.rows).column(name)}
        broken = columns[name].broken_rule(value) or (
            "" if value in there else f"stands in no snapshot{_list_values(there)}"
        )
        if broken:
            issues.append(Issue(request.dataset, None, name, value, broken))
    if issues:
        raise ValidationError(*issues)


def _list_values(values: set[str]) -> str:
    """The values of a column, if they are few enough to list."""
    if len(values) > _MAX_VALUES_SHOWN:
        return ""
    return f"; there are {', '.join(sorted(value or '(empty)' for value in values))}"


def _id_by_values(request: RemoveRequest, places: Sequence[SearchedSnapshot]) -> str:
    """The id of the only person with the values in raw rows, else empty. Raises ValidationError if days disagree."""
    ids = {}
    for place in places:
        if place.asked and place.people is not None:
            fitting = [entry.id for entry in place.people if place.fits(entry.cells, request.values)]
            if len(fitting) == 1:
                ids[place.snapshot.date] = fitting[0]
    if len(set(ids.values())) > 1:
        days = ", ".join(map(str, ids))
        raise ValidationError.about(
            request.dataset, message("not the same person has these values in {days}: choose the snapshots", days=days)
        )
    return next(iter(ids.values()), "")


def _in_place(request: RemoveRequest, place: SearchedSnapshot, wanted: str, again: bool) -> Match | None:
    """The row that is meant in one snapshot, if it is there; `again` if the person was removed from some before.

    Raises ValidationError if several rows could be meant.
    """
    if place.people is not None and wanted:
        return _by_id(request, place, wanted)
    if again and not request.days:
        raise place.refused(message("they were removed before: if not from this snapshot, choose it"))
    if not request.values:
        rule = message("give values of the row, too, or choose other snapshots")
        why = place.why if place.kept is None else message("{file} has no ids", file=place.why)
        raise place.refused(message("{why}: {rule}", why=why, rule=rule))
    cells = _only_one(request, place)
    if cells is None:
        return None
    alike = [entry for entry in (place.kept.entries if place.kept else ()) if entry.cells == cells]
    if place.people is None:
        return Match(cells, alike[0] if len(alike) == 1 else None)
    if not alike:
        template = message("the row that fits is read otherwise today from {file}: give the id, too", file=place.why)
        raise place.refused(template)
    rows = ", ".join(str(entry.line) for entry in alike)
    raise place.refused(
        message(
            "{people:person has|people have} the row that fits: give the id (rows {rows} of {file})",
            people=len(alike),
            rows=rows,
            file=place.why,
        )
    )


def _by_id(request: RemoveRequest, place: SearchedSnapshot, wanted: str) -> Match | None:
    entry = next((entry for entry in place.people or () if entry.id == wanted), None)
    if entry is None:
        return None
    cells = entry.cells if entry.cells in place.rows else _only_one(request, place)
    if cells is None:
        raise place.refused(
            message("has no row such as that of the id is read today: give values of the published one, too")
        )
    return Match(cells, entry)


def _only_one(request: RemoveRequest, place: SearchedSnapshot) -> list[str] | None:
    """The row with the values, or None. Equal rows count as one; raises ValidationError if different rows have them."""
    fitting = sorted({tuple(row) for row in place.rows if place.fits(row, request.values)})
    if len(fitting) > 1:
        shown = [_in_short(place.fields, row) for row in fitting[:_MAX_ROWS_SHOWN]]
        hidden = len(fitting) - _MAX_ROWS_SHOWN
        more = [message("and {more} more", more=hidden)] if hidden > 0 else []
        rule = message("{rows} different rows fit, and none is guessed: give more values", rows=len(fitting))
        lines = tuple(message("\n  {line}", line=line) for line in (*shown, *more))
        raise place.refused(message("{rule}{lines}", rule=rule, lines=message("{lines: }", lines=lines)))
    return list(fitting[0]) if fitting else None


def _in_short(fields: Sequence[Field], row: Sequence[str]) -> str:
    return " ".join(f"{field.name}={cell}" for field, cell in zip(fields, row, strict=True) if cell)

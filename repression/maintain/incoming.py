"""Raw files that are to be added: what is asked for, and what was read of them."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from repression.i18n import N_
from repression.intake.formats import RawFile, parse_file
from repression.intake.identity import Identities
from repression.intake.register import Entry, Reference, entries_of, open_register
from repression.intake.report import Report
from repression.intake.suppression import SuppressionList
from repression.intake.tables import headings, read_table
from repression.intake.tags import FEWEST, codes_of_few
from repression.maintain import identities, private_store
from repression.maintain.changes import NamedRows
from repression.maintain.doubts import RowsOnce, each_once
from repression.maintain.reference import reference_of
from repression.maintain.stated import Stated, StatedAnew, carried_over, stated_before
from repression.messages import Message, message, words_of
from repression.snapshots.catalog import Catalog, Snapshot
from repression.snapshots.descriptor import Source
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.schema import Field, RowRules, fields_on, row_rules_of

PEOPLE = "people"


@dataclass(frozen=True)
class AddRequest:
    """The files to add, what is stated of them, and the data folder.

    `allowed` are the names of the options that override obstacles (`obstacles.OVERRIDES`).
    """

    data: Path
    files: tuple[RawFile, ...]
    dataset: str
    date: datetime.date
    stated: StatedAnew
    accessed: datetime.date
    taken_in_by: str
    allowed: frozenset[str] = frozenset()

    @property
    def path(self) -> Path:
        """The CSV to be written."""
        return self.data / self.dataset / f"{self.date}.csv"

    def refused(self, rule: str) -> ValidationError:
        return ValidationError.about(f"{self.dataset}/{self.date}.csv", rule)


@dataclass(frozen=True)
class RawRows:
    """What was read of the files: the published rows, and the report on them.

    Of a register `entries` are its people and `raw` their raw rows as CSV for storage; other datasets have neither.
    `raw` comes from the same bytes as the rows, since a file may change before the maintainer agrees.
    """

    once: RowsOnce
    report: Report
    entries: Sequence[Entry] = ()
    raw: bytes | None = None


@dataclass(frozen=True)
class Incoming:
    """The files of a request as they were read, beside the present data.

    `fields` are the columns to publish, `before` is what was stated of the snapshot before. `suppressed` is the
    suppression list, of which reading the files used up the rows that they met. `reference` is None but for registers.
    """

    request: AddRequest
    catalog: Catalog
    fields: tuple[Field, ...]
    before: Stated | None
    source: Source
    notes: tuple[str, ...]
    suppressed: SuppressionList
    identities: Identities
    reference: Reference | None
    read: RawRows

    @property
    def report(self) -> Report:
        """How the files were read."""
        return self.read.report

    @property
    def rows(self) -> list[list[str]]:
        """The published rows."""
        return self.read.once.rows

    @functools.cached_property
    def named(self) -> NamedRows:
        """The published rows with their columns."""
        return NamedRows(self.fields, self.rows)

    @property
    def people(self) -> Sequence[Entry] | None:
        """The people of a register, None if they cannot be followed by their ids."""
        entries = self.read.entries
        return entries if entries and private_store.can_follow(entries) else None

    @property
    def is_register(self) -> bool:
        """Whether its rows are people."""
        return self.request.dataset == PEOPLE

    @property
    def present(self) -> Snapshot | None:
        """The snapshot that it replaces or else follows."""
        return self.catalog.on(self.request.dataset, self.request.date)

    @property
    def earlier(self) -> Snapshot | None:
        """The snapshot of an earlier day that it follows."""
        return self.catalog.before(self.request.dataset, self.request.date)

    @functools.cached_property
    def _stored(self) -> dict[datetime.date, tuple[list[Entry] | None, Message]]:
        return {}

    def stored(self, snapshot: Snapshot) -> tuple[list[Entry] | None, Message]:
        """The people of a published register, as `private_store.stored_people` reads them, once each."""
        if snapshot.date not in self._stored:
            assert self.reference
            self._stored[snapshot.date] = private_store.stored_people(self.request.data, snapshot, self.reference)
        return self._stored[snapshot.date]


def read_incoming(request: AddRequest, catalog: Catalog) -> Incoming:
    """Read the files of a request, with the present data.

    Raises ValidationError if the dataset does not exist, a register has no publisher, a file is no table of that
    dataset, the tables of facilities or articles are missing, or the suppression list cannot be read.
    """
    if not catalog.package:
        raise ValidationError(*catalog.issues)
    try:
        fields = fields_on(catalog.package, request.dataset, request.date)
    except ValueError as error:
        raise request.refused(words_of(error)) from None
    before = stated_before(catalog, request.dataset, request.date)
    source, notes = carried_over(before, request.stated)
    suppressed = identities.suppression_list(request.data, request.dataset)
    decided = identities.read_identities(request.data)
    reference = None
    if request.dataset == PEOPLE:
        if not source.publisher:
            rule = message(
                "must name who made the register, since no row of it does, such as Human Rights Center Viasna"
            )
            raise ValidationError(Issue("publisher", None, None, source.publisher, rule))
        reference = reference_of(catalog)
        read = _read_register(request, fields, suppressed, decided, reference)
    else:
        read = _read_tables(request, fields, suppressed, row_rules_of(catalog.package, request.dataset))
    return Incoming(request, catalog, fields, before, source, notes, suppressed, decided, reference, read)


def _read_register(
    request: AddRequest,
    fields: Sequence[Field],
    suppressed: SuppressionList,
    decided: Identities,
    reference: Reference,
) -> RawRows:
    """The people of the one file in the columns `fields`."""
    if len(request.files) != 1:
        raise request.refused(message("is taken in from one file at a time"))
    content, name = request.files[0].content, request.files[0].name
    register, form = open_register(content, name)
    entries, report = entries_of(register, form, name, request.date, reference, suppressed, decided)
    # Rows that are left out do not count for a tag: few of those who are published may have it.
    few = codes_of_few([entry.person.tags for entry in entries])
    template = N_("the tag {tag}, which fewer than {fewest} people have")
    report.dropped += [message(template, tag=code, fewest=FEWEST) for code in few]
    # Only what is published: whatever is learned to be read later, these rows stay those of the snapshot.
    raw = private_store.raw_rows(register, without=report.left_out, untold=few)
    columns = [field.name for field in fields]
    published = [entry.saying_nothing_of(few).only(columns) for entry in entries]
    once = RowsOnce([entry.cells for entry in published], [(name, entry.line) for entry in published], ())
    return RawRows(once, report, published, raw)


def _read_tables(
    request: AddRequest, fields: Sequence[Field], suppressed: SuppressionList, between: RowRules
) -> RawRows:
    """The rows of all files, equal ones once."""
    report, rows = Report(), []
    for file in request.files:
        form = parse_file(file.content, file.name, headings(request.dataset, fields))
        report.forms.append(message("{form}", form=form.words))
        report.mend(form.mended)
        rows += read_table(request.dataset, form.table, file.name, fields, report, suppressed, between)
    return RawRows(each_once(rows, report.places), report)

"""Why a snapshot is not written until a maintainer says that it is meant, and the option that says so."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from repression.i18n import N_
from repression.intake.terms import term
from repression.maintain import identities
from repression.maintain.changes import compare_rows, rows_of
from repression.maintain.completeness import emptied_columns, emptied_in_words, missing_part
from repression.maintain.data_tests import EXCEPTIONS
from repression.maintain.doubts import (
    CONTRADICTS,
    TOO_LATE,
    contradicting,
    days_ahead,
    in_words,
    known_doubts,
    too_late,
)
from repression.maintain.effects import Effects
from repression.maintain.incoming import Incoming
from repression.maintain.private_store import shown_name, suppression_path
from repression.maintain.stated import with_numbers
from repression.messages import Message, message
from repression.snapshots.row_rules import Doubt

_MOST_UNREADABLE = 0.1  # of the rows, or of the sentences
_FEWEST_KNOWN = 0.5  # of the ids that two registers can share, and of the rows of other tables
_SMALL_TABLE = 20  # rows: of fewer, half change by chance

# The options that override obstacles, and what each means.
OVERRIDES = {
    "replace": N_("replace the snapshot of that day"),
    "without-refused": N_("leave out the rows that are refused, and say so to readers"),
    "allow-unreadable": N_("take in a file that is not understood in large part"),
    "allow-halved": N_("take in a file with half of the present rows or fewer"),
    "allow-filtered": N_("take in a register without a status, or a tenth of the people, that the one before has"),
    "allow-emptied": N_("take in a table with a column that is empty and was filled before"),
    "allow-repeated": N_("take in once the rows that stand in the files more than once"),
    "allow-contradicting": N_("take in rows that say two things of one fact, or one thing twice"),
    "allow-failed": N_(
        "take in rows that fail a data test; `check` fails until known_exceptions.yaml says why they stay"
    ),
    "allow-later": N_("take in days after the day of the snapshot, of its collection, or after today"),
    "allow-disclosure": N_("take in a register in which people are found more easily than docs/privacy.md allows"),
    "keep-notes": N_("take over notes of the snapshot before that have numbers"),
    "allow-new-ids": N_("take in a register that shares few ids with the one before"),
    "allow-exchanged": N_("take in a file in which fewer than half of the rows shown now are found again"),
    "allow-undecided": N_("take in a file though the decisions about who is one person are not on this machine"),
    "allow-returned": N_("take in a file though removed people may come back with it"),
}


EXCHANGED = N_(
    "only {found} of {before:row|rows} of {day} are found again: most of what readers see now would be replaced"
)
NOT_FOLLOWED = N_(
    "no row of {day} can be followed: the raw file of that day is not on this machine ({why}). Ask whoever took it in "
    "for it. If nobody has it, look at the charts, and say yes"
)


@dataclass(frozen=True)
class Obstacle:
    """A reason not to write, and the option that overrides it; an empty one if none does."""

    option: str
    reason: Message

    def __str__(self) -> str:
        return f"{self.reason}; --{self.option} takes it in all the same" if self.option else str(self.reason)


@dataclass(frozen=True)
class Doubts:
    """What is most likely an error in the rows to be written: two values of one fact, and days that are to come.

    `new` ones are those that the snapshot before does not have: what stands there was said to be meant.
    """

    contradictions: tuple[Doubt, ...]
    late: tuple[Doubt, ...]
    new_contradictions: int
    new_late: int


def doubts_about(incoming: Incoming) -> Doubts:
    """The doubts about rows that break no rule."""
    request, catalog = incoming.request, incoming.catalog
    known = known_doubts(catalog, incoming.present) if incoming.present else frozenset()
    double = contradicting(catalog, request.dataset, incoming.fields, incoming.rows)
    late = too_late(catalog, request.dataset, incoming.fields, incoming.rows, min(request.date, request.accessed))
    new_double, new_late = (sum(each.identity not in known for each in found) for found in (double, late))
    return Doubts(tuple(double), tuple(late), new_double, new_late)


def describe_doubts(incoming: Incoming, effects: Effects, doubts: Doubts) -> list[Message]:
    """What may be wrong with the rows, in words."""
    once, disclosure = incoming.read.once, effects.disclosure
    return [
        *(obstacle.reason for obstacle in _incomplete(incoming, effects)),
        *(disclosure.lines() if disclosure else []),
        *once.repeated,
        *in_words(CONTRADICTS, doubts.contradictions, once.places),
        *in_words(TOO_LATE, doubts.late, once.places),
        *(message("failed: {row}", row=each.told) for each in effects.failed),
    ]


def obstacles_to(incoming: Incoming, effects: Effects, doubts: Doubts) -> tuple[Obstacle, ...]:
    """The reasons not to write that the request does not allow."""
    found = [
        *_unanswered(incoming),
        *_replacing(incoming),
        *_refused(incoming),
        *_returning(incoming),
        *_undecided(incoming),
        *(_halved(incoming) or [*_incomplete(incoming, effects), *_exchanged(incoming)]),
        *_unknown_ids(incoming),
        *_doubtful(incoming, doubts),
        *_failing(effects),
        *_outdated(incoming),
        *_exposing(effects),
    ]
    return tuple(obstacle for obstacle in found if obstacle.option not in incoming.request.allowed)


def _unanswered(incoming: Incoming) -> Iterator[Obstacle]:
    """An obstacle, which no option overrides, while words are not answered: a guess could not be taken back."""
    words = incoming.report.open_words()
    if words:
        rows = len({line for word in words for line in word.lines})
        yield Obstacle(
            "", message("{words:word|words} without an answer, in {rows:row|rows}", words=len(words), rows=rows)
        )


def _replacing(incoming: Incoming) -> Iterator[Obstacle]:
    if incoming.request.path.exists():
        yield Obstacle("replace", message("there is a snapshot of {day} already", day=incoming.request.date))


def _refused(incoming: Incoming) -> Iterator[Obstacle]:
    report = incoming.report
    refused, unreadable = report.refused_rows, report.share_unreadable("sentence_kind")
    if refused:
        yield Obstacle("without-refused", message("{rows:row is|rows are} refused and would be left out", rows=refused))
    lost = report.columns_unreadable(_MOST_UNREADABLE)
    if not (refused > _MOST_UNREADABLE * report.rows or unreadable > _MOST_UNREADABLE or lost):
        return
    shares = message(
        "{refused} of {rows:row|rows} refused, {unreadable} of the sentences stated are unreadable",
        refused=refused,
        rows=report.rows,
        unreadable=f"{unreadable:.0%}",
    )
    if lost:
        shares = message(
            "{shares}, and so are many cells of {columns:,}", shares=shares, columns=tuple(map(term, lost))
        )
    yield Obstacle("allow-unreadable", message("much of the file is not understood: {shares}", shares=shares))


def _halved(incoming: Incoming) -> list[Obstacle]:
    """An obstacle if half of the rows are gone. What else is missing then follows from that: one option is enough."""
    last = incoming.present
    if last is None or 2 * len(incoming.rows) > last.descriptor.rows:
        return []
    reason = message(
        "half or more of the rows would be gone: {before:row|rows} in the snapshot of {day}, {now} in this one",
        day=last.date,
        before=last.descriptor.rows,
        now=len(incoming.rows),
    )
    if not incoming.is_register:  # which is always taken in as a whole
        template = N_("{reason} (if these are rows to add to it, give that file, too: {file})")
        reason = message(template, reason=reason, file=str(last.path))
    return [Obstacle("allow-halved", reason)]


def _incomplete(incoming: Incoming, effects: Effects) -> list[Obstacle]:
    """Obstacles if the rows are perhaps not all that the source has."""
    before, changes = effects.rows_before, effects.changes
    if before is None or changes is None:
        return []
    found = []
    if incoming.is_register and (missing := missing_part(before, incoming.named, changes)):
        template = N_("perhaps a filtered export, beside {day}: {missing:;}")
        found.append(Obstacle("allow-filtered", message(template, day=changes.since, missing=tuple(missing))))
    if emptied := emptied_in_words(before, incoming.named):
        template = N_("columns were filled on {day}: {columns:,}")
        found.append(Obstacle("allow-emptied", message(template, day=changes.since, columns=tuple(emptied))))
    return found


def _unknown_ids(incoming: Incoming) -> list[Obstacle]:
    """An obstacle if hardly any id of the register before is in the file, or the other way round.

    A register keeps its people and their ids. So nearly all ids of the smaller of two registers are in the larger one:
    a part of a file has known ids only, and a register that grew has all that were known. Where fewer than half are in
    both, the ids are others, or written in another way; then no removed person would be recognised by theirs.
    """
    followed = _followed(incoming)
    if followed is None:
        return []
    before, now = followed
    if len(before & now) >= _FEWEST_KNOWN * min(len(before), len(now)):
        return []
    reason = message(
        "{new} of {now:id is|ids are} new, {gone} of {before:known one is|known ones are} gone: removed people would "
        "not be recognised by other ids",
        new=len(now - before),
        now=len(now),
        gone=len(before - now),
        before=len(before),
    )
    return [Obstacle("allow-new-ids", reason)]


def _followed(incoming: Incoming) -> tuple[set[str], set[str]] | None:
    """The ids of the register shown now, and of this one; None if people cannot be followed from one to the other."""
    if incoming.people is None or incoming.present is None:
        return None
    known, _ = incoming.stored(incoming.present)
    return ({entry.id for entry in known}, {entry.id for entry in incoming.people}) if known else None


def _exchanged(incoming: Incoming) -> list[Obstacle]:
    """An obstacle if fewer than half of the rows shown now are found again, where people cannot be followed by ids."""
    present = incoming.present
    if present is None or present.descriptor.rows < _SMALL_TABLE or _followed(incoming):
        return []
    before, now = rows_of(present), incoming.named
    # A column that is empty now makes no row another one: that is an obstacle of its own.
    gone = compare_rows(before, now, present.date, emptied_columns(before, now)).gone
    found = present.descriptor.rows - gone
    if found >= _FEWEST_KNOWN * present.descriptor.rows:
        return []
    if incoming.people:
        reason = message(NOT_FOLLOWED, day=present.date, why=incoming.stored(present)[1])
    else:
        reason = message(EXCHANGED, found=found, before=present.descriptor.rows, day=present.date)
    return [Obstacle("allow-exchanged", reason)]


def _undecided(incoming: Incoming) -> Iterator[Obstacle]:
    """An obstacle if decisions of which snapshots tell are not on this machine."""
    if not incoming.is_register:
        return
    registers = (one for one in incoming.catalog.snapshots if one.dataset == incoming.request.dataset)
    before = max((one.same_person for one in registers), default=0)
    here = sum(len(ids) - 1 for ids in incoming.identities.people)
    if here < before:
        reason = message(
            "people may be counted twice again: a snapshot leaves out {rows:second row|second rows} of people, "
            "and this machine knows of {here}",
            rows=before,
            here=here,
        )
        yield Obstacle("allow-undecided", reason)


def _returning(incoming: Incoming) -> Iterator[Obstacle]:
    """Obstacles if the suppression list cannot keep all removed people out."""
    request = incoming.request
    of_dataset = (snapshot for snapshot in incoming.catalog.snapshots if snapshot.dataset == request.dataset)
    before = max((snapshot.withheld for snapshot in of_dataset), default=0)
    # An id has one row, but a name may have several, so that fewer names than rows are possible.
    needed = before if incoming.is_register else min(before, 1)
    suppressed = identities.suppression_list(request.data, request.dataset)  # reading a file uses up its rows
    listed = len(suppressed.keys) + suppressed.rows.total()
    if listed < needed:
        why = message(
            "a snapshot withholds {rows:row|rows}, and {file} on this machine has {listed}",
            rows=before,
            file=shown_name(request.data, suppression_path(request.data)),
            listed=listed,
        )
        yield _may_return(why)
    if not incoming.is_register:
        return
    if suppressed.keys and not any(entry.id for entry in incoming.read.entries):
        template = N_("the suppression list has {ids:id|ids}, and the file has none")
        yield _may_return(message(template, ids=len(suppressed.keys)))
    if groups := [group for group in incoming.report.groups if group.withheld]:
        rows = ", ".join(str(line) for group in groups for line in group.lines)
        yield _may_return(message("rows share something with theirs under other ids: see rows {rows}", rows=rows))


def _may_return(why: Message) -> Obstacle:
    return Obstacle("allow-returned", message("removed people may come back: {why}", why=why))


def _doubtful(incoming: Incoming, doubts: Doubts) -> Iterator[Obstacle]:
    """Obstacles if rows are most likely wrong."""
    if repeated := incoming.read.once.repeated:
        template = N_("{rows:row equals|rows equal} an earlier one, and each would be taken in once")
        yield Obstacle("allow-repeated", message(template, rows=len(repeated)))
    if doubts.new_contradictions:
        template = N_("{facts:fact is|facts are} told in two ways, or twice, which the snapshot before does not do")
        yield Obstacle("allow-contradicting", message(template, facts=doubts.new_contradictions))
    late = days_ahead(incoming.request.date, incoming.request.accessed, datetime.date.today())
    if doubts.new_late:
        template = N_("{days:day is|days are} after the day of the snapshot or of its collection")
        late.append(message(template, days=doubts.new_late))
    if late:
        yield Obstacle("allow-later", Message("{reasons:;}", (("reasons", tuple(late)),)))


def _failing(effects: Effects) -> Iterator[Obstacle]:
    """An obstacle if rows fail a data test."""
    if effects.failed:
        template = N_("{rows:row fails|rows fail} a data test, and {file} does not say why they stay")
        yield Obstacle("allow-failed", message(template, rows=len(effects.failed), file=EXCEPTIONS))


def _outdated(incoming: Incoming) -> Iterator[Obstacle]:
    """An obstacle if notes with numbers are taken over from the snapshot before."""
    if notes := with_numbers(incoming.before, incoming.notes):
        template = N_(
            "{notes:note of the snapshot before has|notes of the snapshot before have} numbers: look whether they "
            "hold, and drop those that do not"
        )
        yield Obstacle("keep-notes", message(template, notes=len(notes)))


def _exposing(effects: Effects) -> Iterator[Obstacle]:
    """An obstacle if people are found in the register more easily than the limits allow."""
    exceeded: Sequence[Message] = effects.disclosure.exceeded() if effects.disclosure else []
    if exceeded:
        template = N_("people could be found too easily: {limits:;}")
        yield Obstacle("allow-disclosure", message(template, limits=tuple(exceeded)))

"""What data users may rely on, as lines that can be compared with those of the last release (`tests/release.json`).

`python -m tests.release` writes today's lines there. It refuses while a line is missing without a note in `breaking`;
`docs/data-routes.md` has the rule, `docs/maintainers.md` the steps.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from repression.downloads.formats import FORMATS
from repression.questions.filter_types import Filter, NotAllowed
from repression.questions.filters import FILTERS
from repression.questions.question import Question, all_questions
from repression.snapshots.catalog import read_package
from repression.snapshots.schema import Field, datasets_of, fields_of
from tests.conftest import DATA

RELEASE = Path(__file__).with_name("release.json")
NOTICE_DAYS = 365


class Break(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line that is missing on purpose: since when users knew, since when it is gone, and what to use instead."""

    line: str
    announced: date
    gone: date
    instead: str


class Release(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lines of the last release, and the breaks since then and before."""

    promised: list[str]
    breaking: list[Break]


def promised(
    package: Mapping[str, Any], questions: Mapping[str, Question], filters: tuple[Filter, ...] = FILTERS
) -> list[str]:
    """One line for each thing that a program may rely on, from schema, questions and filters, never from rows."""
    return [
        *_datasets(package),
        *_questions(questions),
        *_filters(package, filters),
        *(f"format {name}" for name in FORMATS),
    ]


def broken(release: Release, today: list[str]) -> list[str]:
    """The lines of a release that are missing today and have no sufficient note, each with the reason."""
    notes = {note.line: note for note in release.breaking}
    lines = []
    for line in release.promised:
        if line in today:
            continue
        if line not in notes:
            lines.append(f"{line}: is missing, and `breaking` has no note of it")
        elif (notes[line].gone - notes[line].announced).days < NOTICE_DAYS:
            lines.append(f"{line}: must be kept for {NOTICE_DAYS} days after it was announced")
    return lines


def read_release() -> Release:
    return msgspec.json.decode(RELEASE.read_bytes(), type=Release)


def todays_lines() -> list[str]:
    return promised(read_package(DATA), all_questions())


def _datasets(package: Mapping[str, Any]) -> Iterator[str]:
    for dataset in datasets_of(package):
        for place, field in enumerate(fields_of(package, dataset), start=1):
            yield f"dataset {dataset}, column {place}: {field.name}, {field.type}" + _unit(field.unit)
            yield from (f"dataset {dataset}, column {field.name}, code: {code}" for code in field.enum)


def _questions(questions: Mapping[str, Question]) -> Iterator[str]:
    for name, question in questions.items():
        for place, column in enumerate(question.columns.values(), start=1):
            yield f"question {name}, column {place}: {column.name}" + _unit(column.counts.measure)
        yield from (f"question {name}, filter: {each}" for each in sorted(question.filters | set(question.settings)))


def _filters(package: Mapping[str, Any], filters: tuple[Filter, ...]) -> Iterator[str]:
    fields = {(dataset, field.name): field for dataset in datasets_of(package) for field in fields_of(package, dataset)}
    for each in filters:
        yield f"filter {each.name}"
        codes = _codes(fields.get((each.scope, each.column or each.name)))
        # The codes of addresses, and those of the data, which stood in addresses before and are read for good.
        known = dict.fromkeys([*_enums(each.schema({each.name: codes})), *_read(each, codes)])
        yield from (f"filter {each.name}, code: {code}" for code in known)
        if getattr(each, "has_unknown", False):
            yield f"filter {each.name}, code: unknown"
        if default := getattr(each, "default", ()):
            yield f"filter {each.name}, default: {default if isinstance(default, str) else ' and '.join(default)}"


def _read(each: Filter, codes: Mapping[str, str]) -> Iterator[str]:
    """The codes that a filter reads."""
    for code in codes:
        with suppress(NotAllowed):
            each.read([code], {each.name: codes})
            yield code


def _codes(field: Field | None) -> dict[str, str]:
    return {code: code for code in field.enum} if field else {}


def _enums(schema: Any) -> Iterator[str]:
    """The codes in a JSON Schema, at any depth."""
    if isinstance(schema, Mapping):
        yield from schema.get("enum", ())
        schema = list(schema.values())
    if isinstance(schema, list):
        yield from (code for part in schema for code in _enums(part))


def _unit(unit: str) -> str:
    return f", in {unit}" if unit else ""


def main() -> int:
    """Write today's lines, unless some are missing without a note; then name those."""
    release, today = read_release(), todays_lines()
    if lines := broken(release, today):
        print("\n".join(lines), file=sys.stderr)
        return 1
    written = msgspec.to_builtins(Release(today, release.breaking))
    RELEASE.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

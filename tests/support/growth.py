"""A schema that grows: a column `wave` of people, of which the snapshots before a day know nothing."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from repression.intake import anonymise, register
from repression.intake.anonymise import Person
from repression.questions.question import Column, all_questions, question_in
from repression.snapshots.catalog import read_package
from repression.snapshots.schema import fields_of
from tests.conftest import DATA

WAVE = {
    "name": "wave",
    "type": "string",
    "title": "Wave",
    "description": "An invented column.",
    "constraints": {"enum": ["first", "second"]},
}


def grow_schema(data: Path, since: date, dataset: str = "people") -> None:
    """Add the column to the data package of a folder, before those that came later: fields are in order of `since`."""
    path = data / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    (resource,) = [resource for resource in package["resources"] if resource["name"] == dataset]
    fields = resource["schema"]["fields"]
    place = sum(field.get("since", "") <= str(since) for field in fields)
    fields.insert(place, WAVE | {"since": str(since)})
    path.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", "utf-8")


def grow_intake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the intake read the column: women are of the first wave, all others of the second."""
    known = anonymise.published_cells
    # Before the columns with a `since` of their own: the invented one comes earlier than they do.
    place = sum(field.since is None for field in fields_of(read_package(DATA), "people"))

    def published_cells(person: Person, regions: Mapping[str, str], penalties: Collection[str]) -> list[str]:
        cells = known(person, regions, penalties)
        return [*cells[:place], "first" if person.gender == "female" else "second", *cells[place:]]

    columns = anonymise.COLUMNS
    monkeypatch.setattr(anonymise, "COLUMNS", (*columns[:place], "wave", *columns[place:]))
    monkeypatch.setattr(register, "published_cells", published_cells)


@contextmanager
def grown_questions(*names: str) -> Iterator[None]:
    """Let these questions about people select the column."""
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            question = all_questions()[name]
            columns = {**question.columns, "wave": Column("wave", title="Wave")}
            before, found, after = question.sql.rpartition("\nFROM selected_people()")
            assert found
            grown = replace(question, columns=columns, sql=f"{before}, wave{found}{after}")
            patch.setitem(all_questions(), name, grown)  # type: ignore[arg-type]
        question_in.cache_clear()
        yield
    question_in.cache_clear()

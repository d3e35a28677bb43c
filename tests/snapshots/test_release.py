"""What data users may rely on is still there, or went with notice: docs/data-routes.md, "What may change"."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from repression.questions.filters import FILTERS
from repression.questions.question import all_questions
from repression.snapshots.catalog import read_package
from tests.conftest import DATA
from tests.release import Break, Release, broken, promised, read_release, todays_lines

WHAT = "dataset things, column 1: word, string"


def test_nothing_that_was_promised_is_missing() -> None:
    release = read_release()
    assert broken(release, todays_lines()) == []
    assert "dataset people, column 1: status, string" in release.promised
    assert len(release.promised) > 1000


def column(package: dict[str, Any], dataset: str, name: str) -> dict[str, Any]:
    (resource,) = [resource for resource in package["resources"] if resource["name"] == dataset]
    field: dict[str, Any] = next(field for field in resource["schema"]["fields"] if field["name"] == name)
    return field


def drop_column(package: dict[str, Any]) -> None:
    fields = package["resources"][0]["schema"]["fields"]
    fields.remove(column(package, "people", "region"))


def rename_column(package: dict[str, Any]) -> None:
    column(package, "people", "region")["name"] = "area"


def change_type(package: dict[str, Any]) -> None:
    column(package, "people", "arrested")["type"] = "string"


def change_unit(package: dict[str, Any]) -> None:
    column(package, "people", "sentence_months")["unit"] = "years"


def drop_code(package: dict[str, Any]) -> None:
    column(package, "people", "custody")["constraints"]["enum"].remove("house_arrest")


def drop_dataset(package: dict[str, Any]) -> None:
    package["resources"] = [resource for resource in package["resources"] if resource["name"] != "events"]


def put_column_first(package: dict[str, Any]) -> None:
    fields = package["resources"][0]["schema"]["fields"]
    fields.insert(0, dict(fields[1], name="more"))


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (drop_column, "dataset people, column 14: region, string"),
        (rename_column, "dataset people, column 14: region, string"),
        (change_type, "dataset people, column 4: arrested, yearmonth"),
        (change_unit, "dataset people, column 8: sentence_months, number, in months"),
        (drop_code, "dataset people, column custody, code: house_arrest"),
        (drop_dataset, "dataset events, column 1: date, "),
        (put_column_first, "dataset people, column 1: status, string"),
    ],
)
def test_a_change_of_the_schema_that_breaks_programs_is_found(
    change: Callable[[dict[str, Any]], None], line: str
) -> None:
    package = read_package(DATA)
    release = Release(promised(package, all_questions()), [])
    changed = copy.deepcopy(package)
    change(changed)
    lines = broken(release, promised(changed, all_questions()))
    assert [one for one in lines if one.startswith(line)], lines


def test_a_change_of_questions_and_filters_that_breaks_programs_is_found() -> None:
    package, questions = read_package(DATA), dict(all_questions())
    release = Release(promised(package, questions), [])
    flows = questions.pop("flows")
    assert any("question flows, column 1: month" in line for line in broken(release, promised(package, questions)))
    columns = {name: about for name, about in flows.columns.items() if name != "arrests"}
    questions["flows"] = replace(flows, columns=columns, filters=flows.filters - {"gender"})
    lines = broken(release, promised(package, questions))
    assert [line.partition(": is missing")[0] for line in lines] == [
        "question flows, column 2: arrests, in people",
        "question flows, column 3: verdicts, in people",
        "question flows, column 4: releases, in people",
        "question flows, column 5: began, in people",
        "question flows, column 6: incomplete",
        "question flows, filter: gender",
    ]
    fewer = tuple(each for each in FILTERS if each.name != "article_match")
    lines = broken(release, promised(package, all_questions(), fewer))
    assert any(line.startswith("filter article_match, code: all:") for line in lines)


def test_additions_are_no_break() -> None:
    package = read_package(DATA)
    release = Release(promised(package, all_questions()), [])
    grown = copy.deepcopy(package)
    fields = grown["resources"][0]["schema"]["fields"]
    fields.append({"name": "more", "type": "string", "title": "More", "description": "More.", "since": "2027-01-31"})
    column(grown, "people", "custody")["constraints"]["enum"].append("elsewhere")
    assert broken(release, promised(grown, all_questions())) == []


@pytest.mark.parametrize(
    ("gone", "rule"),
    [(date(2028, 1, 31), ""), (date(2027, 12, 31), "must be kept for 365 days after it was announced")],
)
def test_a_break_needs_a_note_and_a_year_of_notice(gone: date, rule: str) -> None:
    note = Break(WHAT, announced=date(2027, 1, 31), gone=gone, instead="the column words")
    assert broken(Release([WHAT], []), []) == [f"{WHAT}: is missing, and `breaking` has no note of it"]
    assert broken(Release([WHAT], [note]), []) == ([f"{WHAT}: {rule}"] if rule else [])

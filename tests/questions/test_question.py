"""A header that is not as it must be is refused, with its file, the path of the key and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from repression.questions.question import BadQuestion, read_question

HEADER = """title: Sizes
answers: How many
unit: person|people
datasets: [people]
columns:
  label: {title: Group}
  people: {title: People, unit: person|people}
chart: {kind: bars, x: label, y: [people], top: 15}"""


def read(folder: Path, text: str) -> None:
    path = folder / "sizes.sql"
    path.write_text(text, encoding="utf-8")
    read_question(path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "unit: person|people\ndata",
            "units: people\nunit: person|people\ndata",
            ["unknown field `units`", "allowed is title, answers, unit, "],
        ),
        ("top: 15", "topp: 15", ["unknown field `topp`", "$.chart", "allowed is ", "top", "stack"]),
        ("top: 15", "height: 300", ["unknown field `height`", "$.chart"]),
        ("kind: bars", "kind: pie", ["'pie'", "$.chart.kind", "allowed is bars, cards, columns, "]),
        ("top: 15", "top: many", ["Expected `int | null`, got `str`", "$.chart.top"]),
        (
            "{title: Group}",
            "{titel: Group}",
            ["unknown field `titel`", "$.columns", "allowed is title, unit, description, translate"],
        ),
        ("answers: How many\n", "", ["missing required field `answers`"]),
        ("y: [people], ", "", ["missing required field `y`", "$.chart"]),
        ("datasets: [people]", "datasets: [persons]", ["datasets: persons: allowed is", "people"]),
        ("datasets: [people]", "datasets: [people]\nignores: [sex]", ["ignores: sex: allowed is", "gender"]),
        ("datasets: [people]", "datasets: [people]\nwithin: {sex: [f]}", ["within: sex: allowed is", "gender"]),
        ("datasets: [people]", "datasets: [people]\nsettings: [gender]", ["settings: gender: allowed is", "split"]),
        ("datasets: [people]", "datasets: [people]\nsorted_by: [name]", ["sorted_by: name: allowed is label, people"]),
        (
            "{title: Group}",
            "{title: Group, shown_as: name}",
            ["columns.label.shown_as: name: allowed is label, people"],
        ),
        (
            "answers: How many",
            "answers: How many\nwords: {few: Few.}\nfinding: [many]",
            ["finding: many: allowed is few"],
        ),
        ("answers: How many", "answers: How many\nwords: Few.\nfinding: [few]", ["finding: few: allowed is said"]),
        (
            "answers: How many",
            "answers: How many\nwords: {few: Few., many: Many.}\nfinding: [few]\nnotes: [few]",
            ["notes: few: allowed is many"],
        ),
        ("x: label", "x: name", ["chart.x: name: allowed is label, people"]),
        ("top: 15", "click: {filter: sex}", ["chart.click: sex: allowed is", "gender"]),
        ("top: 15", "click: {filter: gender, column: code}", ["chart.click: code: allowed is label, people"]),
        ("top: 15", "layers: {events: wars}", ["chart.layers: wars: allowed is", "events_dated"]),
        ("title: Sizes", "title: [", ["no YAML"]),
    ],
)
def test_a_header_that_is_wrong_is_refused_by_the_path_of_its_key(
    tmp_path: Path, old: str, new: str, told: list[str]
) -> None:
    assert HEADER.count(old) == 1
    with pytest.raises(BadQuestion) as refused:
        read(tmp_path, f"/*\n{HEADER.replace(old, new)}\n*/\nSELECT 1\n")
    assert all(part in str(refused.value) for part in ["sizes.sql", *told]), refused.value


def test_a_header_as_it_must_be_is_read(tmp_path: Path) -> None:
    read(tmp_path, f"/*\n{HEADER}\n*/\nSELECT 1\n")


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadQuestion, match=r"sizes\.sql: a header"):
        read(tmp_path, "SELECT 1\n")

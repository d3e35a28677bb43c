"""How easily people are found in a register: what is measured, what is published of it, and when `add` stops."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from repression.documents import PRIVACY, document
from repression.i18n import LANGUAGES
from repression.maintain.changes import NamedRows, rows_of
from repression.maintain.disclosure import FEWEST_ROWS, KEYS, NEIGHBOUR, Assessment, measure
from repression.messages import in_lines
from repression.snapshots.catalog import read_catalog
from repression.snapshots.schema import Field
from tests.conftest import DATA
from tests.maintain.test_commands import add, data
from tests.support.factories import raw_register

__all__ = ["data"]  # the fixture

REGISTER = DATA / "people/2023-02-10.csv"
WITHOUT_LIMIT = {"en": "none", "be": "няма", "ru": "нет"}
NUMBER = re.compile(r"[0-9]+(?:[,.][0-9]+)*")


def counted(*columns: str) -> tuple[int, int, int]:
    """Rows, unique rows, and rows in groups of fewer than five, in some columns or all: counted from the file."""
    people = pd.read_csv(REGISTER, dtype=str, keep_default_na=False)
    group = people.groupby([*columns] or [*people])["status"].transform("size")
    return len(people), int((group == 1).sum()), int((group < 5).sum())


PLACED = ("gender", "age_group", "arrested", "region")
RECOUNTED = [counted(*PLACED[:3]), counted(*PLACED), counted()]


def test_the_risk_is_that_of_a_count_by_other_means() -> None:
    register = read_catalog(DATA).on("people", date(2023, 2, 10))
    assert register
    risks = measure(rows_of(register)).risks
    assert [(risk.rows, risk.unique, risk.small) for risk in risks] == RECOUNTED
    assert not any(risk.exceeds for risk in risks)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_has_these_figures_and_the_limits(lang: str) -> None:
    text = document(PRIVACY, lang).read_text(encoding="utf-8")
    table = [line for line in text.splitlines() if re.search(r"\| [0-9,]+ \([0-9,.]+%\) \|", line)]
    for line, key, (rows, unique, small) in zip(table, KEYS, RECOUNTED, strict=True):
        _, found, groups, limit = line.strip("| ").split(" | ")
        share = f"{100 * unique / rows:.1f}"
        numbers = [number.replace(",", "") for number in NUMBER.findall(found)]
        assert numbers == [str(unique), share if lang == "en" else share.replace(".", "")]
        assert groups.replace(",", "") == str(small)
        assert limit == (f"{key.limit:.0%}" if key.limit else WITHOUT_LIMIT[lang])


def a_register(*people: tuple[str, ...]) -> NamedRows:
    names = (*NEIGHBOUR.columns, "region")
    return NamedRows([Field(name, "string", name, "") for name in names], people)


def test_the_change_and_the_rare_values_are_told() -> None:
    many = [("female", "25–34", "2021-05", "Brest region")] * 5
    before = measure(a_register(*many))
    now = measure(a_register(*many, ("male", "65+", "2021-05", ""), ("male", "55–64", "2021-06", "")))
    assert [risk.unique for risk in before.risks] == [0, 0, 0]
    lines = in_lines(Assessment(now, before).lines())
    assert "2 of 7 rows (28.6%) unique for a neighbour: gender, age_group, arrested (before: 0 of 5, 0.0%)" in lines
    assert "age_group: 2 values of fewer than 5 people: 55–64 (1), 65+ (1)" in lines
    assert "Brest" not in lines
    assert not Assessment(now, before).exceeded()  # seven people are no register


def scattered_register(path: Path, people: int) -> Path:
    """Invented people, hardly two of whom are of one age group and month of arrest."""
    return raw_register(
        path,
        *(
            {
                "gender": ("male", "female")[number % 2],
                "birth_year": str(1950 + 9 * (number % 5)),
                "arrested": f"{2010 + number // 2 % 13}-{1 + number // 26 % 12:02}-05",
            }
            for number in range(people)
        ),
    )


def test_a_register_above_a_limit_needs_a_second_yes(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = scattered_register(tmp_path / "scattered.csv", FEWEST_ROWS)
    anyhow = ("--yes", "--allow-halved", "--allow-emptied", "--keep-notes")
    assert add(data, file, "people", *anyhow) == 1
    told = capsys.readouterr().out
    assert "of the rows are unique for a neighbour, the limit is 5%" in told
    assert "--allow-disclosure takes it in all the same" in told
    assert not (data / "people/2023-03-10.csv").exists()
    assert add(data, file, "people", *anyhow, "--allow-disclosure") == 0
    assert (data / "people/2023-03-10.csv").exists()

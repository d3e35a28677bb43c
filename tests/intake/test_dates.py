"""Dates with as much as the source says."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repression.intake.dates import read_arrest, read_date
from repression.partial_dates import PartialDate

MONTHS = {
    "January": ("января", "студзеня"),
    "February": ("февраля", "лютага"),
    "March": ("марта", "сакавіка"),
    "April": ("апреля", "красавіка"),
    "May": ("мая", "траўня"),
    "June": ("июня", "чэрвеня"),
    "July": ("июля", "ліпеня"),
    "August": ("августа", "жніўня"),
    "September": ("сентября", "верасня"),
    "October": ("октября", "кастрычніка"),
    "November": ("ноября", "лістапада"),
    "December": ("декабря", "снежня"),
}
ENGLISH, RUSSIAN, BELARUSIAN = list(MONTHS), *zip(*MONTHS.values(), strict=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-10-02", PartialDate(2020, 10, 2)),
        ("02.10.2020", PartialDate(2020, 10, 2)),
        ("17 May 1996", PartialDate(1996, 5, 17)),
        ("17 мая 1996 г.", PartialDate(1996, 5, 17)),
        (" 17  траўня 1996 ", PartialDate(1996, 5, 17)),
        ("2021-07", PartialDate(2021, 7)),
        ("07.2021", PartialDate(2021, 7)),
        ("May 2021", PartialDate(2021, 5)),
        ("april 2026", PartialDate(2026, 4)),
        ("29 September 2026", PartialDate(2026, 9, 29)),
        ("2003", PartialDate(2003)),
    ],
)
def test_notations(text: str, expected: PartialDate) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2021-02-30", "31.02.2020", "32 May 1996", "2021-13", "0000", "10/02/2020", "soon", "17 Foo 1996", "20-10-02"],
)
def test_what_is_no_date_says_what_is(text: str) -> None:
    with pytest.raises(ValueError, match="date such as 2020-10-02"):
        read_date(text)


@pytest.mark.parametrize("text", ["  ", "unknown", "Неизвестно", "невядома", "-", " — ", "–"])
def test_nothing_is_no_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize("text", ["Released", "released from custody", "освобождён", "вызвалены"])
def test_an_arrest_may_say_that_there_is_none(text: str) -> None:
    assert read_arrest(text) is None
    with pytest.raises(ValueError, match="must be a date"):
        read_date(text)
    assert read_arrest("2021-07") == PartialDate(2021, 7)


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from([ENGLISH, RUSSIAN, BELARUSIAN]))
def test_days_come_back(day: date, names: Sequence[str]) -> None:
    for text in (
        day.isoformat(),
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day} {names[day.month - 1]} {day.year}",
    ):
        assert str(read_date(text)) == day.isoformat()


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    try:
        read = read_date(text)
    except ValueError as error:
        assert "must be a date such as" in str(error)
    else:
        assert read is None or read_date(str(read)) == read


def test_before_goes_as_far_as_both_are_known() -> None:
    assert PartialDate(2021, 3, 1).before(PartialDate(2021, 3, 2))
    assert PartialDate(2020).before(PartialDate(2021, 1, 1))
    assert not PartialDate(2021, 3).before(PartialDate(2021, 3, 2))
    assert not PartialDate(2021, 4, 1).before(PartialDate(2021, 3, 2))
    assert not PartialDate(2021).before(PartialDate(2021, 3))


def test_a_year_gives_no_month() -> None:
    assert PartialDate(2021).year_and_month == ""
    assert PartialDate(2021, 3, 9).year_and_month == "2021-03"

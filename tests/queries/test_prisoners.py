"""The questions of the page Prisoners over time, counted a second time with the csv module straight over the files."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from repression.formatting import format_length
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked, chosen

PINNED = "snapshot=2026-11-22&"
People = list[dict[str, str]]


def read(name: str) -> People:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


COUNTS = read("people_counts/2026-11-22")
MAIN = [row for row in COUNTS if row["series"] == "viasna"]
PEOPLE = read("people/2023-02-10")
RECOGNISED = [row for row in PEOPLE if row["status"] != "convicted"]
WOMEN = [row for row in RECOGNISED if row["gender"] == "female"]
NOBODY = "arrested=1990-01..1990-02"
OF_PEOPLE = ["stock_against_published", "flows", "women"]


def rows(warehouse: Warehouse, question: str, parameters: str = "") -> list[dict[str, Any]]:
    return asked(warehouse, question, PINNED + parameters).table.to_pylist()


def words(warehouse: Warehouse, question: str, parameters: str = "") -> str:
    return asked(warehouse, question, PINNED + parameters).words


def held(people: People, month: str) -> tuple[int, int]:
    """How many were held at the end of a month at least and at most, straight from the words of the register."""
    arrested = [row for row in people if row["arrested"] and row["arrested"] <= month]
    known = sum(row["released"] > month for row in arrested)
    still = sum(not row["released"] and row["status"] == "political_prisoner" for row in arrested)
    undated = sum(not row["released"] and row["status"] == "former_political_prisoner" for row in arrested)
    return known + still, known + still + undated


def latest_release(row: dict[str, str]) -> str:
    """The latest month in which somebody without a dated release can have been released, empty if nothing tells."""
    if row["penalty"] in ("home_confinement", "suspended", "fine"):
        return max(row["verdict"], row["arrested"]) if row["verdict"] else ""
    custody = row["penalty"].startswith(("penal_colony", "prison")) or row["penalty"] in ("juvenile_colony", "arrest")
    began_late = row["penalty"] == "open_facility" and "" < row["verdict"] < row["arrested"]
    if not row["sentence_months"] or not (custody or began_late):
        return ""
    year, month = map(int, row["arrested"].split("-"))
    years, months = divmod(year * 12 + month - 1 + int(float(row["sentence_months"]) + 0.5), 12)
    return f"{years}-{months + 1:02}"


def left_open(people: People, month: str) -> People:
    """The former of whom the register leaves open whether they were held at the end of a month."""
    undated = [row for row in people if row["status"] == "former_political_prisoner" and not row["released"]]
    return [row for row in undated if "" < row["arrested"] <= month and not "" < latest_release(row) <= month]


def test_each_month_has_its_best_sourced_figure_or_none(warehouse: Warehouse) -> None:
    counts = pd.read_csv(DATA / "people_counts/2026-11-22.csv", keep_default_na=False)
    counts = counts[(counts["series"] == "viasna") & (counts["political_prisoners"] != "")]
    days = pd.to_datetime(counts["date"])
    counts = counts.assign(
        month=(days - pd.to_timedelta((days.dt.day == 1).astype(int), unit="D")).dt.to_period("M"),
        figure=counts["political_prisoners"].astype(int),
        rough=~counts["qualifier"].isin(["exact", "as_published"]),
        after=days.dt.day == 1,
        told=~counts["source_url"].str.contains(r"^https?://(?:[a-z0-9-]+\.)*spring96\.org/"),
        unlinked=counts["source_url"] == "",
        firm=counts["qualifier"].map(["exact", "as_published", "at_least", "about"].index),
    )[(days.dt.day == 1) | days.dt.is_month_end]
    order = ["rough", "after", "told", "unlinked", "firm"]
    found = {row["month"]: row for row in rows(warehouse, "monthly_counts")}
    months = pd.period_range("2020-07", "2026-10", freq="M")
    assert list(found) == [month.start_time.date() for month in months]
    gaps = 0
    for month in months:
        row, figures = found[month.start_time.date()], counts[counts["month"] == month].sort_values(order)
        if figures.empty:
            gaps += 1
            assert not any(value for name, value in row.items() if name != "month"), month
            continue
        best = figures[(figures[order] == figures[order].iloc[0]).all(axis=1)]
        alike = best[(best["figure"] == row["political_prisoners"]) & (best["date"] == str(row["date"]))]
        assert row["source_title"] in set(alike["source_title"]), month
        assert row["counted_by"] in set(alike["counted_by"]), month
        others = sorted(set(figures["figure"]) - {row["political_prisoners"]})
        assert row["others"] == ("; ".join(map(str, others)) or None), month
    assert (len(months), gaps) == (76, 25)
    assert "was found for the end of 51 of 76 months" in words(warehouse, "monthly_counts")


@pytest.mark.parametrize(
    ("question", "parameters", "file"),
    [
        ("published_counts", "", "published_counts"),
        ("published_counts", "series=wider&series=other", "published_counts_of_others"),
        ("monthly_counts", "", "monthly_counts"),
        ("stock_against_published", "", "stock_against_published"),
        ("stock_against_published", "gender=female", "stock_against_published_of_women"),
        ("register_against_world", "", "register_against_world"),
        ("flows", "", "flows"),
        ("flows", "article=342", "flows_under_342"),
        ("women", "", "women"),
        ("women", "age_group=65%2B", "women_of_65"),
    ],
)
def test_views_are_as_they_were_checked(
    warehouse: Warehouse, same_as_golden: Callable[..., None], question: str, parameters: str, file: str
) -> None:
    same_as_golden(question, chosen(warehouse, PINNED + parameters), file)
    assert words(warehouse, question, parameters)


@pytest.mark.parametrize(
    ("parameters", "series"),
    [("", ["viasna"]), ("series=wider&series=other", ["wider", "other"]), ("series=any", ["viasna", "wider", "other"])],
)
def test_every_published_count_of_the_chosen_counters_is_there(
    warehouse: Warehouse, parameters: str, series: list[str]
) -> None:
    expected = [row for row in COUNTS if row["series"] in series]
    found = rows(warehouse, "published_counts", parameters)
    assert Counter(
        (str(row["date"]), str(row["political_prisoners"]), row["source_title"]) for row in found
    ) == Counter((row["date"], row["political_prisoners"], row["source_title"]) for row in expected)
    assert len({row["counter"] for row in found}) == len(series)


def test_the_days_on_which_sources_disagree_are_counted(warehouse: Warehouse) -> None:
    figures: dict[str, set[str]] = {}
    for row in MAIN:
        if row["qualifier"] in ("exact", "as_published"):  # a rounded figure beside a count is no other opinion
            figures.setdefault(row["date"], set()).add(row["political_prisoners"])
    disagreed = sum(len(each - {""}) > 1 for each in figures.values())
    assert disagreed == 5
    assert f"On {disagreed} days sources of the same counters disagree" in words(warehouse, "published_counts")


@pytest.mark.parametrize(
    ("parameters", "people"), [("", RECOGNISED), ("gender=female", WOMEN), ("status=any", RECOGNISED)]
)
def test_those_held_at_each_month_end(warehouse: Warehouse, parameters: str, people: People) -> None:
    found = rows(warehouse, "stock_against_published", parameters)
    assert [str(row["month_end"])[:7] for row in found][:1] == ["2020-07"]
    assert str(found[-1]["month_end"]) == "2023-01-31"
    assert len(found) == 31
    for row in found:
        month = str(row["month_end"])[:7]
        least, most = held(people, month)
        assert (row["held_at_least"], row["held_at_most"]) == (least, most)
        assert row["held_at_most_by_term"] == least + len(left_open(people, month)) <= most
        assert row["incomplete"] == (month >= "2022-09")


def test_the_last_five_months_are_incomplete_because_counts_came_so_late(warehouse: Warehouse) -> None:
    """Published counts up to September 2022 reached each level up to five months after the rebuilt ones."""
    ends = [date(year, month, 1) for year in range(2020, 2023) for month in range(1, 13)][6:]
    rebuilt = {first: held(RECOGNISED, first.isoformat()[:7])[0] for first in ends}
    lags = [
        (int(row["date"][:4]) - level.year) * 12 + int(row["date"][5:7]) - level.month
        for row in MAIN
        if "2020-08" <= row["date"] <= "2022-09-30" and row["political_prisoners"]
        for level in [next(first for first in ends if rebuilt[first] >= int(row["political_prisoners"]))]
    ]
    assert (min(lags), max(lags)) == (1, 5)


def test_those_held_against_those_published_at_the_ends_of_years(warehouse: Warehouse) -> None:
    found = {str(row["month_end"]): row for row in rows(warehouse, "stock_against_published")}
    figures = {
        day: (
            found[day]["held_at_least"],
            found[day]["published"],
            found[day]["published_other"],
            found[day]["difference"],
            found[day]["held_at_most_by_term"],
        )
        for day in ("2020-12-31", "2021-12-31", "2022-12-31")
    }
    assert figures == {
        "2020-12-31": (332, 169, None, 163, 367),
        "2021-12-31": (1141, 969, 970, 171, 1314),
        "2022-12-31": (1449, 1446, 1448, 1, 1644),
    }


def test_published_counts_are_those_of_the_nearest_day(warehouse: Warehouse) -> None:
    for row in rows(warehouse, "stock_against_published"):
        near = [
            {int(each["political_prisoners"]) for each in MAIN if each["date"] in days}
            for days in (
                [str(row["month_end"])],
                [str(row["month_end"] - timedelta(1)), str(row["month_end"] + timedelta(1))],
            )
        ]
        figures = near[0] or near[1]
        assert row["published"] == min(figures, default=None)
        assert row["published_other"] == (max(figures) if len(figures) > 1 else None)


@pytest.mark.parametrize(
    "parameters", ["gender=female", "article=342", "status=political_prisoner", "verdict=2021-01.."]
)
def test_published_counts_are_left_out_where_people_are_filtered(warehouse: Warehouse, parameters: str) -> None:
    assert {row["published"] for row in rows(warehouse, "stock_against_published", parameters)} == {None}
    assert "cannot be filtered" in words(warehouse, "stock_against_published", parameters)


@pytest.mark.parametrize("parameters", ["article=342", "status=political_prisoner", "gender=female&verdict=2021-01.."])
def test_published_shares_of_women_are_left_out_where_people_are_filtered(
    warehouse: Warehouse, parameters: str
) -> None:
    found = rows(warehouse, "women", parameters)
    assert {row["counted_in"] for row in found} == {"Register, held at least"}
    assert {row["published"] for row in found} == {None}
    assert "cannot be filtered" in words(warehouse, "women", parameters)


def test_the_prosecuted_who_were_not_recognised_are_never_in_the_stock(warehouse: Warehouse) -> None:
    assert rows(warehouse, "stock_against_published", "status=convicted") == []


def test_the_register_against_the_counts_published_around_its_date(warehouse: Warehouse) -> None:
    register = sum(row["status"] == "political_prisoner" for row in PEOPLE)
    found = {
        (str(row["date"]), row["political_prisoners"]): row["register_differs"]
        for row in rows(warehouse, "register_against_world")
    }
    assert register == 1439
    assert found[("2023-02-10", register)] == 0
    assert found[("2023-01-31", 1436)] == 3
    assert found[("2023-02-28", 1463)] == -24
    low, high = date(2023, 2, 10) - timedelta(31), date(2023, 2, 10) + timedelta(31)
    near = [row for row in MAIN if str(low) <= row["date"] <= str(high)]
    assert len(found) == len(near) + 1
    assert words(warehouse, "register_against_world") == (
        "The register listed 1,439 political prisoners on 10 February 2023. "
        "Published were 1,436 for 31 January 2023 (3 fewer than in the register) "
        "and 1,463 for 28 February 2023 (24 more than in the register)."
    )


def test_the_check_of_the_register_is_not_filtered(warehouse: Warehouse) -> None:
    assert rows(warehouse, "register_against_world", "gender=female") == rows(warehouse, "register_against_world")


@pytest.mark.parametrize(
    ("parameters", "people"),
    [
        ("", RECOGNISED),
        ("status=any", PEOPLE),
        ("gender=female", WOMEN),
    ],
)
def test_flows_are_the_dated_events_of_each_month(warehouse: Warehouse, parameters: str, people: People) -> None:
    found = rows(warehouse, "flows", parameters)
    assert [str(row["month"])[:7] for row in found] == [
        f"{year}-{month:02}" for year in range(2020, 2024) for month in range(1, 13) if (year, month) <= (2023, 2)
    ]
    began = Counter(
        row["arrested"]
        for row in people
        if row["penalty"] == "open_facility"
        and row["status"] != "convicted"
        and not row["verdict"] > row["arrested"] > ""
    )
    assert [row["began"] for row in found] == [began[str(row["month"])[:7]] for row in found]
    for column, field in (("arrests", "arrested"), ("verdicts", "verdict"), ("releases", "released")):
        expected = Counter(row[field] for row in people)
        assert [row[column] for row in found] == [expected[str(row["month"])[:7]] for row in found]


def test_flows_say_who_is_not_in_the_chart(warehouse: Warehouse) -> None:
    said = words(warehouse, "flows")
    undated = sum(row["status"] == "former_political_prisoner" and not row["released"] for row in RECOGNISED)
    for count, what in (
        (sum(not row["arrested"] for row in RECOGNISED), "without a date of arrest"),
        (sum(not row["verdict"] for row in RECOGNISED), "without a date of verdict"),
        (undated, "of the former political prisoners without a date of release"),
        (sum("" < row["arrested"] < "2020" for row in RECOGNISED), "arrested before 2020"),
        (sum("" < row["verdict"] < "2020" for row in RECOGNISED), "sentenced before 2020"),
        (sum("" < row["released"] < "2020" for row in RECOGNISED), "released before 2020"),
    ):
        assert f" {count} {what}" in said


def months_held(people: People) -> list[int]:
    """The months since the arrest of those in custody on the day of the register, from the least to the most."""
    restricted = ("open_facility", "home_confinement", "restricted_freedom")
    inside = [
        row["arrested"]
        for row in people
        if row["status"] == "political_prisoner" and not row["released"]
        if row["penalty"] not in restricted and row["custody"] in ("", "facility")
    ]
    return sorted((2023 - int(month[:4])) * 12 + 2 - int(month[5:]) for month in inside if month)


@pytest.mark.parametrize(("parameters", "people"), [("", PEOPLE), ("gender=female&status=any", WOMEN)])
def test_how_long_people_had_been_held(warehouse: Warehouse, parameters: str, people: People) -> None:
    months = months_held(people)
    found = rows(warehouse, "held_so_far", parameters)
    assert {row["from_months"]: row["people"] for row in found if row["people"]} == Counter(
        each // 6 * 6 for each in months
    )
    assert [row["from_months"] for row in found] == list(range(0, months[-1] + 1, 6))
    assert all(row["to_months"] - row["from_months"] == 6 for row in found)
    median = format_length(months[(len(months) - 1) // 2])
    said = words(warehouse, "held_so_far", parameters)
    half = f"At least half of {len(months):,} people in custody had been held for {median} or longer, on 10 February"
    assert said.startswith(half)
    years = [sum(each >= least for each in months) for least in (12, 24)]
    assert "{} people had been held for a year or longer, {} for two years or longer.".format(*years) in said


def test_who_is_not_in_custody_is_named(warehouse: Warehouse) -> None:
    prisoners = [row for row in PEOPLE if row["status"] == "political_prisoner"]
    assert (len(prisoners), len(months_held(prisoners))) == (1439, 1163)
    said = words(warehouse, "held_so_far")
    outside = re.findall(r"(\d+) (?:other )?(?:person|people) (?:under|had already|the month)", said)
    assert 1163 + sum(map(int, outside)) == 1439
    assert words(warehouse, "held_so_far", "status=former_political_prisoner") == ""


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ("arrested=2020-05&penalty=prison_maximum", "One person had been held for 2 years 9 months"),
        ("arrested=2023-01..2023-02", "At least half of 5 people in custody had been held for 1 month or longer"),
    ],
)
def test_few_and_new_prisoners_read_well(warehouse: Warehouse, parameters: str, said: str) -> None:
    found = words(warehouse, "held_so_far", parameters)
    assert found.startswith(said)
    assert "0 months" not in found


def test_women_as_published_and_in_the_register(warehouse: Warehouse) -> None:
    found = rows(warehouse, "women")
    published = {
        (str(row["date"]), row["women"], row["of_people"]) for row in found if row["counted_in"] == "Published"
    }
    assert published == {
        (row["date"], int(row["women"]), int(row["political_prisoners"])) for row in MAIN if row["women"]
    }
    stock = [row for row in found if row["counted_in"] != "Published"]
    assert len(stock) == 31
    for row in stock:
        month = str(row["date"])[:7]
        women, everybody = held(WOMEN, month)[0], held(RECOGNISED, month)[0]
        assert (row["women"], row["of_people"]) == (women, everybody)
        assert row["share"] == pytest.approx(100 * women / everybody, abs=0.0501)
        open_ = left_open(RECOGNISED, month)
        open_women = sum(each["gender"] == "female" for each in open_)
        lowest, highest = women / (everybody + len(open_) - open_women), (women + open_women) / (everybody + open_women)
        assert (row["lowest"], row["highest"]) == pytest.approx((100 * lowest, 100 * highest), abs=0.0501)


def test_the_share_of_women_sets_like_beside_like(warehouse: Warehouse) -> None:
    assert (
        "By the register 8.6 to 13.2 per cent of those held at the end of November 2021 were women."
        " It is a range, since for some former political prisoners the date of release is not known."
        " The published share nearest to that day was 11.1 per cent, for 25 November 2021."
    ) in words(warehouse, "women")


def test_no_percentage_is_said_of_fewer_than_twenty_people(warehouse: Warehouse) -> None:
    assert words(warehouse, "women", "article=130-1").endswith(
        "Of the women and men selected, at least 1 person was held at the end of August 2022. Women among them, by the"
        " register: 0."
    )


@pytest.mark.parametrize(
    ("question", "parameters", "said"),
    [
        ("stock_against_published", "gender=female", "154 to 213 people selected were held at the end of"),
        (
            "stock_against_published",
            "article=130-1",
            "one person selected was held at the end of January 2023. Counted are",
        ),
        ("stock_against_published", "arrested=2012-01..2012-12", "nobody selected was held at the end of"),
        ("stock_against_published", "status=political_prisoner", "Former political prisoners are left out by"),
        (
            "women",
            "article=342",
            "Of the women and men selected and held at the end of August 2022, 12.5 to 22 per cent were women.",
        ),
        ("women", "status=political_prisoner", "Former political prisoners are left out by the filter Status."),
        ("women", "status=former_political_prisoner", "Those who were political prisoners on 10 February 2023 are"),
    ],
)
def test_a_filter_makes_the_sentence_one_of_the_people_selected(
    warehouse: Warehouse, question: str, parameters: str, said: str
) -> None:
    assert said in words(warehouse, question, parameters)
    assert "selected" not in words(warehouse, question)
    assert "left out" not in words(warehouse, question)


def test_nobody_held_for_certain_is_said_in_words(warehouse: Warehouse) -> None:
    one = next(row["arrested"] for row in left_open(RECOGNISED, "2022-08") if held_alone(row))
    said = words(warehouse, "women", f"status=former_political_prisoner&arrested={one}..{one}")
    assert "None of the women and men selected counts for certain as held at the end of August 2022." in said


def held_alone(row: dict[str, str]) -> bool:
    """Whether none of the former arrested in the same month counts for certain as held at the end of August 2022."""
    alike = [each for each in RECOGNISED if (each["status"], each["arrested"]) == (row["status"], row["arrested"])]
    return held(alike, "2022-08")[0] == 0


def test_a_choice_of_women_does_not_make_the_share_a_hundred(warehouse: Warehouse) -> None:
    assert rows(warehouse, "women", "gender=female") == rows(warehouse, "women")
    # The choice changes nothing here, so the sentence is not about the women selected alone.
    assert "Of the women and men selected" in words(warehouse, "women", "gender=female&article=342")


@pytest.mark.parametrize(
    ("parameters", "late"), [("article=342", True), ("arrested=2021-09", False), ("verdict=2022-05", False)]
)
def test_months_in_which_nobody_selected_was_arrested_are_not_called_too_low(
    warehouse: Warehouse, parameters: str, late: bool
) -> None:
    assert ("are rather too low" in words(warehouse, "stock_against_published", parameters)) == late


@pytest.mark.parametrize("question", [*OF_PEOPLE, "held_so_far"])
def test_a_selection_of_nobody_gives_no_rows(warehouse: Warehouse, question: str) -> None:
    assert rows(warehouse, question, NOBODY) == []


@pytest.mark.parametrize("question", OF_PEOPLE)
def test_a_selection_of_one_person_reads_well(warehouse: Warehouse, question: str) -> None:
    one = "status=former_political_prisoner&arrested=2012-01..2012-12"
    assert sum(row["arrested"].startswith("2012") for row in RECOGNISED) == 1
    said = words(warehouse, question, one)
    assert said
    assert "–" not in said
    assert "None" not in said
    assert "  " not in said


def test_the_whole_table_is_the_file(warehouse: Warehouse) -> None:
    found = rows(warehouse, "people_counts", "series=any")
    assert Counter(tuple("" if cell is None else str(cell) for cell in row.values()) for row in found) == Counter(
        tuple(row.values()) for row in COUNTS
    )
    assert list(found[0]) == list(COUNTS[0])
    assert {row["series"] for row in rows(warehouse, "people_counts")} == {"viasna"}

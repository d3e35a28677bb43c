"""How near a figure's source is to its counter: the headline, its sentence, the chart's marks; on invented counts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from repression.charts.figures import figure
from repression.exhibits.cards import first_card, other_cards
from repression.questions.filter_macros import build_warehouse
from repression.snapshots.catalog import read_catalog
from repression.snapshots.schema import fields_of
from repression.snapshots.writer import write_snapshot
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked

DAY = date(2026, 11, 29)
Counts = Callable[..., Warehouse]


@pytest.fixture
def with_counts(tmp_path: Path) -> Counts:
    """`with_counts(row, …)` is a warehouse whose newest counts are the rows, each given as `row_of` takes them."""

    def build(*rows: tuple[str, ...]) -> Warehouse:
        data = Path(shutil.copytree(DATA, tmp_path / "data"))
        catalog = read_catalog(data)
        last = catalog.on("people_counts", DAY)
        assert last
        fields = fields_of(catalog.package, "people_counts")
        cells = [
            dict.fromkeys((field.name for field in fields), "") | row_of(number, *row)
            for number, row in enumerate(rows)
        ]
        descriptor = replace(last.descriptor, date=DAY, accessed=DAY)
        write_snapshot(data, descriptor, fields, [list(row.values()) for row in cells])
        return build_warehouse(read_catalog(data))

    return build


def row_of(
    number: int, day: str, count: str, qualifier: str, kind: str, ever: str = "", women: str = ""
) -> dict[str, str]:
    return {
        "date": day,
        "series": "viasna",
        "political_prisoners": count,
        "ever_recognised": ever,
        "women": women,
        "qualifier": qualifier,
        "counted_by": "Viasna",
        "source_title": f"Text {number}",
        "source_url": f"https://source.example/{number}",
        "ever_recognised_qualifier": "at_least" if ever else "",
        "source_kind": kind,
    }


NEWEST_FIRST = (
    ("2026-08-30", "889", "exact", "derived"),
    ("2026-06-30", "880", "exact", "secondary"),
    ("2026-03-19", "897", "as_published", "quoted"),
    ("2026-03-05", "1140", "exact", "quoted"),
    ("2025-03-03", "1231", "exact", "primary", "9760"),
    ("2025-02-28", "1234", "exact", "primary"),
)


def headline(warehouse: Warehouse) -> list[tuple[int, str]]:
    rows = asked(warehouse, "headlines", "").table.to_pylist()
    return [(row["value"], row["source_kind"]) for row in rows if row["figure"] == "political_prisoners"]


def test_beside_the_newest_figure_stands_the_newest_of_every_stronger_source(with_counts: Counts) -> None:
    assert headline(with_counts(*NEWEST_FIRST)) == [(889, "derived"), (897, "quoted"), (1231, "primary")]


def test_a_newest_figure_of_the_strongest_source_stands_alone(with_counts: Counts) -> None:
    newer = ("2026-09-01", "870", "exact", "primary")
    assert headline(with_counts(newer, *NEWEST_FIRST)) == [(870, "primary")]


def test_figures_that_disagree_on_the_newest_day_are_both_there(with_counts: Counts) -> None:
    other = ("2026-08-30", "891", "exact", "secondary")
    assert headline(with_counts(other, *NEWEST_FIRST))[:2] == [(889, "derived"), (891, "secondary")]


def test_the_sentence_says_what_may_be_written_and_what_stronger_sources_give(with_counts: Counts) -> None:
    words = asked(with_counts(*NEWEST_FIRST), "headlines", "").words
    assert words.startswith(
        "Safe to write: “Viasna's register listed 889 political prisoners on 30 August 2026, as counted by others.”"
    )
    assert "others quote from Viasna is 897, of 19 March 2026" in words
    assert "the counter itself published (Viasna) is 1,231, of 3 March 2025" in words


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("primary", "“On 30 August 2026, Viasna counted 889 political prisoners.”"),
        ("quoted", "“Belarus had 889 political prisoners on 30 August 2026, by a figure of Viasna that others quote.”"),
        (
            "secondary",
            "“Belarus was said to have 889 political prisoners on 30 August 2026.” The source is second-hand.",
        ),
    ],
)
def test_the_sentence_is_as_strong_as_the_source(with_counts: Counts, kind: str, said: str) -> None:
    words = asked(with_counts(("2026-08-30", "889", "exact", kind)), "headlines", "").words
    assert words.startswith("Safe to write: " + said)


def test_of_sources_that_agree_the_strongest_is_named(with_counts: Counts) -> None:
    same = [("2026-08-30", "889", "exact", kind) for kind in ("secondary", "primary", "quoted")]
    warehouse = with_counts(*same)
    assert headline(warehouse) == [(889, "primary")]
    (point,) = asked(warehouse, "prisoners_trend", "").table.to_pylist()
    assert (point["source_title"], point["sources"]) == ("Text 1", 3)


def test_of_figures_that_differ_the_stronger_one_stands_beside_the_register(with_counts: Counts) -> None:
    warehouse = with_counts(
        ("2022-12-31", "1446", "exact", "quoted"),
        ("2022-12-31", "1448", "exact", "primary"),
        ("2022-12-31", "1448", "exact", "secondary"),
    )
    answer = asked(warehouse, "stock_against_published", "")
    (row,) = (row for row in answer.table.to_pylist() if row["published"])
    assert (row["published"], row["published_other"], row["published_as"]) == (1448, 1446, "exactly")
    assert "held and 1,448 or 1,446 published" in answer.words


def test_a_share_of_women_names_its_strongest_source_and_says_if_it_is_second_hand(with_counts: Counts) -> None:
    figure = ("2025-12-31", "1131")
    second_hand = (*figure, "exact", "secondary", "", "167")
    assert (
        "167 were women: 14.8 per cent, by a second-hand source." in asked(with_counts(second_hand), "women", "").words
    )


def test_a_share_of_women_has_its_strongest_source(with_counts: Counts) -> None:
    kinds = [("exact", "secondary"), ("about", "primary")]
    warehouse = with_counts(*(("2025-12-31", "1131", *each, "", "167") for each in kinds))
    answer = asked(warehouse, "women", "")
    (row,) = (row for row in answer.table.to_pylist() if row["counted_in"] == "Published")
    assert (row["source_title"], "second-hand" in answer.words) == ("Text 1", False)


def test_a_card_shows_the_strength_and_the_stronger_figures_with_their_sources(with_counts: Counts) -> None:
    answer = asked(with_counts(*NEWEST_FIRST), "headlines", "")
    html = first_card(answer, answer.selection) + other_cards(answer, answer.selection)
    first, *others = html.split("</section>")
    assert "<b>889</b>" in first and "computed by others" in first
    assert '<a href="https://source.example/2" title="Text 2">897 on 19 March 2026</a>, quoted by others' in first
    assert "1,231 on 3 March 2025</a>, the counter&#39;s own text" in first
    assert not any("<b>897</b>" in other or "<b>1,231</b>" in other for other in others)


def test_the_number_ever_recognised_has_a_precision_of_its_own(with_counts: Counts) -> None:
    rows = asked(with_counts(*NEWEST_FIRST), "headlines", "").table.to_pylist()
    assert ("at_least", 9760) in [
        (row["qualifier"], row["value"]) for row in rows if row["figure"] == "ever_recognised"
    ]


def test_only_counts_in_the_counters_own_text_have_filled_marks(with_counts: Counts) -> None:
    rounded = ("2026-02-01", "1150", "about", "primary")
    answer = asked(with_counts(*NEWEST_FIRST, rounded), "prisoners_trend", "")
    [points] = [trace for trace in figure(answer)["data"] if trace["mode"] == "markers" and "name" in trace]
    drawn = zip(points["y"], points["marker"]["symbol"], strict=True)
    assert sorted(drawn) == [
        (880, "circle-open"),
        (889, "circle-open"),
        (897, "circle-open"),
        (1140, "circle-open"),
        (1150, "circle-open"),
        (1231, "circle"),
        (1234, "circle"),
    ]


def test_the_curve_joins_counts_and_a_newer_computed_figure_alone(with_counts: Counts) -> None:
    rounded = ("2026-02-01", "1150", "about", "primary")
    answer = asked(with_counts(*NEWEST_FIRST, rounded), "prisoners_trend", "")
    curve = figure(answer)["data"][0]
    assert curve["mode"] == "lines" and 1150 not in curve["y"] and 1140 in curve["y"]
    assert curve["y"][-1] == 889 and curve["x"] == sorted(set(curve["x"]))


def test_marks_of_one_series_are_open_one_by_one(with_counts: Counts) -> None:
    rounded = ("2026-02-01", "1150", "about", "primary")
    answer = asked(with_counts(*NEWEST_FIRST, rounded), "published_counts", "lang=be")
    (trace,) = (trace for trace in figure(answer)["data"] if trace["mode"] == "markers")
    filled = {y for y, symbol in zip(trace["y"], trace["marker"]["symbol"], strict=True) if symbol == "circle"}
    assert filled == {1231, 1234}
    assert set(trace["marker"]["symbol"]) == {"circle", "circle-open"}


def test_the_list_stands_at_its_last_count_and_a_later_computed_figure_is_said_apart(with_counts: Counts) -> None:
    words = asked(with_counts(*NEWEST_FIRST), "prisoners_trend", "").words
    assert "to 897 by 19 March 2026." in words
    assert "Others counted 889 people in Viasna's register on 30 August 2026" in words


def test_the_title_of_the_curve_ends_with_the_newest_figure_whoever_counted_it(with_counts: Counts) -> None:
    answer = asked(with_counts(*NEWEST_FIRST, ("2021-01-31", "100", "exact", "primary")), "prisoners_trend", "")
    assert answer.finding == (
        "The list of political prisoners peaked at 1,234 on 28 February 2025; others counted 889 on 30 August 2026."
    )
    assert "It had 897 people on 19 March 2026." in answer.details


def test_data_that_do_not_tell_the_strength_are_shown_as_before(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "headlines", "")
    assert "source_kind" not in answer.table.column_names
    assert "Safe to write" not in answer.words
    assert "stronger" not in first_card(answer, answer.selection) + other_cards(answer, answer.selection)


def test_a_year_before_is_the_nearest_end_of_a_month_with_a_firm_figure(with_counts: Counts) -> None:
    warehouse = with_counts(
        ("2026-08-30", "889", "exact", "derived", "4842", "100"),
        ("2025-08-31", "1150", "about", "primary"),
        ("2025-08-15", "1170", "exact", "primary"),
        ("2025-06-01", "1180", "exact", "quoted"),  # what holds on the first day of a month held on the last before
        ("2025-05-29", "1150", "exact", "primary", "", "90"),
        ("2025-05-15", "1900", "exact", "secondary"),
        ("2025-04-30", "1170", "exact", "primary", "", "110"),  # more than three months from a year before
    )
    found = {row["figure"]: row for row in asked(warehouse, "headlines", "").table.to_pylist()[::-1]}
    prisoners, women, ever = (found[name] for name in ("political_prisoners", "women", "ever_recognised"))
    assert (prisoners["value"], prisoners["year_before"]) == (889, 1180)
    assert prisoners["year_before_date"] == date(2025, 6, 1)
    assert prisoners["peak"] == 1180  # none that others computed or gave at second hand
    assert (women["value"], women["year_before"], women["peak"]) == (100, None, 110)
    assert (ever["value"], ever["year_before"], ever["peak"]) == (4842, None, None)  # a lower bound


def test_a_rounded_figure_is_compared_with_nothing(with_counts: Counts) -> None:
    answer = asked(
        with_counts(("2026-08-30", "880", "about", "primary"), ("2025-08-31", "1150", "exact", "primary")),
        "headlines",
        "",
    )
    newest = answer.table.to_pylist()[0]
    assert (newest["value"], newest["year_before"], newest["peak"]) == (880, None, None)

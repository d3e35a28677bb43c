"""Every chart kind is a valid figure that says what its rows say, and no text in it is taken for markup."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pyarrow as pa
import pytest

from repression.charts.figures import KINDS, PAGE, SHAPES, figure, picture
from repression.charts.figures import events as events_of
from repression.charts.map import DEEPEST
from repression.charts.style import (
    COLOURS,
    CYCLE,
    INK,
    PAGE_COLOUR,
    QUIET_INK,
    UNKNOWN,
    contrast,
    shade,
    with_alpha,
)
from repression.charts.text import escape, format_amount
from repression.charts.ticks import date_ticks
from repression.i18n import get_translator
from repression.questions.answer import Answer, AnswerSource, ask
from repression.questions.question import Column, Question, Unit, all_questions
from repression.questions.selection import Selection
from repression.warehouse.database import Warehouse

DAY = date(2023, 2, 10)
WIDE = SHAPES["wide"]
SOURCE = AnswerSource("people", DAY, "Register", "https://example.org", "A publisher", "")
HOSTILE = '<b>bold</b><script>x</script> <a href="https://example.org">link</a> %{y} &lt;'
MONTHS = [date(2022, 1, 1), date(2022, 2, 1), date(2022, 3, 1)]


def answer(
    rows: list[dict[str, Any]],
    chart: Mapping[str, Any],
    layers: Mapping[str, Answer] | None = None,
    titles: Mapping[str, str] | None = None,
    lang: str = "en",
) -> Answer:
    names = list(rows[0])
    columns = {name: Column(name, (titles or {}).get(name, name.capitalize())) for name in names}
    question = Question(
        name="question",
        title="A title",
        answers="What is counted",
        counts=Unit("people"),
        datasets=("people",),
        columns=columns,
        sql="",
        chart=chart,
    )
    table = pa.Table.from_pylist(rows)
    return Answer(question, Selection(DAY, lang), table, (("said", "Words."),), (SOURCE,), layers or {})


def monthly(values: list[int | None], **chart: Any) -> Answer:
    rows = [{"month": m, "people": v} for m, v in zip(MONTHS, values, strict=True)]
    return answer(rows, {"kind": "line", "x": "month", "y": ["people"], **chart})


def by_name(name: str = "342", kind: str = "bars") -> Answer:
    rows = [{"article": name, "people": 1100}, {"article": "293.2", "people": 7}]
    click = {"filter": "article", "column": "article"}
    return answer(rows, {"kind": kind, "x": "article", "y": ["people"], "click": click})


def pairs(name: str = "342") -> Answer:
    rows = [{"one": name, "other": "b", "people": 3}, {"one": "a", "other": name, "people": 4}]
    click = {"filter": "article", "column": "one"}
    return answer(rows, {"kind": "heatmap", "x": "one", "row": "other", "y": ["people"], "click": click})


def regions(name: str = "Not known") -> Answer:
    rows = [{"region": "Minsk city", "people": 9}, {"region": name, "people": 4}]
    click = {"filter": "region", "column": "region"}
    return answer(rows, {"kind": "map", "x": "region", "code": "region", "y": ["people"], "click": click})


def quantiles(name: str = "342") -> Answer:
    names = ["p10", "p25", "p50", "p75", "p90"]
    row = {"article": name, **dict(zip(names, [12.0, 18.0, 24.0, 36.0, 60.0], strict=True))}
    click = {"filter": "article", "column": "article"}
    return answer([row], {"kind": "percentiles", "x": "article", "y": names, "click": click})


def held(name: str = "A defender") -> Answer:
    rows = [
        {"name": name, "start": date(2021, 7, 14), "end": None, "known": date(2025, 12, 16)},
        {"name": "Freed", "start": date(2021, 1, 1), "end": date(2022, 1, 1), "known": None},
    ]
    chart = {"kind": "timeline", "x": "name", "from": "start", "to": "end", "open": "known"}
    return answer(rows, {**chart, "click": {"filter": "name", "column": "name"}})


ALL = {
    "line": lambda name: answer(
        [{"month": m, "who": name, "people": i} for i, m in enumerate(MONTHS)]
        + [{"month": m, "who": "b", "people": 2 * i} for i, m in enumerate(MONTHS)],
        {"kind": "line", "x": "month", "y": ["people"], "series": "who"},
    ),
    "columns": lambda name: by_name(name, "columns"),
    "panels": lambda name: answer(
        [{"month": m, "who": who, "people": i} for who in (name, "b") for i, m in enumerate(MONTHS)],
        {"kind": "panels", "x": "month", "y": ["people"], "series": "who"},
    ),
    "bars": by_name,
    "dumbbells": lambda name: answer(
        [{"article": name, "earlier": 12, "later": 7}, {"article": "b", "earlier": None, "later": 9}],
        {
            "kind": "dumbbells",
            "x": "article",
            "y": ["earlier", "later"],
            "click": {"filter": "article", "column": "article"},
        },
    ),
    "percentiles": quantiles,
    "heatmap": pairs,
    "map": regions,
    "timeline": held,
}


def event(day: str, title: str, released: int | None = None) -> dict[str, Any]:
    return {"date": day, "title": title, "label": title, "released": released}


def curved(*events: dict[str, Any], years: int = 4) -> Answer:
    """A falling curve over years with events."""
    rows = [
        {"day": date(2020 + i // 12, i % 12 + 1, 1), "people": 100 - i, "joined": i != 7} for i in range(12 * years)
    ]
    chart = {"kind": "line", "x": "day", "y": ["people"], "points": True, "joined": "joined"}
    return replace(
        answer(rows, chart), layers={"events": answer(list(events or [event("2019-01-01", "too early")]), {})}
    )


def layered() -> Answer:
    return curved(event("2022-02", HOSTILE), event("2019-01-01", "too early"))


def key_of(made: Mapping[str, Any]) -> str:
    """The key above a chart, as text; empty without one."""
    return " ".join(note["text"] for note in made["layout"]["annotations"] if "<span" in note["text"])


def texts(value: Any, key: str = "") -> list[str]:
    """Every text of a figure that readers may see: all but what a click hands back."""
    if isinstance(value, dict):
        return [text for name, part in value.items() for text in texts(part, name)]
    if isinstance(value, list) and key != "customdata":
        return [text for part in value for text in texts(part, key)]
    return [value] if isinstance(value, str) else []


def test_every_kind_of_the_contract_is_tried() -> None:
    assert set(ALL) == set(KINDS)


@pytest.mark.parametrize("kind", ALL)
def test_every_kind_is_a_valid_figure_of_plain_json(kind: str) -> None:
    one = ALL[kind]("342")
    for made in (figure(one), picture(one, WIDE, filter_words="All", source="A source")):
        json.dumps(made, allow_nan=False)
        go.Figure(made)


@pytest.mark.parametrize("kind", ALL)
def test_no_text_is_taken_for_markup(kind: str) -> None:
    one = ALL[kind](HOSTILE)
    made = texts([figure(one), picture(one, WIDE, filter_words=HOSTILE, source=HOSTILE)])
    assert any("&lt;b&gt;bold" in text.replace("<br>", "") for text in made)
    for text in made:
        bare = re.sub('<br>|</?b>|<span style="color:#[0-9a-f]{6}">|</span>', "", text)
        assert "<" not in bare
        assert "%{" not in bare.removeprefix("%{text}")


def test_plain_text_keeps_every_letter() -> None:
    assert escape("<i>&amp; %{x}") == "&lt;i&gt;&amp;amp; &#37;{x}"


@pytest.mark.parametrize("lang", ["en", "be", "ru"])
def test_every_language_has_its_separators(lang: str) -> None:
    one = answer([{"article": "342", "people": 1100}], by_name().question.chart, lang=lang)
    expected = "1,100" if lang == "en" else "1\N{NO-BREAK SPACE}100"
    assert figure(one)["data"][0]["text"] == [expected]
    columns = replace(one, question=replace(one.question, chart=by_name(kind="columns").question.chart))
    assert figure(columns)["layout"]["yaxis"]["ticktext"][-1] == expected.replace("100", "000")


def test_a_null_stays_a_gap() -> None:
    [trace] = figure(monthly([1, None, 3]))["data"]
    assert trace["y"] == [1, None, 3]
    assert trace["connectgaps"] is False


def test_a_value_that_is_no_number_is_a_gap() -> None:
    rows = [{"month": MONTHS[0], "people": 1.5}, {"month": MONTHS[1], "people": float("nan")}]
    [trace] = figure(answer(rows, {"kind": "line", "x": "month", "y": "people"}))["data"]
    assert trace["y"] == [1.5, None]


def test_the_only_point_of_a_long_line_between_gaps_is_seen() -> None:
    values: list[int | None] = [1, 2, None, 4, None] * 20
    rows = [{"day": date.fromordinal(738000 + i), "people": v} for i, v in enumerate(values)]
    [trace] = figure(answer(rows, {"kind": "line", "x": "day", "y": "people"}))["data"]
    assert trace["marker"]["size"][:5] == [0, 0, 0, 5, 0]


def test_a_band_is_broken_where_its_bounds_are_not_known() -> None:
    rows = [
        {"month": month, "people": 2, "low": low, "high": 3} for month, low in zip(MONTHS, [1, None, 1], strict=True)
    ]
    chart = {"kind": "line", "x": "month", "y": ["people"], "band": ["low", "high"]}
    band, line = figure(answer(rows, chart))["data"]
    assert band["y"] == [1, 3, None, 1, 3, None]
    assert line["y"] == [2, 2, 2]


@pytest.mark.parametrize("kind", ["line", "columns"])
def test_dates_whose_figures_are_incomplete_are_shaded_and_named(kind: str) -> None:
    rows = [
        {"month": date(2022, month, 1), "people": month, "late": None if month == 1 else month > 3}
        for month in range(1, 6)
    ]
    layout = figure(answer(rows, {"kind": kind, "x": "month", "y": ["people"], "incomplete": "late"}))["layout"]
    [shade] = layout["shapes"]
    assert (shade["x0"][:7], shade["x1"][:7], shade["layer"]) == ("2022-03", "2022-05", "below")
    assert "incomplete" in [note["text"] for note in layout["annotations"]]
    none = figure(answer(rows[:3], {"kind": kind, "x": "month", "y": ["people"], "incomplete": "late"}))["layout"]
    assert not none["shapes"]


def test_a_picture_of_the_register_has_its_day_in_the_title(warehouse: Warehouse) -> None:
    register = ("people_by_region", "terms_ending", "people_by_custody")
    for name in (*register, "published_counts"):
        made = picture(ask(warehouse, name, Selection(date(2026, 11, 22))), WIDE, filter_words="", source="")
        [title] = [
            note["text"].replace("<br>", " ") for note in made["layout"]["annotations"] if "26" in str(note.get("font"))
        ]
        assert ("10 February 2023" in title) == (name in register), title


def test_a_line_may_be_points() -> None:
    assert figure(monthly([1, 2, 3], points=True))["data"][0]["mode"] == "markers"


def test_few_lines_are_named_at_their_ends_and_many_in_a_legend() -> None:
    def lines(count: int) -> dict[str, Any]:
        rows = [
            {"month": month, "who": f"line {i}", "people": i * n}
            for i in range(count)
            for n, month in enumerate(MONTHS, start=1)
        ]
        chart = {"kind": "line", "x": "month", "y": ["people"], "series": "who"}
        return dict(figure(answer(rows, chart))["layout"])

    few, many = lines(3), lines(6)
    assert [note["text"] for note in few["annotations"]] == [
        "<b>0</b><br>line 0",
        "<b>3</b><br>line 1",
        "<b>6</b><br>line 2",
    ]
    [key] = many["annotations"]
    assert [line in key["text"] for line in ("line 0", "line 5")] == [True, True]
    assert key["yanchor"] == "bottom" and many["margin"]["t"] > few["margin"]["t"]


def test_series_of_points_differ_in_shape_and_the_key_shows_it() -> None:
    rows = [
        {"month": month, "who": who, "people": people, "source": source}
        for who in ("one", "other")
        for month, people, source in zip(MONTHS, (3, 1, 2), ("quoted", "primary", "quoted"), strict=True)
    ]
    chart = {"kind": "line", "x": "month", "y": ["people"], "series": "who", "points": True}
    drawn = figure(answer(rows, {**chart, "open_marks": {"source": ["quoted"]}}))
    signs = re.findall("<span[^>]*>(.)</span> ([a-z]+)", key_of(drawn))
    assert signs == [("●", "one"), ("■", "other")]
    # Both end at one point: one value is enough.
    assert [text for text in texts(drawn["layout"]["annotations"]) if text.startswith("<b>")] == ["<b>2</b>"]
    for trace, shape in zip(drawn["data"], ("circle", "square"), strict=True):
        assert trace["marker"]["symbol"] == [f"{shape}-open", shape, f"{shape}-open"]
        assert [text.split("<br>")[-1] for text in trace["hovertext"]] == [f"{people} people" for people in trace["y"]]


def test_a_long_name_in_a_key_takes_several_lines_and_the_chart_has_room_for_them() -> None:
    def drawn(name: str) -> dict[str, Any]:
        rows = [{"month": month, "who": who, "people": 1} for who in (name, "b") for month in MONTHS]
        return figure(answer(rows, {"kind": "columns", "x": "month", "y": ["people"], "series": "who"}))

    long, short = drawn("restriction of freedom & work in an open facility"), drawn("a")
    assert "restriction of freedom &amp; work in an open facility" in key_of(long).replace("<br>", " ")
    assert max(len(re.sub("<[^>]*>", "", line)) for line in key_of(long).split("<br>")) <= 46
    assert long["layout"]["height"] >= short["layout"]["height"] + 18


def test_names_at_the_ends_of_close_lines_do_not_overlap() -> None:
    rows = [{"month": month, "who": who, "people": 100} for who in ("one", "other", "third") for month in MONTHS]
    chart = {"kind": "line", "x": "month", "y": ["people"], "series": "who"}
    shifts = [note["yshift"] for note in figure(answer(rows, chart))["layout"]["annotations"]]
    assert min(b - a for a, b in itertools.pairwise(shifts)) >= 13


def test_columns_of_steps_begin_at_the_lower_end() -> None:
    rows = [{"from_months": i * 6, "people": i} for i in range(4)]
    [trace] = figure(answer(rows, {"kind": "columns", "x": "from_months", "y": ["people"]}))["data"]
    assert (trace["offset"], trace["width"]) == (0, 6)


def test_all_steps_from_the_tail_on_are_one_and_a_click_on_it_means_them_all() -> None:
    rows = [{"from_months": i * 12, "to_months": i * 12 + 12, "people": i} for i in range(20)]
    chart = {"kind": "columns", "x": "from_months", "y": ["people"], "tail": 120}
    click = {"filter": "length", "low": "from_months", "below": "to_months"}
    [trace] = figure(answer(rows, {**chart, "click": click}))["data"]
    assert trace["x"] == [i * 12 for i in range(11)]
    assert trace["y"] == [*range(10), sum(range(10, 20))]
    assert trace["customdata"][-1] == "120..239.9"
    short = figure(answer(rows[:4], {**chart, "click": click}))["data"][0]
    assert (short["x"], short["y"]) == ([0, 12, 24, 36], [0, 1, 2, 3])


def test_months_on_an_axis_are_told_in_years() -> None:
    def ticks(months: int, **more: Any) -> tuple[list[str], str]:
        rows = [{"from_months": i, "people": 1} for i in range(0, months, 6)]
        one = answer(rows, {"kind": "columns", "x": "from_months", "y": ["people"], **more})
        about = Column("from_months", "Length", Unit("month|months", "months"))
        question = replace(one.question, columns={**one.question.columns, "from_months": about})
        axis = figure(replace(one, question=question))["layout"]["xaxis"]
        return axis["ticktext"], axis["title"]["text"]

    assert ticks(36) == (["0", "½", "1", "1½", "2", "2½", "3"], "years")
    assert ticks(120)[0] == ["0", "2", "4", "6", "8", "10"]
    assert ticks(300, tail=120)[0] == ["0", "2", "4", "6", "8", "10+"]
    assert ticks(120, tail=120)[0][-1] == "10", "nobody has more"


def test_stacked_columns_have_room_for_their_sum() -> None:
    rows = [{"month": MONTHS[0], "women": 40, "men": 60}]
    chart = {"kind": "columns", "x": "month", "y": ["women", "men"], "stack": True}
    made = figure(answer(rows, chart))
    assert [bar["base"] for bar in made["data"]] == [[0], [40]]
    assert made["layout"]["yaxis"]["range"][1] > 100


def test_an_axis_of_years_has_whole_years_without_separators() -> None:
    rows = [{"year": year, "people": 1200 * (year - 2020)} for year in range(2021, 2025)]
    layout = figure(answer(rows, {"kind": "columns", "x": "year", "y": ["people"]}))["layout"]
    assert layout["xaxis"]["ticktext"] == ["2021", "2022", "2023", "2024"]
    assert layout["yaxis"]["ticktext"] == ["0", "1,000", "2,000", "3,000", "4,000", "5,000"]


def test_the_last_label_of_an_axis_fits_beside_the_plot() -> None:
    def drawn(last: date) -> dict[str, Any]:
        rows = [{"day": day, "people": 1} for day in (date(2020, 7, 1), date(2020, 7, 2), last)]
        return dict(figure(answer(rows, {"kind": "columns", "x": "day", "y": ["people"]}))["layout"])

    at_the_edge, far_from_it = drawn(date(2026, 11, 28)), drawn(date(2026, 9, 1))
    assert [each["xaxis"]["ticktext"][-1] for each in (at_the_edge, far_from_it)] == ["2027", "2026"]
    assert [each["margin"]["r"] for each in (at_the_edge, far_from_it)] == [17, 12]


def test_an_axis_of_few_people_has_whole_numbers() -> None:
    assert figure(monthly([0, 1, 1]))["layout"]["yaxis"]["ticktext"] == ["0", "1"]


def test_a_panel_has_a_row_for_each_series_on_one_scale() -> None:
    rows = [{"month": m, "arrests": 10 * i, "verdicts": i} for i, m in enumerate(MONTHS, start=1)]
    made = figure(answer(rows, {"kind": "panels", "x": "month", "y": ["arrests", "verdicts"]}))
    lower, upper = made["data"]
    assert (upper["name"], upper["base"], lower["base"]) == ("Arrests", [1, 1, 1], [0, 0, 0])
    assert [one / other for one, other in zip(upper["y"], lower["y"], strict=True)] == pytest.approx([10, 10, 10])
    assert max(upper["y"]) < 0.8, "the name and the highest value stand above the longest column"
    assert upper["hovertext"][-1].endswith("30 people")
    said = texts(made["layout"]["annotations"])
    assert {"Arrests", "Verdicts", "<b>30</b>", "<b>3</b>"} <= set(said)


def test_of_many_columns_the_highest_and_the_last_have_their_values() -> None:
    rows = [{"month": date(2021 + i // 12, i % 12 + 1, 1), "arrests": 90 if i == 3 else i} for i in range(20)]
    [trace] = figure(answer(rows, {"kind": "columns", "x": "month", "y": ["arrests"]}))["data"]
    assert {i: text for i, text in enumerate(trace["text"]) if text} == {3: "90", 19: "19"}


def test_of_many_pairs_of_columns_no_value_lies_on_the_column_beside_it() -> None:
    rows = [{"month": date(2020 + year, 1, 1), "one": 100 + year, "other": 50 + year} for year in range(12)]
    data = figure(answer(rows, {"kind": "columns", "x": "month", "y": ["one", "other"]}))["data"]
    assert [[text for text in trace["text"] if text] for trace in data] == [["111"], []]


def test_a_row_of_many_columns_has_its_highest_and_its_last_complete_value() -> None:
    values = [7, 90, *range(10, 30)]
    rows = [
        {"month": date(2021 + i // 12, i % 12 + 1, 1), "arrests": value, "late": i > 19}
        for i, value in enumerate(values)
    ]
    made = figure(answer(rows, {"kind": "panels", "x": "month", "y": ["arrests"], "incomplete": "late"}))
    said = [text for text in texts(made["layout"]["annotations"]) if re.sub("<[^>]*>", "", text).isdigit()]
    assert said == ["<b>90</b>", "27"]


def test_what_has_no_figure_is_hatched_in_a_panel_and_said() -> None:
    rows = [{"month": m, "arrests": value} for m, value in zip(MONTHS, (5, None, 4), strict=True)]
    full = figure(answer([rows[0], rows[2]], {"kind": "panels", "x": "month", "y": ["arrests"]}))
    made = figure(answer(rows, {"kind": "panels", "x": "month", "y": ["arrests"]}))
    columns, gaps = made["data"]
    assert (columns["x"], gaps["x"]) == (["2022-01-01", "2022-03-01"], ["2022-02-01"])
    assert "pattern" in gaps["marker"] and "pattern" not in columns["marker"]
    assert "no figure" in key_of(made) and not key_of(full)


@pytest.mark.parametrize("lang", ["en", "be", "ru"])
def test_what_is_not_stated_is_hatched_and_stands_apart(lang: str) -> None:
    """By its code, whatever the words: a category may be named with the same words and be known."""
    unknown = get_translator(lang)("not stated")
    labels = {"342": "342", "369": f"{unknown} at first", "368": "368", "unknown": "–"}
    rows = [{"code": one, "label": label, "people": 9} for one, label in labels.items()]
    chart = {"kind": "bars", "x": "label", "code": "code", "y": ["people"]}
    known, hatched = figure(answer(rows, chart, lang=lang))["data"]
    assert len(known["y"]) == 3 and len(hatched["y"]) == 1
    assert hatched["marker"]["color"] == UNKNOWN != known["marker"]["color"]
    assert "pattern" in hatched["marker"]
    first, second, last = known["y"]
    assert hatched["y"][0] - last > (second - first) * 1.3


def test_a_part_of_a_bar_that_is_not_known_is_hatched() -> None:
    rows = [{"article": "342", "held": 5, "not_found": 4}]
    made = figure(answer(rows, {"kind": "bars", "x": "article", "y": ["held", "not_found"], "stack": True}))
    assert ["pattern" in trace["marker"] for trace in made["data"]] == [False, True]
    assert "▨" in key_of(made)


def test_a_stacked_bar_has_its_sum_at_its_end_and_its_only_part_no_other_number() -> None:
    rows = [{"article": "342", "held": 5, "not_found": 1100}, {"article": "293", "held": 7, "not_found": None}]
    made = figure(answer(rows, {"kind": "bars", "x": "article", "y": ["held", "not_found"], "stack": True}))
    ends = {note["x"]: note["text"] for note in made["layout"]["annotations"] if note.get("xref") != "paper"}
    assert ends == {1105: "<b>1,105</b>", 7: "<b>7</b>"}
    assert [trace["text"] for trace in made["data"]] == [["", ""], ["1,100", ""]]
    assert made["layout"]["margin"]["r"] > 12


def test_a_dumbbell_reaches_from_then_to_now_with_both_values() -> None:
    made = figure(ALL["dumbbells"]("342"))
    span, earlier, later = made["data"]
    assert span["line"]["color"] == with_alpha(later["marker"]["color"], 0.35)
    assert (span["x"], earlier["x"], later["x"]) == ([12, 7, None, None, 9, None], [12, None], [7, 9])
    values = {note["text"]: note["xanchor"] for note in made["layout"]["annotations"] if note["text"].isdigit()}
    assert values == {"7": "right", "12": "left", "9": "left"}
    assert "Earlier" in key_of(made) and "Later" in key_of(made)


def test_bars_keep_the_order_of_rows_and_grow_with_them() -> None:
    rows = [{"article": str(i), "people": i} for i in range(40)]
    made = figure(answer(rows, {"kind": "bars", "x": "article", "y": ["people"]}))
    low, high = made["layout"]["yaxis"]["range"]
    assert low > high  # the first row on top
    assert made["layout"]["height"] > 2 * figure(by_name())["layout"]["height"]


def test_long_names_stand_whole_above_their_bars() -> None:
    names = ["Short", "Long " * 30, "Insulting a government official", "Long " * 12]
    rows = [{"article": name.strip(), "people": 9 - i} for i, name in enumerate(names)]
    made = figure(answer(rows, {"kind": "bars", "x": "article", "y": ["people"]}))
    layout, [bars] = made["layout"], made["data"]
    labels = layout["annotations"]
    assert [label["text"].replace("<br>", " ") for label in labels] == [name.strip() for name in names]

    low, high = layout["yaxis"]["range"]
    margins = layout["margin"]
    unit = (layout["height"] - margins["t"] - margins["b"]) / (low - high)
    half = bars["width"] / 2
    above = high
    for label, middle in zip(labels, bars["y"], strict=True):
        written = label["text"].count("<br>") + 1
        assert (label["y"] - above) * unit > written * layout["font"]["size"]  # room for all its lines
        assert label["y"] <= middle - half + 1e-9 and middle + half < low
        above = middle + half


def test_a_picture_says_how_many_of_its_bars_it_shows() -> None:
    rows = [{"article": str(i), "people": i} for i in range(90)]
    one = answer(rows, {"kind": "bars", "x": "article", "y": ["people"]})
    made = picture(one, WIDE, filter_words="", source="A source")
    shown = len(made["data"][0]["y"])
    assert shown < 90
    assert f"{shown} of 90 rows" in texts(made)
    assert len(figure(one)["data"][0]["y"]) == 90


def test_an_open_span_ends_where_it_is_known_to_last() -> None:
    spans, arrowheads = figure(held())["data"]
    days = (date(2025, 12, 16) - date(2021, 7, 14)).days
    assert spans["x"][0] == days * 86_400_000
    assert arrowheads["x"] == ["2025-12-16"]


def test_the_outlines_are_those_of_the_data_folder(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outlines = json.loads((data_copy / "regions.geojson").read_text(encoding="utf-8"))
    outlines["features"][0]["geometry"]["coordinates"][0][0][0] = 20.25
    (data_copy / "regions.geojson").write_text(json.dumps(outlines), encoding="utf-8")
    assert not any(20.25 in trace["x"] for trace in figure(regions())["data"])
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    assert any(20.25 in trace["x"] for trace in figure(regions())["data"])


def test_regions_without_rows_and_rows_without_regions_are_both_shown() -> None:
    said = texts(figure(regions())["layout"]["annotations"])
    assert "Not known: 4 people" in said
    assert "Brest<br>region<br><b>–</b>" in said
    assert "Minsk city<br><b>9</b>" in said


@pytest.mark.parametrize("kind", ["columns", "bars", "percentiles", "map", "timeline"])
def test_a_click_hands_back_the_value_as_it_is(kind: str) -> None:
    name = "Minsk city" if kind == "map" else HOSTILE
    handed = [trace["customdata"] for trace in figure(ALL[kind](name))["data"] if "customdata" in trace]
    assert handed[0][0] == name


def test_a_click_in_a_matrix_hands_back_the_cell_s_value() -> None:
    assert figure(pairs())["data"][0]["customdata"] == [["342", None], [None, "a"]]


def test_a_square_of_pairs_has_each_once() -> None:
    rows = [
        {"one": one, "other": other, "people": None if one == other else 3}
        for one in ("a", "b", "c")
        for other in ("a", "b", "c")
    ]
    cells, numbers = figure(answer(rows, {"kind": "heatmap", "x": "one", "row": "other", "y": ["people"]}))["data"]
    assert cells["z"] == [[3, None], [3, 3]]
    assert numbers["text"] == ["3"] * 3


@pytest.mark.parametrize(("then", "is_written"), [(9, True), (60, False)])
def test_the_first_value_is_not_written_onto_a_line_that_rises_from_it(then: int, is_written: bool) -> None:
    rows = [{"place": place, "people": people} for place, people in enumerate([7, then, then, *[100] * 30])]
    made = figure(answer(rows, {"kind": "line", "x": "place", "y": ["people"]}))
    assert ("<b>7</b>" in texts(made["layout"]["annotations"])) is is_written


def test_the_highest_of_many_points_is_not_named_where_no_line_joins_them() -> None:
    rows = [{"day": date(2020, 1, 1 + i), "people": i % 7} for i in range(25)]
    chart = {"kind": "line", "x": "day", "y": ["people"], "points": True}
    many, few = (figure(answer(shown, chart))["layout"]["annotations"] for shown in (rows, rows[:10]))
    assert ([note["text"] for note in many], len(few)) == (["<b>3</b>"], 3)


def test_a_curve_goes_through_the_joined_points_alone() -> None:
    curve, points = figure(curved())["data"]
    assert len(points["x"]) == 48 and len(curve["x"]) == 47
    assert "2020-08-01" in points["x"] and "2020-08-01" not in curve["x"]


def test_first_and_last_value_of_a_line_are_written_beside_it() -> None:
    assert [text for text in texts(figure(curved())["layout"]["annotations"]) if "<b>" in text] == [
        "<b>53</b>",
        "<b>100</b>",
    ]
    rising_and_falling = figure(monthly([10, 30, 20]))["layout"]["annotations"]
    assert {note["text"] for note in rising_and_falling} == {"<b>10</b>", "<b>30</b>", "<b>20</b>"}


def test_an_event_is_named_on_the_curve_on_its_day() -> None:
    made = figure(curved(event("2021-07", "Many freed")))
    [note] = [note for note in made["layout"]["annotations"] if note["text"] == "Many freed"]
    dots = made["data"][-1]
    assert (note["x"], note["y"]) == ("2021-07", 82)
    assert (dots["x"], dots["y"]) == (["2021-07"], [82])
    assert dots["hovertext"] == ["<b>July 2021</b><br>Many freed"]
    go.Figure(made)


def test_all_events_in_the_time_are_listed_and_a_few_named() -> None:
    many = [event(f"{2020 + i // 12}-{i % 12 + 1:02}-15", f"Event {i}") for i in range(47)]
    many[11]["released"], many[13]["released"] = 60, 80
    one = curved(*many, event("2019-01-01", "too early"))
    named = figure(one)["data"][-1]["x"]
    assert 3 <= len(named) <= 5
    assert named[:2] == ["2021-02-15", "2020-12-15"]  # that which freed most people first
    assert [each.title for each in events_of(one)] == [f"Event {i}" for i in range(47)]
    assert events_of(monthly([1, 2, 3])) == []


@pytest.mark.parametrize("width", [PAGE.width, 1044])
def test_names_of_events_cover_nothing(warehouse: Warehouse, width: int) -> None:
    for lang in ("en", "be", "ru"):
        made = figure(ask(warehouse, "prisoners_trend", Selection(warehouse.days[-1], lang)))
        layout, [curve, *_] = made["layout"], made["data"]
        start, end = (date.fromisoformat(day[:10]).toordinal() for day in layout["xaxis"]["range"])
        low, high = layout["yaxis"]["range"]
        margins = layout["margin"]
        across = (width - margins["l"] - margins["r"]) / (end - start)
        up = (layout["height"] - margins["t"] - margins["b"]) / (high - low)
        boxes = []
        for note in layout["annotations"]:
            lines = note["text"].replace("<b>", "").replace("</b>", "").split("<br>")
            wide, tall = max(map(len, lines)) * 7, len(lines) * 17
            x = (date.fromisoformat(f"{note['x']}-01"[:10]).toordinal() - start) * across + note.get("xshift", 0)
            y = note["y"] * up - note.get("ay", 0) + note.get("yshift", 0)
            left = x - {"left": 0, "center": wide / 2, "right": wide}[note["xanchor"]]
            floor = y - {"bottom": 0, "middle": tall / 2, "top": tall}[note["yanchor"]]
            boxes.append((left, floor, left + wide, floor + tall, "ay" in note))
        assert sum(box[-1] for box in boxes) >= 3
        for one, other in itertools.combinations(boxes, 2):
            assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3], (one, other)
        points = [
            ((date.fromisoformat(x).toordinal() - start) * across, y * up)
            for x, y in zip(curve["x"], curve["y"], strict=True)
        ]
        for left, floor, right, top, is_event in boxes:
            assert not is_event or not any(left < x < right and floor < y < top for x, y in points)


def test_the_same_column_has_the_same_colour_everywhere() -> None:
    line = figure(monthly([1, 2, 3]))["data"][0]["line"]["color"]
    rows = [{"article": "342", "women": 1, "people": 2}]
    both = figure(answer(rows, {"kind": "bars", "x": "article", "y": ["women", "people"]}))
    assert both["data"][1]["marker"]["color"] == line == COLOURS["people"]


def test_a_series_may_take_its_colour_from_a_code() -> None:
    rows = [{"name": "A", "arrested": MONTHS[0], "released": MONTHS[1], "label": "Женщины", "gender": "female"}]
    chart = {
        "kind": "timeline",
        "x": "name",
        "from": "arrested",
        "to": "released",
        "series": "label",
        "colour": "gender",
    }
    assert figure(answer(rows, chart))["data"][0]["marker"]["color"] == COLOURS["female"]


def test_every_colour_is_read_on_the_page() -> None:
    for colour in {*COLOURS.values(), *CYCLE, INK, QUIET_INK}:
        assert contrast(colour, PAGE_COLOUR) >= 4.5, colour


def test_the_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_names_are_read_on_every_shade_of_the_map() -> None:
    for percent in range(101):
        assert contrast(INK, shade(percent / 100, DEEPEST)) >= 4.5, percent


def test_names_of_regions_have_one_ink_wherever_they_reach(warehouse: Warehouse) -> None:
    layout = figure(ask(warehouse, "people_by_region", Selection(DAY)))["layout"]
    assert {note["font"]["color"] for note in layout["annotations"] if "<b>" in note["text"]} == {INK}


def test_a_finger_that_scrolls_is_left_alone() -> None:
    layout = go.Figure(figure(by_name())).layout
    assert layout.template.layout.dragmode is False
    assert layout.template.layout.xaxis.fixedrange is True
    assert layout.template.layout.yaxis.fixedrange is True


def test_a_picture_says_what_by_whom_and_as_of_when() -> None:
    made = picture(by_name(), WIDE, filter_words="Women only", source="Counted by X\nAs of 10 February")
    said = texts(made["layout"]["annotations"])
    for part in ("<b>A title (register of 10 February 2023)</b>", "What is counted", "Women only"):
        assert part in said
    named = "Political repression in Belarus, in figures · data of 10 February 2023"
    assert f"Counted by X<br>As of 10 February<br>{named}" in said
    assert (made["layout"]["width"], made["layout"]["height"]) == (1200, 675)


def test_a_square_picture_fills_its_square_with_larger_letters() -> None:
    square = SHAPES["square"]
    made = picture(by_name(), square, filter_words="", source="A source")
    layout = made["layout"]
    assert layout["width"] * square.scale == layout["height"] * square.scale == 1080
    assert layout["font"]["size"] * square.scale == 20


def test_long_words_of_a_picture_are_broken_into_lines() -> None:
    made = picture(by_name(), WIDE, filter_words="a word " * 100, source="A source")
    assert any(text.count("<br>") >= 3 for text in texts(made["layout"]["annotations"]))


def test_an_answer_without_rows_is_drawn_empty() -> None:
    for kind in ALL:
        one = ALL[kind]("342")
        empty = Answer(one.question, one.selection, one.table.slice(0, 0), sources=one.sources)
        go.Figure(figure(empty))
        go.Figure(picture(empty, WIDE, filter_words="", source=""))


DRAWN = [name for name, question in all_questions().items() if question.has_chart]


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("lang", ["en", "be", "ru"])
def test_plotly_is_left_no_month_to_name(warehouse: Warehouse, name: str, lang: str) -> None:
    shown = ask(warehouse, name, Selection(warehouse.days[-1], lang))
    if not shown.table.num_rows:
        pytest.skip("nothing to compare yet")
    for made in (figure(shown), picture(shown, WIDE, filter_words="", source="")):
        for axis in (made["layout"]["xaxis"], made["layout"]["yaxis"]):
            assert "%" not in str(axis.get("tickformat", "")) and "tickformatstops" not in axis
            if axis.get("type") == "date":
                assert 3 <= len(axis["tickvals"]) == len(axis["ticktext"]) <= 9
                low, high = axis["range"]
                assert all(low[:10] <= day <= high[:10] for day in axis["tickvals"])
                named = "".join(axis["ticktext"]).replace("<br>", "")
                assert not re.search("[A-Za-z]" if lang != "en" else "[А-Яа-я]", named)


@pytest.mark.parametrize(
    ("first", "last", "lang", "said"),
    [
        (date(2016, 6, 1), date(2024, 2, 1), "be", ["2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024"]),
        (date(2021, 11, 20), date(2022, 5, 20), "be", ["сне<br>2021", "сту<br>2022", "лют", "сак", "кра", "май"]),
        (date(2021, 11, 20), date(2022, 5, 20), "en", ["Dec<br>2021", "Jan<br>2022", "Feb", "Mar", "Apr", "May"]),
        (date(2022, 12, 30), date(2023, 1, 2), "ru", ["30 дек.<br>2022", "31 дек.", "1 янв.<br>2023", "2 янв."]),
    ],
)
def test_an_axis_of_time_is_marked_in_words(first: date, last: date, lang: str, said: list[str]) -> None:
    ticks = date_ticks(first, last, 330, PAGE, lang)
    assert ticks["ticktext"] == said
    assert len(ticks["tickvals"]) == len(said) and str(first) <= ticks["tickvals"][0] <= ticks["tickvals"][-1] <= str(
        last
    )


def test_one_person_is_a_person() -> None:
    assert [format_amount(n, "person|people", "en") for n in (1, 2, 1100)] == ["1 person", "2 people", "1,100 people"]
    assert format_amount(12.5, "", "en", percent=True) == "12.5%"
    assert format_amount(12.5, "", "be", percent=True) == "12,5\N{NO-BREAK SPACE}%"


def test_a_region_without_a_row_has_its_name_in_the_language() -> None:
    rows = [{"region": "Гродзенская вобласць", "code": "Grodno region", "people": 4}]
    one = answer(rows, {"kind": "map", "x": "region", "code": "code", "y": ["people"]}, lang="be")
    assert any("Брэсцкая" in text for text in texts(figure(one)))
    assert not any("region" in text for text in texts(figure(one)))

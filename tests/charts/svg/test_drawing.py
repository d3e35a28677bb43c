"""Every figure is drawn as SVG: its marks are told and linked, no text is markup, and no key is left out in silence."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from repression.charts.figures import SHAPES, figure, picture
from repression.charts.style import COLOURS
from repression.charts.svg import UnknownKey, picture_svg, svg
from repression.questions.answer import Answer, ask
from repression.questions.filter_macros import build_warehouse
from repression.questions.question import all_questions
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse
from tests.charts.test_figures import ALL, HOSTILE, answer, by_name, layered, monthly, pairs, regions
from tests.conftest import DATA
from tests.queries.asking import chosen
from tests.support.registers import next_register

DRAWN = [name for name, question in all_questions().items() if question.has_chart]
MARKS = {"rect", "circle", "polygon", "line"}
SVG = "{http://www.w3.org/2000/svg}"


LANGUAGES = ("en", "be", "ru")
FILTERS = (
    "gender=female",
    "status=any&bin=12",
    "article=342&arrested=2021-01..2022-06",
    "status=convicted&arrested=2009-01..2012-12",  # one person
    "status=any&article=unknown",  # people of whom little is known
)


NOT_YET = {"later_register_by_article"}  # has figures that come only with a newer register


def drawn(one: Answer, link_of: Callable[[str], str | None] | None = None) -> Markup:
    return svg(figure(one), title="A title", description="Words.", anchor="one", link_of=link_of)


def file(one: Answer, shape: str = "wide") -> str:
    size = SHAPES[shape]
    made = picture(one, size, filter_words="All", source="A source")
    return picture_svg(made, title="A <title>", scale=size.scale)


def tree(html: str) -> ElementTree.Element:
    """The elements of a drawing: it is well-formed XML, of which HTML asks less."""
    return ElementTree.fromstring(html)


def said(html: str) -> list[str]:
    """All texts of a drawing, each element's in one piece."""
    return ["".join(each.itertext()) for each in tree(html).iter() if each.tag.removeprefix(SVG) in {"text", "title"}]


def marks(html: str, kind: str) -> list[ElementTree.Element]:
    """The marks of a kind, such as `bars`, without what is around them."""
    groups = [each for each in tree(html).iter() if each.get("class") == f"chart-{kind}"]
    return [each for group in groups for each in group.iter() if each.tag.removeprefix(SVG) in MARKS]


def two_registers(folder: Path) -> Warehouse:
    """The frozen data, copied to a folder, with a second register."""
    data = Path(shutil.copytree(DATA, folder / "data"))
    next_register(data, date(2026, 11, 30), gone=5, freed=30, added=12, by_people=True)
    return build_warehouse(read_catalog(data))


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The frozen data with a second register, for what compares two."""
    return two_registers(tmp_path_factory.mktemp("compared"))


@pytest.mark.parametrize("name", DRAWN)
def test_every_question_is_drawn_in_every_language(registers: Warehouse, name: str) -> None:
    for lang in LANGUAGES:
        one = ask(registers, name, Selection(registers.days[-1], lang))
        assert one.table.num_rows or name in NOT_YET
        assert not one.table.num_rows or (said(drawn(one)) and said(file(one)))


@pytest.mark.parametrize("parameters", FILTERS)
def test_every_question_is_drawn_with_any_filter(registers: Warehouse, parameters: str) -> None:
    selection, asked = chosen(registers, parameters), 0
    for name in DRAWN:
        one = ask(registers, name, selection)
        if one.table.num_rows:
            tree(drawn(one))
            asked += 1
    assert asked > len(DRAWN) / 2


@pytest.mark.parametrize("kind", ALL)
def test_an_answer_without_rows_is_drawn_empty(kind: str) -> None:
    one = ALL[kind]("342")
    empty = Answer(one.question, one.selection, one.table.slice(0, 0), sources=one.sources)
    assert not marks(drawn(empty), "bars")
    tree(file(empty))


def test_a_key_that_is_not_drawn_is_an_error_that_names_its_path() -> None:
    made = figure(monthly([1, 2, 3]))
    for path, key, value in (
        ("$.layout.xaxis", "nticks", 6),
        ("$.data[0].marker", "gradient", {}),
        ("$.data[0]", "stackgroup", "one"),
        ("$.layout", "updatemenus", []),
    ):
        changed = deepcopy(made)
        parts = path.removeprefix("$.").replace("[0]", ".0").split(".")
        place: Any = changed
        for part in parts:
            place = place[int(part) if part.isdigit() else part]
        place[key] = value
        with pytest.raises(UnknownKey, match=re.escape(key)) as refused:
            svg(changed, title="", description="", anchor="one")
        assert path in str(refused.value)


def test_a_value_that_is_not_drawn_is_an_error_too() -> None:
    made = figure(monthly([1, 2, 3]))
    made["data"][0]["mode"] = "lines+markers+text"
    with pytest.raises(UnknownKey, match=re.escape("$.data[0].mode")):
        svg(made, title="", description="", anchor="one")


def test_what_plotly_would_choose_itself_has_to_be_stated() -> None:
    made = figure(by_name())
    del made["layout"]["xaxis"]["range"]
    with pytest.raises(UnknownKey, match=re.escape("`range` - at `$.layout.xaxis`")):
        svg(made, title="", description="", anchor="one")


@pytest.mark.parametrize("kind", ALL)
def test_every_text_is_escaped_and_keeps_every_letter(kind: str) -> None:
    one = ALL[kind](HOSTILE)
    made = svg(figure(one), title=HOSTILE, description=HOSTILE, anchor="one", link_of=lambda value: f'/?x="{value}')
    whole = tree(made)
    assert {each.tag for each in whole.iter()} <= ELEMENTS
    assert "<script" not in made
    letters = "".join(" ".join(said(made)).split())
    assert "".join(HOSTILE.split()) in letters
    assert [each.text for each in whole.iter("desc")] == [HOSTILE]


ELEMENTS = {
    "pattern",
    "div",
    "svg",
    "title",
    "desc",
    "g",
    "a",
    "rect",
    "circle",
    "polygon",
    "line",
    "path",
    "text",
    "tspan",
}


def test_a_letter_that_xml_forbids_is_replaced() -> None:
    assert "a\N{REPLACEMENT CHARACTER}b" in "".join(tree(drawn(by_name("a\x0bb"))).itertext())


def test_texts_of_a_figure_have_bold_letters_and_lines_and_no_other_tag() -> None:
    made = drawn(regions())
    [name] = [each for each in tree(made).iter("text") if "Brest" in "".join(each.itertext())]
    assert [(each.text, each.get("font-weight")) for each in name.iter("tspan") if each.text] == [
        ("region", None),
        ("–", "bold"),
    ]


def test_a_bar_is_as_long_as_its_value() -> None:
    long, short = marks(drawn(by_name()), "bars")
    widths = [float((each.get("width") or "").removesuffix("%")) for each in (long, short)]
    assert widths[0] == 95
    assert widths[1] / widths[0] == pytest.approx(7 / 1100, rel=0.02)


def test_stacked_bars_stand_on_each_other() -> None:
    rows = [{"article": "342", "women": 40, "men": 60}]
    chart = {"kind": "bars", "x": "article", "y": ["women", "men"], "stack": True}
    women, men = marks(drawn(answer(rows, chart)), "bars")
    assert (women.get("x"), women.get("width")) == ("0%", men.get("x"))


def test_hatching_has_a_pattern_of_its_own() -> None:
    rows = [{"article": "342", "people": 40}, {"article": "unknown", "people": 60}]
    one = answer(rows, {"kind": "bars", "x": "article", "code": "article", "y": ["people"]})
    for made, name in ((drawn(one), "one-hatching"), (file(one), "hatching")):
        [pattern] = [each for each in tree(made).iter() if each.tag.removeprefix(SVG) == "pattern"]
        assert pattern.get("id") == name
        assert f"url(#{name})" in [each.get("fill") for each in tree(made).iter() if each.get("class") == "chart-bars"]
    assert "pattern" not in drawn(by_name())


def test_a_gap_in_a_line_is_a_gap() -> None:
    [path] = tree(drawn(monthly([1, None, 3]))).iter("path")
    assert (path.get("d") or "").count("M") == 2
    assert len(marks(drawn(monthly([1, None, 3])), "points")) == 2


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (by_name(), "342\n1,100 people"),
        (monthly([1, 2, 3]), "March 2022\nPeople\n3 people"),
        (pairs(), "3 people\nOther: b\nOne: 342"),
        (regions(), "Minsk city\n9 people"),
    ],
)
def test_a_mark_says_its_value_when_pointed_at(one: Answer, told: str) -> None:
    assert told in said(drawn(one))


@pytest.mark.parametrize("kind", ["columns", "bars", "percentiles", "heatmap", "map", "timeline"])
def test_a_mark_leads_to_what_a_click_on_it_filters_by(kind: str) -> None:
    name = "Minsk city" if kind == "map" else 'a "b" & c'
    links = [each.get("href") for each in tree(drawn(ALL[kind](name), lambda value: f"/?one={value}")).iter("a")]
    assert f"/?one={name}" in links
    assert not list(tree(drawn(ALL[kind](name))).iter("a"))
    assert not list(tree(drawn(ALL[kind](name), lambda value: None)).iter("a"))


def test_a_screen_reader_is_told_title_and_words_and_reaches_the_links() -> None:
    for made, role in ((drawn(by_name()), "img"), (drawn(by_name(), lambda value: "/"), "group")):
        whole = next(tree(made).iter("svg"))
        named = {each.get("id"): each.text for each in whole if each.get("id")}
        assert whole.get("role") == role
        assert [named[each] for each in (whole.get("aria-labelledby") or "").split()] == ["A title", "Words."]


def test_a_fluid_drawing_has_no_width_in_px() -> None:
    for one in (by_name(), monthly([1, 2, 3]), pairs(), regions(), layered()):
        whole = next(tree(drawn(one)).iter("svg"))
        assert whole.get("width") == "100%"
        for each in whole.iter():
            if each.tag in {"rect", "circle", "line", "text"} and "transform" not in each.attrib:
                across = each.get("x", each.get("cx", each.get("x2", "0%")))
                assert across.endswith("%") or across == "0", each.attrib


@pytest.mark.parametrize("kind", ALL)
def test_a_picture_is_a_file_of_its_own(kind: str) -> None:
    made = file(ALL[kind](HOSTILE))
    whole = tree(made)
    assert (whole.tag, whole.get("width"), whole.get("height")) == (f"{SVG}svg", "1200", "675")
    assert (whole.get("role"), whole.get("aria-label")) == ("img", "A <title>")
    assert not whole.findall(f"{SVG}title"), "a browser would show it in its tab"
    assert "Noto Sans" in (whole.get("font-family") or "")
    assert set(re.findall("&[^;]*;", made)) <= {"&amp;", "&lt;", "&gt;", "&#34;", "&#39;"}
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)[^ ]*[\"']", made)
    assert "%" not in "".join(value for each in whole.iter() for value in each.attrib.values())


def test_a_key_has_its_signs_in_the_colours_of_the_marks() -> None:
    rows = [{"article": "342", "women": 1, "people": 2}]
    one = answer(rows, {"kind": "bars", "x": "article", "y": ["women", "people"]})
    for made, bars in ((drawn(one), marks(drawn(one), "bars")), (file(one), marks(file(one), "bars"))):
        assert len(bars) == 2
        [key] = [each for each in tree(made).iter() if "Women" in "".join(each.itertext()) and each.get("x")][:1]
        signs = [(each.text, each.get("fill")) for each in key if each.get("fill")]
        assert signs == [("■", COLOURS["women"]), ("■", COLOURS["people"])]
        assert "People" in "".join(key.itertext())

"""The SVG of a figure against Plotly's own drawing of it: the same marks at the same places, at two widths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly
import pytest
from playwright.sync_api import Browser, Page

from repression.charts.figures import figure
from repression.charts.style import FONT
from repression.charts.svg import svg
from repression.paths import PACKAGE
from repression.questions.answer import ask
from repression.questions.question import all_questions
from repression.questions.selection import Selection
from repression.warehouse.database import Warehouse
from tests.charts.svg.test_drawing import FILTERS, two_registers
from tests.charts.test_figures import answer
from tests.queries.asking import chosen

NEAR = 3  # px
WIDTHS = (360, 880)
# Every kind of chart, and whatever is drawn on few.
SPREAD = (
    "article_pairs",  # cells, turned labels
    "articles_by_quarter",  # many series, a key of several lines
    "compare_counts",  # two points a row, labels above them
    "flows",  # small multiples
    "people_by_custody",  # hatching
    "convictions_by_region",  # labels beside bars
    "deaths_in_custody",  # open symbols
    "defenders_held",  # spans with arrowheads
    "organisations_lost",  # names at the ends of lines
    "outcome_groups",  # stacked bars with numbers in them
    "people_by_region",  # the map
    "prisoners_trend",  # events named on a curve
    "sentence_lengths",  # stacked columns that fill their steps
    "sentence_quantiles",  # thin and thick lines
    "women",  # a band, dates that are incomplete
)
SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
PAGE = f"""<!doctype html><meta charset="utf-8"><style>body {{ margin: 0; font-family: {FONT}; }}
{(PACKAGE / "static" / "chart.css").read_text(encoding="utf-8")}</style><div id="plotly"></div><div id="ours"></div>"""

Mark = dict[str, Any]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 900, "height": 900}) as context:
        page = context.new_page()
        page.set_content(PAGE)
        page.add_script_tag(path=SCRIPT)
        page.add_script_tag(path=Path(__file__).parent / "svg_geometry.js")
        yield page


def differences(page: Page, made: dict[str, Any], width: int) -> list[str]:
    """What the two drawings of a figure do not have in common."""
    drawn = svg(made, title="Title", description="", anchor="chart")
    theirs, ours, wide = page.evaluate("([figure, ours, width]) => both(figure, ours, width)", [made, drawn, width])
    if "scaleanchor" in made["layout"]["yaxis"]:
        # Below a map that is narrower than its place Plotly leaves a gap, and ours none.
        for side in (theirs, ours):
            side["notes"] = [note for note in side["notes"] if note["says"] not in _texts_below(made)]
    found = [line for kind in theirs for line in _compare(kind, theirs[kind], ours[kind])]
    return found + ([f"{wide} px wide"] if wide > width else [])


def _texts_below(made: dict[str, Any]) -> list[str]:
    return [note["text"].replace("<br>", "") for note in made["layout"]["annotations"] if note.get("yref") == "paper"]


def _compare(kind: str, theirs: list[Mark], ours: list[Mark]) -> Iterator[str]:
    if len(theirs) != len(ours):
        yield f"{kind}: {len(theirs)} of Plotly's, {len(ours)} of ours"
        return
    for one, other in zip(_sorted(theirs), _sorted(ours), strict=True):
        apart = max(abs(a - b) for part in ("place", "size") for a, b in zip(one[part], other[part], strict=True))
        if apart > NEAR or (one["says"], one["colour"]) != (other["says"], other["colour"]):
            yield f"{kind}: {one} and {other}"


def _sorted(marks: list[Mark]) -> list[Mark]:
    """Marks in the order of their drawing, and texts by what they say."""
    return sorted(marks, key=lambda mark: (mark["says"], mark["place"] if mark["says"] else 0))


@pytest.mark.parametrize("name", SPREAD)
def test_a_figure_is_drawn_as_plotly_draws_it(page: Page, warehouse: Warehouse, name: str) -> None:
    made = figure(ask(warehouse, name, Selection(warehouse.days[-1])))
    for width in WIDTHS:
        found = differences(page, made, width)
        assert not found, "\n".join([f"{width} px", *found])


def test_the_key_to_the_colours_of_a_heatmap_is_drawn_as_plotly_draws_it(page: Page) -> None:
    names = [f"{number:03}" for number in range(12)]
    rows = [{"one": one, "other": other, "people": 9000 + int(one + other) % 997} for one in names for other in names]
    made = figure(answer(rows, {"kind": "heatmap", "x": "one", "row": "other", "y": ["people"]}))
    assert made["data"][0]["showscale"]
    for width in WIDTHS:
        assert not differences(page, made, width)


@pytest.mark.proof
@pytest.mark.parametrize("parameters", ["lang=en", "lang=be", "lang=ru", *FILTERS])
def test_every_figure_is_drawn_as_plotly_draws_it(
    page: Page, tmp_path: Path, parameters: str, subtests: pytest.Subtests
) -> None:
    warehouse = two_registers(tmp_path)
    selection = chosen(warehouse, parameters)
    for name, question in all_questions().items():
        if question.has_chart and (answer := ask(warehouse, name, selection)).table.num_rows:
            for width in WIDTHS:
                with subtests.test(name, width=width):
                    assert not differences(page, figure(answer), width)

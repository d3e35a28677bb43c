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

NEAR = 3  # px
WIDTHS = (360, 880)
DRAWN = [name for name, question in all_questions().items() if question.has_chart]
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
    for trace in made["data"]:
        if "line" in trace:
            trace["line"]["simplify"] = False  # Plotly would leave out corners that make no difference
    drawn = svg(
        {**made, "data": [_known(trace) for trace in made["data"]]}, title="Title", description="", anchor="chart"
    )
    theirs, ours = page.evaluate("([figure, ours, width]) => both(figure, ours, width)", [made, drawn, width])
    if "scaleanchor" in made["layout"]["yaxis"]:
        # Below a map that is narrower than its place Plotly leaves a gap, and ours none.
        for side in (theirs, ours):
            side["notes"] = [note for note in side["notes"] if note["says"] not in _texts_below(made)]
    return [line for kind in theirs for line in _compare(kind, theirs[kind], ours[kind])]


def _texts_below(made: dict[str, Any]) -> list[str]:
    return [note["text"].replace("<br>", "") for note in made["layout"]["annotations"] if note.get("yref") == "paper"]


def _known(trace: dict[str, Any]) -> dict[str, Any]:
    line = {key: value for key, value in trace.get("line", {}).items() if key != "simplify"}
    return {**trace, "line": line} if "line" in trace else trace


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


@pytest.mark.parametrize("name", DRAWN)
def test_a_question_is_drawn_as_plotly_draws_it(page: Page, warehouse: Warehouse, name: str) -> None:
    answer = ask(warehouse, name, Selection(warehouse.days[-1]))
    if not answer.table.num_rows:
        pytest.skip("nothing to compare yet")
    for width in WIDTHS:
        found = differences(page, figure(answer), width)
        assert not found, "\n".join([f"{width} px", *found])

"""A map of the regions, drawn as lines: Plotly's own maps load their outlines from another host."""

from __future__ import annotations

import functools
import math
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from repression.charts.canvas import Canvas, Drawing, click_values, format_cell, rows_of, y_columns
from repression.charts.style import INK, PAGE_COLOUR, shade
from repression.charts.text import escape, hover_text, wrap_escaped
from repression.i18n import LANGUAGES
from repression.palette import NO_VALUE
from repression.paths import data_folder
from repression.snapshots.issues import ValidationError
from repression.snapshots.outlines import read_outlines

if TYPE_CHECKING:
    from repression.questions.answer import Answer

MIDDLE_LATITUDE = 53.6  # degrees; a degree of longitude there is cos(53.6°) of one of latitude
EAST_WEST, NORTH_SOUTH = (23.0, 33.0), (51.1, 56.4)

# Positions of names, by code: the middle of a region; for the small capital, outside the country.
NAME_AT = {
    "Brest region": (25.3, 52.45),
    "Gomel region": (29.5, 52.25),
    "Grodno region": (24.95, 53.62),
    "Minsk region": (27.4, 53.1),
    "Mogilev region": (30.9, 53.7),
    "Vitebsk region": (29.0, 55.25),
    "Minsk city": (24.3, 55.55),
}
# Names are wider than some regions: the darkest shade is one on which they are read in the ink of the page.
DEEPEST = 0.45
CAPITAL, CAPITAL_AT = "Minsk city", (27.56, 53.9)

Region = dict[str, Any]


def map_(answer: Answer, canvas: Canvas) -> Drawing:
    """Regions shaded by value, with name and value; rows of no region on the map are listed below."""
    chart, [y] = answer.question.chart, y_columns(answer)
    drawing = Drawing(height=canvas.plot_height or 300, left=4, right=4, bottom=8)
    side = "center" if canvas.fixed else "left"  # aligned with the text on the page, centred in a picture
    drawing.xaxis = {"visible": False, "range": list(EAST_WEST), "constrain": "domain", "constraintoward": side}
    drawing.yaxis = {
        "visible": False,
        "range": list(NORTH_SOUTH),
        "constrain": "domain",
        "constraintoward": "top",
        "scaleanchor": "x",
        "scaleratio": 1 / math.cos(math.radians(MIDDLE_LATITUDE)),
    }
    known = {region["region"] for region in regions()}
    placed = {row[chart["code"]]: row for row in rows_of(answer) if row[chart["code"]] in known}
    elsewhere = [row for row in rows_of(answer) if row[chart["code"]] not in known]
    most = max((row[y] or 0 for row in placed.values()), default=0) or 1
    # The capital lies inside its region and is drawn after it.
    for region in sorted(regions(), key=lambda region: region["region"] == CAPITAL):
        row = placed.get(region["region"])
        fill = NO_VALUE if row is None or row[y] is None else shade(row[y] / most, DEEPEST)
        drawing.traces.append(_outline(answer, region, row, fill))
        drawing.annotations.append(_name(answer, region, row, canvas))
    drawing.traces.append(_click_targets(answer, placed))
    if elsewhere:
        drawing.annotations.append(_elsewhere(answer, elsewhere, canvas))
        drawing.bottom = 8 + canvas.font * 3
    return drawing


def regions() -> list[Region]:
    """The regions of the data folder: `region` (the code), `names` (by language), `rings` (longitude, latitude).

    They are read once. Raises ValidationError where they cannot be.
    """
    return _regions_in(data_folder())


def keep_regions() -> None:
    """Reads the regions when the server starts: the folder may be gone by the time somebody opens the first map.

    Where they cannot be read, there is no map until they can.
    """
    with suppress(ValidationError):
        regions()


@functools.cache
def _regions_in(folder: Path) -> list[Region]:
    return [
        {
            "region": outline.properties.region,
            "names": {lang: getattr(outline.properties, f"name_{lang}") for lang in LANGUAGES},
            "rings": outline.geometry.coordinates,
        }
        for outline in read_outlines(folder)
    ]


def _outline(answer: Answer, region: Region, row: dict[str, Any] | None, fill: str) -> dict[str, Any]:
    outer = region["rings"][0]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [longitude for longitude, _ in outer],
        "y": [latitude for _, latitude in outer],
        "fill": "toself",
        "fillcolor": fill,
        "line": {"color": PAGE_COLOUR, "width": 1.5},
        "hoveron": "fills",
        "text": _hover_text(answer, row) if row else escape(region["names"][answer.selection.lang]),
        "hoverinfo": "text",
        **_filter_value(answer, row),
    }


def _filter_value(answer: Answer, row: dict[str, Any] | None) -> dict[str, Any]:
    """The filter value of a whole region, which is none of its points."""
    values = click_values(answer, [row]).get("customdata", [None]) if row else [None]
    return {} if values[0] is None else {"meta": str(values[0])}


def _hover_text(answer: Answer, row: dict[str, Any]) -> str:
    [y] = y_columns(answer)
    return hover_text(str(row[answer.question.chart["x"]]), format_cell(answer, y, row[y]))


def _name(answer: Answer, region: Region, row: dict[str, Any] | None, canvas: Canvas) -> dict[str, Any]:
    [y] = y_columns(answer)
    name = str(row[answer.question.chart["x"]]) if row else region["names"][answer.selection.lang]
    amount = format_cell(answer, y, row[y], bare=True) if row else "–"
    x, latitude = NAME_AT[region["region"]]
    outside = region["region"] == CAPITAL
    note = {
        "x": x,
        "y": latitude,
        "text": f"{wrap_escaped(name, 10)}<br><b>{escape(amount)}</b>",
        "font": {"size": canvas.font, "color": INK},
        "xanchor": "center",
        # The line to the capital begins at the lower edge of its name.
        "yanchor": "bottom" if outside else "middle",
        "showarrow": False,
    }
    if outside:
        to_x, to_y = CAPITAL_AT
        note |= {"x": to_x, "y": to_y, "ax": x, "ay": latitude, "axref": "x", "ayref": "y"}
        note |= {
            "showarrow": True,
            "arrowhead": 6,
            "arrowsize": 1,
            "arrowwidth": 1,
            "arrowcolor": INK,
        }
    return note


def _click_targets(answer: Answer, placed: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Invisible points at the regions' centres: Plotly reports clicks on points only, not on filled outlines."""
    at = [CAPITAL_AT if region == CAPITAL else NAME_AT[region] for region in placed]
    rows = list(placed.values())
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in at],
        "y": [latitude for _, latitude in at],
        "marker": {"size": [14 if region == CAPITAL else 48 for region in placed], "opacity": 0},
        "hovertext": [_hover_text(answer, row) for row in rows],
        "hoverinfo": "text",
        **click_values(answer, rows),
    }


def _elsewhere(answer: Answer, rows: list[dict[str, Any]], canvas: Canvas) -> dict[str, Any]:
    x, [y] = answer.question.chart["x"], y_columns(answer)
    told = [f"{'–' if row[x] is None else row[x]}: {format_cell(answer, y, row[y])}" for row in rows]
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "xanchor": "left",
        "yanchor": "top",
        "align": "left",
        "showarrow": False,
        "text": wrap_escaped(" · ".join(told), canvas.letters(canvas.width - 16), 2),
    }

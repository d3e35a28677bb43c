"""An answer as a Plotly figure (a plain dict): for the page, and as a picture to save.

Figures are plain dicts because building them by plotly.express or graph_objects costs more than
the query. Optional keys of `question.chart`:

- `colour: column` (timeline, with `series`): the column of codes that give the colours, if `series` has labels;
- `open: column` (timeline): the last day on which a span without an end is known to last;
- `top: 25` (bars, percentiles, timeline): how many rows are drawn at most; the figure states how many there are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from repression.charts.canvas import Canvas, Drawing
from repression.charts.events import Event, draw_events, events_on
from repression.charts.heatmap import heatmap
from repression.charts.horizontal import bars, dumbbells, percentiles, timeline
from repression.charts.map import map_
from repression.charts.panels import panels
from repression.charts.style import COLOURS, INK, PAGE_COLOUR, QUIET_INK, TEMPLATE
from repression.charts.text import LETTER, LINE, MEAN_LETTER, escape, wrap_lines
from repression.charts.ticks import date_ticks
from repression.charts.vertical import columns, line, x_range_of
from repression.formatting import format_message
from repression.i18n import get_translator
from repression.questions.describe import subtitle_of, title_of
from repression.site import NAME

if TYPE_CHECKING:
    from repression.questions.answer import Answer

__all__ = ["COLOURS", "SHAPES", "TEMPLATE", "Event", "Shape", "events", "figure", "picture"]

KINDS: dict[str, Callable[[Answer, Canvas], Drawing]] = {
    "line": line,
    "columns": columns,
    "panels": panels,
    "bars": bars,
    "dumbbells": dumbbells,
    "percentiles": percentiles,
    "heatmap": heatmap,
    "map": map_,
    "timeline": timeline,
}
PAGE = Canvas(width=350, font=14)  # a phone of 390 px, less the page's own margins


@dataclass(frozen=True)
class Shape:
    """The size of a picture as it is laid out, in px, and by how much it is enlarged then, letters and lines too."""

    width: int
    height: int
    scale: float = 1


# A square picture is mostly seen on a phone, so that its letters have to be larger.
SHAPES: Mapping[str, Shape] = {"wide": Shape(1200, 675), "square": Shape(810, 810, 4 / 3)}
PICTURE_FONT = 15
EDGE = 40  # px, margin of the picture
SMALLER = 22  # px that the smallest phones are narrower than PAGE
LEGEND_GAP = 8  # px between a legend and the plot
EM_SPACE = "\N{EM SPACE}"


def figure(answer: Answer) -> dict[str, Any]:
    """The figure for the page: as wide as its container, as high as its content, without a title.

    Raises KeyError for a question without a chart or with a kind that is not known.
    """
    return _figure(_draw(answer, PAGE), PAGE)


def events(answer: Answer) -> list[Event]:
    """All events in the time that a chart shows, by date; `figure` names a few of them on the curve."""
    x_range = x_range_of(answer) if "events" in answer.layers else None
    return events_on(answer, x_range) if x_range else []


def picture(answer: Answer, shape: Shape, *, filter_words: str, source: str) -> dict[str, Any]:
    """The figure as a picture of one of SHAPES, with title, filters, source and the name of the site.

    `source` names who counted and the date, in one or more lines; the snapshots of the data are
    added. Raises as `figure` does.
    """
    width, height = shape.width, shape.height
    trial = Canvas(width - 2 * EDGE, PICTURE_FONT, height // 2)
    first = _draw(answer, trial)
    header = _header(answer, filter_words, width)
    footer = _footer(answer, source, width)
    top, bottom = EDGE + _height(header) + 8 + first.top, first.bottom + 12 + _height(footer) + EDGE // 2
    canvas = Canvas(width - 2 * EDGE, PICTURE_FONT, height - top - bottom)
    drawing = _draw(answer, canvas)
    drawing.left += EDGE
    drawing.right += EDGE
    drawing.annotations += _stack_blocks(header, EDGE - drawing.left, 1, top - EDGE)
    drawing.annotations += _stack_blocks(footer, EDGE - drawing.left, 0, -first.bottom - 12)
    drawing.top, drawing.bottom = top, bottom
    made = _figure(drawing, canvas)
    made["layout"] |= {
        "width": width,
        "height": height,
        "autosize": False,
        "paper_bgcolor": PAGE_COLOUR,
    }
    return made


def _draw(answer: Answer, canvas: Canvas) -> Drawing:
    drawing = KINDS[answer.question.chart["kind"]](answer, canvas)
    draw_events(drawing, answer, canvas)
    _write_legend(drawing, canvas)
    if drawing.xaxis.get("type") == "date":
        first, last = (datetime.fromisoformat(end).date() for end in drawing.xaxis["range"])
        room = canvas.width - drawing.left - drawing.right
        drawing.xaxis |= date_ticks(first, last, room, canvas, answer.selection.lang)
        if not any("<br>" in text for text in drawing.xaxis["ticktext"]):
            drawing.bottom = min(drawing.bottom, 14 + round(LINE * canvas.font))  # labels of one line
    _fit_last_label(drawing, canvas)
    return drawing


def _fit_last_label(drawing: Drawing, canvas: Canvas) -> None:
    """Widen the right margin so that the last label of the axis fits: Plotly leaves out one that does not."""
    axis = drawing.xaxis
    if not axis.get("ticktext") or axis.get("tickangle") or not axis.get("visible", True):
        return
    first, last, mark = (_as_number(value) for value in (*axis["range"], axis["tickvals"][-1]))
    inside = (canvas.width - drawing.left - drawing.right) * (last - mark) / (last - first)
    half = max(map(canvas.pixels, axis["ticktext"][-1].split("<br>"))) / 2
    drawing.right = max(drawing.right, math.ceil(half - inside) + 1)


def _as_number(value: float | str) -> float:
    return (datetime.fromisoformat(value) - datetime.min).total_seconds() if isinstance(value, str) else value


def _figure(drawing: Drawing, canvas: Canvas) -> dict[str, Any]:
    # Margins are computed here, not by Plotly, so that annotations placed by pixels keep their positions.
    for axis in (drawing.xaxis, drawing.yaxis):
        axis["automargin"] = False
    layout = {
        "template": TEMPLATE,
        "font": {"size": canvas.font},
        "height": drawing.height + drawing.top + drawing.bottom,
        "margin": {"l": drawing.left, "r": drawing.right, "t": drawing.top, "b": drawing.bottom},
        "xaxis": drawing.xaxis,
        "yaxis": drawing.yaxis,
        "annotations": drawing.annotations,
        "shapes": drawing.shapes,
        "showlegend": False,
    }
    return {"data": drawing.traces, "layout": layout}


def _write_legend(drawing: Drawing, canvas: Canvas) -> None:
    """Write the legend above the plot, and make room for it.

    It is text of the figure, not Plotly's legend, whose height depends on the reader's fonts.
    """
    if not drawing.legend:
        return
    lines: list[list[str]] = [[]]
    whole = room = float(canvas.width - SMALLER)
    for entry in drawing.legend:
        # Plotly wraps no lines.
        first, *more = wrap_lines(f"{entry.shape} {entry.name}", int(whole / (canvas.font * MEAN_LETTER)))
        wide = canvas.pixels(first) * MEAN_LETTER / LETTER
        if lines[-1] and wide > room:
            lines.append([])
            room = whole
        room -= wide + canvas.font
        marked = f'<span style="color:{entry.colour}">{entry.shape}</span>'
        lines[-1].append(f"{marked} {escape(first.removeprefix(entry.shape).strip())}")
        lines += [[escape(line)] for line in more]
    drawing.annotations.append(
        {
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "y": 1,
            "xanchor": "left",
            "yanchor": "bottom",
            "xshift": -drawing.left,
            "yshift": LEGEND_GAP,
            "align": "left",
            "showarrow": False,
            "text": "<br>".join(EM_SPACE.join(line) for line in lines),
        }
    )
    drawing.top += math.ceil(len(lines) * canvas.font * LINE) + LEGEND_GAP


Block = tuple[list[str], int, str, bool]  # lines, size of letters (px), colour, bold


def _header(answer: Answer, filter_words: str, width: int) -> list[Block]:
    return [
        (_fit_lines(title_of(answer), 26, width), 26, INK, True),
        (_fit_lines(subtitle_of(answer), 17, width), 17, INK, False),
        *([(_fit_lines(filter_words, 14, width), 14, QUIET_INK, False)] if filter_words else []),
    ]


def _footer(answer: Answer, source: str, width: int) -> list[Block]:
    lang = answer.selection.lang
    sources = [part for line in source.splitlines() for part in _fit_lines(line, 13, width)]
    _ = get_translator(lang)
    days = sorted({one.snapshot for one in answer.sources})
    data = [format_message(_("data of {days}"), {"days": days}, lang)] if days else []
    named = _fit_lines(" · ".join([_(NAME), *data]), 13, width)
    return [(sources + named, 13, QUIET_INK, False)]


def _fit_lines(text: str, size: int, width: int) -> list[str]:
    room = width - 3 * EDGE  # the reader's font may be wider than the estimate
    return wrap_lines(text, int(room / (size * MEAN_LETTER))) if text else []


def _height(blocks: list[Block]) -> int:
    return sum(round(len(part) * size * 1.3) + 6 for part, size, *_ in blocks)


def _stack_blocks(blocks: list[Block], left: int, edge: int, start: int) -> list[dict[str, Any]]:
    """Blocks of text below each other, from `start` px above the plot's top (1) or bottom (0)."""
    notes = []
    for part, size, colour, bold in blocks:
        text = "<br>".join(map(escape, part))
        notes.append(
            {
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": edge,
                "xanchor": "left",
                "yanchor": "top",
                "xshift": left,
                "yshift": start,
                "align": "left",
                "showarrow": False,
                "text": f"<b>{text}</b>" if bold else text,
                "font": {"size": size, "color": colour},
            }
        )
        start -= round(len(part) * size * 1.3) + 6
    return notes

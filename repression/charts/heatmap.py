"""Heatmap: a value for every pair of two categories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from repression.charts.canvas import Canvas, Drawing, format_cell, rows_of, title_of, y_columns
from repression.charts.style import scale, shade, text_colour_on
from repression.charts.text import escape, hover_text, wrap_lines
from repression.charts.ticks import number_ticks
from repression.formatting import format_number

if TYPE_CHECKING:
    from repression.questions.answer import Answer

Grid = list[list[dict[str, Any] | None]]  # an answer's rows by vertical, then horizontal position

CELL = 34  # px


def heatmap(answer: Answer, canvas: Canvas) -> Drawing:
    """Cells shaded by value, with their numbers where they fit; each pair once, and blank without a row."""
    chart, rows, [y] = answer.question.chart, rows_of(answer), y_columns(answer)
    across = list(dict.fromkeys(row[chart["x"]] for row in rows))
    down = list(dict.fromkeys(row[chart["row"]] for row in rows))
    cells = {(row[chart["row"]], row[chart["x"]]): row for row in rows}
    if across == down:  # each pair stands in both halves of the square: one half is enough
        cells = {(one, other): row for (one, other), row in cells.items() if down.index(one) > down.index(other)}
        across, down = across[:-1], down[1:]
    drawing = Drawing(height=canvas.plot_height or CELL * max(1, len(down)))
    _label(drawing, across, down, canvas)
    grid = [[cells.get((one, other)) for other in across] for one in down]
    texts = [[escape(format_cell(answer, y, row[y], bare=True)) if row else "" for row in line] for line in grid]
    longest = max((canvas.pixels(text) for line in texts for text in line), default=0)
    most = max((row[y] for row in rows if row[y] is not None), default=0) or 1
    fits = longest + 2 <= (canvas.width - drawing.left - drawing.right) / max(1, len(across))
    drawing.traces = [
        {
            "type": "heatmap",
            "x": list(range(len(across))),
            "y": list(range(len(down))),
            "z": [[row[y] if row else None for row in line] for line in grid],
            "zmin": 0,
            "zmax": most,
            "colorscale": scale(),
            "xgap": 2,
            "ygap": 2,
            "showscale": not fits,
            "colorbar": {
                **COLOUR_BAR,
                **number_ticks(0, most, False, lambda z: format_number(z, answer.selection.lang)),
            },
            "hovertext": [[_hover_text(answer, row) if row else "" for row in line] for line in grid],
            "hoverinfo": "text",
            "hoverongaps": False,
            **_clicks(answer, grid),
        }
    ]
    if fits:
        drawing.traces.append(_numbers(y, grid, texts, most, canvas))
    else:
        drawing.top = 81  # for the colour bar: with less, Plotly makes the plot smaller
    return drawing


def _numbers(y: str, grid: Grid, texts: list[list[str]], most: float, canvas: Canvas) -> dict[str, Any]:
    """The numbers as a separate trace: those of a Plotly heatmap have too little contrast on middle shades."""
    cells = [
        (x, place, row[y], texts[place][x])
        for place, line in enumerate(grid)
        for x, row in enumerate(line)
        if row and row[y] is not None
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x for x, *_ in cells],
        "y": [place for _, place, *_ in cells],
        "text": [text for *_, text in cells],
        "textfont": {
            "size": canvas.font,
            "color": [text_colour_on(shade(value / most)) for _, _, value, _ in cells],
        },
        "hoverinfo": "skip",
    }


COLOUR_BAR: dict[str, Any] = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "xpad": 0,
    "y": 1,
    "yanchor": "bottom",
    "ypad": 10,
    "len": 0.6,
    "thickness": 8,
    "outlinewidth": 0,
}


def _hover_text(answer: Answer, row: dict[str, Any]) -> str:
    chart, [y] = answer.question.chart, y_columns(answer)
    pair = (f"{title_of(answer, chart[side])}: {row[chart[side]]}" for side in ("row", "x"))
    return hover_text(format_cell(answer, y, row[y]), *pair)


def _clicks(answer: Answer, grid: Grid) -> dict[str, Any]:
    click = answer.question.chart.get("click")
    if not click:
        return {}
    return {"customdata": [[row[click["column"]] if row else None for row in line] for line in grid]}


def _tick_size(drawing: Drawing, labels: list[list[str]], canvas: Canvas) -> int:
    cell = drawing.height / max(1, len(labels))
    most = max(map(len, labels), default=1)
    return max(8, min(canvas.font, int(cell / (most * 1.25))))


def _label(drawing: Drawing, across: list[Any], down: list[Any], canvas: Canvas) -> None:
    widest = 40 if canvas.fixed else 14
    labels = [wrap_lines("–" if name is None else name, widest, 2) for name in down]
    drawing.left = 12 + max((canvas.pixels(part) for label in labels for part in label), default=0)
    drawing.yaxis = {
        "tickvals": list(range(len(down))),
        "ticktext": ["<br>".join(map(escape, label)) for label in labels],
        "tickfont": {"size": _tick_size(drawing, labels, canvas)},
        "range": [max(1, len(down)) - 0.5, -0.5],
        "showgrid": False,
    }
    room = (canvas.width - drawing.left - drawing.right) / max(1, len(across))
    names = [str("–" if name is None else name) for name in across]
    turned = max(map(canvas.pixels, names), default=0) > room - 4
    heads = [wrap_lines(name, 24, 1)[0] if turned else name for name in names]
    drawing.xaxis = {
        "tickvals": list(range(len(across))),
        "ticktext": [escape(head) for head in heads],
        "tickangle": -90 if turned else 0,
        "range": [-0.5, max(1, len(across)) - 0.5],
        "showline": False,
        "ticks": "",
    }
    drawing.bottom = 12 + (max(map(canvas.pixels, heads), default=0) if turned else canvas.font * 2)

"""Texts of a figure at their places, and the notes that point at something."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from repression.charts.svg.markup import Piece, join, number, runs, safe, tag
from repression.charts.svg.model import Annotation, Font
from repression.charts.svg.plane import Place, Plane

# Everything here is in font sizes but the paddings, which are px; Plotly places texts in the same way.
LINE = 1.3  # from one line to the next
ASCENT, DESCENT, MIDDLE = 0.95, 0.25, 0.35  # of letters: above and below the line they stand on, and their middle
TEXT_PAD = 3  # between a bar and its text
NOTE_PAD = 2  # around the text of a note
DOT = 2  # radius of an arrow's head that is a dot

NOTHING = Font()

Side = Literal["left", "center", "right"]
Edge = Literal["top", "middle", "bottom", "line"]
PADS = {"left": NOTE_PAD, "top": NOTE_PAD, "center": 0, "middle": 0, "right": -NOTE_PAD, "bottom": -NOTE_PAD}
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def text(
    words: str,
    place: Place,
    side: Side,
    edge: Edge,
    plane: Plane,
    *,
    font: Font,
    own: Font = NOTHING,
    i: int = 0,
) -> Markup:
    """A text of a figure, in one or more lines, with this side and edge at a place.

    The edge `line` is the line that the letters of its first line stand on. `own` is what is not as in `font`, the
    layout's; `i` chooses of several colours.
    """
    size = own.size or font.size or 0
    lines = runs(words)
    first = place.down + size * _first_line(edge, len(lines))
    x, y, moved = plane.at(place._replace(down=first))
    colour = own.color[i] if isinstance(own.color, list) else own.color
    pieces = [
        tag("tspan", _line(line), x=x, dy=number(size * LINE)) if n else _line(line) for n, line in enumerate(lines)
    ]
    return tag(
        "text",
        join(pieces),
        x=x,
        y=y,
        transform=moved,
        text_anchor=ANCHORS[side] if side != "left" else None,
        font_size=own.size if own.size != font.size else None,
        fill=colour if colour != font.color else None,
    )


def _first_line(edge: Edge, lines: int) -> float:
    more = (lines - 1) * LINE
    return {"line": 0, "top": ASCENT, "middle": MIDDLE - more / 2, "bottom": -DESCENT - more}[edge]


def _line(pieces: list[Piece]) -> Markup:
    return join(
        tag("tspan", text, font_weight="bold" if bold else None, fill=colour) if bold or colour else safe(text)
        for text, bold, colour in pieces
    )


def note(given: Annotation, plane: Plane, font: Font) -> Markup:
    """An annotation: its text, and the line from there to what it is about."""
    at = Place(
        plane.x(given.x) if given.xref == "x" else float(given.x),
        plane.y(given.y) if given.yref == "y" else 1 - float(given.y),
        given.xshift,
        -given.yshift,
    )
    tail = _tail(given, at, plane) if given.showarrow else at
    here = tail._replace(right=tail.right + PADS[given.xanchor], down=tail.down + PADS[given.yanchor])
    written = text(given.text, here, given.xanchor, given.yanchor, plane, font=font, own=given.font)
    return tag("g", (_arrow(given, at, tail, plane) if given.showarrow else Markup()) + written, class_="chart-note")


def _tail(given: Annotation, at: Place, plane: Plane) -> Place:
    if given.axref == "x":
        return Place(plane.x(given.ax), plane.y(given.ay))
    return at._replace(right=at.right + given.ax, down=at.down + given.ay)


def _arrow(given: Annotation, at: Place, tail: Place, plane: Plane) -> Markup:
    """The line from a note to its place: upright with a gap before the place, or to a dot on it."""
    gap = given.standoff if given.ay > 0 else -given.standoff
    head = at if given.arrowhead else at._replace(down=at.down + gap)
    x1, y1, moved = plane.at(head)
    x2, y2, _ = plane.at(tail)
    line = tag("line", x1=x1, y1=y1, x2=x2, y2=y2, transform=moved)
    dot = tag("circle", cx=x1, cy=y1, r=DOT, fill=given.arrowcolor, stroke="none") if given.arrowhead else Markup()
    return tag("g", line + dot, stroke=given.arrowcolor, stroke_width=given.arrowwidth)

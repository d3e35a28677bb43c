"""A whole figure as SVG: fluid, for a page, or of a fixed size, as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from repression.charts.style import FONT
from repression.charts.svg.axes import axes, background, colour_bar
from repression.charts.svg.marks import LinkOf, marks
from repression.charts.svg.markup import join, number, tag
from repression.charts.svg.model import Bar, Figure, Heatmap, Layout, read
from repression.charts.svg.plane import Plane, proportions
from repression.charts.svg.texts import note


def svg(
    figure: Mapping[str, Any],
    *,
    title: str,
    description: str,
    anchor: str,
    link_of: LinkOf = None,
) -> Markup:
    """A figure of `figures.figure` as HTML: an SVG that is as wide as its container.

    It needs no script, and static/chart.css for its looks. Letters keep their size at every width. `title` and
    `description` are what screen readers say of it; `anchor` begins its ids and is on a page once. `link_of` gives the
    address to which a mark with this filter value leads, or None: without it no mark is a link.
    Raises UnknownKey for a key or a value of the figure that is not drawn.
    """
    drawn = read(figure)
    layout = drawn.layout
    height = _plot_height(layout)
    mapped = layout.yaxis.scaleanchor is not None
    plane = Plane.of(layout, None, None if mapped else height, f"{anchor}-hatching")
    names = f"{anchor}-title", f"{anchor}-description"
    about = tag("title", title, id=names[0]) + tag("desc", description, id=names[1])
    content = _content(drawn, plane, link_of)
    whole = tag(
        "svg",
        about + content,
        # Screen readers pass over what is in an image, links too.
        role="group" if "<a href" in content else "img",
        aria_labelledby=" ".join(names),
        width="100%",
        height="100%" if mapped else height,
        overflow="visible",
        font_size=layout.font.size,
        fill=str(layout.font.color),
        color=str(layout.font.color),
    )
    if mapped:
        shape = proportions(layout)
        whole = tag("div", whole, style=f"max-width:{number(height * shape)}px;aspect-ratio:{number(shape, 4)}")
    margin = layout.margin
    edges = " ".join(f"{number(edge)}px" for edge in (margin.top, margin.right, margin.bottom, margin.left))
    # As high as Plotly's drawing, also of a map that is narrower, so that what is below stands at one place in both.
    room = f"min-height:{number(layout.height)}px"
    return tag("div", tag("div", whole, style=f"padding:{edges}"), class_="chart", style=room)


def picture_svg(figure: Mapping[str, Any], *, title: str, scale: float = 1) -> str:
    """A figure of `figures.picture` as an SVG file, enlarged; it names its fonts and has entities of XML alone.

    `title` is what screen readers call it; as an element it would be the title of a browser's tab, too, which others
    may see. Raises UnknownKey as `svg` does.
    """
    drawn = read(figure)
    layout = drawn.layout
    assert layout.width is not None
    margin, height = layout.margin, _plot_height(layout)
    width = layout.width - margin.left - margin.right
    plane = Plane.of(layout, width, height, "hatching")
    content = _content(drawn, plane, None)
    ground = tag("rect", width=layout.width, height=layout.height, fill=layout.paper_bgcolor)
    placed = tag("g", content, transform=f"translate({number(margin.left)} {number(margin.top)})")
    return str(
        tag(
            "svg",
            ground + placed,
            xmlns="http://www.w3.org/2000/svg",
            role="img",
            aria_label=title,
            width=layout.width * scale,
            height=layout.height * scale,
            viewBox=f"0 0 {number(layout.width)} {number(layout.height)}",
            font_family=FONT,
            font_size=layout.font.size,
            fill=str(layout.font.color),
        )
    )


def _plot_height(layout: Layout) -> float:
    return layout.height - layout.margin.top - layout.margin.bottom


def _hatching(figure: Figure, plane: Plane) -> Markup:
    """The pattern of what is hatched; empty if nothing is."""
    patterns = [one.marker.pattern for one in figure.data if isinstance(one, Bar) and one.marker.pattern]
    if not patterns:
        return Markup()
    pattern, size = patterns[0], patterns[0].size
    ground = tag("rect", width=size, height=size, fill=pattern.bgcolor)
    # Twice the diagonal, since a line reaches beyond the corners of its tile.
    ends = [
        (0, size, size, 0),
        (-size / 2, size / 2, size / 2, -size / 2),
        (size / 2, size * 1.5, size * 1.5, size / 2),
    ]
    line = "".join(f"M{number(x)},{number(y)}L{number(to_x)},{number(to_y)}" for x, y, to_x, to_y in ends)
    lines = tag("path", d=line, stroke=pattern.fgcolor, stroke_width=pattern.solidity * size)
    return tag("pattern", ground + lines, id=plane.hatching, width=size, height=size, patternUnits="userSpaceOnUse")


def _content(figure: Figure, plane: Plane, link_of: LinkOf) -> Markup:
    layout = figure.layout
    keys = (colour_bar(one, plane, layout.font) for one in figure.data if isinstance(one, Heatmap) and one.showscale)
    return join(
        [
            _hatching(figure, plane),
            background(layout, plane),
            *(marks(one, plane, layout.font, link_of) for one in figure.data),
            axes(layout, plane),
            *keys,
            *(note(one, plane, layout.font) for one in layout.annotations),
        ]
    )

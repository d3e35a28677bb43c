"""The part of Plotly's figures that our charts use, as types. Whatever is not here is refused.

So no key of a figure is drawn by Plotly and left out in silence by the SVG. What Plotly would otherwise choose itself
(ranges, ticks, places of bars, anchors of texts) has no default here: a figure has to state it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

Value = float | str | None  # of an axis: a number, or a date as ISO text
Text = list[str] | str | None


class UnknownKey(ValueError):
    """A key or value of a figure that the SVG does not know; the message has its path, such as `$.layout.xaxis`."""


class Part(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A part of a figure."""


class Font(Part, frozen=True, kw_only=True):
    """How a text looks; what is None comes from the layout's font. `color` may be one for each text."""

    family: str | None = None
    size: float | None = None
    color: str | list[str] | None = None


class Stroke(Part, frozen=True, kw_only=True):
    """How a line or an outline looks; `width` in px."""

    color: str | None = None
    width: float


NO_STROKE = Stroke(width=0)


class Pattern(Part, frozen=True, kw_only=True):
    """Hatching: lines of one colour on another, `size` px apart."""

    shape: Literal["/"]
    fgcolor: str
    bgcolor: str
    fillmode: Literal["replace"]
    size: float
    solidity: float


class Marker(Part, frozen=True, kw_only=True):
    """How points or bars look; `size` is the diameter in px."""

    color: str = "none"
    size: float | list[float] = 0
    symbol: str | list[str] = "circle"
    opacity: Literal[0, 1] = 1
    line: Stroke = NO_STROKE
    pattern: Pattern | None = None


NO_MARKER = Marker()


class Hover(Part, frozen=True, kw_only=True):
    """What every trace has for the pointer: `customdata` are the filter values of its marks, or `meta` the one of all.

    `hoverlabel` and the like are Plotly's own matter.
    """

    name: str = ""
    hoverinfo: Literal["text", "skip"]
    customdata: list[Any] | None = None
    meta: str | None = None


class Scatter(Hover, frozen=True, kw_only=True, tag_field="type", tag="scatter"):
    """Lines, points, texts or a filled outline."""

    hovertext: list[str] | None = None
    mode: Literal["lines", "markers", "lines+markers", "text"]
    x: list[Value]
    y: list[Value]
    line: Stroke = NO_STROKE
    marker: Marker = NO_MARKER
    fill: Literal["toself"] | None = None
    fillcolor: str | None = None
    text: Text = None
    textfont: Font = Font()
    hoveron: Literal["fills"] | None = None
    connectgaps: Literal[False] = False
    cliponaxis: bool = False

    def __post_init__(self) -> None:
        if "lines" in self.mode and not self.line.color:
            raise ValueError("Lines must state their `color`")
        if "markers" in self.mode and self.marker.size == 0:
            raise ValueError("Points must state their `size`")


class Bar(Hover, frozen=True, kw_only=True, tag_field="type", tag="bar"):
    """Bars from `base` on, as long as their value; `offset` and `width` in units of the other axis (dates: ms)."""

    x: list[Value]
    y: list[Value]
    hovertext: list[str]
    offset: float
    width: float
    marker: Marker
    orientation: Literal["v", "h"] = "v"
    base: list[Value] | None = None
    text: list[str] | None = None
    textposition: Literal["none", "outside", "inside"]
    textfont: Font = Font()
    insidetextanchor: Literal["middle"] | None = None
    textangle: Literal[0] = 0
    constraintext: Literal["none"] = "none"
    cliponaxis: Literal[False] = False


class ColorBar(Part, frozen=True, kw_only=True):
    """The key to a heatmap's colours, above the plot."""

    orientation: Literal["h"]
    x: Literal[0]
    xanchor: Literal["left"]
    xpad: Literal[0]
    y: Literal[1]
    yanchor: Literal["bottom"]
    ypad: float
    len: float
    thickness: float
    outlinewidth: Literal[0]
    tickvals: list[float]
    ticktext: list[str]


class Heatmap(Hover, frozen=True, kw_only=True, tag_field="type", tag="heatmap"):
    """Cells coloured by value, on whole positions of both axes."""

    x: list[int]
    y: list[int]
    hovertext: list[list[str]]
    z: list[list[float | None]]
    zmin: float
    zmax: float
    colorscale: list[tuple[float, str]]
    xgap: Literal[2]
    ygap: Literal[2]
    showscale: bool
    colorbar: ColorBar
    hoverongaps: Literal[False]


Trace = Scatter | Bar | Heatmap


class Title(Part, frozen=True, kw_only=True):
    """The title of an axis; `standoff` in px below the labels."""

    text: str = ""
    font: Font = Font()
    standoff: float = 0


class Axis(Part, frozen=True, kw_only=True):
    """An axis; `range` goes from the left or the bottom, `domain` is its share of the plot."""

    range: tuple[float | str, float | str]
    type: Literal["linear", "date"] = "linear"
    domain: tuple[float, float] = (0, 1)
    tickvals: list[float | str] | None = None
    ticktext: list[str] = []
    tickangle: Literal[0, -90] = 0
    tickfont: Font = Font()
    ticks: Literal["", "outside"] = ""
    tickcolor: str = "none"
    ticklabelstandoff: float = 0
    showgrid: bool = False
    gridcolor: str = "none"
    showline: bool = False
    linecolor: str = "none"
    zeroline: Literal[False] = False
    visible: bool = True
    title: Title = Title()
    scaleanchor: Literal["x"] | None = None
    scaleratio: float = 1
    constrain: Literal["domain"] | None = None
    constraintoward: Literal["left", "center", "top"] | None = None
    automargin: Literal[False] = False
    fixedrange: Literal[True] = True

    def __post_init__(self) -> None:
        if self.visible and self.tickvals is None:
            raise ValueError("An axis that is seen must state its `tickvals`")

    @property
    def labelled_ticks(self) -> list[tuple[float | str, str]]:
        """The values that are marked, each with its label."""
        return list(zip(self.tickvals or (), self.ticktext, strict=True))


class Annotation(Part, frozen=True, kw_only=True):
    """A text at a place, perhaps with an arrow to it; shifts, `ax` and `ay` in px unless `axref` says otherwise."""

    text: str
    x: float | str
    y: float | str
    xanchor: Literal["left", "center", "right"]
    yanchor: Literal["top", "middle", "bottom"]
    xref: Literal["x", "paper"] = "x"
    yref: Literal["y", "paper"] = "y"
    xshift: float = 0
    yshift: float = 0
    align: Literal["left", "center", "right"] = "center"
    font: Font = Font()
    showarrow: bool
    ax: float = 0
    ay: float = 0
    axref: Literal["pixel", "x"] = "pixel"
    ayref: Literal["pixel", "y"] = "pixel"
    arrowhead: Literal[0, 6] = 0
    arrowsize: Literal[1] = 1
    arrowwidth: float = 1
    arrowcolor: str = "none"
    standoff: float = 0

    def __post_init__(self) -> None:
        if "<br>" in self.text and self.align != self.xanchor:
            # Lines are aligned at the text's place: how wide the longest is, only a browser knows.
            raise ValueError("The `align` of several lines must be the `xanchor`")


class Shape(Part, frozen=True, kw_only=True):
    """A line or an area behind the marks, over the whole height or a share of it."""

    type: Literal["rect", "line"]
    layer: Literal["below"]
    x0: float | str
    x1: float | str
    y0: float
    y1: float
    yref: Literal["paper"]
    fillcolor: str = "none"
    line: Stroke


class Margin(Part, frozen=True, kw_only=True):
    """The space around the plot in px."""

    left: float = msgspec.field(name="l")
    right: float = msgspec.field(name="r")
    top: float = msgspec.field(name="t")
    bottom: float = msgspec.field(name="b")


class Layout(Part, frozen=True, kw_only=True):
    """All but the traces; sizes in px, `width` of a picture alone."""

    font: Font
    height: float
    margin: Margin
    xaxis: Axis
    yaxis: Axis
    annotations: list[Annotation]
    shapes: list[Shape]
    showlegend: Literal[False]
    barmode: Literal["overlay"]
    width: float | None = None
    paper_bgcolor: str
    plot_bgcolor: str
    # Of Plotly's pages alone.
    autosize: bool = False
    colorway: list[str] = []
    dragmode: Literal[False] = False
    hovermode: str = ""
    hoverdistance: float = 0
    hoverlabel: Any = None


class Figure(Part, frozen=True, kw_only=True):
    """A whole figure, its template applied."""

    data: list[Trace]
    layout: Layout


def read(figure: Mapping[str, Any]) -> Figure:
    """A figure of `charts.figures` in types, with its template applied.

    Raises UnknownKey for a key or a value that these types do not have, or for one that is missing.
    """
    given = dict(figure["layout"])
    template = given.pop("template", {"layout": {}})["layout"]
    layout = {**template, **given, "font": {**template.get("font", {}), **given.get("font", {})}}
    for name in ("xaxis", "yaxis"):
        layout[name] = _axis(template.get(name, {}), given[name])
    try:
        return msgspec.convert({**figure, "layout": layout}, Figure)
    except msgspec.ValidationError as problem:
        raise UnknownKey(str(problem)) from problem


def _axis(template: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    both = {**template, **given}
    for part in ("tickfont", "title"):
        both[part] = {**template.get(part, {}), **given.get(part, {})}
    return both

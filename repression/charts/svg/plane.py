"""Where a value of a figure lies in the drawing: fluid, in per cent of a width that is not known, or in px."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup
from msgspec.structs import replace

from repression.charts.canvas import MILLISECONDS_A_DAY, axis_position
from repression.charts.svg.markup import number, tag
from repression.charts.svg.model import Axis, Layout, Value

PATH_WIDTH = 1000  # units of a path across a fluid plot
DAY_LETTERS = 10  # an ISO text with a time has more
MINUTES_A_DAY = 24 * 60


class Scale:
    """The positions of an axis' values, as shares of the plot from its left or lower edge."""

    def __init__(self, axis: Axis) -> None:
        self._unit = MILLISECONDS_A_DAY if axis.type == "date" else 1
        self._start, end = axis.domain
        self._first, last = (self.number(edge) for edge in axis.range)
        self._by = (end - self._start) / (last - self._first)

    def number(self, value: Value) -> float:
        """A value as a number: of a date, its ordinal with the share of the day that has passed."""
        if isinstance(value, str) and len(value) > DAY_LETTERS:
            moment = datetime.fromisoformat(value)
            return moment.toordinal() + (moment.hour * 60 + moment.minute) / MINUTES_A_DAY
        return axis_position(value)

    def length(self, given: float) -> float:
        """A length along the axis as a number: figures give those of dates in milliseconds."""
        return given / self._unit

    def share(self, value: Value) -> float:
        """A value's share of the plot."""
        return self._start + self._by * (self.number(value) - self._first)


class Place(NamedTuple):
    """A point: shares of the plot's width and height from its upper left corner, and px to go from there."""

    x: float
    y: float
    right: float = 0
    down: float = 0


@dataclass(frozen=True)
class Plane:
    """The plot. `width` is None where it is fluid; `height` is None too where it keeps the proportions of a map.

    `hatching` is the id of the pattern of what is hatched.
    """

    across_scale: Scale
    up_scale: Scale
    width: float | None
    height: float | None
    hatching: str

    @classmethod
    def of(cls, layout: Layout, width: float | None, height: float | None, hatching: str) -> Plane:
        """The plane of a layout's axes; where they share one scale, a plot of fixed size is not filled by them."""
        across, up = layout.xaxis, layout.yaxis
        if up.scaleanchor and width is not None and height is not None:
            fitting = proportions(layout) * height / width
            across = replace(across, domain=_part(across, min(1, fitting)))
            up = replace(up, domain=_part(up, min(1, 1 / fitting)))
        return cls(Scale(across), Scale(up), width, height, hatching)

    def x(self, value: Value) -> float:
        """A value's share of the plot's width, from the left."""
        return self.across_scale.share(value)

    def y(self, value: Value) -> float:
        """A value's share of the plot's height, from the top."""
        return 1 - self.up_scale.share(value)

    def across(self, share: float) -> str:
        """A share of the width as a length."""
        return f"{number(share * 100)}%" if self.width is None else number(share * self.width)

    def down(self, share: float) -> str:
        """A share of the height as a length."""
        return f"{number(share * 100)}%" if self.height is None else number(share * self.height)

    def at(self, place: Place) -> tuple[str, str, str | None]:
        """A place as `x`, `y`, and `transform` for the px that are no part of these."""
        right, down, x, y = place.right, place.down, self.across(place.x), self.down(place.y)
        if self.width is not None:
            x, right = number(place.x * self.width + right), 0
        if self.height is not None:
            y, down = number(place.y * self.height + down), 0
        return x, y, f"translate({number(right)} {number(down)})" if right or down else None

    def around(self, place: Place, content: Markup) -> Markup:
        """Content at a place; it is drawn in px around (0, 0), and never scaled."""
        x, y, moved = self.at(place)
        return tag("svg", tag("g", content, transform=moved) if moved else content, x=x, y=y, overflow="visible")

    def point(self, x: float, y: float) -> str:
        """Shares of width and height as a point of a path."""
        return f"{number(x * (self.width or PATH_WIDTH), 1)},{number(y * (self.height or PATH_WIDTH), 1)}"

    def paths(self, content: Markup) -> Markup:
        """Paths of `point`s, which stretch with the plot."""
        box = f"0 0 {number(self.width or PATH_WIDTH)} {number(self.height or PATH_WIDTH)}"
        stretch = {"viewBox": box, "preserveAspectRatio": "none", "overflow": "visible"}
        return tag("svg", content, width=self.across(1), height=self.down(1), **stretch)


def proportions(layout: Layout) -> float:
    """Width by height of a plot whose axes share one scale."""
    (left, right), (low, high) = layout.xaxis.range, layout.yaxis.range
    return (float(right) - float(left)) / ((float(high) - float(low)) * layout.yaxis.scaleratio)


def _part(axis: Axis, share: float) -> tuple[float, float]:
    """The share of the plot that an axis takes, at the side that it is constrained to."""
    start = {"left": 0.0, "center": (1 - share) / 2, "top": 1 - share}[axis.constraintoward or "center"]
    return start, start + share

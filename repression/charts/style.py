"""The look that all charts share: colours, template, configuration.

The same thing has the same colour everywhere: a column's name or a series' code decides it. All colours have a
contrast of 4.5:1 with the white page, so a line and its label may share a colour.

A chart is drawn once, for a white page. On a dark page the browser inverts it by a CSS filter (static/style.css);
tests/charts/test_style.py checks the same contrast for every inverted colour.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from repression import palette
from repression.palette import BLACK, NAVY, NO_VALUE, PLUM, ROSE, SCALE_START, TEAL, TRANSPARENT

INK = palette.INK.light
QUIET_INK = palette.QUIET.light
GRID = palette.LINE.light
PAGE_COLOUR = palette.PAGE.light
FINDING = palette.FINDING.light
UNKNOWN = palette.UNKNOWN
INCOMPLETE = palette.WARNING.light  # the shade behind figures that are still to grow
HATCHING = {"shape": "/", "fgcolor": UNKNOWN, "bgcolor": NO_VALUE, "fillmode": "replace", "size": 6, "solidity": 0.2}
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif'

# The first four differ most. None is grey, which means not known.
CYCLE = (FINDING, NAVY, TEAL, PLUM, ROSE)
# The shades of the scale for quantities, as shares of the way from SCALE_START to FINDING. They leave out the middle:
# on it neither black nor white text is readable on both the light and the dark page.
STEPS = (0.05, 0.22, 0.42, 0.76, 1.0)

COLOURS = {
    "people": FINDING,
    "political_prisoners": FINDING,
    "political_prisoner": FINDING,
    "former_political_prisoner": TEAL,
    "convicted": NAVY,
    "ever_recognised": PLUM,
    "arrests": FINDING,
    "arrested": FINDING,
    "began": PLUM,
    "verdicts": NAVY,
    "releases": TEAL,
    "released": TEAL,
    "women": TEAL,
    "female": TEAL,
    "men": NAVY,
    "male": NAVY,
    "organisations": NAVY,
    "forced_liquidation": NAVY,
    "self_liquidation": TEAL,
    "total": INK,
    "viasna": FINDING,
    "lawtrend": NAVY,
    "wider": PLUM,
    "other": TEAL,
    "imprisoned": FINDING,
    "earlier": NAVY,
    "later": FINDING,
}

AXIS = {
    "fixedrange": True,  # else a finger that scrolls the page would pan the chart
    "gridcolor": GRID,
    "zeroline": False,
    "linecolor": QUIET_INK,
    "tickcolor": GRID,
    "tickfont": {"color": QUIET_INK},
    "title": {"font": {"color": QUIET_INK, "size": 14}, "standoff": 8},
}

TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": FONT, "size": 14, "color": INK},
        "paper_bgcolor": TRANSPARENT,
        "plot_bgcolor": TRANSPARENT,
        "colorway": list(CYCLE),
        "autosize": True,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 30,
        "hoverlabel": {
            "align": "left",
            "bgcolor": PAGE_COLOUR,
            "bordercolor": QUIET_INK,
            "font": {"family": FONT, "size": 14, "color": INK},
        },
        "xaxis": {**AXIS, "showgrid": False, "showline": True, "ticks": "outside"},
        "yaxis": {**AXIS, "showgrid": True, "ticks": ""},
        "barmode": "overlay",  # every bar says where it stands
    }
}


def colour_of(code: str, position: int) -> str:
    """The colour of a column or series: its own in COLOURS, or else that of its position in CYCLE."""
    return COLOURS.get(code, CYCLE[position % len(CYCLE)])


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of a colour `#rrggbb`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def with_alpha(colour: str, opacity: float) -> str:
    """A colour `#rrggbb` with an opacity from 0 (transparent) to 1."""
    red, green, blue = channels(colour)
    return f"rgba({red},{green},{blue},{opacity})"


def shade(share: float, deepest: float = 1.0) -> str:
    """The colour for a share (0 to 1) of the largest quantity: one of five steps from near SCALE_START.

    The last is FINDING, or as far on the way to it as `deepest` says (0 to 1).
    """
    step = deepest * STEPS[min(int(share * len(STEPS)), len(STEPS) - 1)]
    pairs = zip(channels(SCALE_START), channels(FINDING), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * step):02x}" for low, high in pairs)


def scale() -> list[tuple[float, str]]:
    """The steps of `shade` as a Plotly colour scale, in which two colours at one position make a step."""
    ends = [i / len(STEPS) for i in range(len(STEPS) + 1)]
    return [(end, shade(low)) for low, high in pairwise(ends) for end in (low, high)]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours by WCAG 2, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_colour_on(background: str) -> str:
    """Black or white, whichever has more contrast. One of them is always readable; INK on a dark shade would not be."""
    return max((BLACK, PAGE_COLOUR), key=lambda colour: contrast(colour, background))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

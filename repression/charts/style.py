"""The look that all charts share: ink, palette, template, configuration.

The same thing has the same colour everywhere: colours go by the name of a column, or by the code
of a series. All keep 4.5:1 against the white page, so a line and its label may share a colour.

A chart is drawn once, for a white page. On a dark one the browser turns it over by a filter
(pages/style.css), and tests/charts/test_style.py holds every colour to the same contrast there.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

INK = "#1d2733"
QUIET_INK = "#56606c"
GRID = "#e3e6ea"
EVENT_LINE = "#c3c9d0"
PAGE_COLOUR = "#ffffff"
NO_VALUE = "#eef0f2"
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif'

# Apart from each other in red-, green- and blue-blind eyes, too, and on a dark page; the first four most of all.
MADDER = "#8c2f39"
NAVY = "#1f3a75"
OCHRE = "#9a6700"
TEAL = "#3f7d80"
PLUM = "#6247a0"
ASH = "#6c737c"
ROSE = "#c0427e"

# The last is quiet: where seven are drawn, it is the rest of a list.
CYCLE = (MADDER, NAVY, OCHRE, TEAL, PLUM, ROSE, ASH)
PALE, DEEP = "#f6e6e4", MADDER  # the ends of the one scale for quantities
# Its steps leave out the middle, on which neither a light nor a dark number is read on both pages.
STEPS = (0.05, 0.22, 0.42, 0.76, 1.0)

COLOURS = {
    "people": MADDER,
    "political_prisoners": MADDER,
    "political_prisoner": MADDER,
    "former_political_prisoner": OCHRE,
    "convicted": NAVY,
    "ever_recognised": PLUM,
    "arrests": MADDER,
    "arrested": MADDER,
    "verdicts": NAVY,
    "releases": TEAL,
    "released": TEAL,
    "women": TEAL,
    "female": TEAL,
    "men": NAVY,
    "male": NAVY,
    "organisations": NAVY,
    "forced_liquidation": NAVY,
    "self_liquidation": OCHRE,
    "suit_filed": ASH,
    "total": INK,
    "viasna": MADDER,
    "lawtrend": NAVY,
    "wider": PLUM,
    "other": ASH,
    "imprisoned": MADDER,
    "earlier": ASH,
    "later": MADDER,
}

AXIS = {
    "fixedrange": True,  # a finger that scrolls the page must not pan the chart
    "gridcolor": GRID,
    "zeroline": False,
    "linecolor": QUIET_INK,
    "tickcolor": GRID,
    "tickfont": {"color": QUIET_INK},
    "title": {"font": {"color": QUIET_INK, "size": 13}, "standoff": 8},
}

TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": list(CYCLE),
        "autosize": True,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 30,
        "hoverlabel": {
            "align": "left",
            "bgcolor": PAGE_COLOUR,
            "bordercolor": QUIET_INK,
            "font": {"family": FONT, "size": 13, "color": INK},
        },
        "xaxis": {**AXIS, "showgrid": False, "showline": True, "ticks": "outside"},
        "yaxis": {**AXIS, "showgrid": True, "ticks": ""},
        "bargap": 0.25,
        "bargroupgap": 0.08,
    }
}

CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "showLink": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
}


def colour_of(code: str, position: int) -> str:
    """The colour of a column or series; without one of its own, the cycle's."""
    return COLOURS.get(code, CYCLE[position % len(CYCLE)])


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of a colour like `#8c2f39`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def with_alpha(colour: str, opacity: float) -> str:
    """A colour that lets through what is behind it."""
    red, green, blue = channels(colour)
    return f"rgba({red},{green},{blue},{opacity})"


def shade(share: float) -> str:
    """The scale's colour for a share (0 to 1) of the largest: one of five steps from near PALE to DEEP."""
    step = STEPS[min(int(share * len(STEPS)), len(STEPS) - 1)]
    pairs = zip(channels(PALE), channels(DEEP), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * step):02x}" for low, high in pairs)


def scale() -> list[tuple[float, str]]:
    """The steps of `shade` as a colour scale of Plotly, where two colours at one place are a step."""
    ends = [i / len(STEPS) for i in range(len(STEPS) + 1)]
    return [(end, shade(low)) for low, high in pairwise(ends) for end in (low, high)]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours after WCAG 2, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_colour_on(background: str) -> str:
    """Black or white, whichever is better read: one of them always is, which mere ink is not."""
    return max(("#000000", PAGE_COLOUR), key=lambda colour: contrast(colour, background))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

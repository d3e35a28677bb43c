"""Every colour of the site: what it is for, and how it looks on a light and on a dark page.

Three files cannot import this module and repeat its values: `static/frame.css`, whose custom properties all
other CSS uses, `.streamlit/config.toml` and `static/icon.svg`. To change a colour, change it here and run
tests/test_palette.py: it names each place that differs, and refuses a colour in any other file.
"""

from __future__ import annotations

from typing import NamedTuple


class Shades(NamedTuple):
    """One colour as `#rrggbb`, or `#rrggbbaa` with its opacity, on a light and on a dark page."""

    light: str
    dark: str


PAGE = Shades("#ffffff", "#141414")
INK = Shades("#1d2733", "#dcdfe3")
QUIET = Shades("#56606c", "#a5acb5")  # text of less weight
ACCENT = Shades("#8c2f39", "#efa1a9")  # brand, links, the frame round what has the keyboard's focus
LINE = Shades("#e3e6ea", "#36383b")
TINT = Shades("#f8f1f1", "#2a1f21")  # the ground of messages
SIDEBAR = Shades("#f5f4f1", "#1e1e1f")
BORDER = Shades("#d5d2cb", "#45464a")  # of fields and buttons
SHADOW = Shades("#00000040", "#00000040")

# Charts are drawn for a light page only; on a dark page CSS inverts them (see repression/charts/style.py).
TRANSPARENT = "rgba(0,0,0,0)"
BLACK = "#000000"
NO_VALUE = "#eef0f2"
SCALE_START = "#f6e6e4"  # the scale for quantities goes from here to the accent

# The colours of series. People with red-, green- or blue-blind eyes can tell them apart, on a dark page too.
NAVY = "#1f3a75"
OCHRE = "#9a6700"
TEAL = "#3f7d80"
PLUM = "#6247a0"
ASH = "#6c737c"
ROSE = "#c0427e"

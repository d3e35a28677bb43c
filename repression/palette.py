"""Every colour of the site by what it means, on a light and on a dark page, and the sizes of its text and spaces.

Nothing repeats them by hand: `make tokens` writes them into the files that cannot import this module, which are
`static/frame.css` (custom properties for all other CSS), `.streamlit/config.toml` and `static/icon.svg`. A test refuses
a colour in any other file. docs/design.md says what is used for what.
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
LINE = Shades("#e3e6ea", "#36383b")
BORDER = Shades("#d5d2cb", "#45464a")  # of fields and buttons
GROUND = Shades("#f5f4f1", "#1e1e1f")  # of fields, of what is chosen, and of code
SHADOW = Shades("#00000040", "#00000040")
LINK = Shades("#0b57a4", "#8fbdf2")  # whatever can be pressed, and the frame round what has the keyboard's focus
WARNING = Shades("#865900", "#e3b766")
TINT = Shades("#fbf6ea", "#28231a")  # the ground of warnings and messages
FINDING = Shades("#8c2f39", "#efa1a9")  # what the figures are about, and nothing else

# Charts are drawn for a light page only; on a dark page CSS inverts them (see repression/charts/style.py).
TRANSPARENT = "rgba(0,0,0,0)"
BLACK = "#000000"
# What is not known: hatched in this grey, on the lighter one.
UNKNOWN = "#6c737c"
NO_VALUE = "#eef0f2"
SCALE_START = "#f6e6e4"  # the scale for quantities goes from here to the colour of findings

# The colours of other series. People with red-, green- or blue-blind eyes can tell them apart, on a dark page too.
NAVY = "#1f3a75"
TEAL = "#3f7d80"
PLUM = "#6247a0"
ROSE = "#c0427e"

# The sizes of text: notes and labels, text, titles of exhibits, titles of pages, the one big number.
SIZES = {"small": "0.875rem", "text": "1rem", "title": "1.25rem", "page-title": "1.75rem", "big": "2.5rem"}
# The spaces between things: 4, 8, 16, 24 and 48 px.
SPACES = {"space-xs": "0.25rem", "space-s": "0.5rem", "space-m": "1rem", "space-l": "1.5rem", "space-xl": "3rem"}

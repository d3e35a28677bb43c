"""A picture as PNG, drawn from its SVG with the fonts of the repository, so that every machine draws the same.

Drawing holds Python's global lock for a tenth of a second, so a server does it in another process:
`python -m repression.charts.png` reads an SVG file and writes a PNG.
"""

from __future__ import annotations

import sys

import resvg_py

from repression.paths import PACKAGE

FONTS = PACKAGE / "fonts"
FAMILY = "Noto Sans"


def draw_png(picture: str) -> bytes:
    """The PNG of an SVG file, as large as that says. Raises ValueError if it is no SVG."""
    return resvg_py.svg_to_bytes(
        svg_string=picture,
        font_family=FAMILY,
        font_files=[str(path) for path in sorted(FONTS.glob("*.ttf"))],
        skip_system_fonts=True,
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(draw_png(sys.stdin.buffer.read().decode()))

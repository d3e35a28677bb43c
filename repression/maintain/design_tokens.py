"""Writes the colours and sizes of `repression/palette.py` into the files that cannot import it.

`python -m repression.maintain.design_tokens` (`make tokens`) does it in place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from repression import palette
from repression.palette import BORDER, FINDING, GROUND, INK, LINK, PAGE, SIZES, SPACES, Shades
from repression.paths import PACKAGE, ROOT

# By the key of Streamlit's theme.
THEME = {
    "primaryColor": LINK,
    "textColor": INK,
    "backgroundColor": PAGE,
    "secondaryBackgroundColor": GROUND,
    "linkColor": LINK,
    "borderColor": BORDER,
    "codeTextColor": INK,
}
CSS_PART = re.compile(r"(/\* Written by `make tokens`.*?\*/\n).*?(/\* Up to here\. \*/)", re.DOTALL)
THEME_PART = re.compile(r"\n\[theme\.light\].*", re.DOTALL)
FILL = re.compile(r'(?<=fill=")[^"]+')


def written() -> Iterator[tuple[Path, str]]:
    """Each file that has colours or sizes, as it shall be."""
    static = PACKAGE / "static"
    yield _with(static / "frame.css", CSS_PART, lambda found: found[1] + _properties() + found[2])
    yield _with(ROOT / ".streamlit" / "config.toml", THEME_PART, lambda _: _themes())
    yield _with(static / "icon.svg", FILL, lambda _: FINDING.light)


def _with(path: Path, part: re.Pattern[str], make: Callable[[re.Match[str]], str]) -> tuple[Path, str]:
    """A file with a part of its text made anew. Raises ValueError if the file does not have that part."""
    text, found = part.subn(make, path.read_text(encoding="utf-8"))
    if not found:
        raise ValueError(f"{path}: there is no {part.pattern!r}")
    return path, text


def _properties() -> str:
    """The custom properties. Paper has those of a light page."""
    colours = {name.lower(): shades for name, shades in vars(palette).items() if isinstance(shades, Shades)}
    light = _declared({**SIZES, **SPACES, **{name: shades.light for name, shades in colours.items()}})
    dark = _declared({name: shades.dark for name, shades in colours.items() if shades.dark != shades.light})
    return f":root {{ {light} }}\n@media screen and (prefers-color-scheme: dark) {{\n  :root {{ {dark} }}\n}}\n"


def _declared(values: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in values.items())


def _themes() -> str:
    """The colours of Streamlit's two themes."""
    return "".join(
        f"\n[theme.{page}]\n" + "".join(f'{key} = "{getattr(shades, page)}"\n' for key, shades in THEME.items())
        for page in ("light", "dark")
    )


def main() -> None:
    """Write every file."""
    for path, text in written():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

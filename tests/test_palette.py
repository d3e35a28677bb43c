"""Every file that has to repeat a colour repeats that of `repression/palette.py`, and no other file names one."""

import re
import subprocess
import tomllib

import pytest

from repression import palette
from repression.palette import ACCENT, BORDER, INK, PAGE, SIDEBAR, Shades
from tests.conftest import ROOT

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(\s*\d")
REPEATED = {
    "repression/palette.py",
    "repression/static/frame.css",
    "repression/static/icon.svg",
    ".streamlit/config.toml",
}
THEME_ROLES = {
    "primaryColor": ACCENT,
    "textColor": INK,
    "backgroundColor": PAGE,
    "secondaryBackgroundColor": SIDEBAR,
    "linkColor": ACCENT,
    "borderColor": BORDER,
    "codeTextColor": INK,
}
FRAME = (ROOT / "repression" / "static" / "frame.css").read_text(encoding="utf-8")


def properties(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): ([^;]+);", block))


def test_no_other_file_names_a_colour() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "repression", "pages", ".streamlit"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    paths = [path for path in listed if path.endswith((".py", ".css", ".js", ".html", ".svg", ".toml"))]
    found = {path for path in paths if COLOUR.search((ROOT / path).read_text(encoding="utf-8"))}
    assert found == REPEATED


def test_the_custom_properties_are_the_palette() -> None:
    light, dark = (properties(block) for block in re.findall(r":root \{(.*?)\}", FRAME, re.DOTALL))
    roles = {name.lower(): role for name, role in vars(palette).items() if isinstance(role, Shades)}
    assert light == {name: roles[name].light for name in light}
    assert {**light, **dark} == {name: roles[name].dark for name in light}
    assert len(COLOUR.findall(FRAME)) == len(light) + len(dark), "a colour outside the custom properties"


def test_every_custom_property_that_css_uses_is_declared() -> None:
    paths = [*(ROOT / "pages").glob("*.css"), *(ROOT / "repression" / "static").glob("*.css")]
    css = "".join(path.read_text(encoding="utf-8") for path in paths)
    titles = re.compile(r"c\d+")  # of the columns of a table, in templates/table.html
    used = {name for name in re.findall(r"var\(--([\w-]+)\)", css) if not titles.fullmatch(name)}
    assert used == set(properties(css))


@pytest.mark.parametrize("page", ["light", "dark"])
def test_the_theme_of_streamlit_is_the_palette(page: str) -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert theme[page] == {key: getattr(role, page) for key, role in THEME_ROLES.items()}


def test_the_icon_has_the_accent() -> None:
    icon = (ROOT / "repression" / "static" / "icon.svg").read_text(encoding="utf-8")
    assert set(COLOUR.findall(icon)) == {ACCENT.light}

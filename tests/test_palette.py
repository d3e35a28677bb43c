"""The colours and sizes of `repression/palette.py` are in every file that cannot import it; no other file names one."""

import re
import subprocess

from repression.maintain import design_tokens
from tests.conftest import ROOT

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(\s*\d")
STYLES = [*(ROOT / "pages").glob("*.css"), *(ROOT / "repression" / "static").glob("*.css")]


def test_no_file_names_a_colour_by_hand() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "repression", "pages", ".streamlit"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    paths = [path for path in listed if path.endswith((".py", ".css", ".js", ".html", ".svg", ".toml"))]
    found = {ROOT / path for path in paths if COLOUR.search((ROOT / path).read_text(encoding="utf-8"))}
    assert found == {ROOT / "repression" / "palette.py", *(path for path, _ in design_tokens.written())}


def test_the_files_have_the_colours_and_sizes_of_the_palette() -> None:
    for path, text in design_tokens.written():
        assert path.read_text(encoding="utf-8") == text, f"{path}: run `make tokens`"


def test_beside_what_is_written_css_names_no_colour() -> None:
    for path in STYLES:
        css = design_tokens.CSS_PART.sub("", path.read_text(encoding="utf-8"))
        assert not COLOUR.findall(css), path


def test_every_custom_property_that_css_uses_is_declared() -> None:
    css = "".join(path.read_text(encoding="utf-8") for path in STYLES)
    of_template = re.compile(r"c\d+")  # the titles of the columns of a table, in templates/table.html
    used = {name for name in re.findall(r"var\(--([\w-]+)\)", css) if not of_template.fullmatch(name)}
    assert used <= set(re.findall(r"--([\w-]+): ", css))

"""A PNG is drawn with the fonts of the repository alone, which have every letter that a picture may show."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO

import pytest
from markupsafe import escape
from PIL import Image, ImageFont

from repression.charts.figures import SHAPES, picture
from repression.charts.png import FONTS, draw_png
from repression.charts.style import FONT
from repression.charts.svg import picture_svg
from repression.i18n import LANGUAGES, translations
from repression.paths import ROOT
from repression.questions.answer import ask
from repression.questions.describe import dated_title, source_words
from repression.questions.question import all_questions
from repression.questions.selection import Selection
from repression.warehouse.database import Warehouse

PAGE = 'xmlns="http://www.w3.org/2000/svg" width="200" height="40" font-family="{family}" font-size="20"'


def written(text: str, family: str = "Noto Sans") -> bytes:
    """A white picture of a text."""
    page = PAGE.format(family=escape(family))
    return draw_png(f'<svg {page}><rect width="200" height="40" fill="#fff"/><text x="5" y="30">{text}</text></svg>')


def shown(text: str, family: str = "Noto Sans") -> list[int]:
    return Image.open(BytesIO(written(text, family))).convert("L").histogram()


def letters(warehouse: Warehouse) -> Iterator[str]:
    """Every sign that may stand in a picture: of the translations, and of the charts as they are."""
    for lang in LANGUAGES:
        yield from (sign for text in translations(lang).values() for sign in text)
    for lang in ("en", "be"):
        for name, question in all_questions().items():
            answer = ask(warehouse, name, Selection(warehouse.days[-1], lang))
            if question.has_chart and not answer.missing and answer.table.num_rows:
                figure = picture(answer, SHAPES["wide"], filter_words="", source=source_words(answer))
                yield from picture_svg(figure, title=dated_title(answer))


def test_the_fonts_have_every_letter(warehouse: Warehouse) -> None:
    fonts = [ImageFont.truetype(path, 20) for path in sorted(FONTS.glob("*.ttf")) if "Bold" not in path.name]
    missing = [bytes(font.getmask("\uffff")) for font in fonts]
    drawn = {sign for sign in letters(warehouse) if sign.isprintable()}
    assert {"ў", "і", "ё", "Ў", "І", "«", "−"} <= drawn | {"Ў", "−"}
    lacking = {
        sign
        for sign in drawn | {"Ў", "−"}
        if not sign.isspace()
        and all(bytes(font.getmask(sign)) == none for font, none in zip(fonts, missing, strict=True))
    }
    assert not lacking - {"⏳", "🕊", "→"}, "make fonts, after a change of LETTERS in the Makefile"


@pytest.mark.parametrize("family", [FONT, "DejaVu Serif, Noto Sans", "No Such Font, Noto Sans"])
def test_no_font_of_the_machine_is_used(family: str) -> None:
    assert shown("Палітвязні ўсе", family) == shown("Палітвязні ўсе")
    assert shown("Палітвязні ўсе") != shown("")


def test_what_is_no_svg_is_refused() -> None:
    with pytest.raises(ValueError):
        draw_png("no picture")


def test_the_process_that_draws_loads_nothing_of_the_server() -> None:
    loaded = "import sys, repression.charts.png; print(*(n for n in sys.modules if n.startswith('repression')))"
    said = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(said.split()) == {"repression", "repression.charts", "repression.charts.png", "repression.paths"}

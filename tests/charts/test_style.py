"""The look: text and marks are readable on a light and a dark page; colour-blind readers can tell marks apart."""

import math
import re
import tomllib
from collections.abc import Sequence
from itertools import combinations

import pytest

from repression import palette
from repression.charts.horizontal import NOT_KNOWN
from repression.charts.style import (
    COLOURS,
    CYCLE,
    INK,
    PAGE_COLOUR,
    QUIET_INK,
    channels,
    colour_of,
    contrast,
    shade,
    text_colour_on,
)
from repression.palette import FINDING, GROUND, LINK, PAGE, QUIET, TINT, WARNING
from repression.questions.question import all_questions
from tests.conftest import ROOT

CHART = (ROOT / "repression" / "static" / "chart.css").read_text(encoding="utf-8")
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]

Vector = Sequence[float]
Matrix = Sequence[Vector]

# How eyes that lack one kind of cone see linear red, green and blue (Machado, Oliveira and Fernandes 2009).
EYES: dict[str, Matrix] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# From linear red, green and blue to cones, and from their cube roots to Oklab.
CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
# What `hue-rotate(180deg)` does to red, green and blue (Filter Effects, the type hueRotate of feColorMatrix).
OPPOSITE_HUE = ((-0.574, 1.43, 0.144), (0.426, 0.43, 0.144), (0.426, 1.43, -0.856))
APART = 0.05  # in Oklab, where 0.02 is just seen side by side


def times(matrix: Matrix, vector: Vector) -> list[float]:
    return [sum(one * other for one, other in zip(row, vector, strict=True)) for row in matrix]


def within(vector: Vector) -> list[float]:
    return [min(1.0, max(0.0, one)) for one in vector]


def inverted(colour: str) -> str:
    """A chart's colour as the browser shows it on a dark page."""
    [share] = re.findall(r"filter: invert\((\.\d+)\) hue-rotate\(180deg\)", CHART)
    shares = [float(share) + (1 - 2 * float(share)) * one / 255 for one in channels(colour)]
    return "#" + "".join(f"{round(one * 255):02x}" for one in within(times(OPPOSITE_HUE, shares)))


def as_is(colour: str) -> str:
    return colour


def apart(one: str, other: str, eyes: str) -> float:
    return math.dist(_seen(one, eyes), _seen(other, eyes))


def _seen(colour: str, eyes: str) -> list[float]:
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in _shares(colour)]
    return times(OKLAB, [one ** (1 / 3) for one in times(CONES, within(times(EYES[eyes], linear)))])


def _shares(colour: str) -> list[float]:
    return [one / 255 for one in channels(colour)]


@pytest.mark.parametrize("page", ["light", "dark"])
def test_text_is_read_on_the_page_in_fields_and_in_messages(page: str) -> None:
    for ground in (PAGE, TINT, GROUND):
        for text in (palette.INK, QUIET, LINK, WARNING, FINDING):
            assert contrast(getattr(text, page), getattr(ground, page)) >= 4.5, (text, ground)


def test_the_grey_of_what_is_not_known_is_the_colour_of_no_series() -> None:
    assert palette.UNKNOWN not in {*COLOURS.values(), *CYCLE}


def test_the_browser_says_which_theme_is_shown() -> None:
    assert "base" not in THEME


def test_a_chart_inverted_has_the_ground_and_the_findings_of_the_dark_page() -> None:
    assert (inverted(PAGE.light), inverted(COLOURS["people"])) == (PAGE.dark, FINDING.dark)


@pytest.mark.parametrize("shown", [as_is, inverted])
def test_every_mark_and_its_label_are_read(shown) -> None:  # type: ignore[no-untyped-def]
    for colour in {*COLOURS.values(), *CYCLE, INK, QUIET_INK}:
        assert contrast(shown(colour), shown(PAGE_COLOUR)) >= 4.5, colour


@pytest.mark.parametrize("shown", [as_is, inverted])
def test_a_number_is_read_on_every_shade(shown) -> None:  # type: ignore[no-untyped-def]
    for percent in range(101):
        colour = shade(percent / 100)
        assert contrast(shown(text_colour_on(colour)), shown(colour)) >= 4.5, percent


@pytest.mark.parametrize("shown", [as_is, inverted])
@pytest.mark.parametrize("eyes", EYES)
def test_what_stands_side_by_side_is_told_apart_by_all_eyes(eyes: str, shown) -> None:  # type: ignore[no-untyped-def]
    drawn = [
        # What is not known is hatched, which every eye sees.
        [colour_of(y, i) for i, y in enumerate(question.chart["y"]) if y not in NOT_KNOWN]
        for question in all_questions().values()
        if question.chart.get("kind") in {"line", "columns", "bars"} and isinstance(question.chart["y"], list)
    ]
    together = [list(CYCLE[:4]), *drawn]
    assert any(len(colours) > 2 for colours in drawn)
    for colours in together:
        for one, other in combinations(colours, 2):
            assert apart(shown(one), shown(other), eyes) >= APART, (one, other)

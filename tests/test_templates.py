"""What templates and messages put into HTML stays text, unless it is HTML of our own."""

from __future__ import annotations

import re

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from repression.i18n import N_
from repression.templates import ENVIRONMENT, TEMPLATES, html_message, render, unbroken

HOSTILE = "<b>\"'&"
ESCAPED = "&lt;b&gt;&#34;&#39;&amp;"


def test_a_value_of_a_template_is_escaped_and_markup_is_not() -> None:
    assert render("paragraph", "en", kind=HOSTILE, text=HOSTILE) == f'<p class="{ESCAPED}">{ESCAPED}</p>'
    assert render("paragraph", "en", kind="", text=Markup("<i>a</i>")) == '<p class=""><i>a</i></p>'


def test_a_title_is_not_broken_within_a_word_a_number_or_a_day() -> None:
    assert unbroken("<158> in Pre-trial detention center No. 1, Minsk on 10 February 2023") == (
        '&lt;158&gt; in <span class="unbroken">Pre-trial</span> detention center <span class="unbroken">No. 1</span>, '
        'Minsk on <span class="unbroken">10 February 2023</span>'
    )
    assert (
        unbroken('"At least" 25 to 1,496 people by 2023 — СИЗО')
        == "&#34;At least&#34; 25 to 1,496 people by 2023 — СИЗО"
    )
    assert unbroken("Вязніца № 4, 31 мая 2023 г.") == (
        'Вязніца <span class="unbroken">№ 4</span>, <span class="unbroken">31 мая 2023</span> г.'
    )


def test_a_value_that_is_not_given_is_no_empty_text() -> None:
    with pytest.raises(UndefinedError, match="'text' is undefined"):
        render("paragraph", "en", kind="")


@pytest.mark.parametrize("template", ["<i>{value}</i>", "<i>{value:lower}</i>"])
def test_a_value_in_a_message_is_escaped_and_the_message_is_not(template: str) -> None:
    assert html_message(template, "en", value=HOSTILE) == f"<i>{ESCAPED}</i>"


def test_texts_of_a_list_in_a_message_are_escaped() -> None:
    assert html_message("{both}", "en", both=["<b>", "&"]) == "&lt;b&gt; and &amp;"
    assert html_message("{both:;}", "en", both=["<b>", "&"]) == "&lt;b&gt;; &amp;"


def test_a_message_says_numbers_as_plain_messages_do_and_takes_markup_as_it_is() -> None:
    message = N_("<b>{selected} of {rows:person|people}</b> in the register of {day}")
    said = html_message(message, "en", selected=1234, rows=1, day=Markup("<i>today</i>"))
    assert said == "<b>1,234 of 1 person</b> in the register of <i>today</i>"
    assert html_message(message, "be", selected=2, rows=5, day="<b>") == html_message(
        message, "be", selected=2, rows=5, day=Markup("&lt;b&gt;")
    )


def test_no_template_turns_escaping_off() -> None:
    templates = sorted(TEMPLATES.glob("*.html"))
    assert templates
    for path in templates:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|\bautoescape\b|\bMarkup\b", source), path.name
        ENVIRONMENT.get_template(path.name)  # it compiles

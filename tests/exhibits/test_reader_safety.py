"""What readers who take a risk are told: where, when, in which language, and on what it rests."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup
from streamlit.testing.v1 import AppTest

from repression.documents import PRIVACY, chapters, document
from repression.exhibits.reader_safety import CHAPTER, ELSEWHERE, HINT, NOTICE, REMINDER, notice
from repression.exhibits.view import View
from repression.i18n import LANGUAGES, get_translator
from repression.questions.selection import Selection
from repression.site import PAGES
from repression.warehouse.database import Warehouse
from repression.web.page_document import page_document, refusal_document
from tests.conftest import ROOT
from tests.support.app_tests import parts_of

in_every_language = pytest.mark.parametrize("lang", LANGUAGES)


def texts(test: AppTest) -> str:
    return "\n".join(parts_of(test))


def page(test: AppTest, file: str, lang: str = "en") -> AppTest:
    test.switch_page(str(ROOT / "pages" / file))
    test.query_params["snapshot"], test.query_params["lang"] = "2026-11-22", lang
    return test.run()


def visit() -> AppTest:
    return AppTest.from_file(str(ROOT / "pages/app.py"), default_timeout=60).run()


def test_the_notice_stands_on_the_first_page_of_a_visit_alone() -> None:
    test = visit()
    assert 'class="notice"' in texts(test)
    test = test.run()
    assert 'class="notice"' in texts(test)
    for file in ("sentences.py", "overview.py"):
        test = page(test, file)
        assert not test.exception
        assert 'class="notice"' not in texts(test)


@in_every_language
def test_where_files_are_offered_it_is_said_again(lang: str) -> None:
    _ = get_translator(lang)
    test = page(visit(), "files.py", lang)
    assert _(REMINDER) in texts(test)
    test = page(test, "sentences.py", lang)
    exhibits = texts(test).count('class="exhibit-foot"')
    # Beside the files of each, and beside the pictures of each that has a chart.
    assert texts(test).count(f'">{_(HINT)}</a>') == exhibits + texts(test).count('href="/embed/') > 3


@in_every_language
def test_the_notice_is_short_and_leads_to_its_chapter(warehouse: Warehouse, lang: str) -> None:
    said = notice(Selection(warehouse.days[-1], lang))
    assert re.findall(r'href="([^"]*)"', said) == [f"/privacy?snapshot={warehouse.days[-1]}&amp;lang={lang}#{CHAPTER}"]
    assert len(get_translator(lang)(NOTICE)) < 340
    assert get_translator(lang)("Leave quickly") in said  # its own words are a tooltip, which a finger never sees
    assert PRIVACY in [page.path for page in PAGES]
    assert CHAPTER in [anchor for anchor, _, _ in chapters(PRIVACY, lang)[1]]


@in_every_language
def test_the_page_shows_the_whole_document(lang: str) -> None:
    lead, parts = chapters(PRIVACY, lang)
    test = page(visit(), "privacy.py", lang)
    assert not test.exception
    assert [each.value for each in test.markdown] == [lead, *(text for _, _, text in parts)]
    whole = document(PRIVACY, lang).read_text(encoding="utf-8")
    kept = "".join([lead, *(f"{heading}{text}" for _, heading, text in parts)])
    assert re.sub(r"\s|#", "", whole.partition("\n")[2]) == re.sub(r"\s|#", "", kept)


def sources(lang: str) -> list[str]:
    """The addresses that the chapter for readers rests on, in their order."""
    (text,) = [text for anchor, _, text in chapters(PRIVACY, lang)[1] if anchor == CHAPTER]
    return re.findall(r"\]\((https://[^)]+)\)", text)


def test_every_fact_of_the_law_has_a_source_and_every_language_the_same() -> None:
    (text,) = [text for anchor, _, text in chapters(PRIVACY, "en")[1] if anchor == CHAPTER]
    for fact in re.split(r"\n- ", text.partition("\n\nNone of")[0])[1:]:
        assert "](https://" in fact, fact
    assert len(sources("en")) > 5
    assert sources("en") == sources("be") == sources("ru")


@in_every_language
def test_the_way_out_comes_with_the_page_and_tells_nobody(warehouse: Warehouse, lang: str) -> None:
    page = next(each for each in PAGES if each.path == "courts")
    sent = page_document(View(warehouse, Selection(warehouse.days[-1], lang), page, "http://localhost"))
    assert sent.count(ELSEWHERE) == 1  # nowhere else, so that nothing asks for it ahead
    assert sent.index('id="leave"') < sent.index('id="plain"')
    for html in (sent, refusal_document(lang, Markup(""))):
        assert re.search(rf'<a id="leave" href="{ELSEWHERE}"[^>]* rel="noopener noreferrer nofollow">', html)
        assert '<meta http-equiv="x-dns-prefetch-control" content="off">' in html

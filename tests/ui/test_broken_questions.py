"""A question that fails costs its own exhibits; all else of a page stays as it is, and all other files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import combinations, count
from math import comb
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from repression.cache import ByteLRU
from repression.i18n import LANGUAGES, get_translator
from repression.questions import live
from repression.questions.question import all_questions, published_questions, question_in
from repression.site import FAILED, PAGES, Page
from repression.warehouse.database import Warehouse
from repression.web import file_responses
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.support.app_tests import PART, pieces_of
from tests.ui.test_pages import run

pytestmark = pytest.mark.slow

# What the database says of a fault may have a reader's values in it: no log may have these.
ASKED = "gender=female, arrested=2021-11"
BROKEN = f"SELECT error('{ASKED}')"
# Without the codes of the filters no address can be read.
NEEDED_BY_ALL = {"vocabulary"}

# Of a widget, what it is set to and whether its page has just begun: not what it says.
STATE = ("raw_value", "raw_values", "set_value")

Elements = Mapping[str, frozenset[str]]  # by part of the page: an exhibit, `fields` of the filters, or else `main`


def kept(cache: ByteLRU[Any], lost: set[str]) -> ByteLRU[Any]:
    """A cache without the answers to some questions."""
    copy: ByteLRU[Any] = ByteLRU(32_000_000, size=lambda answer: answer.size)
    for key in reversed(cache.latest()):
        if key[0] not in lost:
            copy.put(key, cache.get(key))
    return copy


def parts_of(name: str) -> set[str]:
    """The parts of pages that a question is needed for; where it is drawn on top of others, these."""
    if name.startswith("choices_") or name == "filter_ends":
        return {"fields"}
    if name.startswith("headcount_") or name == "compared_days":
        return {"main"}
    if name == "headlines":  # the first of them stands above all exhibits
        return {"main", name}
    return {name, *(each.name for each in all_questions().values() if name in each.layers.values())}


@contextmanager
def broken(name: str, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> Iterator[None]:
    """While one question has another query, which fails, or other changes, as if its file had them."""
    now = live.current()
    lost = {name} | parts_of(name)
    spoilt = Warehouse(now.catalog, now.version, now.database, kept(now.answers, lost), kept(now.translated, lost))
    question = replace(all_questions()[name], **(changes or {"sql": BROKEN}))
    with monkeypatch.context() as patch:
        patch.setitem(all_questions(), name, question)  # type: ignore[arg-type]
        patch.setattr(live, "current", lambda: spoilt)
        question_in.cache_clear()
        yield
    question_in.cache_clear()


@pytest.fixture(autouse=True)
def frozen(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and files are of the frozen data, which no other test builds anew."""
    monkeypatch.setattr(live, "current", lambda: warehouse)


def elements(test: AppTest) -> Elements:
    """All that a page shows, by its part."""
    found: dict[str, set[str]] = {}

    def collect(block: Any, part: str) -> None:
        for child in block.children.values():
            found_in = re.search(r"-exhibit-(\w+)$|-(fields)$", getattr(child.proto, "id", ""))
            if hasattr(child, "children"):
                collect(child, found_in[1] or found_in[2] if found_in else part)
            elif child.type == PART:
                found.setdefault(part, set()).update(pieces_of(child))
            elif child.type != "text_input":  # what the browser says back
                found.setdefault(part, set()).add(said(child))

    collect(test.main, "main")
    return {part: frozenset(each) for part, each in found.items()}


def said(element: Any) -> str:
    """What an element says."""
    proto = type(element.proto)()
    proto.CopyFrom(element.proto)
    for field in STATE:
        if field in proto.DESCRIPTOR.fields_by_name:
            proto.ClearField(field)
    return f"{element.type} {proto}"


def in_language(test: AppTest, lang: str) -> Elements:
    """All that a page shows in a language."""
    test.query_params["lang"] = lang
    test.run()
    assert not test.exception
    return elements(test)


def failing_together(names: set[str]) -> list[set[str]]:
    """Sets of questions to fail at once: of any two questions, each fails in some set without the other.

    One that is needed for what several are needed for, the filters or the frame, fails alone.
    """
    alone = {name for name in names if parts_of(name) & {"fields", "main"}}
    exhibits = sorted(names - alone)
    sets = next(number for number in count(2) if comb(number, number // 2) >= len(exhibits))
    placed = dict(zip(exhibits, combinations(range(sets), sets // 2), strict=False))
    together = [{name for name, places in placed.items() if place in places} for place in range(sets)]
    return [*({name} for name in sorted(alone)), *filter(None, together)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_every_question_that_fails_costs_its_own_part_of_a_page(
    page: Page, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    test = run(page.file)
    unasked = Warehouse(warehouse.catalog, warehouse.version, warehouse.database, warehouse.answers)
    monkeypatch.setattr(live, "current", lambda: unasked)
    whole = {lang: in_language(test, lang) for lang in LANGUAGES}
    asked = {key[0] for key in unasked.translated.latest()} - NEEDED_BY_ALL
    for number, names in enumerate(failing_together(asked)):
        lang = LANGUAGES[number % len(LANGUAGES)]
        caplog.clear()
        with ExitStack() as faults:
            for name in names:
                faults.enter_context(broken(name, monkeypatch))
            shown = in_language(test, lang)
        lost = {part for part, each in whole[lang].items() if each - shown.get(part, frozenset())}
        failed = get_translator(lang)(FAILED)
        told = {part for part, each in shown.items() if any(failed in one for one in each)}
        assert lost == told, (names, lang)
        assert not [name for name in names if lost.isdisjoint(parts_of(name))], (names, lang)
        assert lost <= set().union(*map(parts_of, names))
        for exhibit in lost - {"fields", "main"}:
            assert any(f'id="{exhibit}"' in one for one in shown[exhibit]), "its heading stays"
        assert caplog.text.count("warehouse/cursor.py") >= len(lost)
        assert ASKED not in caplog.text
        assert "SELECT" not in caplog.text


@pytest.mark.parametrize(
    "changes",
    [{"chart": {"kind": "columns", "x": "nothing", "y": ["people"]}}, {"words": {"said": "{nothing}"}}],
    ids=["chart", "sentence"],
)
def test_a_chart_or_a_sentence_that_fails_costs_its_exhibit(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    test = run("sentences.py")
    whole = in_language(test, "en")
    with broken("sentence_lengths", monkeypatch, **changes):
        shown = in_language(test, "en")
    assert {part for part, each in whole.items() if each - shown[part]} == {"sentence_lengths"}
    assert any(FAILED in one for one in shown["sentence_lengths"])


def test_a_question_that_fails_costs_no_other_file(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without what other tests asked for: a kept file would be sent though its question fails.
    kept_files = ByteLRU[file_responses.CachedBody](file_responses.CACHE_BYTES, size=lambda body: body.size)
    monkeypatch.setattr(file_responses, "_cache", kept_files)
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with broken("sentence_lengths", monkeypatch), TestClient(app, raise_server_exceptions=False) as client:
        answers = {name: client.get(f"/data/questions/{name}.json").status_code for name in published_questions()}
    assert answers.pop("sentence_lengths") == 500
    assert set(answers.values()) == {200}

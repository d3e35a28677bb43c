"""The fact sheet is a page like the others: the newest figures, their curve, their counters and how to cite them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from markupsafe import escape
from starlette.applications import Starlette
from starlette.testclient import TestClient

from repression.i18n import LANGUAGES, get_translator
from repression.questions.answer import ask
from repression.questions.question import question_in
from repression.questions.selection import Selection
from repression.site import FACTS, FAILED
from repression.warehouse.database import Warehouse
from repression.web import fact_sheet
from repression.web.fact_sheet import CURVE, FIGURES
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(app, follow_redirects=False, headers={"accept": "text/html"}) as client:
        yield client


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_has_every_newest_figure_with_counter_day_and_citation(
    client: TestClient, warehouse: Warehouse, lang: str
) -> None:
    query, _ = f"snapshot=2026-11-22&lang={lang}", get_translator(lang)
    answer = client.get(f"/facts?{query}")
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    page = answer.text
    assert page.startswith(f'<!doctype html>\n<html lang="{lang}">')
    assert f"{_(FACTS.title)}</h1>" in page and f"<title>{_('Figures')}</title>" in page
    rows = ask(warehouse, "headlines", Selection(warehouse.days[-1], lang)).table.to_pylist()
    shown = re.findall(r'class="figure">.*?<b>([^<]+)</b>', page)
    assert {int(re.sub(r"\D", "", each)) for each in shown} <= {row["value"] for row in rows}
    assert len(shown) == len({row["figure"] for row in rows})
    for row in rows[:1]:
        assert html.escape(row["counted_by"]) in page
    for name in (FIGURES, CURVE):
        caveats = question_in(name, lang).caveats
        assert caveats and [each for each in caveats if str(escape(each)) not in page] == []
    assert page.count("<svg") >= 1 and f"http://testserver/facts?{query.replace('&', '&amp;')}" in page
    assert _("Cite this") in page and 'class="failed"' not in page
    # No form, nothing that Streamlit takes over, no script but the one of the way out.
    assert "<form" not in page and '<template id="app">' not in page
    assert re.findall(r'<script[^>]*src="([^"]*)"', page) == ["/own/page.js"]


def test_it_has_one_address_and_refuses_as_pages_do(client: TestClient) -> None:
    assert client.get("/facts").headers["location"] == "/facts?snapshot=2026-11-22&lang=en"
    assert client.get("/facts/?lang=be").headers["location"] == "/facts?snapshot=2026-11-22&lang=be"
    refused = client.get("/facts?gendr=female")
    assert refused.status_code == 400 and 'href="/facts?' in refused.text
    passed_over = client.get("/facts?snapshot=2026-11-22&lang=en&ysclid=abc").text
    assert 'id="passed-over"' in passed_over and "abc" not in passed_over


def test_what_fails_is_said_in_its_place(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fact_sheet, "CURVE", "no_such_question")
    page = client.get("/facts?snapshot=2026-11-22&lang=en&gender=male").text
    assert page.count(FAILED) == 1 and 'class="cards"' in page


def test_every_page_leads_to_it(client: TestClient) -> None:
    page = client.get("/sentences?snapshot=2026-11-22&lang=en&gender=female").text
    assert '<a href="/facts?snapshot=2026-11-22&amp;lang=en">Fact sheet</a>' in page

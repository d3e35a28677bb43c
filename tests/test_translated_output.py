"""What readers get is said in their language: where every known text is made unreadable, none is left in English."""

from __future__ import annotations

import io
import re
import string
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from repression import i18n
from repression.downloads import citations, full_package, readme
from repression.downloads.extract import Part, extract
from repression.downloads.formats import FORMATS
from repression.exhibits.cards import first_card, other_cards
from repression.exhibits.download_tables import files_table, parameters_table, questions_table
from repression.exhibits.footer import footer_of
from repression.exhibits.view import Location
from repression.questions.answer import Answer, ask
from repression.questions.describe import filter_sentence, older_data_notice
from repression.questions.filter_macros import build_warehouse
from repression.questions.question import question_in
from repression.questions.selection import Selection
from repression.site import PAGES
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse
from repression.web.embeds import piece_of
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.conftest import DATA, ROOT

DAY = date(2026, 11, 22)
PAGE = next(page for page in PAGES if page.path == "sentences")
# Names of formats, programs and codes, which are the same in every language.
NAMES = {
    *FORMATS,
    *("CSV", "JSON", "Excel", "Parquet", "ZIP", "PNG", "SVG", "HTML", "BibTeX", "RIS", "SHA", "README", "SQL", "AND"),
    *("people", "status", "gender", "snapshot", "lang"),
}


def unreadable(text: str) -> str:
    """The text with every letter replaced, but for its placeholders; nouns get the three forms of Belarusian."""
    parts = []
    for letters, name, form, _ in string.Formatter().parse(text):
        parts.append(re.sub("[A-Za-z]", "ж", letters))
        if name is not None:
            parts.append("{" + name + (f":{'жж|жж|жж' if '|' in (form or '') else form}" if form else "") + "}")
    return "".join(parts)


class Unreadable(dict[str, str]):
    """A catalogue that has everything."""

    def get(self, text: str, default: Any = None) -> Any:
        return unreadable(text)


@pytest.fixture
def translated(monkeypatch: pytest.MonkeyPatch) -> Iterator[Warehouse]:
    """A warehouse of its own, asked while every Belarusian text is unreadable."""
    caches = [i18n.get_translator, question_in]
    monkeypatch.setattr(i18n, "translations", lambda lang: Unreadable() if lang == "be" else {})
    for cache in caches:
        cache.cache_clear()
    yield build_warehouse(read_catalog(DATA))
    for cache in caches:
        cache.cache_clear()


def bare(html: str) -> str:
    """What of HTML is read: its texts, and those attributes that are."""
    shown = re.findall(r'(?:alt|title|data-title|data-failed)="([^"]*)"', html)
    without = re.sub(r"<(script|style|code).*?</\1>", " ", html, flags=re.DOTALL)
    return unescape(" ".join([re.sub("<[^>]*>", " ", without), *shown]))


def english(text: str, answer: Answer | None = None) -> list[str]:
    """The English words left in a text, without addresses, codes and what the answer itself holds."""
    held: list[str] = []
    if answer:
        question = answer.question
        held = [question.title, question.answers, question.unit, answer.words, question.counted_by, *question.caveats]
        held += [part for each in question.columns.values() for part in (each.title, each.description, each.unit)]
        held += [part for each in answer.sources for part in (each.dataset, each.title, each.publisher, each.licence)]
        held += [question.counted_by[:1].upper() + question.counted_by[1:]]  # as an author
        tables = [answer.table, *(layer.table for layer in answer.layers.values())]
        held += [cell for one in tables for row in one.to_pylist() for cell in row.values() if isinstance(cell, str)]
    text = re.sub(r"https?://\S+|/data/\S*", " ", " ".join(text.split()))
    for known in sorted(held, key=len, reverse=True):
        text = text.replace(" ".join((known or "").split()), " ") if known else text
    return [word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in NAMES]


def seen(warehouse: Warehouse, name: str) -> tuple[Answer, Location]:
    selection = Selection(DAY, "be").with_value("gender", ("female",))
    return ask(warehouse, name, selection), Location(PAGE, selection, "https://figures.example")


@pytest.mark.parametrize("name", ["sentence_lengths", "people_by_article", "prisoners_trend", "defenders"])
def test_below_an_exhibit_nothing_is_english(translated: Warehouse, name: str) -> None:
    answer, place = seen(translated, name)
    said = bare(footer_of(answer, place, "", DAY).html())
    assert "22 лістапада 2026" in said
    assert not english(said, answer)


def test_cards_are_said(translated: Warehouse) -> None:
    answer, _ = seen(translated, "headlines")
    assert not english(
        bare(first_card(answer, answer.selection) + other_cards(answer, answer.selection)).replace(" ; ", " · "), answer
    )


@pytest.mark.parametrize("name", ["sentence_lengths", "organisation_counts"])
def test_a_readme_is_said(translated: Warehouse, name: str) -> None:
    answer, _ = seen(translated, name)
    part = extract(answer, Part(limit=1), (), "", "https://figures.example/data/a.csv")
    said = readme.readme(part, "a.csv", "0")
    # The names of columns stay, as in the file itself.
    named = re.compile(rf"\b({'|'.join(answer.question.columns)}):")
    assert not english(named.sub(" ", said), answer)


def test_the_words_of_a_column_are_said_and_its_codes_stay(translated: Warehouse) -> None:
    answer, _ = seen(translated, "people")
    schema = next(each for each in translated.catalog.package["resources"] if each["name"] == "people")["schema"]
    fields = extract(answer, Part(), schema["fields"], "", "https://figures.example/data/a.csv").fields
    status = next(each for each in fields if each["name"] == "status")
    assert not english(status["title"] + status["description"])
    codes = {each["value"]: each["label"] for each in status["categories"]}
    assert "political_prisoner" in codes and not english(" ".join(codes.values()))


def test_the_readme_of_all_data_is_said(translated: Warehouse) -> None:
    snapshots = translated.catalog.snapshots
    said = " ".join(full_package._readme(translated, list(snapshots), Selection(DAY, "be")).split())
    sources = [each.descriptor.source for each in snapshots]
    held = [text for each in sources for text in (each.title, each.publisher, each.licence, each.url)]
    for text in sorted(held, key=len, reverse=True):
        said = said.replace(" ".join(text.split()), " ") if text else said
    assert "22 лістапада 2026" in said
    assert not english(re.sub(r"\w+/\S+\.csv|SHA-256: \w+", " ", said))


@pytest.mark.parametrize("write", [citations.as_sentence, citations.apa])
def test_a_citation_is_said(translated: Warehouse, write: Any) -> None:
    answer, _ = seen(translated, "sentence_lengths")
    citation = citations.cite(answer, filter_words="", link="https://figures.example/", seen=DAY)
    assert not english(write(citation), answer)
    assert "лістапада" in write(citation)


def test_files_of_citations_name_their_language(translated: Warehouse) -> None:
    answer, _ = seen(translated, "sentence_lengths")
    citation = citations.cite(answer, filter_words="", link="https://figures.example/", seen=DAY)
    assert "langid = {belarusian}" in citations.bibtex(citation)
    assert "LA  - be\r\n" in citations.ris(citation)


def test_a_piece_for_other_sites_is_said(translated: Warehouse) -> None:
    answer, place = seen(translated, "sentence_lengths")
    page = piece_of(translated, answer, place)
    assert '<html lang="be">' in page
    assert not english(bare(re.sub("(?s)<style>.*?</style>", "", page)), answer)


def test_what_there_is_to_download_is_said(translated: Warehouse) -> None:
    selection = Selection(DAY, "be")
    assert not english(bare(files_table(translated, selection)))
    assert not english(bare(questions_table(selection)))
    heads = re.findall(r'<th scope="col">(.*?)</th>', parameters_table(translated, "be"))
    assert len(heads) == 4 and not english(" ".join(heads))


def test_of_when_the_numbers_are_is_said(translated: Warehouse) -> None:
    days = translated.catalog.days()
    assert older_data_notice(translated.catalog, days[0], "en").startswith("These are the numbers as known on ")
    for day in (days[0], date(days[0].year - 1, 1, 1), date(days[-1].year + 1, 1, 2)):
        assert not english(older_data_notice(translated.catalog, day, "be"))
    assert "2 студзеня" in older_data_notice(translated.catalog, date(days[-1].year + 1, 1, 2), "be")


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.mark.usefixtures("translated")
@pytest.mark.parametrize(
    "address",
    ["/data/none.csv", "/data/people.csv?limit=0", "/data/package.zip?gender=female", "/data/x?" + "a" * 9000],
)
def test_a_refusal_is_said_in_the_language_of_the_address(client: TestClient, address: str) -> None:
    parted = address + ("&" if "?" in address else "?")
    in_english, said = (client.get(f"{parted}lang={lang}") for lang in ("en", "be"))
    assert said.status_code == in_english.status_code >= 400
    left = [word for word in english(said.text) if word not in ("limit", "female")]
    assert english(in_english.text) and not left
    assert client.get(f"{parted}lang=de").text.isascii()  # where the address names none that there is: English


@pytest.mark.usefixtures("translated")
def test_newer_data_are_offered_in_the_language_of_the_page(client: TestClient) -> None:
    offer = client.get("/own/newest?lang=be").json()
    assert "22 лістапада 2026" in offer["newer"]
    assert not english(" ".join(offer[name] for name in ("newer", "changed", "show")))


@pytest.mark.parametrize(
    ("address", "accepted", "lang"),
    [
        ("/sentences?snapshot=2026-11-22&lang=ru", "be", "ru"),
        ("/sentences?snapshot=2026-11-22&lang=xx", "be-BY,en;q=0.5", "be"),
        ("/sentences?snapshot=2026-11-22&lang=xx", "", "en"),
    ],
)
def test_a_page_and_a_refusal_name_their_language(client: TestClient, address: str, accepted: str, lang: str) -> None:
    answer = client.get(address, headers={"Accept": "text/html", "Accept-Language": accepted})
    assert f'<html lang="{lang}"' in answer.text


def test_an_address_without_a_language_gets_that_of_the_browser(client: TestClient) -> None:
    answer = client.get("/sentences", headers={"Accept-Language": "de, ru;q=0.8, en;q=0.5"})
    assert answer.headers["location"] == "/sentences?snapshot=2026-11-22&lang=ru"
    assert answer.headers["vary"] == "Accept-Language"


def test_the_package_of_an_address_has_documents_in_its_language(warehouse: Warehouse) -> None:
    archive = zipfile.ZipFile(io.BytesIO(full_package.full_package(warehouse, Selection(DAY, "be"))))
    for member, name in (("METHOD.md", "method"), ("PRIVACY.md", "privacy")):
        assert archive.read(member) == (ROOT / f"docs/{name}.be.md").read_bytes()


def test_a_filter_in_words_stands_with_who_is_counted(translated: Warehouse) -> None:
    answer, _ = seen(translated, "sentence_lengths")
    assert filter_sentence(translated, answer).startswith(answer.question.population)

"""Which addresses are prepared, and what an address of a page means."""

from __future__ import annotations

import pytest

from repression.i18n import LANGUAGES
from repression.mirror.plan import MOST_VALUES, Plan, lacking
from repression.questions.answer import vocabulary
from repression.questions.question import published_questions
from repression.site import FACTS, PAGES
from repression.snapshots.schema import datasets_of
from repression.warehouse.database import Warehouse
from repression.web.file_requests import MEDIA

NEWEST = "snapshot=2026-11-22&lang=en"


@pytest.fixture(scope="module")
def plan(warehouse: Warehouse) -> Plan:
    return Plan(warehouse)


def test_every_page_and_file_of_the_default_view_is_prepared(plan: Plan, warehouse: Warehouse) -> None:
    datasets = datasets_of(warehouse.catalog.package)
    for lang in LANGUAGES:
        assert {plan.file_of(f"/{page.path}?lang={lang}", "en") for page in (*PAGES, FACTS)} == {
            f"{lang}/{page.path or 'index'}.html" for page in (*PAGES, FACTS)
        }
        assert {
            plan.file_of(f"/data/questions/{name}.{ending}?snapshot=2026-11-22&lang={lang}", "en")
            for name in published_questions()
            for ending in MEDIA
        } == {
            # The question of a dataset's name gives the rows of the dataset.
            f"{'en' if ending == 'sql' else lang}/data/{'' if name in datasets else 'questions/'}{name}.{ending}"
            for name in published_questions()
            for ending in MEDIA
        }


def test_every_value_of_a_choice_has_a_page_unless_it_is_left_out(plan: Plan, warehouse: Warehouse) -> None:
    codes = vocabulary(warehouse, "en")
    files = {each.file for each in plan}
    left_out = {name for name, values in codes.items() if len(values) > MOST_VALUES}
    assert left_out >= {"article", "facility", "field", "penalty"}
    for name in ("status", "gender", "age_group", "region"):
        own = {file for file in files if file.startswith(f"be/sentences/{name}-")}
        assert len(own) == len(codes[name]) + (name == "status"), name  # `any` lifts the default of the status
    assert not [file for file in files if any(f"/{name}-" in file for name in left_out)]


@pytest.mark.parametrize(
    ("address", "file"),
    [
        (f"/sentences?{NEWEST}&gender=female", "en/sentences/gender-female.html"),
        ("/sentences?lang=be&age_group=65_plus", "be/sentences/age_group-65_plus.html"),
        ("/sentences", "ru/sentences.html"),  # in the language of the page that leads there
        # What does not narrow a page means nothing there.
        (f"/organisations?{NEWEST}&gender=female", "en/organisations.html"),
        (f"/sentences?{NEWEST}&bin=6", "en/sentences/bin-6.html"),
        (f"/places?{NEWEST}&bin=6", "en/places.html"),
        ("/data/datapackage.json", "data/datapackage.json"),
        ("/data/", "data/index.json"),
        ("/changes.atom?lang=en&dataset=people", "en/changes/dataset-people.atom"),
        (f"/cite/penalties.bib?{NEWEST}&from=%2Fsentences", "en/cite/penalties/from-sentences.bib"),
        (f"/cite/headlines.bib?{NEWEST}&from=%2F", "en/cite/headlines/from-index.bib"),
        (lacking("be"), "be/lacking.html"),
        (f"/facts?{NEWEST}", "en/facts.html"),
        (f"/picture/penalties.svg?{NEWEST}&shape=square", "en/picture/penalties/shape-square.svg"),
        (f"/embed/penalties.html?{NEWEST}&from=%2Fsentences", "en/embed/penalties/from-sentences.html"),
        # A script is the same file in every language.
        ("/data/questions/penalties.sql?snapshot=2026-11-22&lang=be", "en/data/questions/penalties.sql"),
        # Not prepared:
        ("/sentences?snapshot=2023-02-10&lang=en", None),
        (f"/sentences?{NEWEST}&gender=female&region=unknown", None),
        (f"/sentences?{NEWEST}&gender=female&gender=male", None),
        (f"/sentences?{NEWEST}&article=342", None),
        (f"/sentences?{NEWEST}&arrested=2020-08..", None),
        (f"/data/people.csv?{NEWEST}&gender=female", None),
        (f"/picture/penalties.png?{NEWEST}&shape=wide", None),
        (f"/picture/penalties.svg?{NEWEST}&gender=female&shape=wide", None),
        (f"/embed/penalties?{NEWEST}", None),  # what other sites would have in a frame
        ("/nothing", None),
    ],
)
def test_what_an_address_leads_to(plan: Plan, address: str, file: str | None) -> None:
    assert plan.file_of(address, "ru") == file


def test_what_turned_out_to_be_nothing_is_no_file_any_more(warehouse: Warehouse) -> None:
    plan = Plan(warehouse, ("en",), PAGES[:1])
    first = next(each for each in plan if each.file == "en/data/people.csv")
    plan.leave_out(first)
    assert plan.file_of(first.address, "en") is None

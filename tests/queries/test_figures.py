"""Every sourced figure stands on a page: where topics have their place, and what becomes of one without a place."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from repression.__main__ import main
from repression.maintain.check import unplaced_topics
from repression.paths import ROOT
from repression.questions.filter_macros import build_warehouse
from repression.site import PAGES
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse
from tests.conftest import DATA, LIVE_DATA
from tests.queries.asking import asked
from tests.queries.conftest import Indicators

LEDGER = re.compile(r'exhibit\("figures_(\w+)"\)')
FIGURE = ("date", "value", "unit", "source_title", "source_url")


def ledgers() -> dict[str, str]:
    """The page of each ledger of figures, as the pages' files have it."""
    return {
        page: each.path for each in PAGES for page in LEDGER.findall((ROOT / "pages" / each.file).read_text("utf-8"))
    }


def placed(warehouse: Warehouse) -> dict[str, str]:
    rows = warehouse.ask("SELECT topic, page FROM topics", {"snapshot": warehouse.days[-1]}).to_pylist()
    assert len({row["topic"] for row in rows}) == len(rows)
    return {row["topic"]: row["page"] for row in rows}


def shown(warehouse: Warehouse, page: str) -> Counter[tuple[object, ...]]:
    rows = asked(warehouse, f"figures_{page}", "").table.to_pylist()
    return Counter(tuple(row[name] for name in FIGURE) for row in rows)


def newest(folder: Path) -> list[dict[str, str]]:
    with max((folder / "indicators").glob("*.csv")).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_topic_has_its_place_on_a_page_that_lists_its_figures(warehouse: Warehouse) -> None:
    places = placed(warehouse)
    assert {row["topic"] for row in newest(DATA)} <= set(places)
    assert {page: page for page in places.values()} == ledgers()


@pytest.mark.parametrize("folder", [DATA, LIVE_DATA], ids=["frozen", "published"])
def test_every_figure_stands_on_one_page_with_its_source(folder: Path) -> None:
    warehouse = build_warehouse(read_catalog(folder))
    found = sum((shown(warehouse, page) for page in ledgers()), Counter[tuple[object, ...]]())
    assert found == Counter(
        (row["date"], float(row["value"]), row["unit"], row["source_title"] or None, row["source_url"] or None)
        for row in newest(folder)
    )


def test_a_topic_without_a_place_is_shown_all_the_same_and_warned_of(
    with_indicators: Indicators, warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    grown = with_indicators({"topic": "new_topic", "date": "2026", "value": "7", "unit": "people (at least)"})
    [row] = asked(grown, "figures_pressure", "").table.to_pylist()
    assert (row["title"], row["value"]) == ("new topic", 7)
    main(["check", "--data", str(grown.catalog.root)])
    assert "warning: indicators, topic: 'new_topic' has no place on a page\n" in capsys.readouterr().out
    assert not unplaced_topics(warehouse)

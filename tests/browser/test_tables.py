"""On a narrow screen, where each row of a table is a block, each cell names its column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as Tab

Open = Callable[..., Tab]
TITLE = "each => getComputedStyle(each, '::before').content"


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False, "settled": False, "allow": (r"\(csp\)",)}])
def test_a_cell_names_its_column_on_a_phone(open_page: Open, options: dict[str, Any]) -> None:
    tab = open_page("/method?lang=be", width=390, **options)
    table = tab.locator("table.titled").first
    titles = table.locator("th").all_text_contents()
    for place, title in enumerate(titles, start=1):
        cell = table.locator(f"td:nth-child({place}):not(:empty)").first
        if cell.count():
            assert cell.evaluate(TITLE) == f'"{title}: "'

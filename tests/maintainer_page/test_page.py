"""The page's tasks, run as Streamlit runs them, on a copy of the frozen data."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT

SCRIPT = ROOT / "repression" / "maintainer_page" / "app.py"
SECONDS = 120


@pytest.fixture
def page(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    return AppTest.from_file(str(SCRIPT), default_timeout=SECONDS).run()


def shown(page: AppTest) -> str:
    """All texts that the page has, one a line."""
    parts = [page.code, page.markdown, page.error, page.warning, page.success, page.info, page.caption]
    return "\n".join(str(each.value) for part in parts for each in part)


def test_try(page: AppTest) -> None:
    print(page.exception, shown(page)[:300])
    for task in ("correct", "withdraw", "remove", "next-update", "check", "commit"):
        page.segmented_control(key="task").set_value(task).run()
        print(task, page.exception, shown(page)[:500])
        assert not page.exception

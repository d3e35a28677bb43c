"""The day of the next update stands on the page of changes, if a maintainer named one that has not passed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from repression.formatting import format_day
from repression.questions import live
from tests.ui.test_pages import run, texts

SOON = date.today() + timedelta(days=30)


@pytest.mark.parametrize(
    ("planned", "is_told"),
    [
        (f"day: {SOON}\nnote: The register of {{December}}.\n", True),
        ("day: 2020-01-10\nnote: ''\n", False),
        ("day: soon\n", False),
    ],
    ids=["to come", "past", "broken"],
)
def test_the_next_update_is_told(data_copy: Path, monkeypatch: pytest.MonkeyPatch, planned: str, is_told: bool) -> None:
    (data_copy / "next_update.yaml").write_text(planned, encoding="utf-8")
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    live.reset()  # equal data of another folder would not be read anew
    page = run("changes.py")
    assert not page.exception
    said = f"The next update is planned for {format_day(SOON, 'en')}. The register of {{December}}."
    assert (said in texts(page)) == is_told
    assert ("next update is planned" in texts(page)) == is_told

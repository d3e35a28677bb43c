"""The day of the next update stands on the page of changes, if a maintainer named one that has not passed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.test_pages import run, texts


@pytest.mark.parametrize(
    ("planned", "is_told"),
    [
        ("day: 2199-01-10\nnote: The register of December.\n", True),
        ("day: 2020-01-10\nnote: ''\n", False),
        ("day: soon\n", False),
    ],
    ids=["to come", "past", "broken"],
)
def test_the_next_update_is_told(data_copy: Path, monkeypatch: pytest.MonkeyPatch, planned: str, is_told: bool) -> None:
    (data_copy / "next_update.yaml").write_text(planned, encoding="utf-8")
    monkeypatch.setenv("REPRESSION_DATA", str(data_copy))
    page = run("changes.py")
    assert not page.exception
    said = "The next update is planned for 10 January 2199. The register of December."
    assert (said in texts(page)) == is_told
    assert ("next update is planned" in texts(page)) == is_told

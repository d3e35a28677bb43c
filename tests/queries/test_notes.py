"""The notes of a snapshot are translated one by one: one without a translation stays as it is, and only that one."""

import shutil
from pathlib import Path

import pytest

from repression.i18n import LANGUAGES, get_translator
from repression.questions.answer import ask
from repression.questions.filter_macros import build_warehouse
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog
from repression.warehouse.database import Warehouse
from tests.conftest import DATA

KNOWN = ("A sample of the organisations closed, not the full list.", "30 rows are closures from 2003 to 2013.")
GENERATED = "2 rows are withheld, to protect people."


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The organisations have a note that a command wrote between two of a maintainer."""
    data = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("noted") / "data"))
    path = data / "organisations" / "2026-11-22.yaml"
    path.write_text(path.read_text("utf-8").replace(f"- {KNOWN[1]}", f"- {GENERATED}\n- {KNOWN[1]}"), "utf-8")
    return build_warehouse(read_catalog(data))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("question", "column"), [("snapshots_shown", "notes"), ("snapshot_changes", "why")])
def test_a_generated_note_leaves_the_others_translated(noted: Warehouse, question: str, column: str, lang: str) -> None:
    table = ask(noted, question, Selection(noted.days[-1], lang)).table.to_pylist()
    (told,) = [row[column] for row in table if row["dataset"] == "organisations"]
    _ = get_translator(lang)
    assert told.startswith(f"{_(KNOWN[0])} {GENERATED} {_(KNOWN[1])} ")
    assert lang == "en" or KNOWN[1] not in told


def test_a_snapshot_without_notes_has_an_empty_text(noted: Warehouse) -> None:
    table = ask(noted, "snapshots_shown", Selection(noted.days[-1], "be")).table.to_pylist()
    assert [row["notes"] for row in table if row["dataset"] == "events"] == [""]

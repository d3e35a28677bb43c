"""Every path of the project that a document names in backticks exists."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
FOLDERS = "repression|pages|queries|tests|docs|deploy|bench|locale|data|.streamlit|.ci"
WRITTEN_BY_COMMANDS = {"tests/private/"}
PATH = re.compile(rf"`((?:{FOLDERS.replace('.', '[.]')})/[^`\s]*)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_in_backticks_exists(document: Path) -> None:
    named = set(PATH.findall(document.read_text(encoding="utf-8"))) - WRITTEN_BY_COMMANDS
    patterns = {path: re.sub(r"<[^>]+>|YYYY-MM-DD", "*", path.rstrip("/")) for path in named}
    assert not [path for path, pattern in patterns.items() if not any(ROOT.glob(pattern))]


def test_documents_name_paths() -> None:
    assert len([path for document in DOCUMENTS for path in PATH.findall(document.read_text(encoding="utf-8"))]) > 50

"""The modules import each other only in the direction that docs/architecture.md describes.

Imports for types count too, since a cycle of types is as hard to read as any other.
"""

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.conftest import ROOT

GUARD = "repression.web.guard"
MAINTAINERS = "repression.maintainer_page"


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("repression", include_external_packages=True, cache_dir=None)


def test_the_contracts_in_pyproject_hold() -> None:
    # As a process of its own: it configures logging, and with that silences the loggers of other tests.
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_guard_imports_nothing_of_ours_but_plain_modules(imports: grimp.ImportGraph) -> None:
    guard = {GUARD, *imports.find_descendants(GUARD)}
    imported = set().union(*map(imports.find_modules_directly_imported_by, guard)) - guard
    assert {module for module in imported if module.startswith("repression")} == {
        "repression.fair_slots",
        "repression.open_pages",
        "repression.paths",
    }


def test_only_ui_and_the_maintainers_page_import_streamlit(imports: grimp.ImportGraph) -> None:
    importers = imports.find_modules_that_directly_import("streamlit")
    assert "repression.ui.streamlit_writer" in importers
    assert not [module for module in importers if not module.startswith(("repression.ui.", f"{MAINTAINERS}."))]


def test_exhibits_know_neither_streamlit_nor_http(imports: grimp.ImportGraph) -> None:
    exhibits = imports.find_descendants("repression.exhibits")
    imported = set().union(*map(imports.find_modules_directly_imported_by, exhibits))
    assert "repression.templates" in imported
    assert not imported & {"streamlit", "starlette", "uvicorn"}


def test_of_the_pages_only_the_frame_imports_streamlit() -> None:
    importing = {path.name for path in (ROOT / "pages").glob("*.py") if "streamlit" in path.read_text(encoding="utf-8")}
    assert importing == {"app.py"}


def test_the_product_knows_neither_its_tests_nor_the_benchmark(imports: grimp.ImportGraph) -> None:
    assert not {"bench", "tests", "pages", "dashboard"} & imports.modules

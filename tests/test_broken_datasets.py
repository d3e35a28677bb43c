"""One dataset never takes the site along: whatever stands in its place, the others are shown, and it is named."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.requests import Request

from repression.__main__ import main
from repression.questions import live
from repression.questions.answer import ask
from repression.questions.filter_macros import build_warehouse
from repression.questions.question import all_questions
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog, read_package
from repression.snapshots.outlines import OUTLINES
from repression.snapshots.schema import datasets_of
from repression.web.health import ready
from tests.conftest import DATA
from tests.ui.test_pages import run

pytestmark = pytest.mark.slow

DATASETS = datasets_of(read_package(DATA))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The frozen data with few people: all of it is loaded in every test here."""
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    people = csv_of(data, "people")
    people.with_suffix(".yaml").unlink()
    people.write_text("".join(people.read_text("utf-8").splitlines(keepends=True)[:50]), "utf-8")
    return data


def replaced(file: Path, make: Callable[[Path], object]) -> None:
    file.unlink()
    make(file)


def unreadable(file: Path) -> None:
    """Nobody may read it; for root, whom no permission binds, a link that leads nowhere."""
    if os.geteuid():
        file.chmod(0)
    else:
        replaced(file, lambda path: path.symlink_to("nothing"))


# What becomes of a file; `{}` is its name in the words of the refusal.
FAULTS: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(b"\x00\xff\xfe" * 100),
    "another header": lambda file: file.write_text("a,b\n1,2\n"),
    "a link": lambda file: replaced(file, lambda path: path.symlink_to("/etc/hostname")),
    "a pipe": lambda file: replaced(file, os.mkfifo),
    "a device that never ends": lambda file: replaced(file, lambda path: path.symlink_to("/dev/zero")),
    "a folder": lambda file: replaced(file, Path.mkdir),
    "unreadable": unreadable,
}
# What becomes of the folder of a dataset.
FOLDERS: dict[str, Callable[[Path], object]] = {
    "a file": lambda folder: (shutil.rmtree(folder), folder.write_text("x")),
    "a link": lambda folder: (shutil.move(folder, folder.parent.parent / "moved"), folder.symlink_to("../moved")),
    "a pipe": lambda folder: (shutil.rmtree(folder), os.mkfifo(folder)),
}


def csv_of(data: Path, dataset: str) -> Path:
    (found,) = (data / dataset).glob("*.csv")
    return found


def others_are_shown(data: Path, dataset: str, named: str) -> None:
    """All other datasets are valid, and this one is named."""
    catalog = read_catalog(data)
    assert {each.dataset for each in catalog.snapshots} == set(DATASETS) - {dataset}
    assert {issue.path for issue in catalog.issues} == {named}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_file_takes_no_other_dataset_along(data: Path, fault: str) -> None:
    for dataset in DATASETS:
        file = csv_of(data, dataset)
        whole = file.read_bytes()
        FAULTS[fault](file)
        others_are_shown(data, dataset, f"{dataset}/{file.name}")
        shutil.rmtree(file) if file.is_dir() else file.unlink()
        file.write_bytes(whole)


def test_a_dataset_that_is_missing_takes_no_other_along(data: Path) -> None:
    for dataset in DATASETS:
        moved = Path(shutil.move(data / dataset, data.parent / dataset))
        catalog = read_catalog(data)
        assert {each.dataset for each in catalog.snapshots} == set(DATASETS) - {dataset}
        assert not catalog.issues
        moved.rename(data / dataset)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_descriptor_takes_no_other_dataset_along(data: Path, fault: str) -> None:
    words = csv_of(data, "events").with_suffix(".yaml")
    FAULTS[fault](words)
    others_are_shown(data, "events", f"events/{words.name}")


@pytest.mark.parametrize("fault", FOLDERS)
def test_a_dataset_that_is_no_folder_takes_no_other_along(data: Path, fault: str) -> None:
    FOLDERS[fault](data / "events")
    others_are_shown(data, "events", "events/")


@pytest.mark.parametrize("fault", FAULTS)
def test_the_older_snapshot_of_the_dataset_is_shown(data: Path, fault: str) -> None:
    newer = data / "events/2026-11-23.csv"
    shutil.copy(csv_of(data, "events"), newer)
    FAULTS[fault](newer)
    catalog = read_catalog(data)
    assert [str(each.date) for each in catalog.snapshots if each.dataset == "events"] == ["2026-11-22"]
    assert {issue.path for issue in catalog.issues} == {"events/2026-11-23.csv"}


@pytest.fixture
def reset_afterwards() -> Iterator[None]:
    live.reset()
    yield
    live.reset()


# Those that most questions read, and a dictionary; the others in `make proof`.
MUCH_READ = {"people", "people_counts", "indicators", "articles"}


@pytest.mark.parametrize(
    "dataset", [each if each in MUCH_READ else pytest.param(each, marks=pytest.mark.proof) for each in DATASETS]
)
def test_without_a_dataset_all_questions_answer_a_page_opens_and_ready_says_so(
    data: Path, monkeypatch: pytest.MonkeyPatch, reset_afterwards: None, dataset: str
) -> None:
    file = csv_of(data, dataset)
    file.write_bytes(b"")
    monkeypatch.setenv("REPRESSION_DATA", str(data))
    warehouse = live.current()
    for name in all_questions():
        ask(warehouse, name, Selection(warehouse.days[-1]))
    assert not run().exception
    told = json.loads(bytes(ready(Request({"type": "http"})).body))
    assert told["refused"] == [f"{dataset}/{file.name}"]


@pytest.mark.parametrize("fault", ["empty", "garbage", "another header", "a pipe", "a folder", "a link"])
def test_without_outlines_the_data_are_shown_all_the_same(
    data: Path, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    FAULTS[fault](data / OUTLINES)
    warehouse = build_warehouse(read_catalog(data))
    assert {each.dataset for each in warehouse.catalog.snapshots} == set(DATASETS)
    assert main(["check", "--data", str(data)]) == 1
    assert f"refused: {OUTLINES}: " in capsys.readouterr().out


def deep(opening: str) -> str:
    return opening * 100_000


# Descriptors and packages that anybody whose change is merged can bring in: what is written, and what is said of it.
WORDS: dict[str, tuple[Callable[[str], str], str]] = {
    "a time of day": (lambda text: text.replace("accessed: 2026-11-22", "accessed: 2026-11-22 10:00:00"), "accessed"),
    "a year of no data": (lambda text: text.replace("accessed: 2026-11-22", "accessed: 0001-01-01"), "`accessed` is"),
    "a time before all time": (
        lambda text: text.replace("accessed: 2026-11-22", "accessed: 0001-01-01T00:00:00+23:00"),
        "is no complete descriptor",
    ),
    "deep nesting": (lambda _: deep("["), "is nested too deeply"),
    "a number of many digits": (lambda text: text.replace("rows: 24", f"rows: 0x{'f' * 20_000}"), "$.rows"),
    "a number beyond 64 bits": (
        lambda text: text.replace("readings: []", f"readings: [{{field: a, kind: b, texts: 1, rows: {10**22}}}]"),
        "$.readings[0].rows",
    ),
    "no character": (lambda text: text.replace("taken_in_by: ", 'taken_in_by: "\\ud800" #'), "ud800"),
}


@pytest.mark.parametrize("fault", WORDS)
def test_a_descriptor_that_the_server_cannot_load_is_refused_by_name(
    data: Path, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    change, said = WORDS[fault]
    words = csv_of(data, "events").with_suffix(".yaml")
    text = words.read_text("utf-8")
    words.write_text(change(text), "utf-8")
    assert words.read_text("utf-8") != text
    assert main(["check", "--data", str(data)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "9 snapshots valid, 1 refusal, 0 rows failed"
    (refused,) = [line for line in lines if line.startswith("refused: ")]
    assert refused.startswith(f"refused: events/{words.name}: ") and said in refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (deep("["), "is nested too deeply"),
        ('{"resources": [{"name": "a", "path": 5}]}', "Expected `str | array`, got `int`"),
        ('{"resources": [], "title": "\\ud800"}', "is no data package"),
        (
            '{"resources": [{"name": "a", "schema": {"fields": [{"name": "b", "type": "string", "title": 1}]}}]}',
            "title",
        ),
    ],
)
def test_a_package_of_another_shape_is_refused_by_name(
    data: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    (data / "datapackage.json").write_text(content)
    assert main(["check", "--data", str(data)]) == 1
    shown = capsys.readouterr().out
    assert "refused: datapackage.json: " in shown and said in shown

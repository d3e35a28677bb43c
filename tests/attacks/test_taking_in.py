"""What maintainers are sent to take in may be hostile: by its name, and by what it unpacks to."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import resource
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from repression.__main__ import main
from repression.snapshots.catalog import read_catalog
from tests.conftest import ROOT
from tests.support.factories import raw_register, small_data

pytestmark = pytest.mark.slow

MEGABYTE = 1_000_000
# The process with its libraries has some 200 MB before it reads anything.
MEMORY = 1_000 * MEGABYTE
HEADER = ["id", "status", "gender"]
NAMES = (
    "\u202evsc.snosrep",
    "register\u200b\u2066.csv",
    "реgister.csv",  # a Cyrillic е
    "e\u0301.csv",
    "a b;rm -rf $HOME`id`|x&.csv",
    "--yes",
    "new\nline.csv",
    "%2e%2e%2fx.csv",
    "\x1b[2J\x1b]0;x\x07.csv",
    "'; DROP TABLE people_rows.csv",
    "a" * 250 + ".csv",
)


def adding(data: Path, file: Path, *more: str) -> list[str]:
    """The command that takes in a file."""
    options = [
        "--dataset",
        "people",
        "--date",
        "2023-02-10",
        "--source-title",
        "t",
        "--source-url",
        "https://e.org/",
        "--publisher",
        "p",
    ]
    return ["add", *options, "--data", str(data), "--yes", *more, "--", str(file)]


def unprintable(text: str) -> list[str]:
    """What a terminal or a page would obey and not show: signs that turn a line around, or steer the screen."""
    return [sign for sign in text if unicodedata.category(sign) in ("Cf", "Cc") and sign != "\n"]


def workbook_of(sheet: bytes) -> bytes:
    """A workbook whose sheet is some bytes of XML."""
    whole, file = io.BytesIO(), io.BytesIO()
    book = Workbook()
    book.active.append(HEADER)  # type: ignore[union-attr]
    book.save(whole)
    with zipfile.ZipFile(whole) as parts, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name in parts.namelist():
            out.writestr(name, sheet if name.endswith("sheet1.xml") else parts.read(name))
    return file.getvalue()


def quine(levels: int) -> bytes:
    """A zip in a zip in a zip, ten times the same in each."""
    content = bytes(10 * MEGABYTE)
    for _ in range(levels):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{number}.zip", content)
        content = file.getvalue()
    return content


def bomb(kind: str) -> bytes:
    """Little that unpacks to much."""
    zeros = bytes(60 * MEGABYTE)
    space = b" " * (200 * MEGABYTE)
    match kind:
        case "gz":
            return gzip.compress(zeros)
        case "bz2":
            return bz2.compress(zeros)
        case "xz":
            return lzma.compress(zeros)
        case "zip":
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("register.csv", zeros)
            return file.getvalue()
        case "zips":
            return quine(3)
        case "sheet":
            return workbook_of(b"<worksheet><sheetData>" + space)
        case "laughs":
            entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
            return workbook_of(f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><worksheet>&l11;</worksheet>'.encode())
        case "outside":
            return workbook_of(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>')
        case "json":
            return b"[" * MEGABYTE
        case "letters":
            return b"\xff" + b"a" * MEGABYTE
        case "html":
            return b"<table><tr><td>" * (2 * MEGABYTE)
    raise AssertionError(kind)


@pytest.mark.parametrize("kind", ["sheet", "laughs", "json", "html", "letters"])
def test_what_unpacks_without_end_is_refused_in_a_sentence_and_little_memory(tmp_path: Path, kind: str) -> None:
    data, file = small_data(tmp_path / "data"), tmp_path / "sent.xlsx"
    file.write_bytes(bomb(kind))
    ended = subprocess.run(
        [sys.executable, "-m", "repression", *adding(data, file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY)),
    )
    assert ended.returncode == 1, ended.stdout
    assert ended.stderr.startswith(f"{file}: "), ended.stderr
    assert len(ended.stderr) < 500


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zip", "zips", "outside"])
def test_what_is_packed_is_refused_and_nothing_is_written(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data, file = small_data(tmp_path / "data"), tmp_path / "sent.csv"
    file.write_bytes(bomb(kind))
    before = sorted(data.rglob("*"))
    assert main(adding(data, file)) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"{file}: ") and len(said.err) < 500
    assert "root:x" not in said.err + said.out
    assert sorted(data.rglob("*")) == before


@pytest.mark.parametrize("content", ["people", "refused"])
def test_a_name_of_a_file_is_a_name_and_no_more(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, name in enumerate(NAMES):
        folder = tmp_path / str(number)
        folder.mkdir()
        data, file = small_data(folder / "data"), raw_register(folder / name, {"name_eng": "A"})
        if content == "refused":
            file.write_bytes(b"nothing")
        assert main(adding(data, file, "--dry-run")) == (content == "refused"), name
        said = capsys.readouterr()
        assert not unprintable(said.out + said.err), name
        assert sorted(each.name for each in folder.iterdir()) == sorted([name, "data"])


NO_DAYS = (
    "2026-11-30.CSV",
    "2026-11-30\u202e.csv",
    "2026-1130.csv",
    "２０２６-11-30.csv",
    "..csv",
    " .csv",
    "\x1b[2J.csv",
)


def test_a_snapshot_whose_name_is_no_day_is_told_and_not_shown(
    data_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in NO_DAYS:
        (data_copy / "people" / name).write_bytes((data_copy / "people" / "2023-02-10.csv").read_bytes())
    main(["check", "--data", str(data_copy)])
    said = capsys.readouterr()
    assert [line for line in said.out.splitlines() if line.startswith("people ")] == ["people 2023-02-10: 3,084 rows"]
    assert not unprintable(said.out + said.err)
    assert not [each.public for each in read_catalog(data_copy).issues if unprintable(each.public)]


def test_a_data_package_that_leads_out_of_its_folder_is_not_followed(
    data_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = json.loads((data_copy / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(each for each in package["resources"] if each["name"] == "people")
    resource["name"], resource["path"] = "../../people", "../../../../etc/passwd"
    (data_copy / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    main(["check", "--data", str(data_copy)])
    said = capsys.readouterr()
    assert "root:x" not in said.out + said.err

"""Data tests find what they are for, and nothing in the data that is not known."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from repression.__main__ import main
from repression.maintain.data_tests import CHECKS, EXCEPTIONS, bad_rows, read_exceptions, verdict
from repression.questions.filter_macros import build_warehouse
from repression.snapshots.catalog import read_catalog
from repression.snapshots.issues import ValidationError
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.support.factories import small_data

ENTRY = "- {check: source_without_link, dataset: events, key: K, reason: R}\n"


def edit(data: Path, dataset: str, *rows: str) -> None:
    """Rows added to the newest snapshot of a dataset, as by hand."""
    path = max((data / dataset).glob("*.csv"))
    path.with_suffix(".yaml").unlink(missing_ok=True)
    path.write_text(path.read_text("utf-8") + "".join(f"{row}\n" for row in rows), "utf-8")


def test_the_frozen_data_have_only_known_exceptions(warehouse: Warehouse) -> None:
    known = read_exceptions(DATA)
    assert known
    assert verdict(bad_rows(warehouse), known) == ([], [])


def test_every_check_finds_what_it_is_for(data_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(
        data_copy,
        "organisation_counts",
        "2026-10-01,lawtrend,900,500,1500,exact,Lawtrend,T,https://example.org/",
    )
    edit(data_copy, "people_counts", "2026-10-01,viasna,90,,100,exact,Viasna,,No link,")
    edit(
        data_copy,
        "indicators",
        "z_cumulative,2097-01-01,9,y,Derived: nine,",
        "z_cumulative,2098-01-01,3,x,T (mirror),",
        "z_cumulative,2099-01-01,2,x,T (mirror),",
    )
    edit(data_copy, "facilities", "Z,prison,Žodzina,Minsk region,,")
    edit(data_copy, "organisations", "Ω,,suit_filed,other,,,,2021,year,Grodno Regional Court,T,https://example.org/")
    bad = bad_rows(build_warehouse(read_catalog(data_copy)))
    failed, _ = verdict(bad, read_exceptions(data_copy))
    # Tags are in later registers: tests/maintain/test_few_tags.py has a row that is found.
    assert {row.check for row in failed} | {"few_tags"} == {path.stem for path in CHECKS.glob("*.sql")}
    for check, dataset, words in (
        ("total_is_not_sum", "organisation_counts", "2026-10-01, Lawtrend: 900 by force and 500 by themselves are not"),
        ("place_names", "facilities", "Z: the method names this place in another form: Žodzina"),
        ("place_names", "organisations", "Ω: the method names this place in another form: Grodno Regional Court"),
        ("cumulative_falls", "indicators", "z_cumulative, x, 2099-01-01: 2 is less than 3, the count of 2098-01-01"),
        ("cumulative_falls", "people_counts", "ever_recognised, viasna, 2026-10-01: 100 is less than"),
        ("cumulative_falls", "organisation_counts", "forced_liquidation, lawtrend, Lawtrend, 2026-10-01: 900 is"),
        ("source_without_link", "people_counts", "No link: has neither a link nor a word on why not"),
    ):
        assert any(str(row).startswith(f"{dataset} 2026-11-22, {check}: {words}") for row in failed), words
    assert not any("z_cumulative, y" in row.key or "Derived" in row.key for row in failed)
    assert main(["check", "--data", str(data_copy)]) == 1
    assert f"failed: {failed[0]}" in capsys.readouterr().out


def test_add_names_the_rows_that_check_would_fail_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, file = small_data(tmp_path / "data"), tmp_path / "a.csv"
    columns = "date,series,forced_liquidation,self_liquidation,total,qualifier,counted_by,source_title,source_url"
    file.write_text(f"{columns}\n2026-10-01,lawtrend,900,500,1500,exact,Lawtrend,T,https://example.org/\n", "utf-8")
    source = ["--source-title", "T", "--source-url", "", "--accessed", "2026-11-23", "--data", str(data)]
    command = ["add", "--dataset", "organisation_counts", "--date", "2026-11-23", *source, "--yes", str(file)]
    assert main(command) == 1
    said = capsys.readouterr().out
    line = "failed: organisation_counts 2026-11-23, total_is_not_sum: 2026-10-01, Lawtrend: 900 by force"
    assert line in said and "1 row fails a data test" in said
    assert not (data / "organisation_counts").exists()
    assert main([*command, "--allow-failed"]) == 0
    assert main(["check", "--data", str(data)]) == 1
    entry = ENTRY.replace("source_without_link", "total_is_not_sum").replace("events", "organisation_counts")
    (data / EXCEPTIONS).write_text(entry.replace("key: K", "key: '2026-10-01, Lawtrend'"), "utf-8")
    assert main([*command, "--replace"]) == main(["check", "--data", str(data)]) == 0


def test_an_exception_lets_a_row_pass_and_is_named_when_no_row_needs_it(data_copy: Path) -> None:
    edit(data_copy, "events", "2026-10-01,A,B,K,")
    path = data_copy / EXCEPTIONS
    known_before = path.read_text("utf-8")
    path.write_text(known_before + ENTRY, "utf-8")
    bad = bad_rows(build_warehouse(read_catalog(data_copy)))
    assert verdict(bad, read_exceptions(data_copy)) == ([], [])
    path.write_text(known_before + ENTRY + ENTRY.replace("K", "J"), "utf-8")
    _, idle = verdict(bad, read_exceptions(data_copy))
    assert idle == [f"warning: {EXCEPTIONS}: source_without_link: J: is in no snapshot any more: take it out"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("check: x", "is no list of check, dataset, key and reason"),
        ("- [", "is no list of check, dataset, key and reason"),
        ("- {check: source_without_link, dataset: events, key: K}", "missing required field `reason`"),
        (ENTRY.replace("R}", "R, who: me}"), "unknown field `who`"),
        (ENTRY.replace("source_without_link", "x"), "entry 1: check: 'x': allowed is cumulative_falls, few_tags"),
        (ENTRY.replace("R}", "' '}"), "entry 1: reason: must not be empty"),
        (ENTRY + ENTRY, "entry 2: stands there twice"),
    ],
)
def test_a_list_of_exceptions_of_another_shape_is_refused(tmp_path: Path, text: str, rule: str) -> None:
    (tmp_path / EXCEPTIONS).write_text(text, "utf-8")
    with pytest.raises(ValidationError, match=re.escape(rule)):
        read_exceptions(tmp_path)


def test_no_list_means_no_exceptions(tmp_path: Path) -> None:
    assert read_exceptions(tmp_path) == ()


@pytest.mark.parametrize("fault", ["nested", "pipe", "link", "another key"])
def test_exceptions_that_cannot_be_read_are_one_refusal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    data = small_data(tmp_path / "data")
    path = data / EXCEPTIONS
    match fault:
        case "nested":
            path.write_text("[" * 20_000)
        case "pipe":
            os.mkfifo(path)
        case "link":
            path.symlink_to("/dev/zero")
        case _:
            path.write_text("- {check: total_is_not_sum, dataset: events, key: x, why: y}")
    assert main(["check", "--data", str(data)]) == 1
    said = capsys.readouterr().out
    assert f"refused: {EXCEPTIONS}: " in said and "2 snapshots valid, 1 refusal" in said

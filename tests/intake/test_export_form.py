"""Viasna's export and table as they are today: invented ones of every trap, and random mutations of them."""

import resource
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repression.intake.register import Reference, read_entries
from repression.intake.report import Report
from repression.maintain.reference import reference_of
from repression.snapshots.catalog import read_catalog
from repression.snapshots.issues import ValidationError
from tests.conftest import DATA
from tests.support.export_form import DAY, HEADER, LANGUAGES, Export, machine_export, site_table

TODAY = date(*DAY)
REFERENCE: Reference = reference_of(read_catalog(DATA))
# The published columns that a raw column may change; none for the columns that are dropped.
CHANGES = {
    "status": {"status"},
    "gender": {"gender"},
    "birthday": {"age_group"},
    "arrested": {"arrested", "age_group"},
    "articles": {"articles"},
    "prison": {"custody", "facility", "region"},
    "decision": {"sentence_kind", "sentence_months", "fine"},
    "penalty": {"penalty", "fine"},
    "release_date": {"released"},
    "verdict_date": {"verdict"},
    "fake_terrorist_list": {"terrorist_list"},
    "clusters": {"pardoned", "deported", "tried_in_absentia", "extremist_list", "terrorist_list", "age_group"},
}


def read(content: bytes) -> tuple[list[dict[str, str]], list[int], Report]:
    """The published rows, the lines on which they begin, and the report."""
    entries, report = read_entries(content, "export.csv", TODAY, REFERENCE)
    return [dict(entry.values) for entry in entries], [entry.line for entry in entries], report


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [machine_export, site_table])
def test_every_row_is_as_a_count_made_apart_has_it(make: Callable[[int, int, str], Export], language: str) -> None:
    export = make(300, 1, language)
    rows, lines, report = read(export.as_csv(2))
    assert [str(issue) for issue in report.issues] == []
    assert rows == export.published
    assert lines[-1] == export.number(299)


@pytest.mark.parametrize("quotes", ["doubled", "escaped"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_quotes_and_delimiters_of_all_kinds_give_the_same_rows(quotes: str, delimiter: str) -> None:
    export = machine_export(100, 3, "en")
    rows, _, report = read(export.as_csv(4, delimiter, mark=False, quotes=quotes))
    assert (rows, report.issues) == (export.published, [])


@pytest.mark.proof
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_register_is_read_in_less_than_a_gigabyte(language: str) -> None:
    export = machine_export(8700, 5, language)
    rows, _, report = read(export.as_csv(6))
    assert (rows, report.issues) == (export.published, [])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2**20  # kilobytes


SMALL = {language: machine_export(30, 7, language) for language in LANGUAGES}
PLACES = st.integers(0, 29)
REGISTERS = st.sampled_from(sorted(SMALL))


def left(rows: list[dict[str, str]], lines: list[int], but: set[int]) -> dict[int, dict[str, str]]:
    """The rows by the lines on which they begin, without some lines."""
    return {line: row for line, row in zip(lines, rows, strict=True) if line not in but}


EXAMPLES = pytest.mark.parametrize("examples", [12, pytest.param(100, marks=pytest.mark.proof)])


NOISE: list[Callable[[str], str]] = [
    lambda text: f"{text} ",
    lambda text: f"\u200b{text}",
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace('"', "&quot;").replace("'", "&#39;").replace("–", "&ndash;"),
    lambda text: text.replace("&", "&amp;"),
    lambda text: text.replace("-", "\u2011") if text.startswith(("Art.", "Part", "ст.", "ч.", "арт.")) else text,
    lambda text: text or "NULL",
    lambda text: text or "N/A",
]


@EXAMPLES
def test_noise_that_programs_add_changes_nothing(examples: int) -> None:
    @given(REGISTERS, PLACES, st.sampled_from(HEADER[1:]), st.sampled_from(NOISE), st.integers(0, 99))
    @settings(max_examples=examples, deadline=None)
    def holds(language: str, place: int, name: str, noise: Callable[[str], str], seed: int) -> None:
        export = SMALL[language]
        noisy = export.with_cell(place, name, noise(export.rows[place].cells[name]))
        rows, _, report = read(noisy.as_csv(seed))
        assert (rows, [str(issue) for issue in report.issues]) == (export.published, [])

    holds()


@EXAMPLES
def test_another_text_in_a_cell_changes_no_other_cell(examples: int) -> None:
    texts = st.text(max_size=20) | st.sampled_from(
        ['"', "\\", '\\"', '","', "a\nb", ";", "2021-02-30", "1", "–", "=1+1"]
    )

    @given(REGISTERS, PLACES, st.sampled_from(HEADER), texts, st.integers(0, 99))
    @settings(max_examples=examples, deadline=None)
    def holds(language: str, place: int, name: str, text: str, seed: int) -> None:
        export = SMALL[language].with_cell(place, name, text)
        try:
            rows, lines, report = read(export.as_csv(seed))
        except ValidationError as error:
            assert error.issues[0].line, str(error)
            return
        line = export.number(place)
        refused = {(issue.line, issue.column) for issue in report.issues}
        raw = "birth_year" if name == "birthday" else name
        assert refused <= {(line, raw)}
        expected = {export.number(at): row for at, row in enumerate(export.published)}
        # Without a status nobody is published: a word for it that is not known waits for its answer.
        waiting = {at for word in report.open_words() if word.column == "status" for at in word.lines}
        assert waiting <= {line}
        if not refused | waiting:
            found = left(rows, lines, set())[line]
            allowed = CHANGES.get(name, set())
            assert {key for key, cell in found.items() if cell != expected[line][key]} <= allowed
        # A tag that one more or one fewer person has may be told of all or of nobody.
        keys = set(expected[line]) - (CHANGES["clusters"] if name in ("clusters", "fake_terrorist_list") else set())
        others = left(rows, lines, {line})
        assert others.keys() == expected.keys() - {line}
        assert all(others[at][key] == expected[at][key] for at in others for key in keys)

    holds()


EDITS = st.sampled_from(['"', '""', "\\", '\\"', ",", "\n", ";", "", "\t", "x", "\ufffd"])


@EXAMPLES
def test_a_sign_put_into_the_file_spoils_no_other_row_in_silence(examples: int) -> None:
    @given(REGISTERS, PLACES, st.floats(0, 1, exclude_max=True), EDITS, st.integers(0, 1), st.integers(0, 99))
    @settings(max_examples=examples, deadline=None)
    def holds(language: str, place: int, where: float, put: str, taken: int, seed: int) -> None:
        export = SMALL[language]
        records = export.records(seed)
        record = records[place + 1]
        at = int(where * len(record))
        records[place + 1] = record[:at] + put + record[at + taken :]
        text = "".join(record + "\n" for record in records)
        try:
            rows, lines, report = read(text.encode())
        except ValidationError as error:
            assert error.issues[0].line, str(error)
            return
        # The record may have become several rows; those behind it follow them.
        before, behind = export.published[:place], export.published[place + 1 :]
        begins, last = export.number(place), max([*lines, *(issue.line or 0 for issue in report.issues)])
        follows = lines[-len(behind)] if behind else last + 1
        touched = range(begins, follows)
        assert all(issue.line in touched and issue.column for issue in report.issues), report.issues
        expected = dict(enumerate(before, start=2)) | dict(enumerate(behind, start=follows))
        assert left(rows, lines, set(touched)) == expected
        short = report.mended.get("short rows, filled up with empty cells", [])
        whole = [row for row, line in zip(rows, lines, strict=True) if line in touched]
        waiting = {at for word in report.open_words() for at in word.lines}
        said = report.issues or (waiting | set(short)) & set(touched)
        assert said or one_cell_differs(whole, export.published[place])

    holds()


def one_cell_differs(found: list[dict[str, str]], expected: dict[str, str]) -> bool:
    """Whether there is one row, and all that differs from the expected one comes from one raw cell."""
    (row,) = found
    different = {name for name, cell in row.items() if cell != expected[name]}
    return any(different <= columns for columns in CHANGES.values())

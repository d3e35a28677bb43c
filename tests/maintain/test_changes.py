"""What changes: events told apart from revisions, people followed where they can be, else rows."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from repression.__main__ import main
from repression.intake.register import Entry, Reference, read_entries
from repression.maintain.changes import Published, compare_people, compare_with_published, nearest_published
from repression.snapshots.catalog import read_catalog
from repression.snapshots.descriptor import Changes, Total
from tests.support.factories import raw_register, small_data

SINCE, UNTIL = date(2023, 2, 10), date(2023, 3, 10)
REFERENCE = Reference({"Penal colony No. 1": "Vitebsk region"}, {"293", "342"})
KNOWN = {"birth_year": "1990", "arrested": "2021-03-05", "articles": "342"}


def entries(folder: Path, *people: dict[str, str]) -> list[Entry]:
    found, report = read_entries(raw_register(folder / "raw.csv", *people).read_bytes(), "raw.csv", UNTIL, REFERENCE)
    assert not report.issues
    return found


def change(folder: Path, before: dict[str, str], after: dict[str, str]) -> Changes:
    """What changes of one person who was known before."""
    return compare_people(entries(folder, before), entries(folder, after), SINCE, UNTIL)


@pytest.mark.parametrize(
    ("new", "event"),
    [
        ({"arrested": "2023-02-11"}, "arrests"),
        (
            {"verdict_date": "2023-03-10", "decision": "3 years", "penalty": "fine", "prison": "House arrest"},
            "verdicts",
        ),
        ({"release_date": "2023-03", "status": "former", "prison": "Released"}, "releases"),
    ],
)
def test_what_is_dated_since_is_an_event_with_all_that_it_brings(
    tmp_path: Path, new: dict[str, str], event: str
) -> None:
    changes = change(tmp_path, KNOWN, KNOWN | new)
    assert changes.events == {"arrests": 0, "verdicts": 0, "releases": 0} | {event: 1}
    assert (changes.corrected, changes.revisions, changes.undated) == (0, {}, 0)


@pytest.mark.parametrize(
    ("new", "revisions"),
    [
        ({"birth_year": "1970"}, {"age_group": 1}),
        (
            {"verdict_date": "2023-01-01", "decision": "3 years"},
            {"verdict": 1, "sentence_months": 1, "sentence_kind": 1},
        ),
        ({"verdict_date": "2023-02-10"}, {"verdict": 1}),  # the day of the snapshot itself is not after it
        ({"verdict_date": "2023-02"}, {"verdict": 1}),  # not surely after it
        ({"release_date": "2023-03-11"}, {"released": 1}),  # has not happened yet
        ({"articles": "293"}, {"articles": 1}),
        ({"verdict_date": "2023-03-01", "birth_year": "1970"}, {"age_group": 1}),  # beside an event
        ({"declaration": "https://example.org"}, {}),
        ({"arrested": "2021-03-06"}, {}),  # within what is published
    ],
)
def test_an_older_fact_told_otherwise_is_a_revision(
    tmp_path: Path, new: dict[str, str], revisions: dict[str, int]
) -> None:
    changes = change(tmp_path, KNOWN, KNOWN | new)
    assert changes.revisions == revisions
    assert changes.corrected == bool(revisions)


def test_a_status_that_changes_without_a_date_is_neither(tmp_path: Path) -> None:
    changes = change(tmp_path, KNOWN | {"prison": "Penal colony No. 1"}, KNOWN | {"status": "former"})
    assert (changes.undated, changes.corrected, sum(changes.events.values())) == (1, 0, 0)


def test_people_added_and_gone(tmp_path: Path) -> None:
    before = entries(tmp_path, KNOWN | {"id": "1"}, KNOWN | {"id": "2"})
    new = [{"arrested": "2023-02-20", "verdict_date": "2023-03-01"}, {"arrested": "2020-01-01"}, {"status": "np"}]
    after = entries(tmp_path, KNOWN | {"id": "2"}, *new)
    changes = compare_people(before, after, SINCE, UNTIL)
    assert (changes.added, changes.added_late, changes.gone) == (3, 2, 1)
    assert changes.events == {"arrests": 1, "verdicts": 1, "releases": 0}
    assert changes.totals == (Total("convicted", 0, 1), Total("political_prisoner", 2, 3))


COUNTS = [
    {"date": day, "series": series, "political_prisoners": number, "qualifier": "exact", "counted_by": who}
    for day, series, number, who in [
        ("2023-02-01", "viasna", "100", "A"),
        ("2023-02-28", "viasna", "110", "A"),
        ("2023-02-28", "viasna", "112", "B"),
        ("2023-03-01", "wider", "200", "C"),
        ("2023-03-01", "viasna", "", "D"),
    ]
]


def test_the_published_count_nearest_in_time_is_of_the_main_series() -> None:
    assert [one.number for one in nearest_published(COUNTS, date(2023, 3, 1))] == [110, 112]
    assert [one.number for one in nearest_published(COUNTS, date(2020, 3, 1))] == [100]
    assert nearest_published([], SINCE) == []


@pytest.mark.parametrize(("number", "warned"), [(97, False), (96, True), (103, False), (104, True)])
def test_a_number_far_from_the_published_one_is_warned_of(number: int, warned: bool) -> None:
    said = [str(line) for line in compare_with_published(number, [Published(SINCE, 100, "about", "A")])]
    assert said[0].startswith(f"{number} political prisoners here; 100 (about) for 2023-02-10, counted by A: ")
    assert any("WARNING" in line for line in said) == warned


def test_one_of_several_published_numbers_is_enough() -> None:
    said = compare_with_published(110, [Published(SINCE, 100, "exact", "A"), Published(SINCE, 111, "exact", "B")])
    assert len(said) == 2
    assert list(map(str, compare_with_published(1, []))) == ["No published count of the main series to compare with."]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_data(tmp_path / "data")


def add(data: Path, day: date, *people: dict[str, str], more: tuple[str, ...] = ()) -> int:
    file = raw_register(data.parent / f"{day}.csv", *people)
    source = [
        "--source-title",
        "A source",
        "--source-url",
        "https://example.org",
        "--publisher",
        "A publisher",
        "--accessed",
        "2023-03-11",
    ]
    return main(
        ["add", str(file), "--dataset", "people", "--date", str(day), *source, "--data", str(data), "--yes", *more]
    )


def written(data: Path, day: date) -> Changes:
    (found,) = [one for one in read_catalog(data).snapshots if one.dataset == "people" and one.date == day]
    assert found.descriptor.changes
    return found.descriptor.changes


FREED = KNOWN | {"status": "former", "release_date": "2023-03-01"}


def test_people_are_followed_where_the_raw_rows_are_kept_and_only_counts_are_written(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(data, SINCE, KNOWN, KNOWN, KNOWN) == 0
    assert add(data, UNTIL, KNOWN, FREED, KNOWN | {"articles": "293"}, {"arrested": "2023-03-01"}) == 0
    assert (
        "Since 2023-02-10, person by person (raw rows of that day: private/people/2023-02-10.csv):\n"
        "  1 person added, 0 of them late: not surely arrested since\n"
        "  0 people gone\n"
        "  events since that day: 1 arrest, 0 verdicts, 1 release\n"
        "  0 people whose status changed, with no dated event that says why\n"
        "  revisions: 1 person of whom an older fact was corrected (articles 1)\n"
        "  former_political_prisoner: 0 before, 1 now\n"
        "  political_prisoner: 3 before, 3 now\n"
        "No published count of the main series to compare with.\n"
    ) in capsys.readouterr().out
    assert yaml.safe_load((data / f"people/{UNTIL}.yaml").read_text())["changes"] == {
        "since": SINCE,
        "compared": "people",
        "added": 1,
        "added_late": 0,
        "gone": 0,
        "events": {"arrests": 1, "verdicts": 0, "releases": 1},
        "undated": 0,
        "corrected": 1,
        "revisions": {"articles": 1},
        "totals": [
            {"status": "former_political_prisoner", "before": 0, "after": 1},
            {"status": "political_prisoner", "before": 3, "after": 3},
        ],
    }
    assert written(data, UNTIL).totals[1] == Total("political_prisoner", 3, 3)


@pytest.mark.parametrize(
    ("others", "why"),
    [
        (None, "there is no private/people/2023-02-10.csv"),
        ([KNOWN], "private/people/2023-02-10.csv does not have the rows that were published"),
        ([KNOWN | {"id": ""}, KNOWN | {"id": ""}], "private/people/2023-02-10.csv has no ids of the register"),
    ],
)
def test_rows_are_compared_where_people_cannot_be_followed(
    data: Path, capsys: pytest.CaptureFixture[str], others: list[dict[str, str]] | None, why: str
) -> None:
    assert add(data, SINCE, KNOWN, KNOWN) == 0
    kept = data.parent / "private/people/2023-02-10.csv"
    kept.unlink()
    if others is not None:
        raw_register(kept, *others)
    assert add(data, UNTIL, KNOWN, FREED) == 0
    assert f"in totals ({why}):\n  1 row added, 1 row gone" in capsys.readouterr().out
    changes = written(data, UNTIL)
    assert (changes.compared, changes.added, changes.gone, changes.events) == ("rows", 1, 1, {})


def test_a_file_with_half_of_the_people_is_refused_unless_told_otherwise(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(data, SINCE, *[KNOWN] * 4) == 0
    assert add(data, UNTIL, KNOWN, KNOWN) == 1
    assert "4 rows in the snapshot of 2023-02-10, 2 in this one; --allow-halved" in capsys.readouterr().out
    assert add(data, UNTIL, KNOWN, KNOWN, more=("--allow-halved",)) == 0


def test_a_file_with_many_unreadable_sentences_is_refused_unless_told_otherwise(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [{"decision": "3 years"}] * 4 + [{"decision": "4 1/2"}] + [{}] * 20
    assert add(data, SINCE, *people) == 1
    assert "0 of 25 rows refused, 20% of the sentences stated are unreadable" in capsys.readouterr().out
    assert add(data, SINCE, *people, more=("--allow-unreadable",)) == 0


def test_diff_prints_what_changed_between_two_snapshots(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(data, SINCE, KNOWN, KNOWN | {"prison": "Penal colony No. 1"}, KNOWN) == 0
    assert add(data, UNTIL, KNOWN, FREED, KNOWN | {"articles": "293"}, {"arrested": "2023-03-01"}) == 0
    capsys.readouterr()
    assert main(["diff", "people", str(SINCE), str(UNTIL), "--data", str(data)]) == 0
    assert capsys.readouterr().out == GOLDEN
    assert main(["diff", "people", str(SINCE), str(UNTIL), "--csv", "--data", str(data)]) == 0
    assert capsys.readouterr().out == GOLDEN_CSV
    for kept in (data.parent / "private/people").iterdir():
        kept.unlink()
    assert main(["diff", "people", str(SINCE), str(UNTIL), "--data", str(data)]) == 0
    assert (
        "in totals (there is no private/people/2023-02-10.csv):\n  3 rows added, 2 rows gone" in capsys.readouterr().out
    )


def test_diff_goes_both_ways_and_says_which_days_there_are(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(data, SINCE, KNOWN, KNOWN) == 0
    assert add(data, UNTIL, KNOWN, FREED) == 0
    capsys.readouterr()
    assert main(["diff", "people", str(UNTIL), str(SINCE), "--data", str(data)]) == 0
    assert "  former_political_prisoner: 1 before, 0 now" in capsys.readouterr().out
    assert main(["diff", "people", str(SINCE), "2023-03-11", "--data", str(data)]) == 1
    said = capsys.readouterr().err
    assert "people/2023-03-11.csv: is no valid snapshot; there are 2023-02-10, 2023-03-10" in said
    assert main(["diff", "events", str(SINCE), str(UNTIL), "--data", str(data)]) == 1
    assert "there are none of events" in capsys.readouterr().err


GOLDEN = """
people, from 2023-02-10 to 2023-03-10
Since 2023-02-10, person by person (raw rows: private/people/2023-02-10.csv and private/people/2023-03-10.csv):
  1 person added, 0 of them late: not surely arrested since
  0 people gone
  events since that day: 1 arrest, 0 verdicts, 1 release
  0 people whose status changed, with no dated event that says why
  revisions: 1 person of whom an older fact was corrected (articles 1)
  former_political_prisoner: 0 before, 1 now
  political_prisoner: 3 before, 3 now
By value, where the number of rows changed:
  status former_political_prisoner: 0 before, 1 now (+1)
  gender female: 3 before, 4 now (+1)
  age_group (empty): 0 before, 1 now (+1)
  arrested 2023-03: 0 before, 1 now (+1)
  verdict (empty): 3 before, 4 now (+1)
  released 2023-03: 0 before, 1 now (+1)
  articles (empty): 0 before, 1 now (+1)
  articles 293: 0 before, 1 now (+1)
  articles 342: 3 before, 2 now (-1)
  sentence_months (empty): 3 before, 4 now (+1)
  sentence_kind not_stated: 3 before, 4 now (+1)
  fine false: 3 before, 4 now (+1)
  penalty (empty): 3 before, 4 now (+1)
  custody (empty): 2 before, 4 now (+2)
  custody facility: 1 before, 0 now (-1)
  facility (empty): 2 before, 4 now (+2)
  facility Penal colony No. 1: 1 before, 0 now (-1)
  region (empty): 2 before, 4 now (+2)
  region Vitebsk region: 1 before, 0 now (-1)
""".lstrip()
GOLDEN_CSV = """
field,value,before,after,change
people,added,,,1
people,gone,,,0
people,events arrests,,,1
people,events verdicts,,,0
people,events releases,,,1
people,revisions articles,,,1
people,added_late,,,0
people,undated,,,0
people,corrected,,,1
status,former_political_prisoner,0,1,1
status,political_prisoner,3,3,0
gender,female,3,4,1
age_group,,0,1,1
age_group,25–34,3,3,0
arrested,2021-03,3,3,0
arrested,2023-03,0,1,1
verdict,,3,4,1
released,,3,3,0
released,2023-03,0,1,1
articles,,0,1,1
articles,293,0,1,1
articles,342,3,2,-1
sentence_months,,3,4,1
sentence_kind,not_stated,3,4,1
fine,false,3,4,1
penalty,,3,4,1
custody,,2,4,2
custody,facility,1,0,-1
facility,,2,4,2
facility,Penal colony No. 1,1,0,-1
region,,2,4,2
region,Vitebsk region,1,0,-1
""".lstrip()

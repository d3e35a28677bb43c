"""Snapshots: what is valid, what is refused and in which words, and that writing is safe."""

import datetime
import hashlib
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from repression.snapshots.catalog import DescriptorState, read_catalog
from repression.snapshots.descriptor import Changes, Descriptor, Source, Total
from repression.snapshots.issues import ValidationError
from repression.snapshots.schema import broken_cells, datasets_of, fields_of
from repression.snapshots.writer import write_snapshot
from tests.conftest import DATA, LIVE_DATA

DAY = datetime.date(2021, 5, 1)
PACKAGE = {
    "resources": [
        {
            "name": "things",
            "schema": {
                "fields": [
                    {"name": name, "type": kind, "title": name, "description": name, "constraints": limits}
                    for name, kind, limits in [
                        ("word", "string", {"required": True, "enum": ["a", "b", "c"]}),
                        ("month", "yearmonth", {}),
                        ("day", "date", {}),
                        ("number", "number", {"minimum": 0, "maximum": 10}),
                        ("whole", "integer", {"unique": True}),
                        ("flag", "boolean", {}),
                        ("code", "string", {"pattern": "[0-9]+"}),
                    ]
                ]
            },
        }
    ]
}
ROW = ["a", "2021-05", "2021-05-31", "1.5", "3", "true", "12"]
DESCRIPTOR = Descriptor(
    "things", DAY, Source("T", "", "", ""), DAY, "somebody", rows=0, sha256="", notes=("N.",), readings=(), changes=None
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data folder with one dataset and one valid snapshot of one row."""
    (tmp_path / "datapackage.json").write_text(json.dumps(PACKAGE))
    write_snapshot(tmp_path, DESCRIPTOR, fields_of(PACKAGE, "things"), [ROW])
    return tmp_path


def rewrite(root: Path, content: str | bytes) -> None:
    """Change the CSV and let its descriptor agree, so that only the cells can be wrong."""
    path = root / f"things/{DAY}.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    words = path.with_suffix(".yaml")
    entries = yaml.safe_load(words.read_text())
    entries["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    entries["rows"] = max(0, path.read_bytes().count(b"\n") - 1)
    words.write_text(yaml.safe_dump(entries))


def issues(root: Path) -> list[str]:
    catalog = read_catalog(root)
    assert not catalog.snapshots
    return [str(issue) for issue in catalog.issues]


HEADER = "word,month,day,number,whole,flag,code\n"


def test_what_is_written_is_read_back(root: Path) -> None:
    catalog = read_catalog(root)
    (snapshot,) = catalog.snapshots
    assert not catalog.issues
    assert (snapshot.dataset, snapshot.date) == ("things", DAY)
    assert snapshot.path.read_text() == HEADER + ",".join(ROW) + "\n"
    assert (snapshot.descriptor.rows, snapshot.descriptor.notes) == (1, ("N.",))
    assert catalog.package["resources"][0]["path"] == ["things/2021-05-01.csv"]
    assert not list(root.rglob("*.tmp"))


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("word", "", "must not be empty"),
        ("word", "d", "must be one of a, b, c"),
        ("month", "2021-13", "must be a month such as 2022-09"),
        ("month", "2021-05-01", "must be a month such as 2022-09"),
        ("day", "2021-02-30", "must be a date such as 2022-09-06"),
        ("day", "2021", "must be a date such as 2022-09-06"),
        ("number", "1.5.2", "must be a number such as 12 or 12.5"),
        ("number", "nan", "must be a number such as 12 or 12.5"),
        ("number", "-1", "must be 0 or more"),
        ("number", "10.5", "must be 10 or less"),
        ("whole", "3.0", "must be a whole number"),
        ("flag", "yes", "must be true or false"),
        ("code", "x", "must match the pattern [0-9]+"),
    ],
)
def test_every_rule_names_file_line_column_and_value(root: Path, column: str, value: str, rule: str) -> None:
    cells = list(ROW)
    cells[HEADER.strip().split(",").index(column)] = value
    rewrite(root, HEADER + ",".join(cells) + "\n")
    assert issues(root) == [f"things/2021-05-01.csv: row 2, column {column}: {value!r} {rule}"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "line 1: the file is empty"),
        ("word\na\n", "line 1: 'word' must be the header word,month"),
        ("month,word,day,number,whole,flag,code\n", "must be the header word,month"),
        (HEADER + "a,b\n", "line 2: has 2 cells, must have 7"),
        (HEADER + "\n", "line 2: has 0 cells, must have 7"),
        (HEADER + "b,,,,,,\na,,,,,,\n", "line 3: must not sort before the row above"),
        (HEADER + "a,,,,3,,\nb,,,,3,,\n", "row 3, column whole: '3' must not stand in two rows"),
        (HEADER + 'a,"x\n', "line 2: is no CSV"),
        (HEADER.encode() + b"\xff,,,,,,\n", "line 2: is not UTF-8"),
        (HEADER.replace("\n", "\r\n"), "must end its lines with LF alone"),
        (b"\xef\xbb\xbf" + HEADER.encode(), "must not begin with a byte order mark"),
    ],
)
def test_broken_files(root: Path, content: str | bytes, words: str) -> None:
    rewrite(root, content)
    assert any(words in issue for issue in issues(root)), issues(root)


@given(
    st.lists(st.tuples(st.sampled_from("abx"), st.sampled_from(["", "1", "2", "3", "x"])), max_size=6),
    st.integers(1, 300),
)
def test_broken_cells_stand_in_the_order_of_rows_and_columns(shape: list[tuple[str, str]], times: int) -> None:
    # Many times over, so that what is known of a value outlives the batch that it first stood in.
    rows = [[word, "", "", "", whole, "", "x"] for word, whole in shape * times]
    fields = fields_of(PACKAGE, "things")
    expected, seen = [], set()
    for line, cells in enumerate(rows, start=2):
        for column, value in zip(fields, cells, strict=True):
            repeated = column.name == "whole" and value in seen
            rule = "must not stand in two rows" if repeated else column.broken_rule(value)
            expected += [(line, column.name, value, rule)] if rule else []
        seen.add(cells[4])
    assert broken_cells(fields, enumerate(rows, start=2)) == expected


def test_a_row_has_its_number_after_cells_of_several_lines(root: Path) -> None:
    package = json.loads((root / "datapackage.json").read_text())
    package["resources"][0]["schema"]["fields"][6]["constraints"] = {}
    (root / "datapackage.json").write_text(json.dumps(package))
    rewrite(root, HEADER + 'a,,,,1,,"x\ny"\n' + "".join(f'b,,,,{n:03},,"x\n\ny"\n' for n in range(300)) + "d,,,,,,\n")
    assert "things/2021-05-01.csv: row 303, column word: 'd' must be one of a, b, c" in issues(root)


def change_csv(root: Path) -> None:
    path = root / f"things/{DAY}.csv"
    path.write_text(path.read_text().replace("1.5", "2.5"))


def change_descriptor(**entries: object) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / f"things/{DAY}.yaml"
        path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | entries))

    return change


def drop_key(root: Path) -> None:
    path = root / f"things/{DAY}.yaml"
    entries = yaml.safe_load(path.read_text())
    del entries["accessed"]
    path.write_text(yaml.safe_dump(entries))


def rename(name: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        for path in (root / "things").iterdir():
            path.rename(path.with_name(name).with_suffix(path.suffix))

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (change_csv, "things/2021-05-01.csv: has the sha256"),
        (change_descriptor(rows=2), "has 1 rows, its descriptor says 2"),
        (change_descriptor(rows="1"), "Expected `int`, got `str` - at `$.rows`"),
        (change_descriptor(sha256=None), "Expected `str`, got `null` - at `$.sha256`"),
        (
            change_descriptor(more=1),
            "unknown field `more`. Its keys must be dataset, date, source (title,",
        ),
        (
            change_descriptor(source={"name": ""}),
            "at `$.source`. Its keys must be dataset, date, source (title, url, p",
        ),
        (
            change_descriptor(source={}),
            "missing required field `title` - at `$.source`. Its keys must be dataset, date, source (title,",
        ),
        (
            change_descriptor(source={"title": "", "url": "", "publisher": "", "licence": ""}),
            "Expected `str` of length >= 1 - at `$.source.title`",
        ),
        (change_descriptor(readings=[{"field": "x"}]), "missing required field `kind` - at `$.readings[0]`"),
        (
            change_descriptor(readings=[{"field": "x", "kind": "y", "texts": None, "rows": "many"}]),
            "Expected `int`, got `str` - at `$.readings[0].rows`",
        ),
        (change_descriptor(accessed="today"), "Expected `date | null`, got `str` - at `$.accessed`"),
        (change_descriptor(notes=[1]), "Expected `str`, got `int` - at `$.notes[0]`"),
        (change_descriptor(notes="one sentence"), "Expected `array`, got `str` - at `$.notes`"),
        (change_descriptor(dataset="other"), "describes other 2021-05-01, must describe things 2021-05-01"),
        (drop_key, "things/2021-05-01.yaml: is no complete descriptor: Object missing required field `accessed`"),
        (rename("2021-02-30.x"), "must be named for a real day"),
        (rename("newest.x"), "must be named for a real day"),
        (rename("20210501.x"), "must be named for a real day"),
        (lambda root: (root / f"things/{DAY}.csv").unlink(), "has no CSV of the same name beside it"),
        (lambda root: (root / f"things/{DAY}.yaml").write_text("[: no"), "is no YAML"),
        (
            lambda root: (root / f"things/{DAY}.yaml").write_text(""),
            "descriptor: Expected `object`, got `null`",
        ),
        (lambda root: (root / "things").rename(root / "thongs"), "'thongs' is no dataset"),
        (lambda root: (root / "datapackage.json").unlink(), "datapackage.json: cannot be read"),
        (lambda root: (root / "datapackage.json").write_text("{"), "datapackage.json: line 1: is no JSON"),
        (lambda root: (root / "datapackage.json").write_text("{}"), "'resources' is missing"),
        (lambda root: (root / "datapackage.json").write_text("[]"), "is no data package"),
    ],
)
def test_what_is_broken_around_the_cells(root: Path, change: Callable[[Path], object], words: str) -> None:
    change(root)
    assert any(words in issue for issue in issues(root)), issues(root)


CHANGES = {
    "since": DAY, "compared": "rows", "added": 1, "added_late": None, "gone": 0, "events": {}, "undated": None,
    "corrected": None, "revisions": {}, "totals": [{"status": "a", "before": 1, "after": 2}],
}  # fmt: skip


def test_changes_are_read(root: Path) -> None:
    change_descriptor(changes=CHANGES)(root)
    (snapshot,) = read_catalog(root).snapshots
    assert snapshot.descriptor.changes == Changes(DAY, "rows", 1, None, 0, {}, None, None, {}, (Total("a", 1, 2),))


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"added": "1"}, "Expected `int`, got `str` - at `$.changes.added`"),
        ({"more": 1}, "unknown field `more` - at `$.changes`"),
        ({"more": 1}, "changes (since, compared (people or rows), added, added_late"),
        ({"compared": "names"}, "'names' - at `$.changes.compared`"),
        ({"compared": "names"}, "compared (people or rows)"),
        ({"events": [1]}, "Expected `object`, got `array` - at `$.changes.events`"),
        ({"revisions": {"status": "some"}}, "Expected `int`, got `str` - at `$.changes.revisions[...]`"),
        ({"totals": {}}, "Expected `array`, got `object` - at `$.changes.totals`"),
        ({"totals": [{"status": "a"}]}, "missing required field `before` - at `$.changes.totals[0]`"),
    ],
)
def test_changes_of_another_kind_are_refused(root: Path, entries: dict[str, object], words: str) -> None:
    change_descriptor(changes=CHANGES | entries)(root)
    assert any(words in issue for issue in issues(root)), issues(root)


def test_a_clean_file_put_in_by_hand_is_shown_and_its_source_is_not_stated(root: Path) -> None:
    (root / f"things/{DAY}.yaml").unlink()
    catalog = read_catalog(root)
    (snapshot,) = catalog.snapshots
    assert not catalog.issues
    assert snapshot.standing is DescriptorState.UNDESCRIBED
    told = snapshot.descriptor
    assert (told.source.title, told.accessed, told.rows) == ("not stated: no descriptor", None, 1)
    assert told.notes == ("This file was put here without a descriptor: its source is not stated.",)


@pytest.mark.parametrize(
    ("content", "words", "shown"),
    [
        (HEADER + "d,,,,,,\n", "column word: 'd' must be one of a, b, c", True),
        ("id,word\n1,a\n", "line 1: 'id,word' must be the header", True),
        ("id,word\n1,a\n", "a raw file is taken in with `add`", True),
        ("Maria,1990\nAnna,1991\n", "line 1: must be the header word,month", False),
        ("", "the file is empty", True),
    ],
)
def test_a_raw_file_put_in_by_hand_is_refused_and_its_people_are_not_shown(
    root: Path, content: str, words: str, shown: bool
) -> None:
    (root / f"things/{DAY}.yaml").unlink()
    (root / f"things/{DAY}.csv").write_text(content)
    (issue,) = issues(root)
    assert words in issue
    assert shown or "Maria" not in issue


def test_a_broken_snapshot_leaves_the_others_usable(root: Path) -> None:
    later = replace(DESCRIPTOR, date=datetime.date(2022, 1, 1))
    write_snapshot(root, later, fields_of(PACKAGE, "things"), [ROW])
    change_csv(root)
    catalog = read_catalog(root)
    assert [one.date.year for one in catalog.snapshots] == [2022]
    assert len(catalog.issues) == 1


def test_the_newest_that_is_not_later_is_current(root: Path) -> None:
    later = replace(DESCRIPTOR, date=datetime.date(2022, 1, 1))
    write_snapshot(root, later, fields_of(PACKAGE, "things"), [ROW])
    catalog = read_catalog(root)
    assert [one.date for one in catalog.snapshots] == [DAY, datetime.date(2022, 1, 1)]
    current = [
        catalog.on("things", day)
        for day in (datetime.date(2021, 4, 30), DAY, datetime.date(2021, 12, 31), datetime.date.max)
    ]
    assert [one and one.date.year for one in current] == [None, 2021, 2021, 2022]
    assert catalog.on("nothing", DAY) is None


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"source": replace(DESCRIPTOR.source, title="x\u202ey")}, "source.title"),
        ({"source": replace(DESCRIPTOR.source, publisher="N/A")}, "source.publisher"),
        ({"notes": ("A note.", "a\ufffdb")}, "note 2"),
    ],
)
def test_a_damaged_text_of_a_descriptor_is_not_written(tmp_path: Path, change: dict[str, Any], key: str) -> None:
    (tmp_path / "datapackage.json").write_text(json.dumps(PACKAGE))
    with pytest.raises(ValidationError, match=f"2021-05-01.yaml: {key}: "):
        write_snapshot(tmp_path, replace(DESCRIPTOR, **change), fields_of(PACKAGE, "things"), [ROW])
    assert not list(tmp_path.glob("things/*"))


def test_nothing_is_written_where_a_cell_breaks_a_rule(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text(json.dumps(PACKAGE))
    with pytest.raises(ValidationError, match="must be one of a, b, c"):
        write_snapshot(tmp_path, DESCRIPTOR, fields_of(PACKAGE, "things"), [["d", *ROW[1:]]])
    assert [path.name for path in tmp_path.iterdir()] == ["datapackage.json"]


def test_rows_are_sorted_by_value(root: Path) -> None:
    rows = [[word, *ROW[1:4], number, *ROW[5:]] for word, number in [("c", "1"), ("a", "2"), ("b", "3")]]
    path = write_snapshot(root, DESCRIPTOR, fields_of(PACKAGE, "things"), rows)
    assert [line[0] for line in path.read_text().splitlines()[1:]] == ["a", "b", "c"]
    assert not read_catalog(root).issues


@pytest.mark.parametrize("data", [DATA, LIVE_DATA], ids=["frozen", "live"])
def test_our_data_is_valid(data: Path) -> None:
    catalog = read_catalog(data)
    assert not catalog.issues
    assert {one.dataset for one in catalog.snapshots} == set(datasets_of(catalog.package))


def test_our_data_is_checked_within_a_second() -> None:
    begun = time.process_time()
    read_catalog(DATA)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("data", [DATA, LIVE_DATA], ids=["frozen", "live"])
def test_the_data_package_names_every_file_and_no_other(data: Path) -> None:
    catalog = read_catalog(data)
    for resource in catalog.package["resources"]:
        paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
        assert all((data / path).is_file() for path in paths)
        if "schema" in resource:
            of_dataset = [one for one in catalog.snapshots if one.dataset == resource["name"]]
            assert paths == sorted(one.path.relative_to(data).as_posix() for one in of_dataset)


def test_every_code_has_a_label_and_every_column_its_words() -> None:
    package = read_catalog(LIVE_DATA).package
    for dataset in datasets_of(package):
        for field in fields_of(package, dataset):
            assert field.title and field.description.endswith("."), (dataset, field.name)
            assert not field.labels or set(field.labels) == set(field.enum), (dataset, field.name)


def test_a_copy_of_our_data_without_its_package_has_nothing_to_offer(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / "data/datapackage.json").unlink()
    catalog = read_catalog(tmp_path / "data")
    assert (catalog.snapshots, catalog.package, len(catalog.issues)) == ((), {}, 1)

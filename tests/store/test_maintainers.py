"""Commands on a store: published whole or not at all, by one maintainer at a time, and nothing private."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from repression.__main__ import main
from repression.maintain.archive import addresses_of
from repression.maintain.plan import tidy_up
from repression.maintain.publish import publish_folder, published_contents
from repression.snapshots.archived_sources import ARCHIVED, ArchivedSource, write_archived
from repression.snapshots.catalog import read_catalog
from repression.snapshots.local_copy import whole
from repression.snapshots.writer import writer_lock
from repression.store.edition import StoreError
from tests.conftest import DATA
from tests.maintain.test_remove import ANNA, BELA, contents
from tests.support.crash_harness import CrashHarness
from tests.support.factories import raw_register, small_data
from tests.support.s3_server import S3Server
from tests.support.stores import Store, public_files

pytestmark = pytest.mark.slow

SOURCE = ["--source-title", "A", "--source-url", "https://example.org", "--publisher", "P", "--accessed", "2023-03-11"]
DAY = "2023-02-10"
KILLS = 200


@dataclass(frozen=True)
class Begun:
    """The objects of a store at its first edition and at its second, and what a maintainer has then."""

    first: dict[str, bytes]
    second: dict[str, bytes]
    anna: dict[Path, bytes]


@pytest.fixture(scope="module")
def begun(s3: S3Server, bucket: str, tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """A small edition, then one with a register of two people, which Anna took in."""
    folder = tmp_path_factory.mktemp("begun")
    store = Store(s3, f"s3://{bucket}/figures", folder)
    store.reset({})
    publish_folder(small_data(folder / "founded"), store.address, replace=False)
    first = store.objects()
    assert add(store, "anna", ANNA, BELA) == 0
    return Begun(first, store.objects(), contents(folder / "anna"))


@pytest.fixture
def published(begun: Begun, store: Store) -> Store:
    """A store with a small edition, which nobody has fetched."""
    store.reset(begun.first)
    return store


@pytest.fixture
def with_people(begun: Begun, store: Store) -> Store:
    """A store with a register of two people, which Anna took in."""
    store.reset(begun.second)
    restored(store.folder / "anna", begun.anna)
    return store


def add(store: Store, who: str, *people: dict[str, str], day: str = DAY, more: tuple[str, ...] = ()) -> int:
    return store.run(who, *adding(store, who, *people, day=day, more=more))


def adding(store: Store, who: str, *people: dict[str, str], day: str = DAY, more: tuple[str, ...] = ()) -> list[str]:
    """The arguments of an `add`."""
    file = raw_register(store.folder / f"{who}-{day}.csv", *people)
    return ["add", str(file), "--dataset", "people", "--date", day, *SOURCE, "--yes", *more]


def private(store: Store, who: str) -> dict[Path, bytes]:
    return contents(store.copy(who).parent / "private")


def test_a_folder_is_published_and_fetched_as_it_was(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = small_data(tmp_path / "data")
    stray = data / "articles" / "export of the register.csv"
    stray.write_text("Anna")
    assert store.run("anna", "publish", str(data)) == 1
    assert "must be named for a real day" in capsys.readouterr().out
    stray.unlink()
    assert store.objects() == {}
    strays = ("export of the register.xlsx", ".env", "backup-1.csv", "march.csv", "register.xlsx")
    for name in strays:
        (data / name).write_text("Anna")
    assert store.run("anna", "publish", str(data)) == 0
    assert "published: edition 1" in capsys.readouterr().out
    for name in strays:
        (data / name).unlink()
    assert store.files() == public_files(data)
    assert store.look("bela") == ""
    assert public_files(store.copy("bela")) == public_files(data)
    with pytest.raises(StoreError, match="has edition 1 already: `--replace` puts this folder in its place"):
        publish_folder(data, store.address, replace=False)
    assert publish_folder(data, store.address, replace=True).number == 2


def test_all_of_the_published_data_can_be_in_an_edition() -> None:
    assert published_contents(DATA) == public_files(DATA)


def test_what_one_maintainer_takes_in_the_next_one_has(with_people: Store) -> None:
    store = with_people
    assert f"people/{DAY}.csv" in store.files()
    assert store.look("bela") == ""
    assert public_files(store.copy("bela")) == store.files() == public_files(store.copy("anna"))
    assert store.run("bela", "next-update", "2027-01-10", "--note", "A note.") == 0
    assert "next_update.yaml" in store.files()
    assert store.run("bela", "next-update") == 0
    assert "next_update.yaml" not in store.files()
    arguments = ["people", DAY, "gender=male", "articles=342", "--to", "articles=293", "--reason", "misread", "--yes"]
    assert store.run("bela", "correct", *arguments) == 0
    assert store.run("bela", "withdraw", "people", DAY, "--reason", "A part.", "--yes") == 0
    assert f"people/{DAY}.csv" not in store.files() and f"people/{DAY}.yaml" in store.files()
    assert store.look("anna") == ""
    assert public_files(store.copy("anna")) == store.files()


def test_nothing_private_is_in_the_store(published: Store) -> None:
    raw = ANNA | {"id": "70707", "arrested": "2021-03-07"}
    assert add(published, "anna", raw, BELA) == 0
    kept = private(published, "anna")
    assert Path(f"people/{DAY}.csv") in kept and b"70707" in kept[Path(f"people/{DAY}.csv")]
    assert published.run("anna", "remove", "--dataset", "people", "--id", "70707", "--yes") == 0
    kept = private(published, "anna")
    assert Path("withheld.csv") in kept
    for key, content in published.objects().items():
        assert b"70707" not in content and b"2021-03-07" not in content, key
        assert content not in kept.values(), key


def test_a_removed_person_is_in_no_object_that_stays(with_people: Store) -> None:
    rows = with_people.files()[f"people/{DAY}.csv"].decode().splitlines()
    (row,) = [row for row in rows if "293" in row]
    assert with_people.run("anna", "remove", "--dataset", "people", "--id", "41", "--yes") == 0
    objects = with_people.objects()
    assert not [key for key, content in objects.items() if row.encode() in content]
    assert len(objects) == len(with_people.files()) + 1


def test_of_two_maintainers_at_once_the_second_is_refused_and_loses_nothing(
    with_people: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    store, seen = with_people, []
    before = contents(store.copy("anna").parent)
    new = ANNA | {"id": "43", "decision": "4 years"}

    def bela_is_faster(method: str, path: str) -> None:
        if method == "PUT" and path.endswith("edition.json") and not seen:
            seen.append(path)
            assert store.run("bela", "next-update", "2027-01-10") == 0

    store.s3.before = bela_is_faster  # when all of Anna's objects are there
    assert add(store, "anna", ANNA, BELA, new, day="2023-03-10") == 1
    assert "another maintainer published an edition meanwhile" in capsys.readouterr().err
    assert contents(store.copy("anna").parent) == before
    assert "next_update.yaml" in store.files() and "people/2023-03-10.csv" not in store.files()
    assert len(store.objects()) == len(store.files()) + 1
    assert add(store, "anna", ANNA, BELA, new, day="2023-03-10") == 0
    assert {"next_update.yaml", "people/2023-03-10.csv"} < set(store.files())
    assert public_files(store.copy("anna")) == store.files()


def state_of(store: Store, who: str) -> tuple[dict[str, bytes], dict[str, bytes], dict[Path, bytes]]:
    """What is published, and the copy and the private files of a maintainer."""
    return store.files(), public_files(store.copy(who)), private(store, who)


def completed(store: Store, who: str) -> None:
    """What the next command of a maintainer does first."""
    with store.seen_by(who) as data, writer_lock(data):
        tidy_up(data)
        assert not list(data.rglob(".*.tmp"))


def restored(folder: Path, before: dict[Path, bytes]) -> None:
    for path in contents(folder):
        (folder / path).unlink()
    for path, content in before.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def removing(store: Store) -> list[str]:
    data = str(store.copy("anna"))
    return ["remove", "--dataset", "people", "--id", "41", "--yes", "--data", data]


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.proof)])
def test_killed_at_each_request_and_each_step_on_the_disk_all_is_published_or_nothing(
    with_people: Store, crash_harness: CrashHarness, every: int
) -> None:
    store = with_people
    folder = store.copy("anna").parent
    before, local = state_of(store, "anna"), contents(folder)
    newest = store.objects()
    assert crash_harness.run(removing(store))[0] == 0
    after = state_of(store, "anna")
    ends = []
    for place in ("before", "answered", "disk"):
        for at in range(1, 1000, every):
            restored(folder, local)
            store.reset(newest)
            status = store.killed(crash_harness, removing(store), place, at)
            assert store.files() in (before[0], after[0]), (place, at)
            if status == 0:
                break
            completed(store, "anna")
            assert state_of(store, "anna") in (before, after), (place, at)
            ends.append(state_of(store, "anna") == after)
    assert ends.count(False) > 8 / every and ends.count(True) > 8 / every
    restored(folder, local)
    store.reset(newest)
    assert store.killed(crash_harness, removing(store), "before", 5) < 0
    assert len(store.objects()) > len(newest)  # what was written for an edition that never came
    assert crash_harness.run(removing(store))[0] == 0
    assert len(store.objects()) == len(store.files()) + 1


@pytest.mark.proof
def test_killed_at_two_hundred_random_moments_nothing_is_half_published(
    with_people: Store, crash_harness: CrashHarness
) -> None:
    store = with_people
    chance = random.Random(2023)
    people = [ANNA, BELA, ANNA | {"id": "43", "decision": "4 years"}, BELA | {"id": "44", "decision": "5 years"}]
    data = ["--data", str(store.copy("anna")), "--replace"]
    known = []
    for turn in (0, 1):
        arguments = adding(store, "anna", *people[: 3 + turn], more=tuple(data))
        _, seconds = crash_harness.run(arguments)
        known.append(store.files()[f"people/{DAY}.csv"])
    killed = 0
    for turn in range(KILLS):
        arguments = adding(store, "anna", *people[: 3 + turn % 2], more=tuple(data))
        killed += crash_harness.run(arguments, chance.uniform(0, seconds))[0] < 0
        assert store.files()[f"people/{DAY}.csv"] in known, turn
    assert killed > KILLS / 4
    completed(store, "anna")
    assert public_files(store.copy("anna")) == store.files()


def test_an_edition_that_was_published_although_its_writer_stopped_is_completed_after_later_ones(
    with_people: Store, crash_harness: CrashHarness
) -> None:
    store = with_people

    def kill(method: str, path: str) -> None:
        if method == "PUT" and path.endswith("edition.json"):
            crash_harness.kill()

    store.s3.before = kill
    assert crash_harness.run(removing(store))[0] < 0
    store.s3.before = None
    assert Path("withheld.csv") not in private(store, "anna")
    for day in ("2027-01-10", "2027-01-11"):
        assert store.run("bela", "next-update", day) == 0
    completed(store, "anna")
    assert Path("withheld.csv") in private(store, "anna")
    assert public_files(store.copy("anna")) == store.files()


def test_a_store_that_is_away_stops_writers_and_not_readers(
    with_people: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(with_people.copy("anna").parent)
    with_people.s3.stop()
    try:
        assert add(with_people, "anna", ANNA, day="2023-03-10") == 1
        assert "cannot be read" in capsys.readouterr().err
        looking = ["diff", "people", DAY, DAY]
        assert with_people.run("anna", *looking) == 0
        said = capsys.readouterr()
        assert "which may be old" in said.err and f"Since {DAY}" in said.out
        assert with_people.run("bela", *looking) == 1
    finally:
        with_people.s3.start()
    assert contents(with_people.copy("anna").parent) == before


def test_hand_edits_in_a_copy_are_published_when_asked_and_never_overwritten(
    with_people: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    store = with_people
    outlines = store.copy("anna") / "regions.geojson"
    edited = outlines.read_bytes() + b"\n"
    outlines.write_bytes(edited)
    assert store.run("bela", "next-update", "2027-01-10") == 0
    assert store.look("anna") == ""
    assert outlines.read_bytes() == edited != store.files()["regions.geojson"]
    assert store.run("anna", "publish", str(store.copy("anna"))) == 0
    assert store.files()["regions.geojson"] == edited
    planned = store.copy("anna") / "next_update.yaml"
    planned.write_text("day: 2027-02-02\nnote: ''\n")
    assert store.run("bela", "next-update", "2027-03-03") == 0
    assert store.run("anna", "next-update") == 1
    assert "next_update.yaml was changed by hand, and in the store, too" in capsys.readouterr().err
    assert "2027-02-02" in planned.read_text()
    planned.unlink()
    # Of a file that is new in both, too.
    for who, content in (("bela", "[]\n"), ("anna", "# Mine.\n[]\n")):
        (store.copy(who) / "known_exceptions.yaml").write_text(content)
    assert store.run("bela", "publish", str(store.copy("bela"))) == 0
    assert store.run("anna", "publish", str(store.copy("anna"))) == 1
    assert "known_exceptions.yaml was changed by hand, and in the store, too" in capsys.readouterr().err
    assert "Mine" in (store.copy("anna") / "known_exceptions.yaml").read_text()


def test_keeping_sources_publishes_their_list_and_nothing_else_that_lies_there(with_people: Store) -> None:
    store, copy = with_people, with_people.copy("anna")
    (copy / "regions.geojson").write_bytes((copy / "regions.geojson").read_bytes() + b"\n")
    (copy / "march.csv").write_text("Anna")
    (copy / "people" / "2023-03-10.csv").write_text("Anna")
    before = store.files()
    addresses = addresses_of(read_catalog(copy))
    write_archived(copy, [ArchivedSource(each, "", date(2026, 11, 30), "0" * 64) for each in addresses])
    assert store.run("anna", "archive") == 0
    assert store.files() == before | {ARCHIVED: (copy / ARCHIVED).read_bytes()}


def broken(store: Store) -> None:
    key = next(key for key in store.objects() if key.startswith("objects/"))
    store.put(key, b"x" * len(store.objects()[key]))


def lost(store: Store) -> None:
    store.reset({key: value for key, value in store.objects().items() if key == "edition.json"})


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (broken, "is broken: it is not the"),
        (lost, "an object of the edition is gone"),
        (lambda store: store.put("edition.json", b'{"format": 2, "files": 3}'), "install a newer release"),
        (lambda store: store.put("edition.json", b"<html>"), "edition.json is no list of files"),
        (lambda store: store.put("edition.json", b'{"format": 1, "files": {"../x": {}}}'), "is no list of files"),
        (lambda store: setattr(store, "address", store.address + "x"), "Is the prefix right?"),
        (lambda store: setattr(store, "address", "s3://elsewhere/figures"), "there is no such bucket"),
        (lambda store: setattr(store, "address", "s9://bucket/figures"), "cannot be opened"),
        (lambda store: setattr(store.s3, "refuses", (403, "AccessDenied")), "the store refuses the key"),
    ],
)
def test_what_is_wrong_with_a_store_is_said_and_leaves_nothing(
    published: Store, capsys: pytest.CaptureFixture[str], spoil: Callable[[Store], None], said: str
) -> None:
    spoil(published)
    assert published.run("bela", "check") == 1
    assert said in capsys.readouterr().err
    assert not public_files(published.copy("bela")) if published.copy("bela").exists() else True


def test_a_whole_copy_mends_a_broken_store(with_people: Store) -> None:
    broken(with_people)
    with pytest.raises(StoreError, match="is broken"):
        with_people.look("bela")
    publish_folder(with_people.copy("anna"), with_people.address, replace=True)
    assert with_people.look("bela") == ""
    assert public_files(with_people.copy("bela")) == public_files(with_people.copy("anna"))


def test_a_store_that_ignores_conditions_is_refused(store: Store, tmp_path: Path) -> None:
    data = small_data(tmp_path / "data")
    for header in ("if-match", "if-none-match"):
        store.s3.forgets = (header,)
        with pytest.raises(StoreError, match="ignores If-Match or If-None-Match"):
            publish_folder(data, store.address, replace=False)
        assert store.objects() == {}


def test_a_folder_with_files_or_of_another_store_is_no_copy(
    published: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published.copy("anna").parent.mkdir()
    small_data(published.copy("anna"))
    assert published.run("anna", "check") == 1
    assert "name an empty folder by REPRESSION_COPY" in capsys.readouterr().err
    assert published.look("bela") == ""
    published.address += "x"
    assert published.run("bela", "check") == 1
    assert "name another folder by REPRESSION_COPY" in capsys.readouterr().err
    assert published.run("anna", "publish", str(published.copy("bela"))) == 1
    assert "is a copy of" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["check", "--data", published.address])
    assert "must be a folder; the variable REPRESSION_DATA names a store" in capsys.readouterr().err


def test_killed_while_it_is_fetched_a_copy_is_one_whole_edition(
    with_people: Store, crash_harness: CrashHarness
) -> None:
    store = with_people
    assert store.look("bela") == ""
    old = public_files(store.copy("bela"))
    assert store.run("anna", "remove", "--dataset", "people", "--id", "41", "--yes") == 0
    data = store.copy("bela")
    copies = crash_harness.stopped_at_each_step(data, ["next-update", "2027-01-10", "--data", str(data)])
    seen = []
    for stopped in copies:
        with whole(stopped):
            seen.append(public_files(stopped))
    planned = {"next_update.yaml": (data / "next_update.yaml").read_bytes()}
    new = {name: content for name, content in store.files().items() if name not in planned}
    assert old in seen and new in seen
    assert all(each in (old, new, new | planned) for each in seen)

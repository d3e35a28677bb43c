"""Writing: stopped at any moment, on a full disk, twice at once, a snapshot is whole or not there."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from repression.__main__ import main
from repression.paths import ROOT
from repression.snapshots.catalog import DescriptorState, read_catalog
from repression.snapshots.csv_io import temporary_path
from repression.snapshots.issues import ValidationError
from repression.snapshots.schema import fields_of
from repression.snapshots.writer import recover, unlisted_files, write_snapshot, writer_lock
from tests.support.crash_harness import CrashHarness
from tests.support.factories import raw_register, small_data

pytestmark = pytest.mark.slow

DAY = "2023-03-10"


def register_of(path: Path, *decisions: str) -> Path:
    """A raw register of invented people with these sentences."""
    told = {"birth_year": "1990", "arrested": "2021-03-05", "articles": "342"}
    return raw_register(path, *({**told, "decision": decision} for decision in decisions))


def arguments(data: Path, file: Path, *more: str, day: str = DAY) -> list[str]:
    accessed = max(day, "2023-03-11")
    source = [
        "--source-title",
        "A source",
        "--source-url",
        "https://example.org",
        "--publisher",
        "A publisher",
        "--accessed",
        accessed,
    ]
    return ["add", str(file), "--dataset", "people", "--date", day, *source, "--data", str(data), "--yes", *more]


def state(data: Path) -> tuple[str, ...]:
    """All that the catalog says of people, and every cell of them; nothing may be refused."""
    cells = [path.read_text("utf-8") for path in sorted((data / "people").glob("*.csv"))]
    return (*described(data), *cells)


def described(data: Path) -> tuple[str, ...]:
    """All that the catalog says of people; nothing may be refused."""
    catalog = read_catalog(data)
    assert not catalog.issues, catalog.issues
    assert all(one.standing is not DescriptorState.UNDESCRIBED for one in catalog.snapshots)
    return tuple(str(one.descriptor) for one in catalog.snapshots if one.dataset == "people")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_data(tmp_path / "data")


@pytest.fixture
def versions(data: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two raw files for one day."""
    return (
        register_of(tmp_path / "first.csv", "1 year", "2 years", "3 years"),
        register_of(tmp_path / "second.csv", "1 year", "4 years", "5 years", "6 years"),
    )


def whole_and_tidy(data: Path) -> None:
    """Nothing is left of stopped writers, and the package names all."""
    assert not [path for path in data.rglob("*") if path.name.startswith(".")]
    assert not unlisted_files(data)
    assert all(one.standing is DescriptorState.WHOLE for one in read_catalog(data).snapshots)


def outcomes(data: Path, crash_harness: CrashHarness, versions: tuple[Path, Path]) -> list[tuple[str, ...]]:
    """The states of the folder: without the snapshot, with the first version, with the second in its place."""
    states = [state(data)]
    for file in versions:
        assert crash_harness.run(arguments(data, file, "--replace"))[0] == 0
        states.append(state(data))
    return states


def forget(data: Path) -> None:
    for path in (data / "people").glob("*"):
        path.unlink()


@pytest.mark.parametrize("kills", [8, pytest.param(200, marks=pytest.mark.proof)])
def test_killed_at_random_moments_the_catalog_is_the_old_one_or_the_new_one(
    data: Path, crash_harness: CrashHarness, versions: tuple[Path, Path], kills: int
) -> None:
    nothing, first, second = outcomes(data, crash_harness, versions)
    whole_and_tidy(data)
    forget(data)
    chance = random.Random(2023)
    # The shortest, or a machine that was slow for a moment would let most of them come to their end.
    seconds = min(crash_harness.run(arguments(data, versions[0], "--dry-run"))[1] for _ in range(3)) * 1.6
    seen, killed = nothing, 0
    for turn in range(kills):
        file = versions[turn % 2]
        killed += crash_harness.run(arguments(data, file, "--replace"), chance.uniform(0, seconds))[0] < 0
        after = state(data)
        assert after in (seen, nothing_but(first, second, seen, turn)), turn
        seen = after
    assert killed > kills / 4
    assert crash_harness.run(arguments(data, versions[0], "--replace"))[0] == 0
    whole_and_tidy(data)


def nothing_but(first: tuple[str, ...], second: tuple[str, ...], seen: tuple[str, ...], turn: int) -> tuple[str, ...]:
    """What the folder may become in a turn that is not stopped: the version, replacing or not."""
    wanted = (first, second)[turn % 2]
    note = "Taken in on 2023-03-11 in place of an earlier file of the same date."
    if seen:
        return (wanted[0].replace("notes=()", f"notes=({note!r},)"), *wanted[1:])
    return (wanted[0].replace(f"notes=({note!r},)", "notes=()"), *wanted[1:])


@pytest.mark.parametrize("existing", [False, True])
def test_killed_at_every_step_the_catalog_is_the_old_one_or_the_new_one(
    data: Path, crash_harness: CrashHarness, versions: tuple[Path, Path], existing: bool
) -> None:
    if existing:
        assert crash_harness.run(arguments(data, versions[0]))[0] == 0
    before = state(data)
    copies = crash_harness.stopped_at_each_step(data, arguments(data, versions[1], "--replace"))
    seen, completed = [], []
    for stopped in (*copies, data):
        seen.append(state(stopped) != before)
        with writer_lock(stopped):
            whole_and_tidy(stopped)
        completed.append(state(stopped) != before)
        assert state(stopped) in (before, state(data))
    assert seen.count(False) > 5 and seen.count(True) > 2
    # One move decides for readers; from the decision on the next writer completes it.
    assert seen == sorted(seen) and completed == sorted(completed) and completed.index(True) <= seen.index(True)


@pytest.mark.parametrize("turns", [6, pytest.param(20, marks=pytest.mark.proof)])
def test_a_reader_beside_a_replacing_writer_never_sees_half(
    data: Path, crash_harness: CrashHarness, versions: tuple[Path, Path], turns: int
) -> None:
    states = set()
    for file in (*versions, versions[0]):
        assert crash_harness.run(arguments(data, file, "--replace"))[0] == 0
        states.add(described(data))
    code = "import sys; from repression.__main__ import main\n" + "\n".join(
        f"main({arguments(data, versions[turn % 2], '--replace')!r})" for turn in range(1, turns + 1)
    )
    writer = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.DEVNULL)
    looks = 0
    while writer.poll() is None:
        assert described(data) in states
        looks += 1
    assert writer.returncode == 0
    assert looks > 5


def test_two_at_once_do_not_harm_each_other(
    data: Path, versions: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with writer_lock(data):
        assert main(arguments(data, versions[0])) == 1
    assert "data/: another command is at work in this folder" in capsys.readouterr().err
    assert not state(data)
    several = [
        subprocess.Popen(
            [sys.executable, "-m", "repression", *arguments(data, file, day=f"2023-03-{day}")],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for day, file in enumerate(versions * 2, start=11)
    ]
    said = [one.communicate()[1] for one in several]
    done = [one.returncode == 0 for one in several]
    assert any(done)
    assert all(words == "" if fine else "another command" in words for fine, words in zip(done, said, strict=True))
    assert len(described(data)) == sum(done)
    whole_and_tidy(data)


@pytest.mark.parametrize("existing", [False, True])
@pytest.mark.parametrize("limit", [0, 100, 1000, 20_000])
def test_a_full_disk_changes_nothing(
    data: Path, crash_harness: CrashHarness, versions: tuple[Path, Path], existing: bool, limit: int
) -> None:
    if existing:
        assert crash_harness.run(arguments(data, versions[0]))[0] == 0
    before, package = state(data), (data / "datapackage.json").read_bytes()
    order = {"limit": limit, "arguments": arguments(data, versions[1], "--replace")}
    assert crash_harness.run(order)[0] == 1
    # Where not even a temporary file can be written, there is no room to try the snapshot out.
    said = "File too large" if limit else "No usable temporary directory"
    assert said in crash_harness.said and "Traceback" not in crash_harness.said
    assert state(data) == before
    assert (data / "datapackage.json").read_bytes() == package
    assert not list(data.parent.rglob("*.tmp"))
    assert main(arguments(data, versions[1], "--replace")) == 0
    whole_and_tidy(data)


def test_a_decided_descriptor_is_completed_and_an_undecided_one_removed(
    data: Path, versions: tuple[Path, Path]
) -> None:
    assert main(arguments(data, versions[0])) == 0
    path = data / f"people/{DAY}.csv"
    words = path.with_suffix(".yaml")
    whole = state(data)

    words.rename(temporary_path(words))
    assert state(data) == whole
    assert [one.standing for one in read_catalog(data).snapshots if one.dataset == "people"] == [
        DescriptorState.UNFINISHED
    ]
    recover(data)
    assert words.exists()
    whole_and_tidy(data)

    temporary_path(words).write_text("dataset: people\n")
    temporary_path(path).write_text("half a fi")
    temporary_path(data / "datapackage.json").write_text("{")
    assert state(data) == whole
    recover(data)
    assert state(data) == whole
    whole_and_tidy(data)


def test_a_snapshot_that_changes_under_the_reader_is_not_read(data: Path, versions: tuple[Path, Path]) -> None:
    assert main(arguments(data, versions[0])) == 0
    catalog = read_catalog(data)
    snapshot = next(one for one in catalog.snapshots if one.dataset == "people")
    write_snapshot(data, replace(snapshot.descriptor), fields_of(catalog.package, "people"), [])
    with pytest.raises(ValidationError, match="was changed while it was being read"):
        snapshot.content()

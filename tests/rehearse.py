"""Plays a month of a maintainer on invented data, in a copy that is thrown away: `make rehearse`.

It prints every command and what it says. The same commands, on real data, are those of docs/maintainers.md.
"""

from __future__ import annotations

import os
import shlex
import shutil
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from repression.__main__ import main as run_command
from repression.maintain.question_file import questions_path
from repression.paths import ROOT
from tests.support.export_form import DAY, machine_export
from tests.support.unknown_words import FACILITY, NEW_FACILITY, with_unknown_words

ROWS = 8_700
DATED = "-".join(f"{part:02}" for part in DAY)
# What an invented register needs besides its answers: it is no continuation of the real one.
ALLOWED = ("--keep-notes", "--allow-halved", "--allow-disclosure")


class Failed(RuntimeError):
    """A command did not end as it should."""


def rehearse(folder: Path, rows: int) -> None:
    """Take in an invented export, correct, remove and withdraw in the data of a folder. Raises Failed."""
    data = Path(shutil.copytree(ROOT / "tests" / "data", folder / "data"))
    export = with_unknown_words(machine_export(rows, seed=1))
    file = folder / "export.csv"
    file.write_bytes(export.as_csv())
    person, other = [row.cells["id"] for row in export.rows if row.published["gender"]][:2]

    def command(*arguments: str, ends_with: int = 0) -> None:
        _run([*arguments, "--data", str(data)], ends_with)

    add = ("add", str(file), "--dataset", "people", "--date", DATED)
    _say("Next month's file: look at it. It has words that nobody knows.")
    command(*add, "--dry-run", ends_with=1)
    _say("Answer what is asked, once for all files to come.")
    _fill_in(questions_path(data))
    command("answer", str(questions_path(data)), "--yes")
    _say("Take it in, with a yes to each thing that stands against it.")
    command(*add, *ALLOWED, "--yes")
    command("next-update", "2026-10-01")
    _say("A figure is wrong: correct it, with the reason.")
    command("correct", "people", DATED, "--id", person, "--to", "gender=", "--reason", "misread", "--yes")
    _say("Somebody asks to be removed.")
    command("remove", "--dataset", "people", "--id", other, "--snapshot", DATED, "--yes")
    _say("The file was a wrong one: withdraw it.")
    command("withdraw", "people", DATED, "--reason", "The file was a rehearsal.", "--yes")
    command("check")


def _run(arguments: Sequence[str], ends_with: int) -> None:
    print(f"\n$ python -m repression {shlex.join(arguments)}", flush=True)
    status = run_command(arguments)
    if status != ends_with:
        raise Failed(f"{arguments[0]} ended with {status} in place of {ends_with}")


def _fill_in(path: Path) -> None:
    """Answer each question of the file: the place is a new one, other words stay unreadable, people are different."""
    asked = yaml.safe_load(path.read_text(encoding="utf-8"))
    for word in asked.get("words", ()):
        is_place = FACILITY in word["examples"]
        word |= {"answer": "new", "new": NEW_FACILITY} if is_place else {"answer": "unreadable"}
    for group in asked.get("people", ()):
        group["answer"] = "different"
    path.write_text(yaml.safe_dump(asked, allow_unicode=True), encoding="utf-8")


def _say(sentence: str) -> None:
    print(f"\n== {sentence}", flush=True)


def main() -> None:
    """Rehearse in a temporary folder."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS, help="people of the invented register (%(default)s)")
    asked = parser.parse_args()
    os.chdir(ROOT)
    with TemporaryDirectory() as folder:
        rehearse(Path(folder), asked.rows)
    print("\nThe month is over, and the copy is thrown away.")


if __name__ == "__main__":
    main()

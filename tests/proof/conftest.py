"""Fixtures for the slow proofs: what LibreOffice and R make of our files; `make proof` sets up what all proofs need."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.programs import SECONDS, program

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.proof)


@pytest.fixture(scope="session")
def in_calc(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Path]]:
    """`in_calc(files, options)` opens files in LibreOffice and gives what it holds then, as flat OpenDocument files.

    `options` are those of its dialogue for texts, none for a file of another kind.
    """
    soffice = program("soffice", "libreoffice-calc")
    profile = tmp_path_factory.mktemp("profile")

    def convert(files: list[Path], options: str = "") -> list[Path]:
        out = tmp_path_factory.mktemp("calc")
        reading = [f"--infilter=CSV:{options}"] if options else []
        program_and_profile = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        writing = ["--convert-to", "fods", "--outdir", str(out)]
        subprocess.run(
            [*program_and_profile, *reading, *writing, *map(str, files)],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )
        return [out / f"{file.stem}.fods" for file in files]

    return convert


@pytest.fixture(scope="session")
def in_r() -> Callable[..., str]:
    """`in_r(script, *arguments)` runs a script in R and gives what it prints."""
    rscript = program("Rscript", "r-base-core")

    def run(script: Path, *arguments: Path) -> str:
        done = subprocess.run(
            [rscript, "--vanilla", str(script), *map(str, arguments)],
            check=True,
            stdout=subprocess.PIPE,
            timeout=SECONDS,
            encoding="utf-8",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )
        return done.stdout

    return run

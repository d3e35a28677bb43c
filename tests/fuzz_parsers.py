"""The parsers of raw files under coverage-guided fuzzing: `make fuzz`, or `make fuzz FUZZ_SECONDS=600` for longer.

Whatever the bytes, a parser may raise `ValidationError` only. Any other exception ends the run with the input that
caused it.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["repression"]):
    from repression.intake.dates import read_date
    from repression.intake.register import open_register
    from repression.intake.sentences import read_sentence
    from repression.snapshots.issues import ValidationError


def read(content: bytes) -> None:
    """Reads bytes as a file of any form, and as the text of a sentence and of a date."""
    try:
        open_register(content, "raw")
    except ValidationError as refused:
        assert refused.issues
    text = content.decode("utf-8", "replace")
    assert read_sentence(text).kind
    try:
        read_date(text)
    except ValueError as fault:
        assert str(fault)


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()

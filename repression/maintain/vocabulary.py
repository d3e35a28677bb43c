"""The answered words: `data/vocabulary.csv`, reviewed like code, and `private/vocabulary.csv` for possible names.

Both have a row a word, `column,word,meaning`, sorted: the raw column, the word in the form of `word_of`, and a code, a
facility, articles or `unreadable`.
"""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from repression.intake.vocabulary import ASKED, Reference, broken_meaning, word_of
from repression.messages import message
from repression.snapshots.csv_io import format_csv, parse_csv, read_regular_file
from repression.snapshots.issues import Issue, ValidationError
from repression.snapshots.texts import damage

VOCABULARY = "vocabulary.csv"
_HEADER = ("column", "word", "meaning")
_MAX_BYTES = 4 * 2**20


def read_words(path: Path, name: str, reference: Reference) -> dict[tuple[str, str], str]:
    """The meanings in a file, by raw column and word; none if there is no such file.

    `name` is the file's name in errors. Raises ValidationError with everything that is wrong: an unknown column or
    meaning, a word in another form, one that stands twice or out of order.
    """
    try:
        table = parse_csv(read_regular_file(path, _MAX_BYTES), name)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ValidationError.about(name, message("cannot be read: {strerror}", strerror=error.strerror)) from None
    if table.header != _HEADER:
        raise ValidationError.about(name, message("must be the header {allowed}", allowed=",".join(_HEADER)), 1)
    issues = [issue for line, cells in table.rows if (issue := _broken(name, line, cells, reference))]
    for (_, before), (line, cells) in pairwise(table.rows):
        if cells[:2] == before[:2]:
            issues.append(Issue(name, line, "word", cells[1], message("must not stand there twice")))
        elif cells[:2] < before[:2]:
            issues.append(
                Issue(
                    name,
                    line,
                    "word",
                    cells[1],
                    message("must stand before {before}: rows are sorted", before=repr(before[1])),
                )
            )
    if issues:
        raise ValidationError(*issues)
    return {(column, word): meaning for _, (column, word, meaning) in table.rows}


def format_words(words: Mapping[tuple[str, str], str]) -> bytes:
    """The file with these meanings."""
    return format_csv(_HEADER, ((*key, words[key]) for key in sorted(words)))


def _broken(name: str, line: int, cells: list[str], reference: Reference) -> Issue | None:
    column, word, meaning = cells
    if column not in ASKED:
        return Issue(name, line, "column", column, message("must be one of {allowed}", allowed=", ".join(ASKED)))
    form = word_of(column, word)
    if not word or word != form or damage(word):
        return Issue(
            name,
            line,
            "word",
            word,
            message("must be written {form}", form=repr(form)) if form else message("must not be empty"),
        )
    rule = broken_meaning(column, meaning, reference)
    return Issue(name, line, "meaning", meaning, rule) if rule else None

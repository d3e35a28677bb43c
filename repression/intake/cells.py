"""Mends the cells of a raw table where nothing has to be guessed, and says what it mended."""

from collections.abc import Iterable, Sequence

from repression.i18n import N_
from repression.intake.terms import term
from repression.messages import Message, message
from repression.snapshots.csv_io import Table
from repression.snapshots.formula_escape import unescape_formulas
from repression.snapshots.texts import mended, stands_for_nothing

Mended = dict[Message, list[int]]  # what was mended in which column, with the lines


def mend_cells(table: Table, required: Iterable[str] = ()) -> tuple[Table, Mended]:
    """The table with its texts mended, and what was mended.

    The apostrophes of safe cells are taken off, so that files of this dashboard can be taken in; `texts.mended` says
    the rest. A word for nothing stays in a column of `required`, whose rule refuses it.
    """
    said: Mended = {}
    kept = [name in set(required) for name in table.header]
    rows = tuple((line, _mend_row(table.header, cells, kept, line, said)) for line, cells in table.rows)
    return Table(table.header, rows), said


def _mend_row(header: Sequence[str], cells: Sequence[str], kept: Sequence[bool], line: int, said: Mended) -> list[str]:
    row = []
    for name, cell, keeps_word in zip(header, cells, kept, strict=True):
        bare = unescape_formulas(cell)
        plain = mended(bare)
        if bare != cell:
            _say(
                said,
                message("{column}: apostrophes before what a spreadsheet could run, taken off", column=term(name)),
                line,
            )
        if bare and stands_for_nothing(bare):
            if keeps_word:
                plain = bare
            else:
                words = message(
                    "{column}: words for nothing such as {word}, read as empty",
                    column=term(name),
                    word=repr(bare.strip()),
                )
                _say(said, words, line)
        elif plain != bare.replace("\r\n", "\n"):
            template = N_("{column}: signs that are unseen or written as entities, read as a reader sees them")
            _say(said, message(template, column=term(name)), line)
        row.append(plain)
    return row


def _say(said: Mended, words: Message, line: int) -> None:
    said.setdefault(words, []).append(line)

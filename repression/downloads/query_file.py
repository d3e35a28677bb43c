"""The query of an answer as one SQL script, which the plain `duckdb` program runs in the unpacked full package.

It holds all that the warehouse has and the package has not: the macros that the question reads, the selection as
literals, and what describes the data. It gives the rows before their translation: cells that are texts of ours hold a
text, or a template and what fills it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb

from repression.downloads.extract import Extract
from repression.downloads.full_package import member_path
from repression.formatting import format_message
from repression.i18n import LANGUAGES, get_translator
from repression.questions.answer import DICTIONARIES
from repression.questions.describe import filter_sentence
from repression.questions.filter_macros import macros
from repression.questions.question import all_questions, question_in
from repression.questions.selection import query_of
from repression.snapshots.catalog import Snapshot
from repression.warehouse.database import Warehouse

ENDING, MEDIA = "sql", "application/sql"
ROWS = "_rows"  # the end of the name of a table that holds snapshots
WORD = re.compile(r"\w+")
DEFINED = re.compile(r"CREATE (?:MACRO|TABLE|VIEW) (\w+)")


def query_chunks(warehouse: Warehouse, extract: Extract) -> Iterator[bytes]:
    """The script for the question, selection and part of an extract, as UTF-8."""
    question, selection = all_questions()[extract.answer.question.name], extract.answer.selection
    definitions = _definitions(question.sql)
    read = set(WORD.findall(" ".join([question.sql, *definitions])))
    variables = selection.bound() | {"shown": warehouse.shown(selection.snapshot)}
    chosen = {name: value for name, value in variables.items() if value is not None}
    statements = [
        *(_table(warehouse, extract, name) for name in _tables(warehouse, read)),
        # What is not chosen is not set: older versions of DuckDB take a variable that is set to NULL for a number.
        *(f"SET VARIABLE {name} = {literal(value)};" for name, value in chosen.items() if name in read),
        *definitions,
        f"CREATE TABLE answer AS\n{question.sql.strip().removesuffix(';')};",
        _selected(extract),
    ]
    yield ("\n\n".join([_comment(warehouse, extract), *statements]) + "\n").encode()


def literal(value: Any) -> str:
    """A value as SQL: null, boolean, number, text, date, or a list or a dict (as a MAP) of these.

    Raises TypeError for a value of another type.
    """
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case float():
            return f"'{value!r}'::DOUBLE"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case date():
            return f"DATE '{value:%Y-%m-%d}'"
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case dict():
            return f"MAP {{{', '.join(f'{literal(key)}: {literal(item)}' for key, item in value.items())}}}"
    raise TypeError(f"a {type(value).__name__} has no literal")


def _comment(warehouse: Warehouse, extract: Extract) -> str:
    """What the script answers and how it is run; every line is a comment, whatever the texts hold.

    It says so in every language, so that a script is the same file in all of them.
    """
    answer, day = extract.answer, extract.answer.selection.snapshot
    site = extract.link.partition("/data/")[0]
    shown = warehouse.shown(day)
    compared = {each.snapshot for each in answer.sources if each.snapshot != shown.get(each.dataset)}
    packages = [f"{site}/data/package.zip?snapshot={each}" for each in (day, *sorted(compared))]
    lines = [_address(extract)]
    for lang in LANGUAGES:
        _, question = get_translator(lang), question_in(answer.question.name, lang)
        unpack = _("Unpack {packages} into one folder, and run this file there:")
        said = replace(answer, question=question, selection=replace(answer.selection, lang=lang))
        lines += [
            "",
            question.title,
            filter_sentence(warehouse, said),
            format_message(unpack, {"packages": packages}, lang),
            f"    duckdb -csv -f {question.name}.{ENDING}",
            _("It gives the rows before they are put into words. A text is English, or a template with what fills it."),
        ]
    return "\n".join(f"-- {part}".rstrip() for line in lines for part in (line.splitlines() or [""]))


def _address(extract: Extract) -> str:
    """The address of the script, which names no language."""
    parameters = {**extract.answer.selection.address(), **extract.part.address()}
    query = query_of({name: texts for name, texts in parameters.items() if name != "lang"})
    return f"{extract.link.partition('?')[0]}?{query}"


@functools.cache
def _shared() -> Mapping[str, str]:
    """What the questions share: the name of each macro, table or view with the statement that creates it, in order."""
    texts = [statement.query.strip() for statement in duckdb.extract_statements(macros())]
    return {found[1]: text for text in texts if (found := DEFINED.search(text))}


def _definitions(sql: str) -> list[str]:
    """The statements that create what an SQL text reads, and what these read in turn, in their order."""
    shared = _shared()
    needed: set[str] = set()
    new = {sql}
    while new:
        names = ({word for text in new for word in WORD.findall(text)} & shared.keys()) - needed
        needed |= names
        new = {shared[name] for name in names}
    return [text for name, text in shared.items() if name in needed]


def _tables(warehouse: Warehouse, words: set[str]) -> list[str]:
    """The tables among some words, apart from those that the macros create."""
    with warehouse.database.cursor() as cursor:
        known = {name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    return sorted((known - _shared().keys()) & words)


def _table(warehouse: Warehouse, extract: Extract, name: str) -> str:
    """The statement that creates a table: from files of the package, or with its rows where no file has them."""
    with warehouse.database.cursor() as cursor:
        relation = cursor.table(name)
        columns = dict(zip(relation.columns, map(str, relation.types), strict=True))
        rows = [] if name.endswith(ROWS) else relation.fetchall()
    if name.endswith(ROWS) and (snapshots := _snapshots(warehouse, extract, name.removesuffix(ROWS))):
        return f"CREATE TABLE {name} AS\n" + "\nUNION ALL\n".join(_file(each, columns) for each in snapshots) + ";"
    declared = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    created = f"CREATE TABLE {name} ({declared});"
    values = ",\n".join(f"    ({', '.join(map(literal, row))})" for row in rows)
    # The script is a reader's file; this server never runs it. Names are our own, values are literals.
    return f"{created}\nINSERT INTO {name} VALUES\n{values};" if rows else created  # nosec B608


def _snapshots(warehouse: Warehouse, extract: Extract, dataset: str) -> list[Snapshot]:
    """The snapshots of a dataset that the answer reads: those of its sources, and the one that is shown."""
    day = date.max if dataset in DICTIONARIES else extract.answer.selection.snapshot
    shown = warehouse.catalog.shown_on(dataset, day)
    days = {each.snapshot for each in extract.answer.sources if each.dataset == dataset}
    days |= {shown.date} if shown else set()
    return [each for each in warehouse.catalog.snapshots if each.dataset == dataset and each.date in days]


def _file(snapshot: Snapshot, columns: Mapping[str, str]) -> str:
    """The rows of a snapshot's file, typed; a column that came after it is null."""
    types = {field.name: columns[field.name] for field in snapshot.fields}
    shown = [f'"{name}"' if name in types else f'NULL::{kind} AS "{name}"' for name, kind in columns.items()]
    shown[list(columns).index("snapshot")] = f"{literal(snapshot.date)} AS snapshot"
    spelled = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in types.items())
    return (
        f"SELECT {', '.join(shown)}\n"  # nosec B608
        f"FROM read_csv({literal(member_path(snapshot))}, auto_detect = false, header = true,\n"
        "    delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false,\n"
        f"    columns = {{{spelled}}})"
    )


def _selected(extract: Extract) -> str:
    names = ", ".join(f'"{name}"' for name in extract.table.column_names)
    limit = "" if extract.part.limit is None else f" LIMIT {extract.part.limit}"
    return f"SELECT {names} FROM answer{limit};"  # nosec B608

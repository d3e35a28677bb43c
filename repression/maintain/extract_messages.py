"""Extracts the texts to translate from the code, the questions and the data.

`python -m repression.maintain.extract_messages` updates `locale/*/LC_MESSAGES/messages.po` in place: it adds new texts
without a translation, deletes texts that are no longer used, and keeps translations.
"""

from __future__ import annotations

import ast
import functools
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel.messages.catalog import Catalog as Translations
from babel.messages.catalog import Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import extract_from_ast

from repression.i18n import LANGUAGES
from repression.maintain.next_update import NEXT_UPDATE, read_next_update
from repression.paths import LOCALE, QUERIES, ROOT
from repression.questions.answer import texts_of_cells
from repression.questions.filter_macros import build_warehouse
from repression.questions.question import Question, all_questions, published_questions
from repression.questions.selection import Selection
from repression.snapshots.catalog import Catalog, read_catalog, read_package
from repression.snapshots.issues import ValidationError
from repression.snapshots.schema import datasets_of, fields_of
from repression.templates import ENVIRONMENT, TEMPLATES
from repression.warehouse.database import Warehouse

# The catalogues belong to the published data, whatever folder REPRESSION_DATA names.
PUBLISHED = ROOT / "data"
CODE = ("repression", "pages")
COMMANDS = "__main__.py"  # its texts are for maintainers, in English
# The functions that translate texts for readers, and the positions of their arguments that are texts.
TRANSLATION_CALLS = {
    **dict.fromkeys(("_", "N_", "gettext", "message", "html_text", "paragraph"), (0,)),
    "heading": (1, 2),
}
EVERY_ROW = (("status", ("any",)), ("series", ("any",)))  # the filters that leave no row out
MAX_PLACES = 3  # how many of the places of a text are listed for its translator
WIDTH = 120
PROJECT = "repression-dashboard"  # its name in pyproject.toml
# The places that `texts_of_data` names.
OF_DATA = re.compile(r"data/\w+: source, \w+|data/next_update\.yaml: note|queries/\w+\.sql: cells of \w+")
Texts = Iterator[tuple[str, str]]  # a text, and the place that uses it


def texts() -> dict[str, list[str]]:
    """Every text for readers with the places that use it, both in alphabetical order."""
    return _by_text(fixed_texts(), texts_of_data(build_warehouse(read_catalog(PUBLISHED))))


def fixed_texts() -> Texts:
    """The texts of the code, of the questions and of the schema of the data, which developers change and translate."""
    yield from _of_code()
    yield from _of_templates()
    yield from _of_questions()
    yield from _of_package()
    yield from _of_data_tests()


def texts_of_data(warehouse: Warehouse) -> Texts:
    """The texts of snapshots that are translated for readers. They change with the snapshots."""
    catalog = warehouse.catalog
    for snapshot in catalog.snapshots:
        source = snapshot.descriptor.source
        for part in ("title", "publisher", "licence"):
            yield getattr(source, part), f"data/{snapshot.dataset}: source, {part}"
    if note := note_of_next_update(catalog):
        yield note, f"data/{NEXT_UPDATE}: note"
    for day in warehouse.days:
        selection = Selection(day, chosen=EVERY_ROW)
        for name in all_questions():
            for column, text in texts_of_cells(warehouse, name, selection):
                yield text, f"queries/{name}.sql: cells of {column}"


def note_of_next_update(catalog: Catalog) -> str:
    """The note on the next update, which readers are told; empty without one, or where `check` refuses the file."""
    with suppress(ValidationError):
        planned = read_next_update(catalog.root)
        return planned.note if planned else ""
    return ""


def is_of_data(entry: Message) -> bool:
    """Whether an entry of a catalogue is only for the data: all its places are those of `texts_of_data`."""
    return bool(entry.auto_comments) and all(OF_DATA.fullmatch(place) for place in entry.auto_comments)


def _by_text(*found: Texts) -> dict[str, list[str]]:
    places: dict[str, set[str]] = {}
    for text, place in chain(*found):
        if has_words(text):
            places.setdefault(text, set()).add(place)
    return {text: sorted(places[text]) for text in sorted(places)}


def has_words(text: str) -> bool:
    """Whether it has letters, a noun in a placeholder, or quotes: other characters are the same in every language."""
    return any(letter.isalpha() or letter in "“”" for letter in re.sub(r"\{[^{}|]*\}", "", text))


def path_of(lang: str) -> Path:
    """The file of a language's catalogue."""
    return LOCALE / lang / "LC_MESSAGES" / "messages.po"


def read(lang: str) -> Translations:
    """A language's catalogue from its file."""
    with path_of(lang).open("rb") as file:
        return read_po(file, locale=lang)


def with_translations(lang: str, added: Mapping[str, tuple[str, str]]) -> bytes:
    """A language's catalogue with more texts, as a PO file: each with its translation and the place that uses it."""
    wanted = {str(each.id): list(each.auto_comments) for each in read(lang) if each.id}
    wanted |= {text: [place] for text, (_, place) in added.items() if text not in wanted}
    strings = {text: translation for text, (translation, _) in added.items()}
    return updated_catalog(lang, dict(sorted(wanted.items())), strings)


def updated_catalog(
    lang: str, wanted: Mapping[str, list[str]], strings: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """A language's catalogue with exactly the wanted texts, as a PO file; `strings` translates those that lack it.

    The header has what editors for PO files need, and no date: equal input gives equal bytes.
    """
    known, catalog = read(lang), Translations(locale=lang)
    for text, places in wanted.items():
        have = known.get(text)
        flags = have.flags if have else ()
        string = have.string if have and have.string else strings.get(text, "")
        message = catalog.add(text, string, flags=flags, auto_comments=places[:MAX_PLACES])
        # A placeholder of ours may name the forms of a noun, which gettext's check of Python formats refuses.
        message.flags -= {"python-format", "python-brace-format"}
    file = io.BytesIO()
    write_po(file, catalog, width=WIDTH, omit_header=True)
    return f"{_header(catalog)}\n".encode() + file.getvalue()


def _header(catalog: Translations) -> str:
    """The entry of the empty text, which states language, encoding and plural rules (those of CLDR, by Babel)."""
    fields = {
        "Project-Id-Version": PROJECT,
        "Language": catalog.locale_identifier,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalog.plural_forms,
    }
    lines = (f'"{name}: {value}\\n"' for name, value in fields.items())
    return "\n".join(['msgid ""', 'msgstr ""', *lines, ""])


@functools.cache
def _of_code() -> tuple[tuple[str, str], ...]:
    """The texts of the code, read once: parsing it takes a second."""
    return tuple(_in_code())


def _in_code() -> Texts:
    for path in sorted(path for folder in CODE for path in (ROOT / folder).rglob("*.py") if path.name != COMMANDS):
        place = path.relative_to(ROOT).as_posix()
        # With the syntax tree, since Babel does not look inside f-strings.
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATION_CALLS:
                given = [node.args[at] for at in TRANSLATION_CALLS[node.func.id] if at < len(node.args)]
                yield from ((str(argument.value), place) for argument in given if isinstance(argument, ast.Constant))


def _of_templates() -> Texts:
    for path in sorted(TEMPLATES.glob("*.html")):
        tree = ENVIRONMENT.parse(path.read_text(encoding="utf-8"))
        for _line, _call, text in extract_from_ast(tree, gettext_functions=("_",)):
            yield str(text), path.relative_to(ROOT).as_posix()


def _of_questions() -> Texts:
    for question in published_questions().values():
        for part, text in _of_header(question):
            yield text, f"queries/{question.name}.sql: {part}"


def _of_header(question: Question) -> Texts:
    """The parts of a question's header and their texts, which may be empty."""
    for part in ("title", "answers", "population", "empty", "counted_by"):
        yield part, getattr(question, part)
    yield "unit", question.counts.forms
    yield from ((f"words {name}".removesuffix(" said"), text) for name, text in question.words.items())
    yield from (("caveats", text) for text in question.caveats)
    yield from (("cell_texts", text) for text in question.cell_texts)
    for name, column in question.columns.items():
        yield f"title of {name}", column.title
        yield f"unit of {name}", column.counts.forms
        yield f"description of {name}", column.description


def _of_data_tests() -> Texts:
    """What the data tests find, as their SQL writes it: `{template: '…'}`, or a text `AS found`."""
    for path in sorted((QUERIES / "checks").glob("*.sql")):
        for found in re.finditer(r"template: '(?P<filled>[^']*)'|'(?P<plain>[^']*)' AS found", path.read_text("utf-8")):
            yield found["filled"] or found["plain"], f"queries/checks/{path.name}: found"


def _of_package() -> Texts:
    package = read_package(PUBLISHED)
    yield from _titled(package, "data")
    for resource in package["resources"]:
        yield from _titled(resource, f"data/{resource['name']}")
        for field in resource.get("schema", {}).get("fields", []):
            yield from _titled(field, f"data/{resource['name']}: {field['name']}")
    for dataset in datasets_of(package):
        for column in fields_of(package, dataset):
            # A code without a label is its own label.
            for code, label in (column.labels or {code: code for code in column.enum}).items():
                yield label, f"data/{dataset}: {column.name}, code {code}"


def _titled(entry: Mapping[str, Any], place: str) -> Texts:
    return ((entry[part], f"{place}, {part}") for part in ("title", "description", "unit", "rule") if part in entry)


def main() -> None:
    """Update every catalogue."""
    wanted = texts()
    for lang in LANGUAGES[1:]:
        path_of(lang).write_bytes(updated_catalog(lang, wanted))


if __name__ == "__main__":
    main()

"""What is to be said in the languages of the catalogues, collected from the code, the questions and the data.

`python -m repression.maintain.extract_messages` brings `locale/*/LC_MESSAGES/messages.po` up to date in place: a new
text comes in empty, one that is said no more goes, what is translated stays.
"""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from repression.i18n import LANGUAGES
from repression.paths import LOCALE, ROOT
from repression.questions.answer import texts_of_cells
from repression.questions.question import Question, all_questions
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog
from repression.warehouse.build import build

CODE = ("repression", "pages")
COMMANDS = "__main__.py"  # speaks to maintainers, in English
# The calls that say a text to readers, and which of their arguments are texts.
TRANSLATION_CALLS = {"_": (0,), "N_": (0,), "gettext": (0,), "paragraph": (0,), "heading": (1, 2)}
EVERY_ROW = (("status", ("any",)), ("series", ("any",)))  # what is to be chosen for every row to be met
MAX_PLACES = 3  # how many of the places where a text is said are told to whoever translates it
WIDTH = 120
Texts = Iterator[tuple[str, str]]  # a text, and where it is said


def texts() -> dict[str, list[str]]:
    """Every text for readers with the places where it is said, both in the order of the alphabet."""
    places: dict[str, set[str]] = {}
    for found in (_of_code(), _of_questions(), _of_package(), _of_cells()):
        for text, place in found:
            if _has_words(text):
                places.setdefault(text, set()).add(place)
    return {text: sorted(places[text]) for text in sorted(places)}


def _has_words(text: str) -> bool:
    """Whether it has letters, a noun in a placeholder, or quotes: other signs are the same in every language."""
    return any(letter.isalpha() or letter in "“”" for letter in re.sub(r"\{[^{}|]*\}", "", text))


def path_of(lang: str) -> Path:
    """Where a language's catalogue lies."""
    return LOCALE / lang / "LC_MESSAGES" / "messages.po"


def read(lang: str) -> Catalog:
    """A language's catalogue as it stands."""
    with path_of(lang).open("rb") as file:
        return read_po(file, locale=lang)


def updated_catalog(lang: str, wanted: Mapping[str, list[str]]) -> bytes:
    """A language's catalogue with exactly the texts that are wanted, as a file; those not translated yet are empty."""
    known, catalog = read(lang), Catalog(locale=lang)
    for text, places in wanted.items():
        have = known.get(text)
        catalog.add(
            text, have.string if have else "", flags=have.flags if have else (), auto_comments=places[:MAX_PLACES]
        )
    file = io.BytesIO()
    write_po(file, catalog, width=WIDTH, omit_header=True)
    return file.getvalue()


def _of_code() -> Texts:
    for path in sorted(path for folder in CODE for path in (ROOT / folder).rglob("*.py") if path.name != COMMANDS):
        place = path.relative_to(ROOT).as_posix()
        # By the syntax tree, since Babel does not look inside f-strings.
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATION_CALLS:
                said = [node.args[at] for at in TRANSLATION_CALLS[node.func.id] if at < len(node.args)]
                yield from ((str(each.value), place) for each in said if isinstance(each, ast.Constant))


def _of_questions() -> Texts:
    for question in all_questions().values():
        for part, text in _of_header(question):
            yield text, f"queries/{question.name}.sql: {part}"


def _of_header(question: Question) -> Texts:
    """The parts of a question's header and their texts, some of them empty."""
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


def _of_package() -> Texts:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    yield from _titled(package, "data")
    for resource in package["resources"]:
        yield from _titled(resource, f"data/{resource['name']}")
        for field in resource.get("schema", {}).get("fields", []):
            yield from _titled(field, f"data/{resource['name']}: {field['name']}")


def _titled(entry: Mapping[str, Any], place: str) -> Texts:
    return ((entry[part], f"{place}, {part}") for part in ("title", "description", "unit") if part in entry)


def _of_cells() -> Texts:
    warehouse = build(read_catalog(ROOT / "data"))
    for label in warehouse.ask("SELECT * FROM labels", {"snapshot": warehouse.days[-1]}).to_pylist():
        yield label["label"], f"data/{label['dataset']}: {label['field']}, code {label['value']}"
    for snapshot in warehouse.catalog.snapshots:
        yield snapshot.descriptor.source.title, f"data/{snapshot.dataset}: source, title"
        yield snapshot.descriptor.source.publisher, f"data/{snapshot.dataset}: source, publisher"
        yield snapshot.descriptor.source.licence, f"data/{snapshot.dataset}: source, licence"
    for day in warehouse.days:
        selection = Selection(day, chosen=EVERY_ROW)
        for name in all_questions():
            for column, text in texts_of_cells(warehouse, name, selection):
                yield text, f"queries/{name}.sql: cells of {column}"


def main() -> None:
    """Brings every catalogue up to date."""
    wanted = texts()
    for lang in LANGUAGES[1:]:
        path_of(lang).write_bytes(updated_catalog(lang, wanted))


if __name__ == "__main__":
    main()

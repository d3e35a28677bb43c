"""The warnings of `check` about texts of the data without a translation, which readers see in English."""

import re
from collections.abc import Iterator

from repression.i18n import LANGUAGES, translations
from repression.maintain.extract_messages import fixed_texts, has_words, note_of_next_update, texts_of_data
from repression.maintain.next_update import NEXT_UPDATE
from repression.messages import Message, indented, message
from repression.snapshots.catalog import Catalog
from repression.snapshots.descriptor import is_generated
from repression.snapshots.issues import printable
from repression.warehouse.database import Warehouse

_HOW = message("`make messages` writes these texts into the catalogues: docs/maintainers.md, Texts in the languages")


def untranslated(warehouse: Warehouse) -> list[Message]:
    """A warning for every text without a translation, with its dataset, field and languages; then what to do.

    Texts of code, questions and schema are left out, since the tests of the catalogues check those.
    """
    # Readers are told of generated notes by notices, which are translated.
    used = {
        text for text in {text for text, _ in texts_of_data(warehouse)} if has_words(text) and not is_generated(text)
    }
    lacking = {text: [lang for lang in LANGUAGES[1:] if text not in translations(lang)] for text in sorted(used)}
    missing = {text for text, languages in lacking.items() if languages}
    if missing:
        missing -= {text for text, _ in fixed_texts()}
    fields = _fields_of(warehouse.catalog, missing) if missing else {}
    lines = [
        message(
            "warning: {field}: {text} is not translated ({languages})",
            field=field,
            text=repr(printable(text)),
            languages=", ".join(lacking[text]),
        )
        for text, field in sorted(fields.items())
    ]
    return [*lines, *indented([_HOW])] if lines else []


def _fields_of(catalog: Catalog, texts: set[str]) -> dict[str, str]:
    """Dataset and field of each text of the data, which is a whole cell or a sentence of one.

    Questions split the notes on defenders into sentences.
    """
    whole, part = dict[str, str](), dict[str, str]()
    shapes = {text: re.compile(rf"(^|[.;] ){re.escape(text)}(?!\w)") for text in texts}
    for field, cell in _cells(catalog):
        if cell in texts:
            whole.setdefault(cell, field)
        part |= {text: field for text in texts if text not in part and text in cell and shapes[text].search(cell)}
    return part | whole


def _cells(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Every distinct cell of each snapshot with its dataset and field, without codes; then the texts of descriptors."""
    for snapshot in catalog.snapshots:
        columns = zip(*snapshot.rows(), strict=True)  # empty without rows
        for field, cells in zip(snapshot.fields, columns, strict=False):
            if not field.enum:
                yield from ((f"{snapshot.dataset}, {field.name}", cell) for cell in set(cells))
    for snapshot in catalog.snapshots:
        descriptor = snapshot.descriptor
        for part in ("title", "publisher", "licence"):
            yield f"{snapshot.dataset}, source {part}", getattr(descriptor.source, part)
        yield from ((f"{snapshot.dataset}, notes", note) for note in descriptor.notes)
        yield from ((f"{snapshot.dataset}, reason of a correction", each.reason) for each in descriptor.corrections)
    yield f"{NEXT_UPDATE}, note", note_of_next_update(catalog)
    for withdrawn in catalog.withdrawn:
        if withdrawn.withdrawn:
            yield f"{withdrawn.dataset}, reason of a withdrawal", withdrawn.withdrawn.reason

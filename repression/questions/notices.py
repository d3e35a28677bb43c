"""What readers are told of a snapshot beside all that is shown of it: on pages, in files and in citations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from repression.formatting import format_message
from repression.i18n import get_translator
from repression.snapshots.catalog import Catalog, Snapshot
from repression.snapshots.descriptor import Correction
from repression.snapshots.schema import Field

MOST_CORRECTIONS = 3  # of a snapshot that are told one by one


def notices_of(catalog: Catalog, snapshot: Snapshot, lang: str) -> tuple[str, ...]:
    """That its file was replaced or corrected, that rows are withheld or left out, or people perhaps counted twice."""
    about = {"dataset": quoted_title(catalog, snapshot.dataset, lang), "day": snapshot.date}
    return (*_notices(snapshot, about, lang), *_corrections(snapshot, about, lang))


def quoted_title(catalog: Catalog, dataset: str, lang: str) -> str:
    """What readers know a dataset by, in quotation marks; its name if the data package has no title for it."""
    _, resources = get_translator(lang), catalog.package["resources"]
    title = next((each.get("title") for each in resources if each["name"] == dataset), None)
    return _("“{title}”").format(title=_(title or dataset))


def withdrawal_of(catalog: Catalog, dataset: str, day: date, lang: str) -> tuple[str, ...]:
    """That the file of a dataset which an address of `day` showed was withdrawn, if it was."""
    found = catalog.withdrawn_on(dataset, day)
    if found is None or found.withdrawn is None:
        return ()
    _ = get_translator(lang)
    template = _("The file of {dataset} of {day} was withdrawn on {made_on}: {reason}")
    values = {"dataset": quoted_title(catalog, dataset, lang), "day": found.date, "made_on": found.withdrawn.made_on}
    return (format_message(template, {**values, "reason": _(found.withdrawn.reason)}, lang),)


def _corrections(snapshot: Snapshot, about: Mapping[str, Any], lang: str) -> Iterator[str]:
    """A sentence for each correction; where there are many, their number and the page that lists them."""
    _, corrections = get_translator(lang), snapshot.descriptor.corrections
    if len(corrections) <= MOST_CORRECTIONS:
        yield from (_correction(each, snapshot, about, lang) for each in corrections)
        return
    template = _(
        "In the file of {dataset} of {day}, {figures:figure was|figures were} corrected, the last on {made_on}. "
        "The page “Data and method” lists them."
    )
    last = max(each.made_on for each in corrections)
    yield format_message(template, {**about, "figures": len(corrections), "made_on": last}, lang)


def _correction(correction: Correction, snapshot: Snapshot, about: Mapping[str, Any], lang: str) -> str:
    _ = get_translator(lang)
    if correction.row:
        template = _(
            "In the file of {dataset} of {day}, {column} in the row {row} was corrected. On {made_on} {before} "
            "became {after}. {reason}"
        )
    elif correction.before is not None:
        template = _(
            "In the file of {dataset} of {day}, {column} of one person was corrected. On {made_on} {before} "
            "became {after}. {reason}"
        )
    else:
        template = _(
            "In the file of {dataset} of {day}, {column} of one person was corrected on {made_on}. The values are not "
            "told, to protect people. {reason}"
        )
    field = next((each for each in snapshot.fields if each.name == correction.field), None)
    values = {
        "column": f"“{_(field.title)}”" if field else correction.field,
        "row": ", ".join(_(cell) for cell in correction.row.values() if cell),
        "made_on": correction.made_on,
        "before": _cell(correction.before, field, lang),
        "after": _cell(correction.after, field, lang),
        "reason": _(correction.reason),
    }
    return format_message(template, {**about, **values}, lang)


def _cell(value: str | None, field: Field | None, lang: str) -> str:
    """A cell in words: a code by its label."""
    _ = get_translator(lang)
    return _(field.labels.get(value, value) if field else value) if value else _("not stated")


def _notices(snapshot: Snapshot, about: Mapping[str, Any], lang: str) -> Iterator[str]:
    _ = get_translator(lang)
    for note in snapshot.replacements:
        yield format_message(_("The file of {dataset} of {day}: {note}"), {**about, "note": note}, lang)
    if snapshot.withheld:
        template = _(
            "To protect people, {rows:row is|rows are} withheld in the file of {dataset} of {day}. Numbers can "
            "be lower than those of the source, and than this link once showed."
        )
        yield format_message(template, {**about, "rows": snapshot.withheld}, lang)
    if snapshot.left_out:
        left_out, rows = snapshot.left_out
        template = _(
            "In the file of {dataset} of {day}, {left_out} of {rows:row|rows} could not be read and are left "
            "out. Numbers can be lower than those of the source."
        )
        yield format_message(template, {**about, "left_out": left_out, "rows": rows}, lang)
    if snapshot.same_person:
        template = _(
            "The file of {dataset} of {day} leaves out {rows:row|rows} of the source. Another row of the same "
            "person is shown."
        )
        yield format_message(template, {**about, "rows": snapshot.same_person}, lang)
    if snapshot.perhaps_twice:
        template = _(
            "Up to {people:person|people} may be counted twice in the file of {dataset} of {day}. The source "
            "has rows that may be of one person."
        )
        yield format_message(template, {**about, "people": snapshot.perhaps_twice}, lang)

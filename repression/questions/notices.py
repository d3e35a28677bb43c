"""What readers are told of a snapshot beside all that is shown of it: on pages, in files and in citations."""

from __future__ import annotations

from collections.abc import Iterator

from repression.formatting import format_message
from repression.i18n import get_translator
from repression.snapshots.catalog import Snapshot


def notices_of(snapshot: Snapshot, lang: str) -> tuple[str, ...]:
    """That its file was replaced, that rows are withheld from it, or that rows of the source are left out of it."""
    return tuple(_notices(snapshot, lang))


def _notices(snapshot: Snapshot, lang: str) -> Iterator[str]:
    _ = get_translator(lang)
    about = {"dataset": snapshot.dataset, "day": snapshot.date}
    for note in snapshot.replacements:
        yield format_message(_("The file of {dataset} of {day}: {note}"), {**about, "note": note}, lang)
    if snapshot.withheld:
        template = _(
            "In the file of {dataset} of {day}, {rows:row is|rows are} withheld to protect people: numbers can be "
            "lower than those of the source, and than this link once showed."
        )
        yield format_message(template, {**about, "rows": snapshot.withheld}, lang)
    if snapshot.left_out:
        left_out, rows = snapshot.left_out
        template = _(
            "In the file of {dataset} of {day}, {left_out} of {rows:row|rows} of the source could not be read and are "
            "left out: numbers can be lower than those of the source."
        )
        yield format_message(template, {**about, "left_out": left_out, "rows": rows}, lang)

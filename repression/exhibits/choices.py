"""What the filters of a page offer: the rows that each choice would leave, and the ends of ranges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from repression.exhibits.view import View
from repression.questions.answer import ask
from repression.questions.filter_types import Range

Counts = Mapping[str, Mapping[str, int]]  # filter -> code -> rows


def counts_of_choices(view: View) -> Counts:
    """For every choice of the page's filters, how many rows it would leave, the other filters staying as they are."""
    counts: dict[str, dict[str, int]] = {}
    for scope in view.page.scopes:
        for row in ask(view.warehouse, f"choices_{scope}", view.selection).table.to_pylist():
            counts.setdefault(row["filter"], {})[row["value"]] = row["rows"]
    return counts


def steps_of_range(span: Range, view: View) -> list[Any] | None:
    """The steps from the first to the last value in the snapshot, and the ends that the address names beyond these.

    None for a range of numbers, which has no steps.
    """
    ends = {row["filter"]: row for row in ask(view.warehouse, "filter_ends", view.selection).table.to_pylist()}
    if span.name not in ends:
        return None
    low, high = ends[span.name]["low"], ends[span.name]["high"]
    steps = [] if low is None else span.steps(low, high)
    return sorted({*steps, *(side for side in view.selection.get(span.name) or () if side is not None)})

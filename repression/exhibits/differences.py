"""Figures on two days: one after the other, with days, units and sources, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from repression.charts.text import format_moment
from repression.exhibits.source_links import Archive, source_links_of_cells
from repression.formatting import format_exactly
from repression.questions.answer import Answer
from repression.questions.selection import Selection
from repression.templates import render


def differences(answer: Answer, selection: Selection) -> Markup:
    """The answer of the question `compare_figures`: a row for each kind of figure."""
    titles = {name: column.title for name, column in answer.question.columns.items()}
    rows = [_difference(row, answer.archived, selection.lang) for row in answer.table.to_pylist()]
    return render("differences", selection.lang, titles=titles, rows=rows)


def _difference(row: Mapping[str, Any], archived: Archive, lang: str) -> dict[str, Any]:
    """A row; a unit that both days share is said once, beside the title."""
    is_shared = row["earlier_unit"] == row["later_unit"]
    change = format_exactly(row["difference"], lang)
    return {
        "title": row["title"],
        "unit": row["later_unit"] if is_shared else "",
        "days": [
            {
                "name": side,
                "value": format_exactly(row[side], lang),
                "day": format_moment(row[f"{side}_day"], False, lang),
                "unit": "" if is_shared else row[f"{side}_unit"],
                "source": source_links_of_cells(row[f"{side}_source"], row[f"{side}_source_url"], archived, lang),
            }
            for side in ("earlier", "later")
        ],
        "difference": f"+{change}" if row["difference"] > 0 else change,
    }

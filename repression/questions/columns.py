"""The columns of a question for a day: links to older data keep the columns of that time."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from repression.questions.question import Question
from repression.questions.selection import Selection
from repression.warehouse.database import Warehouse


def shown_question(warehouse: Warehouse, question: Question, selection: Selection) -> Question:
    """The question without the columns that came after the snapshots shown.

    A column is left out if it has the name of a field of the question's datasets and none of the snapshots shown has
    that field; if it has codes, so is the column with their words. Columns that the chart draws stay: without them
    there would be no chart. Those that only make marks open do not.
    """
    catalog = warehouse.catalog
    shown = [snapshot for name in question.datasets if (snapshot := catalog.shown_on(name, selection.snapshot))]
    known = {field.name for snapshot in shown for field in snapshot.fields}
    fields = {field.name for snapshot in shown for field in catalog.fields[snapshot.dataset]}
    later = (fields - known) & question.columns.keys()
    if not later:
        return question
    drawn = {option: value for option, value in question.chart.items() if option != "open_marks"}
    chart = msgspec.json.encode(drawn).decode()
    later = {name for name in later if f'"{name}"' not in chart}
    later |= {words for name in later if (words := question.columns[name].shown_as) and f'"{words}"' not in chart}
    return replace(question, columns={name: about for name, about in question.columns.items() if name not in later})

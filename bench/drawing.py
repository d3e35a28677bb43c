"""What a chart costs as SVG, beside what Plotly gets for the same chart."""

from __future__ import annotations

import gzip
import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from bench.report import Extent, Figure, Say
from repression.charts.figures import figure
from repression.charts.svg import svg
from repression.questions.answer import Answer, ask
from repression.questions.filter_macros import build_warehouse
from repression.questions.question import all_questions
from repression.questions.selection import Selection
from repression.snapshots.catalog import read_catalog

DATA = Path(__file__).parents[1] / "tests" / "data"
KILOBYTE = 1000
Made = TypeVar("Made")


def measure(_: Path, extent: Extent, say: Say) -> Iterator[Figure]:
    """Every chart of the frozen data without a filter: the processor's time for its SVG, and its packed bytes."""
    warehouse = build_warehouse(read_catalog(DATA))
    asked = (ask(warehouse, name, Selection(warehouse.days[-1])) for name in _drawn())
    answers = [answer for answer in asked if answer.table.num_rows]
    figures = {answer.question.name: figure(answer) for answer in answers}
    rounds = 3 if extent.short else 15
    drawing = [_milliseconds(figures, _svg) for _ in range(rounds)]
    making = [_milliseconds({answer.question.name: answer for answer in answers}, _figure) for _ in range(rounds)]
    drawn = [_packed(_svg(name, made)) for name, made in figures.items()]
    plotlys = [_packed(json.dumps(made)) for made in figures.values()]
    say(f"{len(figures)} charts, {rounds} rounds")
    summaries: list[tuple[str, Callable[[Sequence[float]], float]]] = [("mean", statistics.fmean), ("worst", max)]
    for which, of in summaries:
        took, reference = tuple(map(of, drawing)), tuple(map(of, making))
        yield Figure("drawing", f"figure to SVG, {which} chart", "ms", took, None, "answer to figure", reference)
        weighs = (of(drawn),)
        yield Figure("drawing", f"SVG, gzip, {which} chart", "kB", weighs, None, "Plotly's JSON", (of(plotlys),))


def _drawn() -> Iterator[str]:
    return (name for name, question in all_questions().items() if question.has_chart)


def _svg(name: str, made: Mapping[str, Any]) -> str:
    return svg(made, title="Title", description="Description", anchor=name)


def _figure(_: str, answer: Answer) -> object:
    return figure(answer)


def _milliseconds(inputs: Mapping[str, Made], make: Callable[[str, Made], object]) -> list[float]:
    took = []
    for name, given in inputs.items():
        start = time.process_time()
        make(name, given)
        took.append((time.process_time() - start) * 1000)
    return took


def _packed(text: str) -> float:
    return len(gzip.compress(text.encode(), 6)) / KILOBYTE

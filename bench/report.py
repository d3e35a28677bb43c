"""Figures with their references and goals, as a table on the screen, as JSON and as Markdown."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

Say = Callable[[str], None]
WHY = "## What costs, and what was not reached"


@dataclass(frozen=True)
class Extent:
    """How much is measured: the short form has fewer and shorter rounds; `minutes` is how long the load lasts.

    The floor is the shortest: a few ratios, of which a third of the goal is asked, as the machine may be a busy one.
    """

    short: bool = False
    floor: bool = False
    minutes: float = 3.0

    @property
    def slack(self) -> float:
        """What part of a goal's ratio is asked."""
        return 1 / 3 if self.floor else 1.0


@dataclass(frozen=True)
class Goal:
    """A limit that a figure, or its ratio to the reference, must keep; exactly one of the two limits is set."""

    at_least: float | None = None
    below: float | None = None
    of: Literal["figure", "ratio"] = "figure"

    def reached(self, figure: float, ratio: float | None) -> bool:
        """Whether it is reached. Raises ValueError where it is of a ratio and there is none."""
        value = figure if self.of == "figure" else ratio
        if value is None:
            raise ValueError("a goal of the ratio needs a reference")
        return value >= self.at_least if self.at_least is not None else value <= (self.below or 0)

    def said(self, unit: str) -> str:
        sign, limit = ("≥", self.at_least) if self.at_least is not None else ("≤", self.below)
        return f"{sign} {limit:g} {'× reference' if self.of == 'ratio' else unit}"


@dataclass(frozen=True)
class Figure:
    """What was measured in one or more rounds; `references` are those of the same rounds, in the same order."""

    job: str
    name: str
    unit: str
    values: tuple[float, ...]
    goal: Goal | None = None
    reference_name: str = ""
    references: tuple[float, ...] = ()

    @property
    def value(self) -> float:
        """The median of all rounds."""
        return statistics.median(self.values)

    @property
    def reference(self) -> float | None:
        return statistics.median(self.references) if self.references else None

    @property
    def ratio(self) -> float | None:
        """The median of each round's ratio to the reference of that round: noise of the machine falls out."""
        pairs = zip(self.values, self.references, strict=True) if self.references else ()
        return statistics.median([value / reference for value, reference in pairs] or [0.0]) or None

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached, None where there is none."""
        return self.goal.reached(self.value, self.ratio) if self.goal else None

    def cells(self) -> list[str]:
        """Its row of the table."""
        return [
            self.job,
            self.name,
            f"{_number(self.value)} {self.unit}",
            f"{_number(self.reference)} {self.unit} ({self.reference_name})" if self.reference is not None else "",
            f"{self.ratio:.2f}" if self.ratio is not None else "",
            self.goal.said(self.unit) if self.goal else "",
            {True: "yes", False: "NO", None: ""}[self.reached],
        ]

    def entry(self) -> dict[str, Any]:
        """Its entry in the JSON file."""
        found = {"value": self.value, "reference": self.reference, "ratio": self.ratio, "reached": self.reached}
        return asdict(self) | found


HEAD = ["job", "what", "figure", "reference in the same run", "ratio", "goal", "reached"]


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table for the screen."""
    rows = [HEAD, *(each.cells() for each in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def write_json(path: Path, figures: Sequence[Figure]) -> None:
    """Writes the figures with every round, and the machine."""
    body = {"machine": machine(), "figures": [each.entry() for each in figures]}
    path.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_markdown(path: Path, figures: Sequence[Figure]) -> None:
    """Writes the table of docs/performance.md; what stands there under the heading `WHY` is kept."""
    about = machine()
    kept = path.read_text(encoding="utf-8").partition(f"\n{WHY}")[1:] if path.exists() else ()
    lines = [
        "# Performance",
        "",
        f"Measured on {about['day']} by `python -m bench`: {about['processor']}, {about['cores']} cores,",
        f"{about['memory_gb']} GB of memory, Python {about['python']}. Every figure stands beside its reference from",
        "the same run, measured in turns; figures are medians of the rounds,",
        "ratios medians of the ratios of each round.",
        "",
        *(f"| {' | '.join(cells)} |" for cells in [HEAD, ["---"] * len(HEAD), *(each.cells() for each in figures)]),
        "",
    ]
    path.write_text("\n".join(lines) + "".join(kept), encoding="utf-8")


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "day": date.today().isoformat(),
        "processor": names[0] if names else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30),
        "python": platform.python_version(),
    }


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"

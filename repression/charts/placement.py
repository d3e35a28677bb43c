"""Where bars stand: beside or on top of each other. Figures say it themselves, so that whatever draws them agrees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

GAP = 0.25  # of a step between two groups of bars
GAP_IN_GROUP = 0.08  # of a bar's share of its group
EDGE = 0.05  # of an axis beyond its longest bar

Trace = dict[str, Any]


def place_beside(traces: Sequence[Trace], room: float) -> None:
    """Set `offset` and `width` of bars that share `room`, in units of their axis, at each position."""
    share = room / max(1, len(traces))
    for i, trace in enumerate(traces):
        width = share * (1 - GAP_IN_GROUP)
        trace |= {"width": width, "offset": share * (i + 0.5) - (room + width) / 2}


def place_on_top(traces: Sequence[Trace], room: float) -> None:
    """Set `offset`, `width` and `base` of bars that stand on each other; `room` as in `place_beside`."""
    sums: dict[Any, float] = {}
    for trace in traces:
        place_beside([trace], room)
        positions, values = _sides(trace)
        trace["base"] = [sums.get(position, 0) for position in positions]
        for position, value in zip(positions, values, strict=True):
            sums[position] = sums.get(position, 0) + (value or 0)


def value_range(traces: Sequence[Trace]) -> list[float]:
    """The ends of the axis of the bars' values, from zero to a little beyond the longest bar."""
    ends = [0.0]
    for trace in traces:
        _, values = _sides(trace)
        bases = trace.get("base") or [0] * len(values)
        ends += [base + value for base, value in zip(bases, values, strict=True) if value is not None]
    low, high = min(ends), max(ends)
    edge = (high - low) * EDGE / (1 - EDGE) or 1
    return [low - edge if low < 0 else 0.0, high + edge if high > 0 else edge]


def _sides(trace: Trace) -> tuple[list[Any], list[Any]]:
    """The positions of bars, and their values."""
    return (trace["y"], trace["x"]) if trace.get("orientation") == "h" else (trace["x"], trace["y"])

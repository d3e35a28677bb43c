"""The simulation of a news day: a queue as theory has it, what was measured, and the page that tells of both."""

from __future__ import annotations

import random
from itertools import accumulate, islice

import pytest

from bench.news_day import Costs, Day, hour, most_readers, reproduced, simulate, tables
from tests.conftest import ROOT


@pytest.mark.parametrize("cores", [1, 2])
def test_a_queue_waits_as_long_as_theory_says(cores: int) -> None:
    chance = random.Random(1)
    rate = 0.7 * cores
    moments = accumulate(chance.expovariate(rate) for _ in range(200_000))
    told = simulate([(moment, "job", chance.expovariate(1)) for moment in moments], cores)
    # The mean time in a queue with exponential times (Erlang C), for one server and for two.
    expected = 1 / (1 - rate) if cores == 1 else 1 / (1 - (rate / 2) ** 2)
    assert sum(told.waits["job"]) / 200_000 == pytest.approx(expected, rel=0.05)
    assert told.busy == pytest.approx(0.7, rel=0.02)


def test_it_reproduces_what_was_measured() -> None:
    for what, measured, simulated in reproduced(Costs()):
        assert simulated == pytest.approx(measured, rel=0.15), what


def test_its_costs_are_figures_of_the_performance_page() -> None:
    page, costs = (ROOT / "docs" / "performance.md").read_text(), Costs()
    kept, alone = f"{1 / costs.by_nginx:,.0f} pages/s", f"{1 / costs.by_server:,.0f} pages/s (the server alone)"
    assert f"| kept page through nginx | {kept} | {alone} |" in page
    assert f"| reruns | Sentences, 20 readers | {2 / costs.rerun:.1f} reruns/s |" in page
    assert f"until all are there | {50 * (costs.opening + costs.rerun):.2f} s |" in page
    assert f"180 to {1_000 * costs.new_page:.0f} ms of a processor" in page
    measured = [measured for _, measured, _ in reproduced(costs)]
    assert (
        f"a rerun each 10 s: p95 | {measured[0]} s |" in page and f"anew, 20 readers | {measured[1]} reruns/s |" in page
    )


def test_what_nginx_keeps_waits_for_nobody_and_twice_the_cores_bear_twice_the_readers() -> None:
    told = hour(Day(readers=20_000, cores=1, interactive=0.5))
    assert told.busy > 0.95
    assert told.p95("rerun") > 1 > told.p95("kept page")
    assert most_readers(Day(cores=2)) == pytest.approx(2 * most_readers(Day(cores=1)), rel=1e-4)


def test_the_page_has_the_tables_that_the_command_prints() -> None:
    page = (ROOT / "docs" / "scaling.md").read_text()
    for line in islice(tables(Costs()), 13):  # the last table takes a while
        assert line in page

"""The questions of the page Sentences, counted a second time with pandas straight over the file."""

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from repression.questions.answer import Answer
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked, chosen

PEOPLE = pd.read_csv(
    DATA / "people" / "2023-02-10.csv",
    dtype=str,
    keep_default_na=False,
)
PEOPLE["months"] = pd.to_numeric(PEOPLE["sentence_months"])
RECOGNISED = PEOPLE[PEOPLE["status"] != "convicted"]
PINNED = "snapshot=2023-02-10&"  # so that a newer snapshot does not change the results
# The filters of an address, implemented a second time.
SELECTIONS = {
    "": RECOGNISED,
    "status=any": PEOPLE,
    "gender=female": RECOGNISED[RECOGNISED["gender"] == "female"],
    "status=political_prisoner&age_group=18–24&age_group=unknown&arrested=2021-01..2022-06": PEOPLE[
        (PEOPLE["status"] == "political_prisoner")
        & PEOPLE["age_group"].isin(["18–24", ""])
        & PEOPLE["arrested"].between("2021-01", "2022-06")
    ],
}
CUSTODY = {
    "penal_colony_general", "penal_colony_medium", "penal_colony_maximum", "prison_high",
    "prison_maximum", "juvenile_colony", "arrest",
}  # fmt: skip
RESTRICTION = {"home_confinement", "open_facility"}
QUESTIONS = [
    "sentence_lengths", "sentence_quantiles", "penalties", "sentence_total", "months_to_verdict",
    "terms_ending", "sentences_without_length",
]  # fmt: skip
NOBODY = "article=178&article=139&article_match=all"
every_selection = pytest.mark.parametrize("parameters", SELECTIONS)


def rows(answer: Answer, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in answer.table.to_pylist()]


def known(people: pd.DataFrame) -> pd.DataFrame:
    return people[people["months"].notna()]


def confinement(penalty: str) -> str:
    kinds = {"custody": CUSTODY, "restriction": RESTRICTION}
    return next((kind for kind, penalties in kinds.items() if penalty in penalties), "other")


@pytest.mark.parametrize("step", [6, 12])
@every_selection
def test_lengths_fall_into_every_step_of_the_span(warehouse: Warehouse, parameters: str, step: int) -> None:
    answer = asked(warehouse, "sentence_lengths", f"{PINNED}bin={step}&{parameters}")
    people = known(SELECTIONS[parameters])
    counts = Counter(
        (int(months // step) * step, confinement(penalty))
        for months, penalty in zip(people["months"], people["penalty"], strict=True)
    )
    last = max(start for start, _ in counts)
    expected = [
        (start, start + step, *each, sum(each))
        for start in range(0, last + step, step)
        if (each := [counts[start, kind] for kind in ("custody", "restriction", "other")])
    ]
    columns = ("from_months", "to_months", "custody", "restriction", "other", "people")
    assert rows(answer, *columns) == expected
    without = len(SELECTIONS[parameters]) - len(people)
    assert answer.words == (
        f"The length of the sentence is known for {len(people):,} people: at least half were given"
        f" {people['months'].median():g} months or more, the longest sentence is"
        f" {people['months'].max():g} months. {without:,} more have no known length and are not"
        " in this chart."
    )


def quantiles(months: pd.Series) -> tuple[float, ...]:
    return (len(months), *(float(months.quantile(share)) for share in (0.1, 0.25, 0.5, 0.75, 0.9)))


@pytest.mark.parametrize("split", ["penalty", "gender", "age_group", "region", "verdict_year"])
@every_selection
def test_quantiles_of_groups(warehouse: Warehouse, parameters: str, split: str) -> None:
    answer = asked(warehouse, "sentence_quantiles", f"{PINNED}split={split}&{parameters}")
    people = known(SELECTIONS[parameters])
    codes = people["verdict"].str[:4] if split == "verdict_year" else people[split]
    codes = codes.replace("", "unknown")
    sizes = codes.value_counts()
    small = [str(code) for code, size in sizes.items() if size < 5 and code != "unknown"]
    if len(small) > 1:
        codes = codes.replace(dict.fromkeys(small, "joined"))
    expected = {code: quantiles(months) for code, months in people["months"].groupby(codes)}
    columns = ("code", "people", "p10", "p25", "p50", "p75", "p90")
    found = {code or "joined": numbers for code, *numbers in rows(answer, *columns)}
    assert found.keys() == expected.keys()
    for code, numbers in found.items():
        assert numbers == pytest.approx(expected[code], abs=0.0501), code


def numbers_of(articles: str) -> set[str]:
    """`13.1+293;293.2` is 293, once."""
    return {each.split("+")[-1].split(".")[0] for each in articles.split(";") if each}


@every_selection
def test_quantiles_of_articles(warehouse: Warehouse, parameters: str) -> None:
    answer = asked(warehouse, "sentence_quantiles", f"{PINNED}{parameters}")
    people = known(SELECTIONS[parameters])
    charges = people["articles"].map(numbers_of)
    sizes = Counter(article for each in charges for article in each)
    large = [article for article, size in sizes.items() if size >= 5]
    small = len(sizes) - len(large)
    kept = sorted(large, key=lambda article: (-sizes[article], int(article.split("-")[0]), article))[:15]
    others = set(sizes) - set(kept)
    found = rows(answer, "code", "people", "p10", "p25", "p50", "p75", "p90")
    assert small != 1  # a single small group would have kept its row
    assert [row[0] for row in found if row[0] not in (None, "unknown")] == kept
    for code, *numbers in found:
        if code == "unknown":
            mask = charges.map(len) == 0
        else:
            group = others if code is None else {code}
            mask = charges.map(lambda each, group=group: not each.isdisjoint(group))
        assert numbers == pytest.approx(quantiles(people["months"][mask]), abs=0.0501), code


@every_selection
def test_penalties(warehouse: Warehouse, parameters: str) -> None:
    people = SELECTIONS[parameters].assign(penalty=lambda each: each["penalty"].replace("", "unknown"))
    answer = asked(warehouse, "penalties", PINNED + parameters)
    expected = {
        (penalty, len(group), int(group["months"].notna().sum()), int((group["fine"] == "true").sum()))
        for penalty, group in people.groupby("penalty")
    }
    assert set(rows(answer, "penalty", "people", "with_length", "with_fine")) == expected
    stated = people[people["penalty"] != "unknown"]
    custody = people["penalty"].isin(CUSTODY).sum()
    assert answer.words == (
        f"The penalty is stated for {len(stated):,} of {len(people):,} people: a colony, a prison"
        f" or arrest for {custody:,} of them."
    )


@every_selection
def test_sum_of_sentences(warehouse: Warehouse, parameters: str) -> None:
    people = known(SELECTIONS[parameters])
    answer = asked(warehouse, "sentence_total", PINNED + parameters)
    sums = people.groupby("penalty")["months"].sum()
    found = dict(rows(answer, "penalty", "months"))
    assert found == pytest.approx({penalty: sums[penalty] for penalty in sums.index}, abs=0.051)
    kinds = people["months"].groupby(people["penalty"].map(confinement))
    for kind, said in (
        ("custody", "The known terms of imprisonment or arrest of {people} come to {years}."),
        ("restriction", "Restriction of freedom comes to {years} for {people}."),
    ):
        group = kinds.get_group(kind)
        years = f"{math.floor(group.sum() / 12 * 10 + 0.5) / 10:,.1f}".removesuffix(".0") + " years"
        assert said.format(people=f"{len(group):,} people", years=years) in answer.words


def month_number(months: pd.Series) -> pd.Series:
    return months.str[:4].astype(int) * 12 + months.str[5:].astype(int) - 1


@every_selection
def test_months_to_verdict(warehouse: Warehouse, parameters: str) -> None:
    people = SELECTIONS[parameters]
    both = people[(people["arrested"] != "") & (people["verdict"] != "")]
    between = month_number(both["verdict"]) - month_number(both["arrested"])
    after = between[between >= 0]
    answer = asked(warehouse, "months_to_verdict", PINNED + parameters)
    counts = Counter(after)
    last = max(months for months in counts if months <= 36)
    assert rows(answer, "months", "people") == [(m, counts[m]) for m in range(last + 1)]
    median = f"{after.median():g} month{'' if after.median() == 1 else 's'}"
    assert answer.words.startswith(
        f"For {len(after):,} people both months are known: at least half had a verdict within"
        f" {median}, and the longest time was {after.max()} months."
    )
    preceding, unknown = (between < 0).sum(), len(people) - len(both)
    if preceding > 1:
        assert f" For {preceding:,} more the verdict's month precedes that of the arrest." in answer.words
    assert f" For {unknown:,} more one of the months, or both, is not known." in answer.words
    assert ("1 person with more than 36 months is not in the chart." in answer.words) == (
        sum(count for months, count in counts.items() if months > 36) == 1
    )


@every_selection
def test_terms_ending(warehouse: Warehouse, parameters: str) -> None:
    people = SELECTIONS[parameters]
    held = people[people["status"] == "political_prisoner"]
    counted = known(held)[
        lambda each: each["penalty"].isin(CUSTODY) & (each["arrested"] != "") & (each["released"] == "")
    ]
    ending = month_number(counted["arrested"]) + (counted["months"] + 0.5).astype(int)
    read_in = 2023 * 12 + 1  # February 2023
    answer = asked(warehouse, "terms_ending", PINNED + parameters)
    ahead, passed = Counter(ending[ending >= read_in] // 12), Counter(ending[ending < read_in] // 12)
    years = range(ending.min() // 12, ending.max() // 12 + 1)
    assert rows(answer, "year", "ahead", "passed", "running") == [
        (year, ahead[year], passed[year], int((ending // 12 > year).sum())) for year in years
    ]
    soon = sum(count for year, count in ahead.items() if year <= 2024)
    late = sum(count for year, count in ahead.items() if year > 2028)
    assert answer.words.startswith(
        f"The end can be estimated for {len(counted):,} of {len(held):,} people who were political prisoners"
        f" on 10 February 2023. Of their terms {soon:,} would end by the end of 2024, and {late:,} only after 2028."
    )
    restricted = held[held["penalty"].isin(RESTRICTION)]
    assert f" {len(restricted):,} people under restriction of freedom are not counted" in answer.words
    rest = len(held) - len(counted) - len(restricted)
    assert f" Of {rest:,} more the length, the penalty or the month of arrest" in answer.words


def test_former_political_prisoners_have_no_terms_ending(warehouse: Warehouse) -> None:
    assert not asked(warehouse, "terms_ending", f"{PINNED}status=former_political_prisoner").table.num_rows


@every_selection
def test_what_has_no_length(warehouse: Warehouse, parameters: str) -> None:
    people = SELECTIONS[parameters]
    without = people[people["months"].isna()]
    assert (without["sentence_kind"] != "length").all()
    answer = asked(warehouse, "sentences_without_length", PINNED + parameters)
    expected = {
        (kind, int((group["verdict"] == "").sum()), int((group["verdict"] != "").sum()), len(group))
        for kind, group in without.groupby("sentence_kind")
    }
    columns = ("sentence_kind", "without_verdict", "with_verdict", "people")
    assert set(rows(answer, *columns)) == expected
    open_ = ((without["sentence_kind"] == "not_stated") & (without["verdict"] == "")).sum()
    assert answer.words == (
        f"The length of the sentence is not known for {len(without):,} of {len(people):,} people;"
        f" for {open_:,} of them the register states neither a sentence nor a month of the verdict."
    )


@pytest.mark.parametrize(
    ("golden", "name", "parameters"),
    [
        *((name, name, "") for name in QUESTIONS),
        ("sentence_lengths_of_women_by_6_months", "sentence_lengths", "gender=female&bin=6"),
        ("sentence_quantiles_by_verdict_year", "sentence_quantiles", "split=verdict_year"),
        ("sentence_quantiles_of_all_by_penalty", "sentence_quantiles", "split=penalty&status=any"),
        ("penalties_of_all", "penalties", "status=any"),
        ("sentence_total_of_2021", "sentence_total", "verdict=2021-01..2021-12"),
        ("terms_ending_under_342", "terms_ending", "article=342"),
    ],
)
def test_golden(
    warehouse: Warehouse, same_as_golden: Callable[..., None], golden: str, name: str, parameters: str
) -> None:
    same_as_golden(name, chosen(warehouse, PINNED + parameters), golden)


@pytest.mark.parametrize("name", QUESTIONS)
def test_nobody_selected_gives_no_rows(warehouse: Warehouse, name: str) -> None:
    answer = asked(warehouse, name, PINNED + NOBODY)
    assert (answer.table.num_rows, answer.words) == (0, "")


@pytest.mark.parametrize(
    ("name", "parameters", "words"),
    [
        (
            "sentence_lengths",
            "article=130-1",
            "The length of the sentence is known for 1 person: 54 months.",
        ),
        ("sentence_quantiles", "article=130-1", "One person's sentence is a known length: 54 months."),
        ("penalties", "article=130-1", "One person, whose penalty is: Penal colony, general security."),
        (
            "sentence_total",
            "article=130-1",
            "The known terms of imprisonment or arrest of 1 person come to 4.5 years.",
        ),
        (
            "months_to_verdict",
            "article=130-1",
            "For one person both months are known: 4 months passed between them.",
        ),
        (
            "terms_ending",
            "article=130-1",
            "The end can be estimated for the one political prisoner selected: 2026.",
        ),
        (
            "sentences_without_length",
            "penalty=unknown&gender=female&age_group=65%2B",
            "The length of the sentence is not known for the one person selected.",
        ),
    ],
)
def test_words_for_one_person(warehouse: Warehouse, name: str, parameters: str, words: str) -> None:
    assert asked(warehouse, name, PINNED + parameters).words == words

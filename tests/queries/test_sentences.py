"""The questions of the page Sentences, counted a second time with pandas straight over the file."""

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from repression.questions.answer import Answer
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import REGIONS, asked, chosen

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
READ_IN = 2023 * 12 + 1  # February 2023
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
    early = people["arrested"].between("1", "2020").sum()
    assert answer.words == (
        f"The length of the sentence is known for {len(people):,} people; the longest sentence is"
        f" {in_years(people['months'].max())}. {told_apart(people)} {without:,} more have no known length and are not"
        " in this chart." + (f" {early} people in this chart were arrested before 2020." if early else "")
    )


def in_years(months: float | None) -> str:
    """`2½ years`, as readers say a length."""
    assert months is not None
    years, rest = divmod(months, 12)
    if years and rest == 6:
        return f"{years:g}½ years"
    named = ((years, "year"), (rest, "month"))
    return " ".join(f"{number:g} {unit}{'' if number == 1 else 's'}" for number, unit in named if number)


def told_apart(people: pd.DataFrame) -> str:
    """The sentences on imprisonment and on restriction of freedom."""
    kinds = people["months"].groupby(people["penalty"].map(confinement))
    custody, restriction = kinds.get_group("custody"), kinds.get_group("restriction")
    return (
        f"At least half of {len(custody):,} known terms behind bars were {in_years(quantiles(custody)[3])} or longer,"
        f" on 10 February 2023. Of {len(restriction):,} known terms of restriction of freedom, at least half were"
        f" {in_years(quantiles(restriction)[3])} or longer."
    )


def test_medians_of_women_and_men_are_told_by_kind_of_confinement(warehouse: Warehouse) -> None:
    """Taken together the medians reverse: women got shorter imprisonment, and longer restriction of freedom."""
    for gender, custody, restriction in (("female", 2, 3), ("male", 3, 2)):
        words = asked(warehouse, "sentence_lengths", f"{PINNED}gender={gender}").words
        assert f"terms behind bars were {custody} years or longer" in words
        assert f"terms of restriction of freedom, at least half were {restriction} years or longer" in words


def test_the_overview_says_how_many_were_arrested_before_2020(warehouse: Warehouse) -> None:
    early = known(SELECTIONS[""])["arrested"].between("1", "2020").sum()
    words = asked(warehouse, "sentence_lengths", PINNED).words
    assert f"{early} people in this chart were arrested before 2020." in words


def quantiles(months: pd.Series) -> tuple[float | None, ...]:
    """The number of lengths and five of them: each the shortest that at least a part of the group got, or less."""
    found = [float(each) for each in np.quantile(months, [0.1, 0.25, 0.5, 0.75, 0.9], method="inverted_cdf")]
    for share, length in zip((0.1, 0.25, 0.5, 0.75, 0.9), found, strict=True):
        assert (months <= length).mean() >= share - 1e-12
        assert length in set(months)
    few = len(months) < 20
    return (len(months), None if few else found[0], *found[1:4], None if few else found[4])


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
        assert tuple(numbers) == expected[code], code


def test_a_median_is_called_lowest_or_highest_only_of_twenty_people_with_their_number(warehouse: Warehouse) -> None:
    # Five women charged under article 285 have the highest median; a maximum over small groups is mostly chance.
    words = asked(warehouse, "sentence_quantiles", f"{PINNED}gender=female").words
    assert "285" not in words
    assert words.startswith("Terms behind bars were longest for Art. 130: at least half were 3 years or longer")
    assert words.endswith(
        "lowest median is 2 years: Art. 339 (23 people); Art. 368 (37 people). The highest is 3 years:"
        " Art. 130 (23 people)."
    )


def test_one_person_is_no_half_of_a_kind_of_sentence(warehouse: Warehouse) -> None:
    words = asked(warehouse, "sentence_lengths", PINNED + "arrested=2010-12..2010-12").words
    assert "known for 24 people" in words
    assert "At least half of 16 known terms behind bars" in words
    assert "Of 1 person" not in words
    few = asked(warehouse, "sentence_lengths", PINNED + "arrested=2010-01..2012-12").words
    assert "of 30 known terms behind bars" in few
    assert "restriction of freedom" not in few  # two people have no median


@every_selection
@pytest.mark.parametrize("split", ["gender", "region"])
def test_the_longest_terms_are_those_of_one_kind_of_confinement(
    warehouse: Warehouse, parameters: str, split: str
) -> None:
    """Of people in colonies and people in open facilities together the medians would reverse."""
    inside = known(SELECTIONS[parameters])[lambda each: each["penalty"].isin(CUSTODY)]
    medians = {
        group: quantiles(people["months"])[3] for group, people in inside.groupby(split) if group and len(people) >= 20
    }
    most = max(medians.values(), default=0)
    names = {"female": "Women", "male": "Men"} | REGIONS
    longest = [names[group] for group in medians if medians[group] == most]
    said = f"Terms behind bars were longest for {' and '.join(longest)}: at least half were {in_years(most)} or longer"
    words = asked(warehouse, "sentence_quantiles", f"{PINNED}split={split}&{parameters}").words
    assert words.startswith(said) == (len(longest) <= 2 and len(set(medians.values())) > 1)
    assert ("All kinds of penalty are taken together here." in words) == ("lowest median" in words)
    assert "Sentences were longest" not in words


def test_sentences_of_one_kind_are_compared_as_they_are(warehouse: Warehouse) -> None:
    words = asked(warehouse, "sentence_quantiles", f"{PINNED}split=gender&penalty=open_facility").words
    assert words.startswith("Sentences were longest for Women: at least half were 2½ years or longer, on 10 February")
    assert "together" not in words
    by_penalty = asked(warehouse, "sentence_quantiles", f"{PINNED}split=penalty").words
    assert "together" not in by_penalty


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
        assert tuple(numbers) == quantiles(people["months"][mask]), code


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
        f"Imprisonment or arrest for {custody:,} of {len(stated):,} people whose penalty was known on"
        f" 10 February 2023. The penalty is stated for {len(stated):,} of {len(people):,} people."
    )


@every_selection
def test_sum_of_sentences(warehouse: Warehouse, parameters: str) -> None:
    people = known(SELECTIONS[parameters])
    answer = asked(warehouse, "sentence_total", PINNED + parameters)
    sums = people.groupby("penalty")["months"].sum()
    found = dict(rows(answer, "penalty", "months"))
    assert found == pytest.approx({penalty: sums[penalty] for penalty in sums.index}, abs=0.051)
    kinds = people["months"].groupby(people["penalty"].map(confinement))
    custody, restriction = kinds.get_group("custody"), kinds.get_group("restriction")
    years = math.floor(restriction.sum() / 12 * 10 + 0.5) / 10
    assert answer.words.startswith(
        f"{len(custody):,} people were given {custody.sum() / 12:,.0f} years of imprisonment or arrest in all, by the"
        f" register of 10 February 2023. Restriction of freedom comes to {f'{years:,.1f}'.removesuffix('.0')} years for"
        f" {len(restriction):,} people."
    )


def month_number(months: pd.Series) -> pd.Series:
    return months.str[:4].astype(int) * 12 + months.str[5:].astype(int) - 1


def waits(people: pd.DataFrame) -> pd.Series:
    """Political prisoners of whom the register has no outcome of any kind."""
    return (
        (people["status"] == "political_prisoner")
        & (people["sentence_kind"] == "not_stated")
        & (people[["released", "verdict", "penalty"]] == "").all(axis=1)
    )


def starts_of_term(people: pd.DataFrame) -> pd.Series:
    """Recognised people sentenced to an open facility whose verdict is not of a month after that of the arrest."""
    contradicted = (people["arrested"] != "") & (people["verdict"] > people["arrested"])
    return (people["penalty"] == "open_facility") & (people["status"] != "convicted") & ~contradicted


def product_limit(times: list[tuple[int, bool]]) -> list[float]:
    """The Kaplan-Meier estimate of the share with a verdict by the end of each month, written out step by step."""
    survived, shares = 1.0, []
    for month in range(max((each for each, _ in times), default=-1) + 1):
        at_risk = [ended for each, ended in times if each >= month]
        survived *= 1 - sum(ended for each, ended in times if each == month and ended) / len(at_risk)
        shares.append(1 - survived)
    return shares


@every_selection
def test_months_to_verdict(warehouse: Warehouse, parameters: str) -> None:
    people = SELECTIONS[parameters]
    both = people[(people["arrested"] != "") & (people["verdict"] != "")]
    between = month_number(both["verdict"]) - month_number(both["arrested"])
    is_start = starts_of_term(both)
    waiting = READ_IN - month_number(people[waits(people) & (people["arrested"] != "")]["arrested"])
    after = between[(between >= 0) & ~is_start]
    answer = asked(warehouse, "months_to_verdict", PINNED + parameters)
    every, verdicts, waited = Counter(between[between >= 0]), Counter(after), Counter(waiting)
    last = min(36, max([*every, *waited]))
    found = answer.table.to_pylist()
    assert [(row["months"], row["people"], row["verdicts"], row["waiting"]) for row in found] == [
        (m, every[m], verdicts[m], waited[m]) for m in range(last + 1)
    ]
    shares = product_limit([(m, True) for m in after] + [(m, False) for m in waiting])
    assert [row["share"] for row in found] == pytest.approx([100 * each for each in shares[: last + 1]], abs=0.0501)
    median = next(month for month, share in enumerate(shares) if share > 0.5 - 1e-9)
    assert answer.words.startswith(
        f"Half of the people had a verdict within {in_years(median)} of the arrest, by the register of 10 February "
        f"2023. Counted are {len(after) + len(waiting):,} people, {len(waiting)} of them still waiting then."
    )
    assert f"Left out: {starts_of_term(people).sum()} people" in answer.words
    preceding = ((between < 0) & ~is_start).sum()
    if preceding > 1:
        assert f" For {preceding:,} other people the verdict's month precedes that of the arrest." in answer.words


def test_those_still_waiting_make_the_time_to_a_verdict_longer(warehouse: Warehouse) -> None:
    """The figures of the method's page; the Kaplan-Meier estimator of lifelines 0.30.3 gives the same curve."""
    answer = asked(warehouse, "months_to_verdict", PINNED)
    curve = dict(rows(answer, "months", "share"))
    assert [curve[month] for month in (0, 3, 6, 12, 24)] == [7.1, 33.6, 60.7, 85.2, 98.9]
    assert answer.words.startswith("Half of the people had a verdict within 5 months of the arrest")
    assert (
        "Counted are 1,322 people" in answer.words and "Three quarters had a verdict within 9 months." in answer.words
    )


def test_an_arrest_before_the_verdict_counts_in_open_facilities_too(warehouse: Warehouse) -> None:
    words = asked(warehouse, "months_to_verdict", f"{PINNED}status=convicted").words
    assert words.startswith("Half of the people had a verdict within 3 months of the arrest")
    assert "Left out" not in words


def test_verdicts_before_the_arrest_are_mostly_of_open_facilities() -> None:
    """What the column `arrest_is_start_of_term` and the method's page stand on, and what speaks against it."""
    both = RECOGNISED[(RECOGNISED["arrested"] != "") & (RECOGNISED["verdict"] != "")]
    before = both["verdict"] < both["arrested"]
    is_open = both["penalty"] == "open_facility"
    assert (is_open.sum(), (before & is_open).sum()) == (219, 78)
    assert ((~is_open).sum(), (before & ~is_open).sum()) == (1047, 16)
    after = both["verdict"] > both["arrested"]
    assert ((after & is_open).sum(), (~before & ~after & is_open).sum()) == (134, 7)
    others = PEOPLE[(PEOPLE["status"] == "convicted") & (PEOPLE["penalty"] == "open_facility")]
    others = others[(others["arrested"] != "") & (others["verdict"] != "")]
    assert (len(others), (others["verdict"] > others["arrested"]).sum()) == (37, 37)
    former = RECOGNISED[RECOGNISED["status"] == "former_political_prisoner"]
    left = known(former)[lambda each: (each["released"] != "") & (each["arrested"] != "")]
    late = month_number(left["released"]) - month_number(left["arrested"]) - left["months"].round()
    opened, general = late[starts_of_term(left)], late[left["penalty"] == "penal_colony_general"]
    assert (len(opened), (opened == 0).sum(), (opened.abs() <= 1).sum()) == (54, 28, 35)
    assert (len(general), (general == 0).sum(), (general.abs() <= 1).sum()) == (207, 17, 35)


def test_other_figures_of_the_method_page() -> None:
    early = RECOGNISED[RECOGNISED["arrested"].between("1", "2020")]
    assert (len(early), early["arrested"].str[:4].isin(["2010", "2011"]).sum()) == (53, 43)
    placed, elsewhere = (
        known(RECOGNISED)[lambda each, has=has: (each["region"] != "") == has] for has in (True, False)
    )
    assert ((RECOGNISED["region"] != "").sum(), quantiles(placed["months"])[3], quantiles(elsewhere["months"])[3]) == (
        1280, 36, 24,
    )  # fmt: skip
    former = RECOGNISED[RECOGNISED["status"] == "former_political_prisoner"]
    at_home = RECOGNISED["penalty"] == "home_confinement"
    assert (at_home.sum(), (former["penalty"] == "home_confinement").sum()) == (157, 156)
    undated = former[former["released"] == ""]
    assert (len(undated), (undated["gender"] == "female").sum()) == (361, 123)
    left = with_ends(former)[lambda each: each["penalty"].isin(CUSTODY) & (each["released"] != "")]
    assert (len(left), (month_number(left["released"]) > left["end"]).sum()) == (232, 9)
    prisoners = RECOGNISED[(RECOGNISED["status"] == "political_prisoner") & (RECOGNISED["penalty"] == "open_facility")]
    free_between = (prisoners["arrested"] != "") & (prisoners["arrested"] <= prisoners["verdict"])
    assert free_between.sum() == 72
    gaps = PEOPLE[(PEOPLE["verdict"] > "") & (PEOPLE["verdict"] < PEOPLE["arrested"])]
    gaps = gaps[gaps["penalty"] == "open_facility"]
    between = month_number(gaps["arrested"]) - month_number(gaps["verdict"])
    assert (len(gaps), between.min(), between.max()) == (78, 1, 6)


def with_ends(people: pd.DataFrame) -> pd.DataFrame:
    """People with arrest and length, and the months in which their terms end without and with credit."""
    people = known(people)[lambda each: each["arrested"] != ""]
    start, verdict = month_number(people["arrested"]), people["verdict"].where(people["verdict"] != "", "0001-01")
    end = start + (people["months"] + 0.5).astype(int)
    waited = month_number(verdict) - start
    has_credit = people["penalty"].isin(["penal_colony_general", "penal_colony_medium"]) & (waited >= 0)
    return people.assign(end=end, credited=end - ((waited + 2) // 2).where(has_credit, 0), has_credit=has_credit)


@every_selection
def test_terms_ending(warehouse: Warehouse, parameters: str) -> None:
    people = SELECTIONS[parameters]
    held = people[people["status"] == "political_prisoner"]
    ends = with_ends(held[held["released"] == ""])
    counted = ends[ends["penalty"].isin(CUSTODY)]
    opened = ends[(ends["penalty"] == "open_facility") & (ends["verdict"] != "") & (ends["verdict"] < ends["arrested"])]
    answer = asked(warehouse, "terms_ending", PINNED + parameters)
    ahead, passed = (
        Counter(counted["end"][mask] // 12) for mask in (counted["end"] >= READ_IN, counted["end"] < READ_IN)
    )
    credited, apart = Counter(counted["credited"] // 12), Counter(opened["end"] // 12)
    years = range(min([*credited, *apart]), max([*ahead, *passed, *apart]) + 1)
    columns = ("year", "ahead", "passed", "running", "credited", "running_credited", "open_facility")
    assert rows(answer, *columns) == [
        (
            year, ahead[year], passed[year], int((counted["end"] // 12 > year).sum()),
            credited[year], int((counted["credited"] // 12 > year).sum()), apart[year],
        )
        for year in years
    ]  # fmt: skip
    soon, soon_credited = ((counted[end] // 12 <= 2024).sum() for end in ("end", "credited"))
    assert answer.words.startswith(
        f"Of {len(counted):,} terms on 10 February 2023, {soon:,} to {soon_credited:,} would end by the end of 2024, by"
        f" our estimate. The end can be estimated for {len(counted):,} of {len(held):,} political prisoners of"
        " 10 February 2023. With credit, a day in custody before the verdict counts as more than a day of the term,"
        " without credit as one. In the title, the larger number is with this credit, the smaller one without it."
    )
    late, late_credited = ((counted[end] // 12 > 2028).sum() for end in ("end", "credited"))
    assert (
        f"At the end of 2028, {late_credited:,} terms would still be running with credit, {late:,} wi" in answer.words
    )
    restricted = held["penalty"].isin(RESTRICTION).sum() - len(opened)
    assert f" {restricted:,} people under restriction of freedom are not counted" in answer.words
    waiting = waits(held).sum()
    assert f" {waiting:,} people have no outcome in the register yet." in answer.words
    rest = len(held) - len(counted) - len(opened) - restricted - waiting
    assert f"For {rest:,} other pe" in answer.words


def test_the_estimate_of_the_end_of_terms_is_checked_on_those_released(warehouse: Warehouse) -> None:
    left = with_ends(RECOGNISED)[
        lambda each: (
            (each["status"] == "former_political_prisoner")
            & each["penalty"].isin(CUSTODY)
            & (each["arrested"] >= "2020-05")
            & (each["released"] != "")
        )
    ]
    released = month_number(left["released"])
    late = released - left["end"]
    before = (late < -1).sum()
    assert (len(left), before, (late.abs() <= 1).sum()) == (229, 174, 49)
    assert (released // 12 == left["end"] // 12).sum() == 141
    late = (released - left["credited"])[left["has_credit"]]
    near, earlier, later = (late.abs() <= 1).sum(), (late < -1).sum(), (late > 1).sum()
    assert (len(late), near, earlier, later) == (108, 87, 15, 6)
    assert (released // 12 == left["credited"] // 12)[left["has_credit"]].sum() == 97
    assert (
        "The estimate without credit puts the ends too late. In the whole register it was checked on"
        f" {len(left)} former prisoners with a dated release. Of these, {before} left prison more than a month"
        f" before the estimated end. For {len(late)} of those checked we could compute the credit. Of these, {near}"
        f" left within a month of the end estimated with credit, {earlier} earlier, {later} later."
    ) in asked(warehouse, "terms_ending", PINNED).words


def test_halves_of_a_tenth_of_a_year_are_rounded_up(warehouse: Warehouse) -> None:
    # 4,234.2 months are 352.85 years, which has no exact binary form.
    answer = asked(warehouse, "sentence_total", f"{PINNED}verdict=2021-10..2022-04")
    assert ("penal_colony_general", 4234.2, 352.9) in rows(answer, "penalty", "months", "years")


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
        f"The length of the sentence is not known for {len(without):,} of {len(people):,} people."
        f" For {open_:,} of them the register states neither a sentence nor a month of the verdict."
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
            "The length of the sentence was known for 1 person: 4½ years, on 10 February 2023.",
        ),
        ("sentence_quantiles", "article=130-1", "One person was given 4½ years, by the register of 10 February 2023."),
        (
            "penalties",
            "article=130-1",
            "One person's penalty, by the register of 10 February 2023: Penal colony, general security.",
        ),
        (
            "sentence_total",
            "article=130-1",
            "1 person was given 4½ years of imprisonment or arrest in all, by the register of 10 February 2023.",
        ),
        (
            "months_to_verdict",
            "article=130-1",
            "One person waited 4 months from arrest to verdict, by the register of 10 February 2023.",
        ),
        (
            "terms_ending",
            "article=130-1",
            "One term would end in 2026, by our estimate from the register of 10 February 2023.",
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

"""The questions of the page Charges, counted a second time with the csv module straight over the file."""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from repression.questions.answer import Answer
from repression.warehouse.database import Warehouse
from tests.conftest import DATA
from tests.queries.asking import asked, chosen

with (DATA / "people" / "2023-02-10.csv").open(encoding="utf-8", newline="") as file:
    PEOPLE = list(csv.DictReader(file))
RECOGNISED = [each for each in PEOPLE if each["status"] != "convicted"]
PINNED = "snapshot=2023-02-10&"  # so that a newer snapshot does not change the results
# The filters of an address, implemented a second time.
SELECTIONS = {
    "": RECOGNISED,
    "status=any": PEOPLE,
    "gender=female": [each for each in RECOGNISED if each["gender"] == "female"],
    "penalty=penal_colony_medium&arrested=2020-08..2021-12": [
        each
        for each in RECOGNISED
        if each["penalty"] == "penal_colony_medium" and "2020-08" <= each["arrested"] <= "2021-12"
    ],
}
QUESTIONS = ["people_by_article", "article_pairs", "articles_by_quarter"]
NOBODY = "article=178&article=139&article_match=all"
People = list[dict[str, str]]
every_selection = pytest.mark.parametrize("parameters", SELECTIONS)


def rows(answer: Answer, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in answer.table.to_pylist()]


def numbers_of(person: dict[str, str]) -> set[str]:
    """`13.1+293;293.2` is 293, once."""
    return {each.split("+")[-1].split(".")[0] for each in person["articles"].split(";") if each}


def most_frequent(people: People, most: int | None = None) -> list[tuple[str, int]]:
    sizes = Counter(article for person in people for article in numbers_of(person))
    in_order = sorted(sizes.items(), key=lambda pair: (-pair[1], int(pair[0].split("-")[0]), pair[0]))
    return in_order[:most]


@every_selection
def test_people_by_article(warehouse: Warehouse, parameters: str) -> None:
    people = SELECTIONS[parameters]
    charged = [person for person in people if numbers_of(person)]
    answer = asked(warehouse, "people_by_article", PINNED + parameters)
    found = rows(answer, "article", "people", "share", "political_prisoners")
    offences = [row for row in found if row[0] != "unknown"]
    assert [row[:2] for row in offences] == most_frequent(people)
    for article, size, share, held in offences:
        assert share == pytest.approx(100 * size / len(charged), abs=0.00501)
        now = [each for each in charged if each["status"] == "political_prisoner"]
        assert held == sum(article in numbers_of(person) for person in now)
    without = len(people) - len(charged)
    assert found[len(offences) :] == ([("unknown", without, None, found[-1][3])] if without else [])
    several = sum(len(numbers_of(person)) > 1 for person in charged)
    assert answer.words.startswith(
        f"By 10 February 2023, {offences[0][1]:,} of {len(charged):,} people were charged under Art. {offences[0][0]}."
        f" In the Criminal Code: Art. {offences[0][0]} "
    )
    assert (
        f" Charges name {len(offences)} articles; {several:,} people were charged under more than one." in answer.words
    )
    assert (f" For {without:,} people no articles are stated." in answer.words) == (without > 1)


def test_preparation_and_parts_count_for_the_offence(warehouse: Warehouse) -> None:
    [(people,)] = [
        (people,)
        for article, people in rows(asked(warehouse, "people_by_article", PINNED), "article", "people")
        if article == "293"
    ]
    written = [each["articles"].split(";") for each in RECOGNISED]
    alone = sum("293" in each for each in written)
    assert alone < people  # some are charged only with a part of it, or with preparing it
    assert people == sum(
        any(part == "293" or part.startswith("293.") or part.split("+")[-1].startswith("293") for part in each)
        for each in written
    )


@every_selection
def test_article_pairs(warehouse: Warehouse, parameters: str) -> None:
    people = SELECTIONS[parameters]
    frequent = most_frequent(people, 12)
    together = Counter(pair for person in people for pair in permutations(numbers_of(person), 2))
    answer = asked(warehouse, "article_pairs", PINNED + parameters)
    found = rows(answer, "article", "other", "people", "share")
    assert [row[:3] for row in found] == [
        (one, other, None if one == other else together[one, other])
        for one, _ in frequent for other, _ in frequent
    ]  # fmt: skip
    sizes = dict(frequent)
    for article, _, size, share in found:
        assert share == (None if size is None else pytest.approx(100 * size / sizes[article], abs=0.0501))
    top = max(size for _, _, size, _ in found if size is not None)
    assert answer.words.startswith(f"By 10 February 2023, {top} people were charged under both Art. ")


def quarter_of(person: dict[str, str]) -> date:
    year, month = map(int, person["arrested"].split("-"))
    return date(year, (month - 1) // 3 * 3 + 1, 1)


@every_selection
def test_articles_by_quarter(warehouse: Warehouse, parameters: str) -> None:
    people = [person for person in SELECTIONS[parameters] if person["arrested"] >= "2020-04" and numbers_of(person)]
    six = [article for article, _ in most_frequent(people, 6)]
    quarters = [date(year, month, 1) for year in range(2020, 2024) for month in (1, 4, 7, 10)]
    first, last = min(map(quarter_of, people)), max(map(quarter_of, people))
    expected: list[tuple[Any, ...]] = []
    for quarter in quarters:
        if first <= quarter <= last:
            then = [numbers_of(person) for person in people if quarter_of(person) == quarter]
            for article in six:
                expected.append((quarter, article, sum(article in each for each in then), len(then)))
            expected.append((quarter, None, sum(not each <= set(six) for each in then), len(then)))
    answer = asked(warehouse, "articles_by_quarter", PINNED + parameters)
    assert rows(answer, "quarter", "article", "people", "arrested") == expected
    left_out = len(SELECTIONS[parameters]) - len(people)
    assert f"The chart counts {len(people):,} people." in answer.words
    assert (f" {left_out:,} more are left out" in answer.words) == (left_out > 1)


def test_how_charges_moved_between_years(warehouse: Warehouse) -> None:
    def share(year: str, article: str) -> int:
        arrested = [
            numbers_of(person)
            for person in RECOGNISED
            if person["arrested"].startswith(year) and person["arrested"] >= "2020-04"
        ]
        charged = [each for each in arrested if each]
        return round(100 * sum(article in each for each in charged) / len(charged))

    six = ["342", "369", "368", "130", "293", "364"]
    moves = {article: share("2022", article) - share("2020", article) for article in six}
    assert max(moves, key=lambda article: moves[article]) == "368"
    assert min(moves, key=lambda article: moves[article]) == "293"
    assert asked(warehouse, "articles_by_quarter", PINNED).words.startswith(
        f"From 2020 to 2022 charges under Art. 368 rose from {share('2020', '368')} to"
        f" {share('2022', '368')} per cent, as known on 10 February 2023. These are shares of the people"
        " arrested in 2020 (from April on) and in 2022. Of the articles in the chart, the share for Art. 368"
        f" rose most. The share for Art. 293 fell most, from {share('2020', '293')} to {share('2022', '293')} per cent."
    )


def test_earlier_arrests_are_shown_where_a_filter_asks_for_them(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "articles_by_quarter", f"{PINNED}arrested=..2011-12")
    assert rows(answer, "quarter")[0] == (
        min(quarter_of(each) for each in RECOGNISED if each["arrested"] and numbers_of(each)),
    )


def test_titles_said_to_be_unconfirmed_are_those_of_the_table(warehouse: Warehouse) -> None:
    table = asked(warehouse, "articles", "").table.to_pylist()
    unconfirmed = [row["article"] for row in table if not row["confirmed"]]
    [caveat] = [each for each in asked(warehouse, "people_by_article", PINNED).question.caveats if "confirmed" in each]
    assert sorted(unconfirmed) == ["292", "333-1", "342-2"]
    assert all(article in caveat for article in unconfirmed)


@pytest.mark.parametrize(
    ("golden", "name", "parameters"),
    [
        *((name, name, "") for name in QUESTIONS),
        ("people_by_article_of_women", "people_by_article", "gender=female"),
        ("article_pairs_of_all", "article_pairs", "status=any"),
        ("articles_by_quarter_until_2011", "articles_by_quarter", "arrested=..2011-12"),
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
    ("name", "words"),
    [
        (
            "people_by_article",
            "By 10 February 2023, one person was charged under 2 articles. Named are: Art. 368 Insulting the President;"
            " Art. 409 Illegal acts with inventoried or seized property.",
        ),
        (
            "article_pairs",
            "By 10 February 2023, 1 person was charged under both Art. 368 and Art. 409. In the Criminal Code: Art. 368"
            " Insulting the President; Art. 409 Illegal acts with inventoried or seized property.",
        ),
        ("articles_by_quarter", "The chart counts 1 person."),
    ],
)
def test_words_for_one_person(warehouse: Warehouse, name: str, words: str) -> None:
    assert asked(warehouse, name, f"{PINNED}article=409").words == words


@pytest.mark.parametrize("article", ["342", "356", "293"])
def test_of_people_chosen_by_an_article_the_next_one_is_said(warehouse: Warehouse, article: str) -> None:
    people = [person for person in RECOGNISED if article in numbers_of(person)]
    (_, everybody), (second, size), *_ = most_frequent(people)
    assert everybody == len(people)
    assert asked(warehouse, "people_by_article", f"{PINNED}article={article}").words.startswith(
        f"By 10 February 2023, {size:,} of these {everybody:,} people were charged under Art. {second}, too."
        f" All were charged under Art. {article}. In the Criminal Code: Art. {article} "
    )


def test_people_without_articles_are_told(warehouse: Warehouse) -> None:
    answer = asked(warehouse, "people_by_article", f"{PINNED}article=unknown")
    without = sum(not each["articles"] for each in RECOGNISED)
    assert rows(answer, "article", "people") == [("unknown", without)]
    assert answer.words == f"For {without} people no articles are stated."

"""Articles in the short form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repression.intake.articles import numbers_of, read_articles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("342", ("342",)),
        ("341;285.2;130;13.1+293", ("13.1+293", "130", "285.2", "341")),
        ("361-4;361.1;361-1;361;361-1.2", ("361", "361.1", "361-1", "361-1.2", "361-4")),
        (" 342 ; 342;", ("342",)),
        (
            "Part 2 of Art. 293 of the Criminal Code — Participation in riots; Art. 342 of the Criminal Code",
            ("293.2", "342"),
        ),
        ("ст. 342 Уголовного кодекса", ("342",)),
        ("ч. 2 ст. 293 УК; арт. 361-1 Крымінальнага кодэкса", ("293.2", "361-1")),
        ("361–4; 361‑1;293—1", ("293-1", "361-1", "361-4")),
        ("Art. 361–4 of the Criminal Code – Facilitation", ("361-4",)),
        ("Part 1 of Art. 13 and Art. 293 of the Criminal Code — Participation", ("13.1+293",)),
        ("Art. 14 and Part 2 of Art. 293 of the Criminal Code", ("14+293.2",)),
        ("ч. 1 ст. 13 и ст. 361–1 УК — Создание", ("13.1+361-1",)),
        ("ч. 1 арт. 13, ч. 1 арт. 293 КК", ("13.1+293.1",)),
        (
            "Parts 1 and 2 of Art. 293; Parts 1, 3 of Art. 361–4 of the Criminal Code",
            ("293.1", "293.2", "361-4.1", "361-4.3"),
        ),
        ("ч. 1, 2 и 3 ст. 293 УК", ("293.1", "293.2", "293.3")),
        ("ч. 1 і 2 арт. 342 Крымінальнага кодэкса", ("342.1", "342.2")),
        ("999", ("999",)),  # nobody knows it, nobody drops it
    ],
)
def test_notations(text: str, expected: tuple[str, ...]) -> None:
    assert read_articles(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "342, 293",
        "3",
        "342..1",
        "13.1+",
        "293+342",
        "342;John",
        "2020-10-02",
        "ст. 18 УК",
        "Art. 99.1",
        "342 – 1",
        "342–",
        "–342",
        "Art. 342 and Art. 293",
        "Part 1 of Art. 13 and Art. 293 and Art. 342",
        "Parts 1 and of Art. 293",
    ],
)
def test_what_is_no_article_says_what_is(text: str) -> None:
    with pytest.raises(ValueError, match=r"must be articles such as 342"):
        read_articles(text)


def test_numbers_have_no_parts() -> None:
    assert numbers_of("13.1+293.2") == ("13", "293")
    assert numbers_of("361-1.2") == ("361-1",)


OFFENCE = st.builds(
    lambda number, inserted, part: f"{number}{f'-{inserted}' if inserted else ''}{f'.{part}' if part else ''}",
    st.integers(100, 999),
    st.integers(0, 9),
    st.integers(0, 9),
)
ARTICLE = OFFENCE | OFFENCE.map(lambda offence: f"13.1+{offence}")


@given(st.lists(ARTICLE))
def test_articles_come_back_once_and_in_order(articles: list[str]) -> None:
    read = read_articles(";".join(articles))
    assert set(read) == set(articles)
    assert len(read) == len(set(read))
    assert read_articles(";".join(reversed(read))) == read


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    try:
        assert all(read_articles(article) == (article,) for article in read_articles(text))
    except ValueError as error:
        assert "must be articles" in str(error)

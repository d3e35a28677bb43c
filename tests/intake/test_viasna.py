"""Viasna's own export, in three languages and several forms: the same invented people, the same rows."""

import json
from collections.abc import Sequence

import pytest

from repression.intake.register import open_register
from repression.snapshots.csv_io import format_csv
from repression.snapshots.issues import ValidationError
from tests.support.raw_registers import PUBLISHED, form_of, issues, published

HEADER = (
    "id", "url", "name", "status", "gender", "photo", "description", "birthday", "arrested", "articles", "prison",
    "declaration", "decision", "penalty", "judge", "councel", "penalty_start_date", "release_date", "verdict_date",
    "appeal_date", "fake_terrorist_list", "died", "clusters",
)  # fmt: skip
PRIVATE = ("url", "name", "photo", "description", "judge", "councel", "penalty_start_date")
DROPPED = (*PRIVATE, "all tags but none; published are tags of at least 10 people")
SAID = (
    "status", "gender", "birthday", "arrested", "articles", "prison", "decision", "penalty", "release_date",
    "verdict_date",
)  # fmt: skip
PEOPLE = {
    "English": [
        ("Political prisoner", "Female", "17 May 1996", "2 October 2020",
         "Part 2 of Art. 293 of the Criminal Code — Participation in riots; Art. 342 of the Criminal Code — Organising "
         "actions that grossly violate public order", "Penal colony No. 1\n1 Invented street, Invented town",
         "2 1/2 years", "imprisonment in a general-security penal colony", "", "06.09.2022"),
        ("recognized ex post facto", "Male", "1961", "May 2021",
         "Part 1 of Art. 13 — Part 2 of Art. 293 of the Criminal Code — Invented title", "Released", "1,5 years",
         "imprisonment in a high security prison", "9 December 2022", "2021-12"),
        ("active", "Male", "2004", "January 31, 2022", "Art. 130; Art. 361 of the Criminal Code", "Prison No. 4; road",
         "", "", "", ""),
    ],
    "Russian": [
        ("политзаключённая", "женский", "17 мая 1996 г.", "2 октября 2020 года",
         "ч. 2 ст. 293 Уголовного кодекса — Участие в беспорядках; ст. 342 Уголовного кодекса Республики Беларусь",
         "Исправительная колония № 1\nвыдуманный адрес", "2,5 года", "лишение свободы в колонии общего режима", "",
         "06.09.2022"),
        ("бывший политзаключённый", "мужской", "1961", "май 2021", "ч. 1 ст. 13 — ч. 2 ст. 293 УК", "освобождён",
         "1 год и 6 месяцев", "imprisonment in a high security prison", "09.12.2022", "12.2021"),
        ("политзаключённый", "мужской", "2004", "31.01.2022", "ст. 130 УК РБ\nст. 361 УК РБ", "Тюрьма №4", "", "", "",
         ""),
    ],
    "Belarusian": [
        ("палітвязень", "жаночы", "17 траўня 1996", "2 кастрычніка 2020",
         "ч. 2 арт. 293 Крымінальнага кодэкса — Удзел у беспарадках; арт. 342 Крымінальнага кодэкса",
         "Папраўчая калонія № 1; выдуманы адрас", "2 гады 6 месяцаў", "пазбаўленне волі ў калоніі агульнага рэжыму", "",
         "06.09.2022"),
        ("былы палітвязень", "мужчынскі", "1961", "май 2021", "ч. 1 арт. 13 — ч. 2 арт. 293 КК", "вызвалены",
         "1,5 года", "imprisonment in a high security prison", "9 снежня 2022", "снежань 2021"),
        ("палітзняволены", "мужчынскі", "2004", "31 студзеня 2022", "арт. 130; арт. 361", "турма № 4", "", "", "", ""),
    ],
}  # fmt: skip


def export(language: str) -> list[dict[str, str]]:
    """The export of three invented people in a language."""
    private = {
        "url": "https://photo.example/person",
        "photo": "https://photo.example/person.jpg",
        "name": "Invented Person",
        "description": 'Invented, of the invented town; says "nothing"\nand <b>more</b>',
        "judge": "Invented Judge",
    }
    return [
        dict.fromkeys(HEADER, "") | private | {"id": str(9001 + place)} | dict(zip(SAID, cells, strict=True))
        for place, cells in enumerate(PEOPLE[language])
    ]


def as_csv(rows: list[dict[str, str]], header: Sequence[str] = HEADER) -> bytes:
    return format_csv(header, [[row[name] for name in header] for row in rows])


@pytest.mark.parametrize("language", PEOPLE)
def test_the_export_gives_the_same_rows_in_every_language(language: str) -> None:
    content = as_csv(export(language))
    assert published(content) == PUBLISHED
    assert form_of(content) == "Viasna's own export (CSV, commas, UTF-8)"


def test_what_is_private_is_named_by_its_heading_and_goes_no_further() -> None:
    register, _ = open_register(as_csv(export("English")), "raw.csv")
    assert tuple(map(str, register.dropped)) == DROPPED
    assert not any("Invented P" in cell or "photo" in cell for _, cells in register.table.rows for cell in cells)


def test_private_columns_may_be_missing() -> None:
    header = [name for name in HEADER if name not in (*PRIVATE, "clusters", "died", "fake_terrorist_list")]
    assert published(as_csv(export("English"), header)) == PUBLISHED


def test_nested_json_gives_the_same_rows() -> None:
    records: list[dict[str, object]] = [dict(row) for row in export("English")]
    for record in records:
        name, _, address = str(record["prison"]).partition("\n")
        record["id"] = int(str(record["id"]))
        record["prison"] = {"id": 3, "name": name, "address": address} if address else {"name": name}
        record["articles"] = [{"id": 1, "name": text} for text in str(record["articles"]).split("; ")]
        record["clusters"] = [{"id": 4, "title": "Invented case"}]
        record["died"] = None
    for parsed in (records, {"data": records}):
        content = json.dumps(parsed, ensure_ascii=False).encode()
        assert published(content) == PUBLISHED
        assert form_of(content) == "Viasna's own export (JSON, 3 records, a line being a record, UTF-8)"
    records[0]["articles"] = [{"code": "342"}]
    assert 'row 1, column articles: \'{"code"' in issues(json.dumps(records).encode())[0]


@pytest.mark.parametrize("mark", ["_", ".", "/"])
def test_numbered_fields_give_the_same_rows(mark: str) -> None:
    records = export("English")
    for record in records:
        name, _, address = record.pop("prison").partition("\n")
        record |= {f"prison{mark}name": name, f"prison{mark}address": address}
        for place, text in enumerate(record.pop("articles").split("; ")):
            record |= {f"articles{mark}{place}{mark}name": text, f"articles{mark}{place}{mark}id": "7"}
    assert published(json.dumps(records).encode()) == PUBLISHED
    header = list(dict.fromkeys(name for record in records for name in record))
    flat = as_csv([dict.fromkeys(header, "") | record for record in records], header)
    assert published(flat) == PUBLISHED
    assert f"articles{mark}1{mark}id" in open_register(flat, "raw.csv")[0].dropped


@pytest.mark.parametrize("heading", ["Full name", "full_name", "person", "tags"])
def test_a_heading_that_nobody_knows_is_refused_with_what_is_allowed(heading: str) -> None:
    rows = [row | {heading: "Invented Person"} for row in export("English")]
    with pytest.raises(
        ValidationError, match=f"must be the columns id, status.* of Viasna's own export .unknown: {heading.lower()}"
    ):
        open_register(as_csv(rows, [*HEADER, heading]), "raw.csv")


def test_a_missing_and_a_repeated_heading_are_named() -> None:
    with pytest.raises(ValidationError, match="missing: prison"):
        open_register(as_csv(export("English"), [name for name in HEADER if name != "prison"]), "raw.csv")
    with pytest.raises(ValidationError, match="twice: status"):
        open_register(as_csv(export("English"), [*HEADER, "status"]), "raw.csv")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("status", "vanished", "column status: 'vanished' must be one of active"),
        ("status", "=cmd|' /C calc'!A0", "column status: \"=cmd|' /C calc'!A0\" must be one of active"),
        ("prison", "<script>alert(1)</script>", "column prison: '<script>alert(1)</script>' must be in the facilities"),
        ("penalty", "=1+1", "column penalty: '=1+1' must be a penalty"),
        ("arrested", "1900-01-01", "column arrested: '1900-01-01' must lie between 2000 and 2053"),
        ("release_date", "1 May 2200", "column release_date: '1 May 2200' must lie between 2000 and 2053"),
        ("verdict_date", "2020-10-01T21:00:00Z", "column verdict_date: '2020-10-01T21:00:00Z' must be a date"),
        ("articles", "ст. 342 УК — Выдуманное, ст. 293", "column articles: 'ст. 342 УК — Выдуманное, ст. 293' must be"),
        ("id", "9002", "column id: '9002' must not stand in two rows"),
        ("id", " ", "column id: ' ' must not be empty"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_refused_with_its_row(column: str, value: str, words: str) -> None:
    rows = export("Russian")
    rows[2][column] = value
    (issue,) = issues(as_csv(rows))
    assert issue.startswith("raw: row 4, ")
    assert words in issue


@pytest.mark.parametrize("birthday", ["2200", "1900-05-17", "2022"])
def test_an_impossible_age_is_none(birthday: str) -> None:
    rows = export("English")
    rows[0]["birthday"] = birthday
    assert published(as_csv(rows))[0][2] == ""

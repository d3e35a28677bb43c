"""The questions about a register and their answers: asked, saved, obeyed by later files. All people are invented."""

import shutil
import stat
from datetime import date
from pathlib import Path

import msgspec
import pytest
import yaml

from repression.__main__ import main
from repression.maintain import answers, extract_messages, identities, question_file
from repression.maintain.answers import Answers, NewFacility, NewPenalty, PersonAnswer, WordAnswer
from repression.maintain.reference import reference_of
from repression.snapshots.catalog import Snapshot, read_catalog
from repression.snapshots.csv_io import format_csv
from repression.snapshots.issues import ValidationError
from tests.intake.test_viasna import HEADER
from tests.maintain.test_remove import contents, whole_at_each_step
from tests.support.crash_harness import CrashHarness
from tests.support.factories import small_data

FIRST, SECOND, TODAY = date(2023, 2, 10), date(2023, 3, 10), date(2023, 3, 11)
PAGE = "https://prisoners.spring96.org/ru/person/"
PLAIN = dict.fromkeys(HEADER, "") | {"status": "active", "gender": "female", "birthday": "1990-05-06"}
CAMP = NewFacility(
    "Camp No. 5", "prison", "Homiel", "Gomel region", facility_be="Лагер № 5", facility_ru="Лагерь № 5",
    place_be="Гомель", place_ru="Гомель",
)  # fmt: skip
EXILE = NewPenalty("exile", "Exile", "Высылка", "Ссылка")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_data(tmp_path / "data")


def add(data: Path, day: date, *people: dict[str, str], more: tuple[str, ...] = ()) -> int:
    """Take in a register in the form of the export; the ids are 9001, 9002, … unless given."""
    rows = [PLAIN | {"id": str(number), "arrested": f"2021-03-{number - 8990}"} | one
            for number, one in enumerate(people, start=9001)]  # fmt: skip
    file = data.parent / "raw.csv"
    file.write_bytes(format_csv(HEADER, [[row[name] for name in HEADER] for row in rows]))
    source = ["--source-title", "A source", "--source-url", "https://example.org", "--publisher", "A publisher"]
    command = ["add", str(file), "--dataset", "people", "--date", str(day), *source, "--accessed", str(TODAY)]
    return main([*command, "--allow-disclosure", "--data", str(data), "--yes", *more])


def save(data: Path, *words: WordAnswer, people: tuple[PersonAnswer, ...] = (), today: date = TODAY) -> list[Path]:
    return answers.write(answers.prepare(data, Answers(words, people), today))


def snapshot(data: Path, day: date) -> Snapshot:
    found = read_catalog(data).on("people", day)
    assert found and found.date == day
    return found


def cells(data: Path, day: date, column: str) -> list[str]:
    found = snapshot(data, day)
    at = [field.name for field in found.fields].index(column)
    return sorted(row[at] for row in found.rows())


def fill_in(path: Path, given: dict[str, str], new: str = "", private: str = "") -> None:
    """Write answers by word, or by the first id, into a file of questions, as a maintainer does."""
    lines, word = [], ""
    for line in path.read_text("utf-8").splitlines():
        key, _, value = line.strip().removeprefix("- ").partition(": ")
        if key in ("word", "ids"):
            word = value.strip("[]'").partition("'")[0]
        if key == "answer:" and word in given:
            line = f"  answer: {given[word]}"
        if key == "new" and new and given.get(word) == "new":
            line = f"  new: {new}"
        if key == "private":
            line = f"  private: {'yes' if word == private else 'no'}"
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def test_a_file_with_unknown_words_is_asked_about_answered_and_taken_in(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = (
        {"prison": "Camp No. 5\nSecret street", "penalty": "banishment"},
        {"prison": "camp No. 5", "verdict_date": "soon", "url": f"{PAGE}one"},
        {"gender": "Zinaida K.", "url": f"{PAGE}one", "birthday": "1991-01-01"},
    )
    assert add(data, FIRST, *people, more=("--without-refused", "--allow-unreadable")) == 1
    said = capsys.readouterr().out
    assert "Nothing is written: 4 words without an answer, in 3 rows." in said
    path = data.parent / "private/questions.yaml"
    assert f"5 questions stand in {path}" in said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text("utf-8")
    command = f".venv/bin/python -m repression answer {path} --data {data}"  # another folder than the usual one
    assert f"`{command}`" in said and f"#     {command}\n" in text
    assert "its kind is one of pre_trial_detention, temporary_detention" in text
    assert "Secret" not in text and "rows: 2" in text
    assert not (data / "people").exists()

    fill_in(path, {"soon": "unreadable"})
    assert add(data, FIRST, *people) == 1  # what was filled in stays
    new = "{facility: Camp No. 5, kind: prison, place: Homiel, facility_be: Лагер, facility_ru: Лагерь}"
    fill_in(path, {"camp no. 5": "new", "banishment": "arrest", "zinaida k.": "unreadable", "9002": "different"}, new,
            private="zinaida k.")  # fmt: skip
    capsys.readouterr()
    assert main(["answer", str(path), "--data", str(data), "--yes"]) == 0
    said = capsys.readouterr().out
    assert "everybody can read" in said and "  penalty: 'banishment' means arrest\n" in said
    assert "new: Camp No. 5, prison, Homiel" in said and "the translations are not kept" in said
    assert (data / "vocabulary.csv").read_text("utf-8").splitlines() == [
        "column,word,meaning",
        "penalty,banishment,arrest",
        "prison,camp no. 5,Camp No. 5",
        "verdict_date,soon,unreadable",
    ]
    own = data.parent / "private/vocabulary.csv"
    assert own.read_text("utf-8") == "column,word,meaning\ngender,zinaida k.,unreadable\n"
    assert stat.S_IMODE(own.stat().st_mode) == 0o600

    assert add(data, FIRST, *people) == 1
    assert "and so are many cells of gender, verdict; --allow-unreadable" in capsys.readouterr().out
    assert add(data, FIRST, *people, more=("--allow-unreadable",)) == 0
    assert cells(data, FIRST, "facility") == ["", "Camp No. 5", "Camp No. 5"]
    assert cells(data, FIRST, "penalty") == ["", "", "arrest"]
    readings = {(one.field, one.kind): one.rows for one in snapshot(data, FIRST).descriptor.readings}
    assert readings["verdict", "unreadable"] == readings["gender", "unreadable"] == 1
    assert snapshot(data, FIRST).descriptor.notes == ()


def test_an_answer_given_later_does_not_change_which_rows_an_old_raw_file_has(data: Path) -> None:
    word = WordAnswer("status", "free", "unreadable")
    save(data, word)
    assert add(data, FIRST, {}, {}, {"status": "free"}, more=("--without-refused", "--allow-unreadable")) == 0
    assert snapshot(data, FIRST).left_out == (1, 3)
    save(data, WordAnswer("status", "free", "convicted"), WordAnswer("prison", "camp no. 5", "Camp No. 5", CAMP))
    assert main(["remove", "--dataset", "people", "--id", "9002", "--data", str(data), "--yes"]) == 0
    assert snapshot(data, FIRST).descriptor.rows == 1


def test_new_facilities_and_penalties_extend_the_tables_with_their_translations(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(extract_messages.LOCALE, tmp_path / "locale")
    monkeypatch.setattr(extract_messages, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(answers, "has_catalogues", lambda _: True)
    before = {lang: len(extract_messages.read(lang)) for lang in ("be", "ru")}
    words = (
        WordAnswer("prison", "camp no. 5", "Camp No. 5", CAMP),
        WordAnswer("prison", "лагерь", "Camp No. 5", CAMP),
        WordAnswer("penalty", "exile", "exile", EXILE),
    )
    today = date(2026, 12, 1)
    written = save(data, *words, today=today)
    again = [path for path in written if path.suffix in (".po", ".json")]
    assert sorted(save(data, *words, today=today)) == sorted(again)  # twice is once
    catalog = read_catalog(data)
    assert not catalog.issues
    facilities = catalog.on("facilities", today)
    assert facilities and facilities.date == today
    assert [cell for row in facilities.rows() for cell in row if row[0] == "Camp No. 5"] == CAMP.cells
    assert facilities.descriptor.changes and facilities.descriptor.changes.added == 1
    reference = reference_of(catalog)
    assert "exile" in reference.penalties and reference.regions["Camp No. 5"] == "Gomel region"
    for lang, name, label in (("be", "Лагер № 5", "Высылка"), ("ru", "Лагерь № 5", "Ссылка")):
        catalogue = extract_messages.read(lang)
        assert (catalogue.get("Camp No. 5").string, catalogue.get("Exile").string) == (name, label)
        assert len(catalogue) == before[lang] + 2
    assert add(data, FIRST, {"penalty": "exile", "prison": "Camp No. 5"}) == 0
    assert (cells(data, FIRST, "penalty"), cells(data, FIRST, "region")) == (["exile"], ["Gomel region"])


@pytest.mark.parametrize(
    ("word", "rule"),
    [
        (WordAnswer("penalty", "x", "y"), "penalty 'x': 'y' must be one of penal_colony_general"),
        (WordAnswer("verdict", "x", "unreadable"), "column column: 'verdict' must be one of status, gender"),
        (WordAnswer("penalty", "X ", "fine"), "must be written 'x'"),
        (WordAnswer("penalty", "", "fine"), "must be written ''"),
        (WordAnswer("prison", "x", "X", NewFacility("X", "camp", "Homiel")), "new kind: 'camp' must be one of"),
        (WordAnswer("prison", "x", "X", NewFacility("X", "prison", "Homiel")), "column be: 'X' must be translated"),
        (
            WordAnswer("prison", "x", "Prison No. 1", NewFacility("Prison No. 1", "prison", "Homiel")),
            "'Prison No. 1' is in the table already, with other values",
        ),
        (WordAnswer("penalty", "x", "Z", NewPenalty("Z", "Z", "Z", "Z")), "'Z' must be a code such as deferred"),
        (WordAnswer("penalty", "x", "fine", NewPenalty("fine", "Z", "Z", "Z")), "'fine' is a code already"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_written(data: Path, word: WordAnswer, rule: str) -> None:
    before = sorted(data.parent.rglob("*"))
    with pytest.raises(ValidationError) as refused:
        save(data, word)
    assert rule in str(refused.value)
    assert sorted(data.parent.rglob("*")) == before


def test_a_word_has_one_answer_and_a_new_one_takes_the_place_of_the_old(data: Path) -> None:
    with pytest.raises(ValidationError, match="must not be answered in two ways"):
        save(data, WordAnswer("gender", "x", "male"), WordAnswer("gender", "x", "female"))
    save(data, WordAnswer("gender", "x", "male"))
    save(data, WordAnswer("gender", "x", "unreadable", private=True))
    assert reference_of(read_catalog(data)).words == {("gender", "x"): "unreadable"}
    assert (data / "vocabulary.csv").read_text("utf-8") == "column,word,meaning\n"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("word\n", "vocabulary.csv: line 1: must be the header column,word,meaning"),
        ("column,word,meaning\npenalty,x,nothing\n", "vocabulary.csv: row 2, column meaning: 'nothing' must be one"),
        ("column,word,meaning\npenalty,X,fine\n", "vocabulary.csv: row 2, column word: 'X' must be written 'x'"),
        ("column,word,meaning\nverdict,x,fine\n", "vocabulary.csv: row 2, column column: 'verdict' must be one of"),
        (
            "column,word,meaning\npenalty,x,fine\npenalty,x,arrest\n",
            "row 3, column word: 'x' must not stand there",
        ),
        ("column,word,meaning\npenalty,x,fine\ngender,x,male\n", "row 3, column word: 'x' must stand before 'x'"),
        ("column,word,meaning\npenalty,x\n", "vocabulary.csv: line 2: has 2 cells, must have 3"),
    ],
)
def test_a_broken_vocabulary_is_refused_with_file_line_and_rule(data: Path, content: str, rule: str) -> None:
    (data / "vocabulary.csv").write_text(content, "utf-8")
    with pytest.raises(ValidationError) as refused:
        reference_of(read_catalog(data))
    (issue,) = refused.value.issues
    assert rule in str(issue) and issue.path == "vocabulary.csv"


def test_a_broken_vocabulary_is_named_by_check_and_stops_registers_alone(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "vocabulary.csv").write_text("column,word,meaning\npenalty,x,nothing\n", "utf-8")
    assert main(["check", "--data", str(data)]) == 1
    said = capsys.readouterr().out
    assert "refused: vocabulary.csv: row 2, column meaning: 'nothing' must be one of" in said
    assert "2 snapshots valid, 1 refusal" in said
    assert add(data, FIRST, {}) == 1
    assert "vocabulary.csv: row 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("words: x", "is no file of answers: Expected `array`"),
        ("words:\n- column: penalty\n  word: x\n  anwser: fine", "unknown field `anwser`"),
        ("words:\n- {column: gender, word: x, answer: new}", "gender 'x': only a prison or a penalty can be new"),
        ("words:\n- {column: prison, word: x, answer: new}", "prison 'x': new: Object missing required field"),
        ("people:\n- ids: ['1', '2']\n  answer: maybe", "people 1, 2: 'maybe' must be same, different, or ids"),
        ("words: [", "is no YAML"),
    ],
)
def test_a_file_of_answers_that_cannot_be_read_is_named(content: str, rule: str) -> None:
    with pytest.raises(ValidationError) as refused:
        question_file.parse_answers(content.encode(), "answers.yaml")
    assert str(refused.value).startswith("answers.yaml: ") and rule in str(refused.value)


def test_numbers_and_words_of_yaml_are_answers_as_they_are_written() -> None:
    text = "words:\n- {column: articles, word: x, answer: 293.2}\n- {column: gender, word: 'no', answer: male}\n"
    given, left = question_file.parse_answers(text.encode(), "answers.yaml")
    assert ([one.meaning for one in given.words], given.words[1].word, left) == (["293.2", "male"], "no", 0)


def same(*ids: str) -> PersonAnswer:
    return PersonAnswer(ids, ids)


def test_one_person_under_two_ids_is_one_row_now_and_in_later_files(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = {"url": f"{PAGE}one"}
    assert add(data, FIRST, one, one, {}) == 0
    assert snapshot(data, FIRST).perhaps_twice == 1
    assert snapshot(data, FIRST).descriptor.notes == ("Up to 1 person may be counted twice.",)
    save(data, people=(same("9001", "9002"),))
    capsys.readouterr()
    # Of the first day both rows are published; 9002 was arrested later, so that its row stands for the person.
    assert add(data, SECOND, one, one, {}) == 0
    said = capsys.readouterr().out
    assert "  0 people added" in said and "  0 people gone" in said
    assert "left out, since another row of the same person is taken: 1 row (rows 2 = id 9001)" in said
    found = snapshot(data, SECOND)
    assert (found.descriptor.rows, found.same_person, found.perhaps_twice) == (2, 1, 0)
    raw = (data.parent / f"private/people/{SECOND}.csv").read_text("utf-8").splitlines()
    assert [line.partition(",")[0] for line in raw] == ["id", "9002", "9003"]


def test_who_is_removed_under_one_id_is_under_all_of_them(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = {"url": f"{PAGE}one"}
    assert add(data, FIRST, one, one, {}) == 0
    save(data, people=(same("9001", "9002"),))
    assert add(data, SECOND, one, one, {}) == 0
    capsys.readouterr()
    assert main(["remove", "--dataset", "people", "--id", "9001", "--data", str(data), "--yes"]) == 0
    said = capsys.readouterr().out
    assert "one person has the ids 9001, 9002: the rows of all of them go" in said
    assert [snapshot(data, day).descriptor.rows for day in (FIRST, SECOND)] == [1, 1]
    assert [snapshot(data, day).withheld for day in (FIRST, SECOND)] == [2, 1]
    assert identities.suppression_list(data, "people").keys == {"9001", "9002"}
    # A third id that is decided later is withheld too.
    assert add(data, date(2023, 3, 11), one, one, {}, {"id": "9010"} | one) == 1
    assert (
        "removed people may come back: rows share something with theirs under other ids: see rows 2, 3, 5"
        in capsys.readouterr().out
    )
    save(data, people=(same("9002", "9010"),))
    assert add(data, date(2023, 3, 11), one, one, {}, {"id": "9010"} | one) == 0
    assert snapshot(data, date(2023, 3, 11)).descriptor.rows == 1


def test_a_raw_row_that_says_the_same_is_named_when_a_person_is_removed(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(data, FIRST, {}, {"arrested": "2021-03-11"}, {}) == 0
    capsys.readouterr()
    assert main(["remove", "--dataset", "people", "--id", "9001", "--data", str(data), "--dry-run"]) == 0
    assert "row 3 says the same of a person: if it is the same one, remove the id 9002" in capsys.readouterr().out


def test_a_machine_without_the_decisions_says_that_they_are_missing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = {"url": f"{PAGE}one"}
    save(data, people=(same("9001", "9002"),))
    assert add(data, FIRST, one, one, {}) == 0
    (data.parent / "private/same_people.csv").unlink()
    assert add(data, SECOND, one, one, {}) == 1
    assert "people may be counted twice again: a snapshot leaves out 1 second row" in capsys.readouterr().out
    assert add(data, SECOND, one, one, {}, more=("--allow-undecided",)) == 0


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("a,b\n", "must be the header first,second,decision"),
        ("first,second,decision\n1,2,perhaps\n", "row 2, column decision: 'perhaps' must be one of same, different"),
        ("first,second,decision\n1,x,same\n", "line 2: must be a whole number"),
        ("first,second,decision\n1,1,same\n", "line 2: must be two different ids"),
        ("first,second,decision\n1,2,same\n2,1,different\n", "line 3: contradicts an earlier row"),
        ("first,second,decision\n1,2,same\n1,3,different\n2,3,same\n", "are decided to be one person, and to be two"),
    ],
)
def test_broken_decisions_are_refused_with_file_line_and_rule(data: Path, content: str, rule: str) -> None:
    path = identities.identities_path(data)
    path.parent.mkdir()
    path.write_text(content, "utf-8")
    with pytest.raises(ValidationError) as refused:
        identities.read_identities(data)
    assert str(path) in str(refused.value) and rule in str(refused.value)


def test_a_group_of_three_can_hold_two_people(data: Path) -> None:
    save(data, people=(PersonAnswer(("1", "2", "3"), ("1", "3")),))
    known = identities.read_identities(data)
    assert (known.ids_of("3"), known.decided("2", "3"), known.person("3")) == ({"1", "3"}, True, "1")
    for ids, taken in ((("1",), ()), (("1", "2"), ("1",)), (("1", "2"), ("1", "4"))):
        with pytest.raises(ValidationError, match="must"):
            save(data, people=(PersonAnswer(ids, taken),))


def test_stopped_at_any_step_answers_are_saved_whole_or_not_at_all(data: Path, crash_harness: CrashHarness) -> None:
    one = {"url": f"{PAGE}one"}
    assert add(data, FIRST, {"prison": "Camp No. 5"} | one, {"penalty": "exile"} | one, {"gender": "Z. K."}) == 1
    path = data.parent / "private/questions.yaml"
    sheet = yaml.safe_load(path.read_text("utf-8"))
    news = {"prison": msgspec.structs.asdict(CAMP), "penalty": msgspec.structs.asdict(EXILE)}
    for word in sheet["words"]:
        word |= {"answer": "new", "new": news[word["column"]]} if word["column"] in news else {"answer": "female"}
    sheet["words"][0]["private"] = "no"
    sheet["people"][0]["answer"] = "same"
    path.write_text(yaml.safe_dump(sheet, allow_unicode=True), "utf-8")
    before = contents(data.parent)
    copies = crash_harness.stopped_at_each_step(data.parent, ["answer", str(path), "--data", str(data), "--yes"])
    after = contents(data.parent)
    changed = {path.name for path in {*before, *after} if before.get(path) != after.get(path)}
    assert changed >= {"vocabulary.csv", "datapackage.json", "same_people.csv", "questions.yaml"} and not path.exists()
    whole_at_each_step(copies, before, after)


def test_what_was_filled_in_stays_though_another_file_does_not_ask_for_it(data: Path) -> None:
    first = {"penalty": "exile", "prison": "Camp No. 5", "url": f"{PAGE}one"}
    assert add(data, FIRST, first, {"url": f"{PAGE}one"}) == 1
    path = data.parent / "private/questions.yaml"
    fill_in(path, {"exile": "fine", "9001": "different"})
    path.write_text(path.read_text("utf-8").replace("facility: '',", "facility: Camp,"), "utf-8")  # begun, not answered
    assert add(data, FIRST, {"gender": "x"}) == 1
    sheet = yaml.safe_load(path.read_text("utf-8"))
    assert {one["word"]: one["answer"] for one in sheet["words"]} == {"x": None, "exile": "fine", "camp no. 5": None}
    assert [one["new"]["facility"] for one in sheet["words"] if one["column"] == "prison"] == ["Camp"]
    assert [one["answer"] for one in sheet["people"]] == ["different"]
    # Asked again it has what was filled in, and once it is saved it goes from the file.
    assert add(data, FIRST, first, {"url": f"{PAGE}one"}) == 1
    assert main(["answer", str(path), "--data", str(data), "--yes"]) == 0
    sheet = yaml.safe_load(path.read_text("utf-8"))
    assert [one["word"] for one in sheet["words"]] == ["camp no. 5"] and "people" not in sheet


def test_questions_about_a_removed_person_go(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = {"url": f"{PAGE}one"}
    assert add(data, FIRST, one, one, {"url": f"{PAGE}two"}, {"url": f"{PAGE}two"}) == 0
    path = data.parent / "private/questions.yaml"
    assert "9001" in path.read_text("utf-8")
    capsys.readouterr()
    for key in ("9001", "9003"):
        assert main(["remove", "--dataset", "people", "--id", key, "--data", str(data), "--yes"]) == 0
        assert "private/questions.yaml asks about them no more" in capsys.readouterr().out
        assert not path.exists() or key not in path.read_text("utf-8")
    assert not path.exists()  # nothing is left to ask
    path.write_text("words: x\n", "utf-8")
    assert main(["remove", "--dataset", "people", "--id", "9002", "--data", str(data), "--yes"]) == 0
    assert "private/questions.yaml cannot be read: look whether it has their ids" in capsys.readouterr().out


def test_the_questions_are_yaml_with_every_group_and_word(data: Path) -> None:
    one = {"url": f"{PAGE}one"}
    assert add(data, FIRST, one, one | {"penalty": 'a "word": # odd'}) == 1
    sheet = yaml.safe_load((data.parent / "private/questions.yaml").read_text("utf-8"))
    assert [entry["word"] for entry in sheet["words"]] == ["a word: # odd"]
    assert [entry["ids"] for entry in sheet["people"]] == [["9001", "9002"]]

"""An invented register in the form of Viasna's export and of the table on its site, with what is to be published of it.

Nobody in it exists. Facts are drawn first; from them come both the cells, in the wordings and with the faults that a
real file has, and the published values. So these are counted apart from the intake, which only ever sees the cells.

    python -m tests.support.export_form FILE --rows 8700 [--seed N] [--language en|ru|be] [--table]
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from repression.intake.anonymise import COLUMNS
from repression.paths import ROOT
from repression.snapshots.csv_io import parse_csv

HEADER = (
    "id", "url", "name", "status", "gender", "photo", "description", "birthday", "arrested", "articles", "prison",
    "declaration", "decision", "penalty", "judge", "councel", "penalty_start_date", "release_date", "verdict_date",
    "appeal_date", "fake_terrorist_list", "died", "clusters",
)  # fmt: skip
# The columns of the table, named as in the export; it has a prosecutor, and neither ids nor releases nor tags.
TABLE = (
    "name", "status", "birthday", "gender", "arrested", "articles", "verdict_date", "decision", "penalty", "judge",
    "prosecutor", "prison",
)  # fmt: skip
TABLE_HEADER = {
    "en": "Name and surname,Status,Date of birth,Gender,Date of detention,Charges indicted,Date of verdict,Sentence,"
    "Penalty,Judge,Prosecutor,Prison",
    "ru": "имя и фамилия,статус,дата рождения,пол,дата задержания,предъявлены обвинения,дата приговора,решение суда,"
    "вид наказания,судья,прокурор,место заключения",
    "be": "імя і прозвішча,статус,дата нараджэння,пол,дата затрымання,прад’яўлены абвінавачванні,дата прысуду,"
    "рашэнне суда,від пакарання,суддзя,пракурор,месца зняволення",
}
LANGUAGES = tuple(TABLE_HEADER)
DAY = (2026, 8, 30)  # nothing in the register is later
_AT = LANGUAGES.index

_STATUSES = {  # shares of the register of August 2026; the word of the export, those of the table by gender
    "political_prisoner": (889, "active", [("Political prisoner",) * 2, ("Политзаключенный", "Политзаключённая"),
                                           ("Палітвязень", "Палітзняволеная")]),
    "former_political_prisoner": (3953, "former", [("Former political prisoner",) * 2,
                                                   ("Бывший политзаключённый", "Бывшая политзаключённая"),
                                                   ("Былы палітвязень", "Былая палітзняволеная")]),
    "convicted": (3854, "np", [("", "")] * 3),
}  # fmt: skip
_EX_POST_FACTO = (("Recognized ex post facto",) * 2, ("Признан постфактум", "Признана политзаключённой постфактум"),
                  ("Прызнаны постфактум", "Прызнаная постфактум"))  # fmt: skip
_GENDERS = {"male": ("Male", "Мужской", "Мужчынскі"), "female": ("Female", "Женский", "Жаночы")}
_MONTHS = tuple(
    names.split()
    for names in (
        "January February March April May June July August September October November December",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "студзеня лютага сакавіка красавіка траўня чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    )
)
_MONTHS_ALONE = tuple(
    names.split()
    for names in (
        "january february march april may june july august september october november december",
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "студзень люты сакавік красавік травень чэрвень ліпень жнівень верасень кастрычнік лістапад снежань",
    )
)
_UNKNOWN = (["unknown", "-", "—"], ["неизвестно", "-", "—"], ["невядома", "-", "—"])
_RELEASED = (["Released"], ["освобожден", "освобождён", "освобождена"], ["вызвалены", "вызвалена"])
_AT_LIBERTY = ("At liberty before serving sentence;", "Находится на свободе до начала отбывания наказания;",
               "Знаходзіцца на волі да пачатку адбывання пакарання;")  # fmt: skip
_HOUSE_ARREST = ("House arrest", "Под домашним арестом", "Пад хатнім арыштам")
_DIED = ("Died in custody", "Умер в заключении", "Памёр у зняволенні")
_FACILITIES = {  # a part of the table of facilities, with the names that the site has in three languages
    "Penal colony": ("Penal colony No. {}", "ИК № {}", "ПК № {}"),
    "Pre-trial detention center": ("Pre-trial detention center No. {}", "СИЗО-{}", "СІЗА № {}"),
    "Prison": ("Prison No. {}", "Тюрьма № {}", "Турма № {}"),
    "Open correctional facility": ("Open correctional facility No. {}", "ИУОТ № {}", "ПУАТ № {}"),
    "Juvenile penal colony": ("Juvenile penal colony No. {}", "Воспитательная колония № {}", "Выхаваўчая калонія № {}"),
}
_PENALTIES = {  # weight, words
    "penal_colony_general": (30, "imprisonment in a general-security penal colony",
                             "лишение свободы в колонии общего режима", "пазбаўленне волі ў калоніі агульнага рэжыму"),
    "penal_colony_medium": (12, "imprisonment in a medium-security penal colony",
                            "лишение свободы в колонии усиленного режима",
                            "пазбаўленне волі ў калоніі ўзмоцненага рэжыму"),
    "penal_colony_maximum": (2, "imprisonment in a maximum-security penal colony", "колония строгого режима",
                             "калонія строгага рэжыму"),
    "home_confinement": (25, 'restricted freedom under home confinement ("domashnyaya khimiya")',
                         "ограничение свободы без направления в исправительное учреждение открытого типа",
                         "абмежаванне волі без накіравання ва ўстанову адкрытага тыпу"),
    "open_facility": (15, 'restricted freedom in an open penal facility ("khimiya")',
                      "ограничение свободы с направлением в учреждение открытого типа",
                      "абмежаванне волі ва ўстанове адкрытага тыпу"),
    "imprisonment": (8, "imprisonment", "лишение свободы", "пазбаўленне волі"),
    "restricted_freedom": (4, "restricted freedom", "ограничение свободы", "абмежаванне волі"),
    "arrest": (2, "arrest", "арест", "арышт"),
    "fine": (3, "fine", "штраф", "штраф"),
    "suspended": (1, "suspended imprisonment", "условное осуждение", "умоўнае асуджэнне"),
    "deferred": (1, "deferred sentence", "отсрочка исполнения наказания", "адтэрміноўка выканання пакарання"),
    "life_imprisonment": (0.1, "life imprisonment", "пожизненное заключение", "пажыццёвае зняволенне"),
    "death_penalty": (0.1, "death penalty", "смертная казнь", "смяротнае пакаранне"),
    "psychiatric_treatment": (1, "compulsory psychiatric treatment", "принудительное лечение", "прымусовае лячэнне"),
    "": (10, "", "", ""),
}  # fmt: skip
_ENDLESS = {
    "life_imprisonment": (
        "life_imprisonment",
        ("life imprisonment", "пожизненное заключение", "пажыццёвае зняволенне"),
    ),
    "death_penalty": ("death_penalty", ("death penalty", "смертная казнь", "смяротнае пакаранне")),
    "fine": ("fine", ("fine of 100 base values", "штраф 100 базовых величин", "штраф 100 базавых велічынь")),
    "psychiatric_treatment": ("treatment", ("compulsory treatment", "принудительное лечение", "прымусовае лячэнне")),
}  # fmt: skip
_TITLES = (
    ("Organization and preparation of actions that grossly violate public order",
     "Организация и подготовка действий, грубо нарушающих общественный порядок",
     "Арганізацыя і падрыхтоўка дзеянняў, якія груба парушаюць грамадскі парадак"),
    ('Assistance to "extremist" activities', 'Содействие "экстремистской" деятельности',
     'Садзейнічанне "экстрэмісцкай" дзейнасці'),
    ("Calls for restrictive measures (sanctions), the nation's harm", "Призывы к мерам 'ограничительного' характера",
     "Заклікі да мер, скіраваных на прычыненне шкоды нацыянальнай бяспецы аб'екта"),
    ("", "", ""),
)  # fmt: skip
# Articles that have parts, and those inserted later, whose numbers are written with a hyphen or a dash.
_OFFENCES = ("342", "293", "368", "369", "130", "188", "364", "367", "361-1", "361-2", "361-4", "339", "289", "357")
_PARTED = frozenset({"293", "342", "339", "130", "188", "361-4", "289"})
_TAGS = {  # what tags are published as: the column, and the words of each language
    "minor": ("Detained juveniles", "Задержанные несовершеннолетние", "Затрыманыя непаўналетнія"),
    "pardoned": ("Pardon / amnesty", "Помилование / амнистия", "Памілаванне / амністыя"),
    "deported": ("Forced transfer", "Принудительный вывоз", "Прымусовы вываз"),
    "tried_in_absentia": ("Trials in absentia", "Заочные суды", "Завочныя суды"),
    "extremist_list": ("List of extremists", "Список экстремистов", "Спіс экстрэмістаў"),
    "terrorist_list": ("Terrorist list", "Список террористов", "Спіс тэрарыстаў"),
}
_OTHER_TAGS = ("Journalists", "Protests in Homel", "The Invented case", 'The "Invented" case', "Students", "Медыкі",
               "Health issues", "Foreign citizens", "Independent trade union and workers' movement")  # fmt: skip
_NAMES = ("Invented Person {}", "Выдуманы Чалавек {}", "Citizen Zh.", "Гражданин К.", "", "Invented Person {} ",
          "Invented Person {} (Former)", 'Invented "Nick" Person {}', "Invented\\ Person {}",
          "D'Invented Person {}")  # fmt: skip
_BANDS = ("under 18", "18–24", "25–34", "35–44", "45–54", "55–64", "65+")


_Moment = tuple[int, int | None] | None


@dataclass(frozen=True)
class Row:
    """An invented person: the cells of the export or the table, and what is to be published, by column."""

    cells: Mapping[str, str]
    published: Mapping[str, str]


@dataclass(frozen=True)
class Export:
    """A register: its header, its people, and the groups of ids that share an address (one person, perhaps)."""

    header: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    shared: tuple[tuple[str, ...], ...]

    def as_csv(self, seed: int = 0, delimiter: str = ",", mark: bool = True, quotes: str = "mixed") -> bytes:
        """The file. `quotes` within cells are "doubled", "escaped" by a backslash, or "mixed"; a `mark` comes first."""
        text = "".join(record + "\n" for record in self.records(seed, delimiter, quotes))
        return (b"\xef\xbb\xbf" if mark else b"") + text.encode()

    def records(self, seed: int = 0, delimiter: str = ",", quotes: str = "mixed") -> list[str]:
        """The header and the rows as texts; a row may have several lines."""
        random = Random(seed)
        rows = [
            delimiter.join(_quoted(row.cells[name], delimiter, quotes, random) for name in self.names)
            for row in self.rows
        ]
        return [delimiter.join(self.header), *rows]

    def with_cell(self, place: int, name: str, text: str) -> "Export":
        """The register with another text in one cell; what is to be published stays."""
        row = self.rows[place]
        changed = Row({**row.cells, name: text}, row.published)
        return replace(self, rows=(*self.rows[:place], changed, *self.rows[place + 1 :]))

    def number(self, place: int) -> int:
        """The number that a spreadsheet gives to a row, below that of the headings."""
        return 2 + place

    @property
    def published(self) -> list[dict[str, str]]:
        """What is to be published, one row per person, in the order of the file.

        Columns that came later stand at the end; these people state nothing in them.
        """
        return [dict.fromkeys(COLUMNS, "") | row.published for row in self.rows]


def machine_export(rows: int, seed: int = 0, language: str = "ru") -> Export:
    """The export of `rows` invented people."""
    random = Random(seed)
    people = [_Person(random, language, number) for number in range(rows)]
    ids = sorted(random.sample(range(1, 3 * rows + 10), rows))
    groups = _share_addresses(people, ids, random)
    made = []
    having = Counter(tag for person in people for tag in person.known_tags)
    for person in people:
        person.told = {tag for tag in having if having[tag] >= 10 or tag == "minor"}
    for person, number in zip(people, ids, strict=True):
        cells = person.cells() | {"id": str(number)}
        made.append(Row({name: cells[name] for name in HEADER}, person.published()))
    return Export(HEADER, HEADER, tuple(made), groups)


def site_table(rows: int, seed: int = 0, language: str = "en") -> Export:
    """The table of `rows` invented people, as it is saved from the site."""
    random = Random(seed)
    people = [_Person(random, language, number, table=True) for number in range(rows)]
    made = []
    for person in people:
        cells = person.cells()
        made.append(Row({name: cells[name] for name in TABLE}, person.published()))
    return Export(tuple(TABLE_HEADER[language].split(",")), TABLE, tuple(made), ())


def _share_addresses(people: list["_Person"], ids: Sequence[int], random: Random) -> tuple[tuple[str, ...], ...]:
    """Let a few groups of rows share a person's address, name and birth date, as rows of two cases of one person do."""
    places = random.sample(range(len(people)), 2 * (len(people) // 400))
    groups = []
    for first, second in zip(places[::2], places[1::2], strict=True):
        people[second].like(people[first])
        groups.append(tuple(str(ids[place]) for place in sorted((first, second))))
    return tuple(groups)


class _Person:
    """One invented person: facts, then cells and published values from the same facts."""

    def __init__(self, random: Random, language: str, number: int, table: bool = False) -> None:
        self.random = random
        self.at = _AT(language)
        self.number = number
        self.table = table
        self.born: _Moment = None
        self.born_text = ""
        shares = [share for share, *_ in _STATUSES.values()]
        self.status = random.choices(list(_STATUSES), shares)[0]
        self.gender = random.choices(["male", "female"], [4, 1])[0]
        self.ex_post_facto = self.status == "former_political_prisoner" and random.random() < 0.1
        self._draw_dates()
        self._draw_articles()
        self._draw_penalty()
        self._draw_place()
        self._draw_tags()
        self.name = random.choice(_NAMES).format(number)
        self.address = f"https://prisoners.spring96.org/{language}/person/invented-{number}"

    def like(self, other: "_Person") -> None:
        """Take over who this is, not the case."""
        self.name, self.address, self.gender = other.name, other.address, other.gender
        self.born, self.born_text = other.born, other.born_text

    def cells(self) -> dict[str, str]:
        """All cells that the export or the table has."""
        random = self.random
        _, word, of_table = _STATUSES[self.status]
        if self.table:
            word = of_table[self.at][self.gender == "female"]
            if self.ex_post_facto:
                word = f"{word}\n{_EX_POST_FACTO[self.at][self.gender == 'female']}"
        entities = random.random() < 0.3
        return {
            "url": self.address,
            "name": _with_entities(self.name) if entities else self.name,
            "status": word,
            "gender": _GENDERS[self.gender][self.at] if self.table else self.gender,
            "photo": f"https://photo.example/{self.number}.jpg" if random.random() < 0.5 else "",
            "description": _description(random, self.number),
            "birthday": self.born_text,
            "arrested": self.arrested_text,
            "articles": _with_entities(self.articles_text) if entities else self.articles_text,
            "prison": self.prison_text,
            "declaration": f"https://spring96.org/ru/news/{self.number}" if random.random() < 0.3 else "",
            "decision": self.decision_text,
            "penalty": self.penalty_text,
            "judge": random.choice(["Invented Judge", ""] * 50 + ["Выдуманы Суддзя\\"]),
            "prosecutor": random.choice(["Invented Prosecutor", ""]),
            "councel": random.choice(["Invented Counsel", ""]),
            "penalty_start_date": "",
            "release_date": self.released_text,
            "verdict_date": self.verdict_text,
            "appeal_date": "",
            "fake_terrorist_list": "1" if self.flagged else "",
            "died": "1" if self.died else "",
            "clusters": self.clusters_text,
        }

    def published(self) -> dict[str, str]:
        """What is to be published."""
        tags = {name: str(name in self.tags).lower() if name in self.told else "" for name in _TAGS if name != "minor"}
        return {
            "status": self.status,
            "gender": self.gender,
            "age_group": self._band(),
            "arrested": _month(self.arrested),
            "verdict": _month(self.verdict),
            "released": "" if self.table else _month(self.released),
            "articles": ";".join(sorted(self.articles, key=_order)),
            "sentence_months": self.months,
            "sentence_kind": self.kind,
            "fine": "true" if self.fined else "false",
            "penalty": self.penalty,
            "custody": self.custody,
            "facility": self.facility,
            "region": _REGIONS.get(self.facility, ""),
        } | tags

    def _band(self) -> str:
        minor = "minor" in self.tags & self.told
        if self.born is None or self.arrested is None:
            return "under 18" if minor else ""
        age = self.arrested[0] - self.born[0]
        if not 14 <= age <= 100:
            return ""
        if minor and age == 18:
            return "under 18"
        return _BANDS[0 if age < 18 else 1 if age < 25 else min(6, 2 + (age - 25) // 10)]

    def _draw_dates(self) -> None:
        random = self.random
        start = random.randint(2020 * 12, DAY[0] * 12 + DAY[1] - 12)
        arrest, verdict = start, start + random.randint(1, 8)
        release = verdict + random.randint(0, DAY[0] * 12 + DAY[1] - 1 - verdict)
        self.arrested, self.arrested_text = self._date(arrest, empty=0.05)
        if self.arrested is None and random.random() < 0.1:
            self.arrested_text = random.choice(_RELEASED[self.at])
        self.verdict, self.verdict_text = self._date(verdict, empty=0.1)
        self.released, self.released_text = (None, "")
        freed = self.status == "former_political_prisoner" or random.random() < 0.005  # a mistake of the register
        if freed and release < DAY[0] * 12 + DAY[1] - 1:
            self.released, self.released_text = self._date(release, empty=0.3)
        born = start - random.randint(16 * 12, 75 * 12)
        self.born, self.born_text = self._date(born, empty=0.1)

    def _date(self, months: int, empty: float) -> tuple[_Moment, str]:
        """A date with the precision that it is written with, and its text; the day is drawn."""
        random, at = self.random, self.at
        year, month, day = months // 12, months % 12 + 1, random.randint(1, 28)
        if random.random() < empty:
            return None, random.choice([*_UNKNOWN[at], "", "", ""])
        named = f"{day} {_MONTHS[at][month - 1]} {year}"
        exact = random.random()
        if exact < 0.9:
            iso = f"{year}-{month:02}-{day:02}"
            return (year, month), named if self.table else random.choice(
                [iso] * 17 + [named, f"{day:02}.{month:02}.{year}"]
            )
        if exact < 0.97:
            return (year, month), random.choice([f"{year}-{month:02}", f"{_MONTHS_ALONE[at][month - 1]} {year}"])
        return (year, None), str(year)

    def _draw_articles(self) -> None:
        random = self.random
        if random.random() < 224 / 8689:
            self.articles, self.articles_text = set[str](), ""
            return
        texts: list[str] = []
        self.articles = set()
        for offence in random.sample(_OFFENCES, random.choices([1, 2, 3, 5], [60, 25, 10, 5])[0]):
            codes, text = self._article(offence)
            self.articles |= codes
            texts.append(text)
        self.articles_text = ("\n" if self.table else "; ").join(texts)

    def _article(self, offence: str) -> tuple[set[str], str]:
        random, at = self.random, self.at
        shown = offence.replace("-", "–") if random.random() < 0.5 else offence
        name = (f"Art. {shown}", f"ст. {shown}", f"арт. {shown}")[at]
        code = (" of the Criminal Code", " Уголовного кодекса", " Крымінальнага кодэкса")[at]
        title = random.choice(_TITLES)[at]
        title = f" — {title}" if title else ""
        way = random.random()
        if way < 0.06:
            attempt = ("Part 1 of Art. 13 and ", "ч. 1 ст. 13 и ", "ч. 1 арт. 13 і ")[at]
            return {f"13.1+{offence}"}, attempt + name + code + title
        if offence in _PARTED and way < 0.12:
            several = ("Parts 1 and 2 of ", "ч. 1 и 2 ", "ч. 1 і 2 ")[at] if way < 0.09 else (
                "Parts 1, 2 of ", "ч. 1, 2 ", "ч. 1, 2 ")[at]  # fmt: skip
            return {f"{offence}.1", f"{offence}.2"}, several + name + code + title
        if offence in _PARTED and way < 0.7:
            part = random.randint(1, 3)
            return {f"{offence}.{part}"}, (f"Part {part} of ", f"ч. {part} ", f"ч. {part} ")[at] + name + code + title
        return {offence}, name + code + title

    def _draw_penalty(self) -> None:
        random, at = self.random, self.at
        self.penalty = random.choices(list(_PENALTIES), [weight for weight, *_ in _PENALTIES.values()])[0]
        self.penalty_text = str(_PENALTIES[self.penalty][1 + at])
        self.months, self.kind, self.fined = "", "not_stated", self.penalty == "fine"
        self.decision_text = ""
        if self.penalty in _ENDLESS:
            self.kind, texts = _ENDLESS[self.penalty]
            self.decision_text = texts[at]
        elif self.penalty and random.random() < 0.03:
            self.kind, self.decision_text = "unknown", _UNKNOWN[at][0]
        elif self.penalty:
            self._draw_length()

    def _draw_length(self) -> None:
        random, at = self.random, self.at
        self.kind = "length"
        years = random.randint(1, 12)
        if random.random() < 0.2:
            self.months = f"{12 * years + 6}.0"
            self.decision_text = f"{years} 1/2 {('years', 'года', 'гады')[at]}"
            return
        self.months = f"{12 * years}.0"
        word = (("year", "years", "years"), ("год", "года", "лет"), ("год", "гады", "гадоў"))[at][
            0 if years == 1 else 1 if years < 5 else 2
        ]
        self.decision_text = f"{years} {word}"
        if random.random() < 0.05:
            self.fined = True
            self.decision_text += (" and a fine", " и штраф", " і штраф")[at]

    def _draw_place(self) -> None:
        random, at = self.random, self.at
        self.died = random.random() < 0.01
        self.custody = self.facility = ""
        if self.status == "former_political_prisoner" and random.random() < 0.005:
            self._draw_facility()  # perhaps the register was not brought up to date
            return
        if self.status != "political_prisoner":
            self.prison_text = random.choice([*_RELEASED[at], _AT_LIBERTY[at], "", _UNKNOWN[at][0]])
            self.custody = "awaiting_sentence" if self.prison_text == _AT_LIBERTY[at] else ""
            return
        way = random.random()
        if way < 0.85:
            self._draw_facility()
        elif way < 0.9:
            self.custody, self.prison_text = "awaiting_sentence", _AT_LIBERTY[at]
        elif way < 0.95:
            self.custody, self.prison_text = "house_arrest", _HOUSE_ARREST[at]
        else:
            self.prison_text = random.choice(["", _UNKNOWN[at][0]])

    def _draw_facility(self) -> None:
        random, at = self.random, self.at
        english = random.choice(_NUMBERED)
        kind, number = english.rsplit(" No. ", 1)
        text = _FACILITIES[kind][at].format(number)
        if self.died:
            self.prison_text = f"{text};\n{_DIED[at]}"
            return
        self.custody, self.facility = "facility", english
        self.prison_text = text + random.choice(["", "\n000000, Invented town", "; 000000, Выдуманы горад"])

    def _draw_tags(self) -> None:
        random = self.random
        shares = {"minor": 0.02, "pardoned": 0.06, "deported": 0.03, "tried_in_absentia": 0.04, "extremist_list": 0.3,
                  "terrorist_list": 0.08}  # fmt: skip
        self.tags = {name for name, share in shares.items() if random.random() < share}
        if self.born and self.arrested and self.arrested[0] - self.born[0] > 18:
            self.tags.discard("minor")
        # The list of terrorists is told by a tag, by a column of its own, or by both. Of the other exports than the
        # English one nobody knows the words of the tags.
        self.flagged = "terrorist_list" in self.tags and (self.at > 0 or random.random() < 0.7)
        self.known_tags = self.tags if self.at == 0 else self.tags & {"terrorist_list"}
        self.told: set[str] = set()  # of these the register says something; a tag of fewer than ten people is not one
        tagged = [name for name in self.tags if name != "terrorist_list" or not self.flagged or random.random() < 0.5]
        words = [_TAGS[name][self.at] for name in sorted(tagged)] + random.sample(_OTHER_TAGS, random.randint(0, 2))
        random.shuffle(words)
        self.clusters_text = "; ".join(words)


def _facilities() -> dict[str, str]:
    (path,) = (ROOT / "tests/data/facilities").glob("*.csv")
    table = parse_csv(path.read_bytes(), str(path))
    rows = [dict(zip(table.header, cells, strict=True)) for _, cells in table.rows]
    return {row["facility"]: row["region"] for row in rows}


_REGIONS = _facilities()
_NUMBERED = [name for name in sorted(_REGIONS) if name.rsplit(" No. ", 1)[0] in _FACILITIES and " No. " in name]


def _description(random: Random, number: int) -> str:
    way = random.random()
    if way < 0.5:
        return ""
    text = f"Invented, number {number};\nthe second line, with a comma"
    return text + random.choice([' and "a quote"', ' and "quote", then more', ' and 5" of it', "", " &amp; an entity"])


def _with_entities(text: str) -> str:
    return text.replace('"', "&quot;").replace("'", "&#039;")


def _quoted(cell: str, delimiter: str, quotes: str, random: Random) -> str:
    """A cell as the source writes it: quoted where that is needed, and often where it is not."""
    needed = any(sign in cell for sign in ('"', delimiter, "\n", ";"))
    if not needed and random.random() < 0.5:
        return cell
    escaped = quotes == "escaped" or (quotes == "mixed" and random.random() < 0.5)
    return '"' + cell.replace('"', '\\"' if escaped else '""') + '"'


def _month(moment: _Moment) -> str:
    return f"{moment[0]}-{moment[1]:02}" if moment and moment[1] else ""


def _order(article: str) -> list[tuple[int, int, int]]:
    keys = []
    for offence in article.split("+"):
        number, _, part = offence.partition(".")
        main, _, inserted = number.partition("-")
        keys.append((int(main), int(inserted or 0), int(part or 0)))
    return keys


def main() -> None:
    """Write a file."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.support.export_form", description="Write an invented export."
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=8700)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--language", choices=LANGUAGES, default="ru")
    parser.add_argument("--table", action="store_true", help="the table of the site in place of the export")
    options = parser.parse_args()
    make = site_table if options.table else machine_export
    export = make(options.rows, options.seed, options.language)
    options.file.write_bytes(export.as_csv(options.seed))
    print(f"{options.file}: {len(export.rows)} invented people, {len(export.shared)} addresses shared")


if __name__ == "__main__":
    main()

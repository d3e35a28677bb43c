"""The codes of penalties and statuses."""

import re
from functools import lru_cache

from repression.messages import message

# For each code the phrases that mean it; a phrase is a set of word beginnings that must all occur.
_PENALTY_WORDS: dict[str, tuple[str, ...]] = {
    "penal_colony_general": ("general colony", "колони общ", "калоні агульн"),
    "penal_colony_medium": ("medium colony", "колони усилен", "калоні узмоцнен", "калоні ўзмоцнен"),
    "penal_colony_maximum": ("maximum colony", "колони строг", "калоні строг"),
    "prison_high": ("high prison",),
    "prison_maximum": ("maximum prison",),
    "juvenile_colony": ("juvenile colony", "воспитательн колони", "выхаваўч калоні"),
    "home_confinement": ("home confinement", "домашн", "хатн", "без направлен", "без накіраван"),
    "open_facility": ("open facility", "учреждени открыт", "установ адкрыт", "ўстанов адкрыт"),
    "life_imprisonment": ("life imprisonment", "пожизненн", "пажыццев"),
    "death_penalty": ("death", "capital punishment", "смертн казн", "смяротн"),
    "arrest": ("arrest", "арест", "арышт"),
    "suspended": ("suspended", "условн", "умоўн"),
    "deferred": ("deferr", "отсроч", "адтэрмін"),
    "community_service": ("community service", "общественн работ", "грамадск работ"),
    "corrective_labour": ("correct labo", "исправительн работ", "папраўч работ"),
    "fine": ("fine", "штраф"),
    "psychiatric_treatment": ("treatment", "лечени", "лячэнн"),
    "educational_measures": ("educational measures", "воспитательн мер", "выхаваўч мер"),
}

# The kind of the penalty without what tells its regime or place. These are whole texts: beside further words, which
# might tell it, they are no code.
_UNSPECIFIED = {
    text: code
    for code, texts in {
        "imprisonment": ("imprisonment", "deprivation of liberty", "лишение свободы", "пазбаўленне волі"),
        "restricted_freedom": (
            "restricted freedom",
            "restriction of freedom",
            "ограничение свободы",
            "абмежаванне волі",
        ),
    }.items()
    for text in texts
}
_NOT_STATED = frozenset({"", "unknown", "неизвестно", "невядома"})

# "restricted freedom without being sent to an open facility" means restricted freedom at home.
_NOT_IN_ONE = frozenset(["without", "без"])

PENALTIES = (*_PENALTY_WORDS, *dict.fromkeys(_UNSPECIFIED.values()))
PENALTY_RULE = message("must be a penalty that is one of {allowed}", allowed=", ".join(PENALTIES))


@lru_cache(1_000)  # a register has few wordings
def read_penalty(text: str) -> str:
    """The code of the penalty in `text`, empty if the text is, or says that the penalty is not known.

    Raises ValueError with the rule if no code fits, or more than one.
    """
    plain = " ".join(text.lower().replace("ё", "е").strip(" \t\r\n-–—;").split())
    if plain in _NOT_STATED:
        return ""
    if plain in _UNSPECIFIED:
        return _UNSPECIFIED[plain]
    words = re.findall(r"[^\W\d_]+", plain)
    fitting = [code for code, ways in _PENALTY_WORDS.items() if any(_has_stems(words, way) for way in ways)]
    if fitting == ["home_confinement", "open_facility"] and not _NOT_IN_ONE.isdisjoint(words):
        return "home_confinement"
    if len(fitting) != 1:
        raise ValueError(PENALTY_RULE)
    return fitting[0]


def _has_stems(words: list[str], way: str) -> bool:
    return all(any(word.startswith(stem) for word in words) for stem in way.split())


_STATUS_WORDS = {
    word: status
    for status, words in {
        "political_prisoner": (
            "active",
            "political prisoner",
            "политзаключенный",
            "политзаключенная",
            "палітвязень",
            "палітзняволены",
            "палітзняволеная",
        ),
        "former_political_prisoner": (
            "former",
            "former political prisoner",
            "бывший политзаключенный",
            "бывшая политзаключенная",
            "былы палітвязень",
            "былая палітвязень",
            "былы палітзняволены",
            "былая палітзняволеная",
        ),
        # Prosecuted and not on the list; a text that says "convicted" does not say this, so it is not read.
        "convicted": (
            "np",
            "not recognised",
            "not recognized",
            "не признан",
            "не признана",
            "не прызнаны",
            "не прызнаная",
        ),
    }.items()
    for word in words
}
# Behind a status it says when the person was recognised. Alone it means a former political prisoner: they were already
# free when they were added to the list.
_EX_POST_FACTO = re.compile(
    r"(?:recogni[sz]ed|призна\w+|прызна\w+)(?: (?:as|a|political|prisoner|полит\w+|паліт\w+))* "
    r"(?:ex post facto|пост-?фактум)\Z"
)
STATUSES = ("political_prisoner", "former_political_prisoner", "convicted")
STATUS_RULE = message("must be one of {allowed}", allowed=", ".join(_STATUS_WORDS))


def read_status(text: str) -> str:
    """The status code of `text`. Raises ValueError with the known words."""
    plain = " ".join(text.lower().replace("ё", "е").split())
    later = _EX_POST_FACTO.search(plain)
    plain = plain[: later.start()].strip(" ;") or "former" if later else plain
    if plain not in _STATUS_WORDS:
        raise ValueError(STATUS_RULE)
    return _STATUS_WORDS[plain]

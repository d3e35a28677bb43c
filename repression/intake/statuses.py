"""What the register calls a person: recognised, formerly recognised, or not recognised."""

_STATUSES = {
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
        # Recognised ex post facto: the list took them in when they were already free.
        "former_political_prisoner": (
            "former",
            "former political prisoner",
            "recognized ex post facto",
            "recognised ex post facto",
            "бывший политзаключенный",
            "бывшая политзаключенная",
            "былы палітвязень",
            "былая палітвязень",
            "былы палітзняволены",
            "былая палітзняволеная",
            "признан постфактум",
            "признана постфактум",
            "прызнаны постфактум",
            "прызнаная постфактум",
        ),
        "convicted": ("np",),
    }.items()
    for word in words
}

STATUSES = ("political_prisoner", "former_political_prisoner", "convicted")
RULE = "must be one of " + ", ".join(_STATUSES)


def read_status(text: str) -> str:
    """The status code of `text`. Raises ValueError with the words that are known."""
    plain = " ".join(text.lower().replace("ё", "е").split())
    if plain not in _STATUSES:
        raise ValueError(RULE)
    return _STATUSES[plain]

"""The languages that readers may choose, and the catalogues of what is said in them.

English is the language of the sources: a text is its own key. The catalogues under `locale/` are gettext's, read as
they stand: nothing has to be compiled.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

LANGUAGES = ("en", "be", "ru")
LOCALE = Path(__file__).parent.parent / "locale"


def marked(text: str) -> str:
    """The text itself; marks it for the catalogues where it stands far from where it is said."""
    return text


@functools.cache
def catalogue(lang: str) -> dict[str, str]:
    """What is said in a language, by the English text; empty for English. Raises KeyError for another language."""
    if lang == LANGUAGES[0]:
        return {}
    if lang not in LANGUAGES:
        raise KeyError(lang)
    with (LOCALE / lang / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file, locale=lang) if each.id and each.string}


@functools.cache
def speaker(lang: str) -> Callable[[str], str]:
    """What says an English text in a language; a text that the catalogue does not have stays as it is.

    Call it `say`, so that its texts are found for the catalogues: `say = speaker(lang)`, `say("Cite this")`.
    """
    known = catalogue(lang)
    return lambda text: known.get(text, text)


def counted(value: float, forms: str, lang: str) -> str:
    """The form of a noun that goes with a number: of `one|other` in English, else of `one|few|many`.

    Decimals go with `few` there (`1,5 месяца`). The rules are those of CLDR, by Babel. Where there are fewer forms, as
    of a noun that is not translated yet, the last one stands for those that are missing.
    """
    choices = forms.split("|")
    order = ("one", "other") if lang == "en" else ("one", "few", "many")
    form = Locale(lang).plural_form(value)
    return choices[min(order.index(form) if form in order else 1, len(choices) - 1)]

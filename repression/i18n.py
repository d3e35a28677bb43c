"""The languages of the site, and the catalogues of translations.

English is the source language: a text is its own key. The catalogues under `locale/` are PO files of gettext, which are
read without compilation.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from babel import Locale, negotiate_locale
from babel.messages.pofile import read_po

from repression.accept_headers import weights
from repression.paths import LOCALE

# In their own languages, as readers look for them.
LANGUAGE_NAMES = {"en": "English", "be": "Беларуская", "ru": "Русский"}
LANGUAGES = tuple(LANGUAGE_NAMES)
PLURAL_FORMS = ("one", "few", "many", "other")
# Letters that one language has and its neighbours, Ukrainian among them, lack.
ONLY_BELARUSIAN, NOT_BELARUSIAN = frozenset("ўі"), frozenset("ищъїєґ")
ONLY_RUSSIAN, NOT_RUSSIAN = frozenset("ищъыэё"), frozenset("ўіїєґ")


def N_(text: str) -> str:
    """The text itself; marks a text for extraction that is translated elsewhere (gettext_noop)."""
    return text


def guess_language(text: str) -> str:
    """The language of a Cyrillic text by its letters; empty if these do not determine it."""
    letters = set(text.lower())
    if letters & ONLY_BELARUSIAN and not letters & NOT_BELARUSIAN:
        return "be"
    return "ru" if letters & ONLY_RUSSIAN and not letters & NOT_RUSSIAN else ""


@functools.cache
def translations(lang: str) -> dict[str, str]:
    """The translations of a language by English text; empty for English. Raises KeyError for an unknown language."""
    if lang == LANGUAGES[0]:
        return {}
    if lang not in LANGUAGES:
        raise KeyError(lang)
    with (LOCALE / lang / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file, locale=lang) if each.id and each.string}


@functools.cache
def get_translator(lang: str) -> Callable[[str], str]:
    """The function that translates English texts to a language; it returns texts unchanged that the catalogue lacks.

    Name the result `_`, so that the extraction finds its texts: `_ = get_translator(lang)`, `_("Cite this")`.
    """
    known = translations(lang)
    return lambda text: known.get(text, text)


def forget_translations() -> None:
    """Read the catalogues anew when they are next asked for: for a process in which they were written."""
    translations.cache_clear()
    get_translator.cache_clear()


def ngettext(value: float, forms: str, lang: str) -> str:
    """The form of a noun for a number: of `one|other` in English, otherwise of `one|few|many|other`.

    `other` is for decimals (be: `2 месяцы`, `1,5 месяца`); if it equals `few`, it may be left out (ru: `1,5 месяца`).
    The rules are those of CLDR, by Babel. A noun of a single form has it for every number.
    """
    choices = forms.split("|")
    if len(choices) == 1:
        return forms
    # Two forms are English in any language, since a text without a translation stays English.
    rules, order = ("en", ("one", "other")) if len(choices) == 2 else (lang, PLURAL_FORMS)
    form = order.index(Locale(rules).plural_form(value))
    return choices[form if form < len(choices) else order.index("few")]


def negotiate_language(accept_language: str) -> str:
    """The language of the site that a browser prefers, by its `Accept-Language`; English if it names none.

    A single tag such as `be-BY` is valid, too.
    """
    liked = {tag: weight for tag, weight in weights(accept_language).items() if weight}
    tags = sorted(liked, key=lambda tag: -liked[tag])
    return negotiate_locale(tags, LANGUAGES, sep="-") or LANGUAGES[0]

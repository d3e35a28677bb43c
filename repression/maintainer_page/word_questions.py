"""The question what a word means that nobody knows, with a form for a new place of detention or a new penalty."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import streamlit as st
from msgspec.structs import replace

from repression.i18n import LANGUAGE_NAMES, LANGUAGES, N_, get_translator
from repression.intake.vocabulary import ASKED, NO_FACILITY, UNREADABLE, OpenWord
from repression.maintain.answers import NewFacility, NewPenalty, WordAnswer
from repression.maintain.suggestions import known_towns, suggested_facility
from repression.maintainer_page.texts import gettext, language, listed, verbatim
from repression.snapshots.catalog import Catalog
from repression.snapshots.schema import Field, fields_of

_NEW, _ARTICLES = "new", "articles"
_NEW_IN = ("prison", "penalty")
_PLACES = {
    "not_held": N_("in no place of detention"),
    "house_arrest": N_("house arrest"),
    "awaiting_sentence": N_("at liberty before the sentence begins"),
}


def ask(word: OpenWord, known: Sequence[str] | None, catalog: Catalog) -> WordAnswer | None:
    """The question about a word, of which `known` are the meanings there are; None until it is answered."""
    key = f"{word.column}-{word.word}"
    name = ASKED[word.column]
    titles = {field.name: field.title for field in fields_of(catalog.package, "people")}
    _ = get_translator(language())
    with st.container(border=True):
        asked, answered = st.columns([2, 3])
        with asked:
            st.markdown(
                gettext(
                    "**{column}**, in {rows:row|rows} ({lines})",
                    column=_(titles.get(name, name)),  # who died, and the tags, are no columns of the table
                    rows=word.rows,
                    lines=listed(word.lines),
                )
            )
            verbatim("\n".join(word.examples) or word.word)
        with answered:
            chosen = _meaning(word, known, _labels(catalog), key)
            private = st.checkbox(
                gettext("It might name a person: keep it on this machine"), word.is_rare, key=f"private-{key}"
            )
        if chosen is None:
            return None
        if chosen == _ARTICLES:
            chosen = st.text_input(gettext("Articles, such as 130;293.2"), key=f"articles-{key}").strip()
            return WordAnswer(word.column, word.word, chosen, None, private) if chosen else None
        if chosen == _NEW:
            new = _new_facility(catalog, word, key) if word.column == "prison" else _new_penalty(key)
            return WordAnswer(word.column, word.word, new.name, new, private) if new else None
        return WordAnswer(word.column, word.word, chosen, None, private)


def _meaning(word: OpenWord, known: Sequence[str] | None, labels: Mapping[str, str], key: str) -> str | None:
    _ = get_translator(language())
    options = [_NEW] if word.column in _NEW_IN else []
    options += [UNREADABLE] if word.column != "status" else []
    options += [_ARTICLES] if known is None else known
    return st.selectbox(
        gettext("It means"),
        options,
        index=None,
        format_func=lambda code: labels.get(code, _(code)),
        placeholder=gettext("Choose one"),
        key=f"means-{key}",
    )


def _labels(catalog: Catalog) -> Mapping[str, str]:
    """Codes and names of facilities in the language of the page."""
    _ = get_translator(language())
    codes = {code: label for field in fields_of(catalog.package, "people") for code, label in field.labels.items()}
    return {
        **{code: _(label) for code, label in codes.items()},
        **{code: _(_PLACES[code]) for code in NO_FACILITY},
        _NEW: _("a new one"),
        _ARTICLES: _("these articles"),
        UNREADABLE: _("I do not know: the cell stays empty"),
    }


def _new_facility(catalog: Catalog, word: OpenWord, key: str) -> NewFacility | None:
    """A new place: what its text says is filled in. None until it has a name, a kind and a town."""
    fields = {field.name: field for field in fields_of(catalog.package, "facilities")}
    likely, towns = suggested_facility(catalog, word), known_towns(catalog)
    words = gettext("Is this the place? What its text says is filled in.")
    if word.town:
        words += " " + gettext("The town is that of the address, which may name a person and is not shown.")
    st.caption(words)
    in_english, of_kind, in_town = st.columns(3)
    with in_english:
        name = st.text_input(gettext("Name in English"), likely.facility, key=f"facility-{key}")
    with of_kind:
        kind = _code(fields["kind"], likely.kind, key)
    with in_town:
        place = st.selectbox(
            gettext("Town in English"),
            list(towns),
            index=list(towns).index(likely.place) if likely.place in towns else None,
            accept_new_options=True,
            placeholder=gettext("Choose one, or write another"),
            key=f"place-{key}",
        )
    names = _translations(gettext("Name"), f"facility-{key}", {"be": likely.facility_be, "ru": likely.facility_ru})
    if not (name.strip() and kind and place):
        return None
    made = NewFacility(name.strip(), kind, place.strip())
    made = replace(made, facility_be=names["be"], facility_ru=names["ru"])
    if known := towns.get(made.place):
        return replace(made, region=known["region"], latitude=known["latitude"], longitude=known["longitude"])
    region = _code(fields["region"], "", key) or ""
    of_town = _translations(gettext("Town"), f"place-{key}")
    return replace(made, region=region, place_be=of_town["be"], place_ru=of_town["ru"])


def _new_penalty(key: str) -> NewPenalty | None:
    """A new penalty, whose code is made of its label. None until it has one."""
    label = st.text_input(gettext("What readers are told in English"), key=f"label-{key}").strip()
    told = _translations(gettext("The same"), f"label-{key}")
    code = re.sub("[^a-z0-9]+", "_", label.lower()).strip("_")
    return NewPenalty(code, label, told["be"], told["ru"]) if code else None


def _translations(words: str, key: str, likely: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The translations of a text by language, beside each other; `likely` ones are filled in."""
    return {
        lang: column.text_input(f"{words} ({LANGUAGE_NAMES[lang]})", likely.get(lang, ""), key=f"{key}-{lang}").strip()
        for lang, column in zip(LANGUAGES[1:], st.columns(len(LANGUAGES) - 1), strict=True)
    }


def _code(field: Field, likely: str, key: str) -> str | None:
    """A code of a field, chosen by its label."""
    _ = get_translator(language())
    return st.selectbox(
        _(field.title),
        field.enum,
        index=field.enum.index(likely) if likely in field.enum else None,
        format_func=lambda code: _(field.labels.get(code, code)),
        key=f"{field.name}-{key}",
        placeholder=gettext("Choose one"),
    )

"""The codes and columns of a register as maintainers are told them: in English as in the data, else in words."""

from typing import Any

from repression.i18n import N_
from repression.messages import Message

_TERMS = (
    # columns
    N_("status"),
    N_("gender"),
    N_("age_group"),
    N_("arrested"),
    N_("verdict"),
    N_("released"),
    N_("articles"),
    N_("sentence_months"),
    N_("sentence_kind"),
    N_("fine"),
    N_("penalty"),
    N_("custody"),
    N_("facility"),
    N_("region"),
    N_("died"),
    N_("tags"),
    N_("pardoned"),
    N_("deported"),
    N_("tried_in_absentia"),
    N_("extremist_list"),
    N_("terrorist_list"),
    # columns of a raw file
    N_("prison"),
    N_("verdict_date"),
    N_("release_date"),
    N_("birth_year"),
    # how a text was read
    N_("not_stated"),
    N_("unreadable"),
    N_("typing_error"),
    N_("beside_length"),
    N_("not_in_table"),
    N_("not_known"),
    N_("year_only"),
    N_("before_arrest"),
    N_("after_snapshot"),
    # codes
    N_("political_prisoner"),
    N_("former_political_prisoner"),
    N_("convicted"),
    N_("female"),
    N_("male"),
    N_("length"),
    N_("life_imprisonment"),
    N_("death_penalty"),
    N_("treatment"),
    N_("community_service"),
    N_("dismissed"),
    N_("unknown"),
    N_("penal_colony_general"),
    N_("penal_colony_medium"),
    N_("penal_colony_maximum"),
    N_("prison_high"),
    N_("prison_maximum"),
    N_("juvenile_colony"),
    N_("imprisonment"),
    N_("home_confinement"),
    N_("open_facility"),
    N_("restricted_freedom"),
    N_("arrest"),
    N_("suspended"),
    N_("deferred"),
    N_("corrective_labour"),
    N_("psychiatric_treatment"),
    N_("educational_measures"),
    N_("house_arrest"),
    N_("awaiting_sentence"),
    # how exact a published number is
    N_("exact"),
    N_("about"),
    N_("at_least"),
    N_("as_published"),
)


def term(code: str) -> Message:
    """A code or a column as a message; any other text as it is."""
    return Message(code) if code in _TERMS else Message("{text}", (("text", code),))


def in_words(told: Any) -> Any:
    """A message whose codes and columns are words in English, too; any other value as it is."""
    if isinstance(told, tuple):
        return tuple(map(in_words, told))
    if not isinstance(told, Message):
        return told
    if told.template in _TERMS:
        return Message("{text}", (("text", told.replace("_", " ")),))
    return Message(told.template, tuple((name, in_words(value)) for name, value in told.values))

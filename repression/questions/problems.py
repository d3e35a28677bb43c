"""What is wrong with an address, in the language of its reader: one line for each parameter, and few lines in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repression.formatting import format_message
from repression.i18n import N_, get_translator

# A refusal must cost little, however much is wrong: it quotes the beginning of a long text, and names few parameters.
MOST_NAMED = 5
MOST_SIGNS = 80
_LONG = N_("{beginning}… ({signs:sign|signs} in all)")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one parameter of an address, in one line."""

    parameter: str
    said: str

    def __str__(self) -> str:
        return self.said


def wrong_value(parameter: str, value: str, allowed: str, lang: str) -> Problem:
    """The problem of a value that is not allowed; `allowed` says in the language what is."""
    _ = get_translator(lang)
    template = _("{parameter}={value}: allowed is {allowed}")
    return _problem(template, parameter, value, lang, allowed=allowed)


def unknown_parameter(parameter: str, value: str, near: Sequence[str], lang: str) -> Problem:
    """The problem of a parameter that there is not; `near` are the parameters that may be meant."""
    _ = get_translator(lang)
    if near:
        template = _("{parameter}={value}: there is no such parameter; perhaps {near} is meant")
    else:
        template = _("{parameter}={value}: there is no such parameter here")
    return _problem(template, parameter, value, lang, near=", ".join(near))


def too_many_parameters(count: int, most: int, lang: str) -> Problem:
    """The problem of an address with more parameters than any view has."""
    _ = get_translator(lang)
    template = _("The address has {count:parameter|parameters}; at most {most} are allowed")
    return Problem("", format_message(template, {"count": count, "most": most}, lang))


def report(problems: Sequence[Problem], names: Sequence[str], lang: str) -> list[str]:
    """The first problems, how many more there are, and the parameters that are allowed, where `names` has any."""
    _ = get_translator(lang)
    lines = [each.said for each in problems[:MOST_NAMED]]
    if more := len(problems) - len(lines):
        template = _("{more:other parameter is|other parameters are} wrong, too.")
        lines.append(format_message(template, {"more": more}, lang))
    if names:
        lines.append(format_message(_("The parameters are: {names:,}"), {"names": names}, lang))
    return lines


def _problem(template: str, parameter: str, value: str, lang: str, **values: str) -> Problem:
    quoted = {"parameter": _shortened(parameter, lang), "value": _shortened(value, lang)}
    return Problem(parameter, format_message(template, {**quoted, **values}, lang))


def _shortened(text: str, lang: str) -> str:
    if len(text) <= MOST_SIGNS:
        return text
    template = get_translator(lang)(_LONG)
    return format_message(template, {"beginning": text[:MOST_SIGNS], "signs": len(text)}, lang)

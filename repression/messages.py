"""Sentences for maintainers as a template and its values, so that each can be told in any language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from repression.formatting import format_message
from repression.i18n import LANGUAGES, get_translator


@dataclass(frozen=True)
class Message:
    """A template of `format_message` in English, and its values by name.

    A value may be a message itself, or a tuple of them for a placeholder such as `{parts:;}`. Days stand in it as in
    the names of files, codes and names of columns as in the data.
    """

    template: str
    values: tuple[tuple[str, Any], ...] = ()

    def in_language(self, lang: str) -> str:
        """The sentence in a language; in English where its template is not translated."""
        values = {name: _in_language(value, lang) for name, value in self.values}
        return format_message(get_translator(lang)(self.template), values, lang)

    def __str__(self) -> str:
        return self.in_language(LANGUAGES[0])


def message(template: str, /, **values: Any) -> Message:
    """A message; its template is extracted for translation."""
    return Message(template, tuple(values.items()))


def indented(lines: Iterable[Message | str]) -> list[Message]:
    """Lines that belong to the one above them."""
    return [Message("  {line}", (("line", line),)) for line in lines]


def in_lines(lines: Iterable[Message], lang: str = LANGUAGES[0]) -> str:
    """The messages in a language, one a line."""
    return "\n".join(line.in_language(lang) for line in lines)


def _in_language(value: Any, lang: str) -> Any:
    if isinstance(value, Message):
        return value.in_language(lang)
    if isinstance(value, tuple):
        return [_in_language(each, lang) for each in value]
    return str(value) if isinstance(value, date) else value

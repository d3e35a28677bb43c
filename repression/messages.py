"""Sentences for maintainers as a template and its values, so that each can be told in any language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from repression.formatting import format_message
from repression.i18n import LANGUAGES, get_translator


class Message(str):
    """A sentence in English which can be told in any language: a template of `format_message`, and its values by name.

    A value may be a message itself, or a tuple of them for a placeholder such as `{parts:;}`. Days stand in it as in
    the names of files, codes and names of columns as in the data. It is a text, so that whoever knows no languages
    (errors, the log of a command, tests) takes it for one.
    """

    __slots__ = ("template", "values")

    template: str
    values: tuple[tuple[str, Any], ...]

    def __new__(cls, template: str, values: tuple[tuple[str, Any], ...] = ()) -> Self:
        """The sentence of a template."""
        made = super().__new__(cls, _told(template, values, LANGUAGES[0]))
        made.template, made.values = template, values
        return made

    def in_language(self, lang: str) -> str:
        """The sentence in a language; in English where its template is not translated."""
        return _told(self.template, self.values, lang)

    def __reduce__(self) -> tuple[type[Self], tuple[str, tuple[tuple[str, Any], ...]]]:
        """Its template and values, of which the process that asked for a step makes it again."""
        return type(self), (self.template, self.values)


def message(template: str, /, **values: Any) -> Message:
    """A message; its template is extracted for translation."""
    return Message(template, tuple(values.items()))


def indented(lines: Iterable[Message | str]) -> list[Message]:
    """Lines that belong to the one above them."""
    return [Message("  {line}", (("line", line),)) for line in lines]


def in_language(text: str, lang: str) -> str:
    """A text in a language if it is a message; any other one as it is."""
    return text.in_language(lang) if isinstance(text, Message) else text


def words_of(error: Exception) -> str:
    """What an error says: its message, if it has one that can be told in any language."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Message) else str(error)


def in_lines(lines: Iterable[str], lang: str = LANGUAGES[0]) -> str:
    """The messages in a language, one a line; texts as they are."""
    return "\n".join(in_language(line, lang) for line in lines)


def _told(template: str, values: tuple[tuple[str, Any], ...], lang: str) -> str:
    text = get_translator(lang)(template)
    # A text of somebody may have braces of its own.
    return format_message(text, {name: _in_language(value, lang) for name, value in values}, lang) if values else text


def _in_language(value: Any, lang: str) -> Any:
    if isinstance(value, str):
        return in_language(value, lang)
    if isinstance(value, tuple):
        return [_in_language(each, lang) for each in value]
    return str(value) if isinstance(value, date) else value

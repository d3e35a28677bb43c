"""Why input is not accepted: file, line, column, value, rule."""

from __future__ import annotations

from dataclasses import dataclass, replace

from repression.messages import Message, message

_LONGEST_SHOWN = 120


@dataclass(frozen=True)
class Issue:
    """Why something in a file is not used; line, column and value are None where they do not apply.

    With a column, the line is that of a row, which a spreadsheet numbers in the same way.

    `rule` completes the sentence "<value> ...": what must be, or what is allowed. It is a `Message` wherever a
    maintainer may meet it on a page.
    """

    path: str
    line: int | None
    column: str | None
    value: str | None
    rule: str

    @property
    def reason(self) -> Message:
        """The issue without the file's name."""
        found: str = self.rule
        if self.value is not None:
            found = message("{value} {rule}", value=_shown(self.value), rule=self.rule)
        if self.line is not None and self.column is not None:
            return message("row {row}, column {column}: {found}", row=str(self.line), column=self.column, found=found)
        if self.line is not None:
            return message("line {line}: {found}", line=str(self.line), found=found)
        return (
            message("column {column}: {found}", column=self.column, found=found) if self.column else _as_message(found)
        )

    @property
    def told(self) -> Message:
        """The issue with the file's name."""
        return message("{path}: {reason}", path=printable(self.path), reason=self.reason)

    @property
    def public(self) -> Message:
        """The issue without the value, which may be personal: readers of the site may see it."""
        return replace(self, value=None).told

    def __str__(self) -> str:
        return str(self.told)


class ValidationError(Exception):
    """Input is not accepted, for the reasons in `issues`."""

    def __init__(self, *issues: Issue) -> None:
        super().__init__("\n".join(map(str, issues)))
        self.issues = issues

    def __reduce__(self) -> tuple[type[ValidationError], tuple[Issue, ...]]:
        """Its issues, from which it is made again in the process that asked for a step."""
        return type(self), self.issues

    @property
    def lines(self) -> tuple[Message, ...]:
        """Its issues, one a line."""
        return tuple(issue.told for issue in self.issues)

    @classmethod
    def about(cls, path: str, rule: str, line: int | None = None) -> ValidationError:
        """One issue about a whole file, or about a line of it."""
        return cls(Issue(path, line, None, None, rule))


def _as_message(text: str) -> Message:
    return text if isinstance(text, Message) else Message("{text}", (("text", text),))


def _shown(value: str) -> str:
    """The value in quotes; a long one is cut and says so."""
    if len(value) <= _LONGEST_SHOWN:
        return repr(value)
    return f"{value[:_LONGEST_SHOWN]!r}… ({len(value)} characters)"


def printable(path: str) -> str:
    """A path with control and direction characters escaped: the sender of a file chooses its name."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in path)

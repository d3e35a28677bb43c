"""Why input is not accepted: file, line, column, value, rule."""

from __future__ import annotations

from dataclasses import dataclass, replace

_LONGEST_SHOWN = 120


@dataclass(frozen=True)
class Issue:
    """Why something in a file is not used; line, column and value are None where they do not apply.

    `rule` completes the sentence "<value> ...": what must be, or what is allowed.
    """

    path: str
    line: int | None
    column: str | None
    value: str | None
    rule: str

    @property
    def reason(self) -> str:
        """The issue without the file's name."""
        place = [f"line {self.line}"] if self.line is not None else []
        place += [f"column {self.column}"] if self.column is not None else []
        found = self.rule if self.value is None else f"{_shown(self.value)} {self.rule}"
        return f"{', '.join(place)}: {found}" if place else found

    @property
    def public(self) -> str:
        """The issue without the value, which may be personal: readers of the site may see it."""
        return f"{printable(self.path)}: {replace(self, value=None).reason}"

    def __str__(self) -> str:
        return f"{printable(self.path)}: {self.reason}"


class ValidationError(Exception):
    """Input is not accepted, for the reasons in `issues`."""

    def __init__(self, *issues: Issue) -> None:
        super().__init__("\n".join(str(issue) for issue in issues))
        self.issues = issues

    def __reduce__(self) -> tuple[type[ValidationError], tuple[Issue, ...]]:
        """Its issues, from which it is made again in the process that asked for a step."""
        return type(self), self.issues

    @classmethod
    def about(cls, path: str, rule: str, line: int | None = None) -> ValidationError:
        """One issue about a whole file, or about a line of it."""
        return cls(Issue(path, line, None, None, rule))


def _shown(value: str) -> str:
    """The value in quotes; a long one is cut and says so."""
    if len(value) <= _LONGEST_SHOWN:
        return repr(value)
    return f"{value[:_LONGEST_SHOWN]!r}… ({len(value)} characters)"


def printable(path: str) -> str:
    """A path with control and direction characters escaped: the sender of a file chooses its name."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in path)

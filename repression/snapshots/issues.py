"""How anything that is not accepted says so: file, line, column, value, rule."""

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
        """The refusal without the file's name."""
        place = [f"line {self.line}"] if self.line is not None else []
        place += [f"column {self.column}"] if self.column is not None else []
        found = self.rule if self.value is None else f"{_shown(self.value)} {self.rule}"
        return f"{', '.join(place)}: {found}" if place else found

    @property
    def public(self) -> str:
        """The refusal as anybody may read it: without the value, which may be of a person."""
        return f"{printable(self.path)}: {replace(self, value=None).reason}"

    def __str__(self) -> str:
        return f"{printable(self.path)}: {self.reason}"


class ValidationError(Exception):
    """Carries the refusals of one file to where they are gathered."""

    def __init__(self, *issues: Issue) -> None:
        super().__init__("\n".join(str(issue) for issue in issues))
        self.issues = issues


def _shown(value: str) -> str:
    """The value in quotes; a long one is cut and says so."""
    if len(value) <= _LONGEST_SHOWN:
        return repr(value)
    return f"{value[:_LONGEST_SHOWN]!r}… ({len(value)} characters)"


def printable(path: str) -> str:
    """A path whose name steers no screen and turns no line around; whoever sent the file may have chosen it."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in path)


def _refused(name: str, rule: str) -> ValidationError:
    return ValidationError(Issue(name, None, None, None, rule))

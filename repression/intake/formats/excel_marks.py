"""What the XML of a sheet says beside its cells: what is merged or hidden, and formulas without a stored value."""

from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat  # nosec B407

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from repression.intake.formats.limits import MAX_COLUMNS


@dataclass
class Marks:
    """The marks of a sheet: merged ranges; hidden rows and columns by number; formulas (row, column, has a value)."""

    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: list[tuple[int, int, bool]] = field(default_factory=list)


def read_marks(part: IO[bytes]) -> Marks:
    """The marks in the XML of a sheet, which is read without keeping it. Raises ExpatError if it is no XML.

    The XML must define no entities: `excel` has refused such parts before.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.ParseFile(part)
    return reader.marks


class _Reader:
    def __init__(self) -> None:
        self.marks = Marks()
        self._row = self._column = 0
        self._rows_hidden = False
        self._element = ""
        self._formula = self._value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._element = name.rpartition(" ")[2]
        match self._element:
            case "sheetFormatPr":
                self._rows_hidden = _is_on(attributes, "zeroHeight")
            case "col" if _is_on(attributes, "hidden") or _is_zero(attributes, "width"):
                last = min(int(attributes["max"]), MAX_COLUMNS)
                self.marks.hidden_columns.update(range(int(attributes["min"]), last + 1))
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 1)), 0
                default = self._rows_hidden and "ht" not in attributes
                if default or _is_on(attributes, "hidden") or _is_zero(attributes, "ht"):
                    self.marks.hidden_rows.add(self._row)
            case "c":
                self._column += 1
                if "r" in attributes:
                    letters, _ = coordinate_from_string(attributes["r"])
                    self._column = column_index_from_string(letters)
                # A formula may give a text without letters, which is a value.
                self._formula, self._value = False, attributes.get("t") == "str"
            case "f":
                self._formula = True
            case "mergeCell":
                self.marks.merged.append(attributes["ref"])

    def end(self, name: str) -> None:
        self._element = ""
        if name.rpartition(" ")[2] == "c" and self._formula:
            self.marks.formulas.append((self._row, self._column, self._value))

    def text(self, _: str) -> None:
        if self._element == "v":
            self._value = True


def _is_on(attributes: dict[str, str], name: str) -> bool:
    return attributes.get(name) in ("1", "true")


def _is_zero(attributes: dict[str, str], name: str) -> bool:
    return name in attributes and float(attributes[name]) == 0

"""Reads the sheets of a flat OpenDocument file: what LibreOffice holds after opening one of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

OFFICE, TABLE, TEXT = (
    "{urn:oasis:names:tc:opendocument:xmlns:" + name + ":1.0}" for name in ("office", "table", "text")
)
# Of a sheet of 16,384 columns, all but the first are one empty cell repeated.
MOST_REPEATED = 1000
# What LibreOffice makes of a truth in a workbook.
TRUTHS = {"of:=TRUE()": True, "of:=FALSE()": False}


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells as Python values, rows of empty ones at its end left out; `formulas` are all in it but truths."""

    rows: list[list[Any]]
    formulas: list[str]


def read_sheets(path: Path) -> dict[str, Sheet]:
    """The sheets of a file by name."""
    root = ElementTree.parse(path).getroot()
    return {sheet.attrib[f"{TABLE}name"]: _sheet(sheet) for sheet in root.iter(f"{TABLE}table")}


def _sheet(sheet: ElementTree.Element) -> Sheet:
    rows: list[list[Any]] = []
    for row in sheet.iter(f"{TABLE}table-row"):
        cells = [_value(cell) for cell in row for _ in range(_repeated(cell, "columns"))]
        rows += [cells] * _repeated(row, "rows")
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    formulas = [cell.attrib[f"{TABLE}formula"] for cell in sheet.iter() if f"{TABLE}formula" in cell.attrib]
    formulas = [formula for formula in formulas if formula not in TRUTHS]
    return Sheet(rows, formulas)


def _repeated(element: ElementTree.Element, what: str) -> int:
    times = int(element.get(f"{TABLE}number-{what}-repeated", "1"))
    return times if times < MOST_REPEATED else 0


def _value(cell: ElementTree.Element) -> Any:
    kind = cell.get(f"{OFFICE}value-type")
    if (formula := cell.get(f"{TABLE}formula")) in TRUTHS:
        return TRUTHS[formula]
    if kind in ("float", "percentage", "currency"):
        return float(cell.attrib[f"{OFFICE}value"])
    if kind == "boolean":
        return cell.attrib[f"{OFFICE}boolean-value"] == "true"
    if kind == "date":
        moment = datetime.fromisoformat(cell.attrib[f"{OFFICE}date-value"])
        return moment.date() if moment == datetime(moment.year, moment.month, moment.day) else moment
    if kind == "time":
        return cell.attrib[f"{OFFICE}time-value"]
    if kind == "string":
        return with_plain_lines("\n".join(_text(paragraph) for paragraph in cell.findall(f"{TEXT}p")))
    assert kind is None, f"a cell of the kind {kind}"
    return None


def _text(element: ElementTree.Element) -> str:
    """The text of a paragraph, in which several blanks, tabs and ends of lines are elements."""
    if element.tag == f"{TEXT}s":
        said = " " * int(element.get(f"{TEXT}c", "1"))
    else:
        said = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}.get(element.tag, element.text or "")
    return said + "".join(_text(child) + (child.tail or "") for child in element)


def with_plain_lines(cell: Any) -> Any:
    """A cell with one kind of ends of lines, as programs make of those in a file."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if isinstance(cell, str) else cell


def as_written(cell: Any) -> Any:
    """A cell of ours as an OpenDocument file can hold it: ends of lines alike, no sign that XML has not."""
    if not isinstance(cell, str):
        return cell
    return "".join(sign for sign in with_plain_lines(cell) if sign >= " " or sign in "\t\n").strip("\ufffe\uffff")

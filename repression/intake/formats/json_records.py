"""JSON: a list of objects, or an object whose `data` or `rows` is one."""

import json
from typing import Any

from repression.intake.formats.limits import MAX_CELLS, MAX_COLUMNS, ParsedFile, TableBuilder
from repression.messages import message
from repression.snapshots.issues import ValidationError

_NAMES = ("name", "title", "text", "value")  # the keys of an object in a cell that may hold its text
_WRAPPERS = ("data", "items", "results", "rows")


def read_json_records(text: str, path: str) -> ParsedFile:
    """The records as a table with their keys as headings.

    A row's line is the number of its record. A list in a cell becomes its texts joined by `; `, an object its name with
    its address on a second line. Raises ValidationError if this is no JSON, no list of objects, or beyond a limit.
    """
    records = _records(_parsed(text, path), path)
    keys = list(dict.fromkeys(key for record in records for key in record))
    if len(keys) > MAX_COLUMNS:
        raise ValidationError.about(
            path, message("has {keys} columns, may have {limit}", keys=len(keys), limit=MAX_COLUMNS)
        )
    gathered = TableBuilder(path)
    gathered.add(0, keys)
    for number, record in enumerate(records, start=1):
        gathered.add(number, [_text(record.get(key)) for key in keys])
    words = message("JSON, {records:record|records}, a line being a record", records=len(records))
    return ParsedFile(gathered.table(), words)


def _parsed(text: str, path: str) -> Any:
    # Every bracket becomes an object of a few hundred bytes, so they are counted before parsing.
    if text.count("{") + text.count("[") > MAX_CELLS:
        raise ValidationError.about(path, message("holds more than {limit} lists and objects", limit=MAX_CELLS))
    try:
        return json.loads(text, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        raise ValidationError.about(path, message("is no JSON: {msg}", msg=error.msg), error.lineno) from None
    except (ValueError, RecursionError) as error:
        raise ValidationError.about(path, message("is no JSON that can be read: {error}", error=str(error))) from None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object. Raises ValueError if a key occurs twice, since it is unknown which value is right."""
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError(message("a key stands twice in one object"))
    return record


def _records(parsed: Any, path: str) -> list[dict[str, Any]]:
    if isinstance(parsed, dict):
        parsed = next((parsed[name] for name in _WRAPPERS if name in parsed), None)
    if not isinstance(parsed, list) or not all(isinstance(record, dict) for record in parsed):
        raise ValidationError.about(path, message('must be a list of objects, or {"data": a list of objects}'))
    if not parsed:
        raise ValidationError.about(path, message("is a list without records: there is nothing to take in"))
    return parsed


def _text(value: Any) -> str:
    """A value as the text of a cell. An object without a name stays JSON, which the rule of its column refuses."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # 27.0 is what some programs write for 27
    if isinstance(value, list):
        return "; ".join(text for text in map(_text, value) if text)
    if isinstance(value, dict):
        name = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), None)
        if name is not None:
            address = value.get("address")
            return f"{name}\n{address}" if isinstance(address, str) and address else str(name)
    return json.dumps(value, ensure_ascii=False)

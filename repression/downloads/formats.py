"""The formats that every dataset and question can be had in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from repression.downloads.archive import archive_chunks
from repression.downloads.delimited import BOM, csv_chunks
from repression.downloads.extract import Extract
from repression.downloads.parquet import parquet_chunks
from repression.downloads.records import json_chunks
from repression.downloads.workbook import workbook_chunks
from repression.languages import marked


@dataclass(frozen=True)
class Format:
    """A way to write an extract; `title` is what readers call it in English, `media` its media type."""

    title: str
    media: str
    chunks: Callable[[Extract], Iterator[bytes]]


def _csv(extract: Extract) -> Iterator[bytes]:
    return csv_chunks(extract.table)


def csv_for_excel(extract: Extract) -> Iterator[bytes]:
    """CSV with the byte order mark by which Excel knows UTF-8."""
    yield BOM
    yield from _csv(extract)


FORMATS: Mapping[str, Format] = {
    "csv": Format("CSV", "text/csv", _csv),
    "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook_chunks),
    "json": Format("JSON", "application/json", json_chunks),
    "parquet": Format("Parquet", "application/vnd.apache.parquet", parquet_chunks),
    "zip": Format(marked("ZIP with README"), "application/zip", archive_chunks),
}

"""The formats of downloads; every dataset and question has all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from repression.downloads.csv_file import BOM, csv_chunks
from repression.downloads.excel_file import excel_chunks
from repression.downloads.extract import Extract
from repression.downloads.json_file import json_chunks
from repression.downloads.parquet_file import parquet_chunks
from repression.downloads.zip_file import zip_chunks
from repression.i18n import N_


@dataclass(frozen=True)
class Format:
    """A file format: its English `title` for readers, its `media` type, and the function that writes an extract."""

    title: str
    media: str
    chunks: Callable[[Extract], Iterator[bytes]]


def _csv(extract: Extract) -> Iterator[bytes]:
    return csv_chunks(extract.table)


def csv_for_excel(extract: Extract) -> Iterator[bytes]:
    """CSV with the byte order mark by which Excel recognises UTF-8."""
    yield BOM
    yield from _csv(extract)


FORMATS: Mapping[str, Format] = {
    "csv": Format("CSV", "text/csv", _csv),
    "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", excel_chunks),
    "json": Format("JSON", "application/json", json_chunks),
    "parquet": Format("Parquet", "application/vnd.apache.parquet", parquet_chunks),
    "zip": Format(N_("ZIP with README"), "application/zip", zip_chunks),
}

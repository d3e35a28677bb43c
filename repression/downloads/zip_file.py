"""ZIP archives: an extract with its README and data package, and the full package."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from repression.downloads.csv_file import csv_chunks
from repression.downloads.extract import Extract, file_stem
from repression.downloads.readme import readme
from repression.downloads.stream import ChunkBuffer
from repression.formatting import format_message
from repression.i18n import get_translator

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def zip_chunks(extract: Extract) -> Iterator[bytes]:
    """The CSV, `README.txt` and a `datapackage.json` that describes the CSV; equal bytes for equal extracts."""
    day = extract.answer.selection.snapshot
    name = file_stem(extract.answer.question.name, extract.answer.selection, extract.part) + ".csv"
    sink, digest, size = ChunkBuffer(), hashlib.sha256(), 0
    with zipfile.ZipFile(sink, "w") as archive:
        with archive.open(_member(name, day), "w") as member:
            for chunk in csv_chunks(extract.table):
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                yield sink.take()
        package = _package(extract, name, digest.hexdigest(), size)
        archive.writestr(_member("datapackage.json", day), _json(package))
        archive.writestr(_member("README.txt", day), readme(extract, name, digest.hexdigest()))
    yield sink.take()


def zip_of(members: Iterable[tuple[str, bytes]], day: date) -> bytes:
    """Named files as an archive, all with the date `day`: equal bytes for equal files."""
    sink = ChunkBuffer()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in members:
            archive.writestr(_member(name, day), content)
    return sink.take()


def _member(name: str, day: date) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


def _package(extract: Extract, name: str, sha256: str, size: int) -> dict[str, Any]:
    """The data package of one CSV: https://datapackage.org/standard/data-package/"""
    question, lang = extract.answer.question, extract.answer.selection.lang
    _ = get_translator(lang)
    about = {"answers": question.answers, "filter": extract.filter_words or _("none")}
    return {
        "$schema": PROFILE,
        "name": question.name,
        "title": question.title,
        "description": format_message(_("{answers}. Filter: {filter}."), about, lang),
        "homepage": extract.link,
        "version": extract.answer.selection.snapshot.isoformat(),
        "sources": [source_entry(each.title, each.url) for each in extract.answer.sources],
        "resources": [
            {
                "name": question.name,
                "type": "table",
                "path": name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": size,
                "hash": f"sha256:{sha256}",
                "schema": {"fields": list(extract.fields)},
            }
        ],
    }


def source_entry(title: str, url: str | None) -> Mapping[str, str]:
    """A source in the form of the Data Package standard."""
    return {"title": title, "path": url} if url else {"title": title}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

"""An extract as Parquet, typed, with its description in the file's metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyarrow as pa
from pyarrow import parquet

from repression.downloads.extract import Extract
from repression.downloads.stream import ChunkBuffer

GROUP_ROWS = 100_000


def parquet_chunks(extract: Extract) -> Iterator[bytes]:
    """The table with its types and unescaped texts: no spreadsheet executes cells of Parquet."""
    schema = extract.table.schema.with_metadata(_metadata(extract))
    sink = ChunkBuffer()
    with parquet.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for start in range(0, max(extract.table.num_rows, 1), GROUP_ROWS):
            writer.write_table(extract.table.slice(start, GROUP_ROWS).replace_schema_metadata(schema.metadata))
            yield sink.take()
    yield sink.take()


def _metadata(extract: Extract) -> dict[str, str]:
    question = extract.answer.question
    return {
        "title": question.title,
        "answers": question.answers,
        "filter": extract.filter_words,
        "snapshot": extract.answer.selection.snapshot.isoformat(),
        "link": extract.link,
        "sources": "; ".join(dict.fromkeys(each.title for each in extract.answer.sources)),
        "caveats": json.dumps([*extract.answer.notices, *question.caveats], ensure_ascii=False),
    }

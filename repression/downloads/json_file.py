"""An extract as JSON: the question, the snapshot, the sources, and the rows as objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from repression.downloads.csv_file import BATCH_ROWS
from repression.downloads.extract import Extract


def json_chunks(extract: Extract) -> Iterator[bytes]:
    """One object whose `rows` are objects in the order of the view; dates are ISO texts, numbers are numbers."""
    yield _json(_about(extract)).removesuffix("}").encode() + b', "rows": ['
    parted = ""
    for batch in extract.table.to_batches(BATCH_ROWS):
        rows = [_json(row) for row in batch.to_pylist()]
        if rows:
            yield f"{parted}\n{f',{chr(10)}'.join(rows)}".encode()
            parted = ","
    yield b"\n]}\n"


def _about(extract: Extract) -> dict[str, Any]:
    answer = extract.answer
    return {
        "title": answer.question.title,
        "answers": answer.question.answers,
        "in_words": answer.words,
        "filter": extract.filter_words,
        "snapshot": answer.selection.snapshot.isoformat(),
        "link": extract.link,
        "sources": [
            {
                "dataset": source.dataset,
                "snapshot": source.snapshot.isoformat(),
                "title": source.title,
                "url": source.url,
                "publisher": source.publisher,
                "licence": source.licence,
                "notices": list(source.notices),
            }
            for source in answer.sources
        ],
        "archived_sources": [
            {
                "source_url": each.source_url,
                "archived_url": each.archived_url or None,
                "read_on": each.read_on.isoformat(),
                "sha256": each.sha256,
            }
            for each in answer.archived.values()
        ],
        "caveats": list(answer.question.caveats),
        "columns": list(extract.fields),
        "row_count": extract.table.num_rows,
        "rows_left_out_by_limit": extract.cut,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)

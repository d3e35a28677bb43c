"""The field for files, with words of ours: Streamlit writes its own in English alone."""

from __future__ import annotations

import json
from string import Template

import streamlit as st

from repression.intake.formats import RawFile
from repression.intake.formats.limits import MAX_FILE_BYTES, MEGABYTE
from repression.maintainer_page.texts import gettext

_MEGABYTES = MAX_FILE_BYTES // MEGABYTE
# Its button, its limit, what it says while a file is dragged, and what it says of a file that is too large.
_STYLE = Template("""<style>
.stFileUploader [data-testid="stBaseButton-secondary"] p { font-size: 0; }
.stFileUploader [data-testid="stBaseButton-secondary"] p::after { content: $choose; font-size: 0.875rem; }
[data-testid="stFileUploaderDropzoneInstructions"], [data-testid="stTooltipErrorContent"] { display: none; }
[data-testid="stFileUploaderDropzone"] > input + div:not(:has([data-testid])) { font-size: 0; }
.stFileUploader:has([aria-invalid="true"])::after { content: $refused; font-size: 0.875rem; }
</style>""")


def files(key: str) -> tuple[RawFile, ...]:
    """The files that were dropped; another `key` lets go of them."""
    words = {
        "choose": gettext("Choose a file"),
        "refused": gettext(
            "The marked file was not read. It is larger than {megabytes} MB, or the page lost its connection: "
            "look what was saved, take it out here, and drop it again.",
            megabytes=_MEGABYTES,
        ),
    }
    # A JSON text without escapes of letters is a text of CSS.
    st.html(_STYLE.substitute({name: json.dumps(text, ensure_ascii=False) for name, text in words.items()}))
    uploaded = st.file_uploader(
        gettext("Drop the file here, as you saved it."),
        accept_multiple_files=True,
        max_upload_size=_MEGABYTES,
        key=key,
        help=gettext(
            "CSV, Excel, HTML or JSON, at most {megabytes} MB. "
            "It stays in the memory of this machine until it is taken in or you close the page.",
            megabytes=_MEGABYTES,
        ),
    )
    return tuple(RawFile(each.name, each.getvalue()) for each in uploaded)

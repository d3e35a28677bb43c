"""Get the data: every dataset as a file, how to ask for part of one, and the parameters there are."""

from collections.abc import Callable

from markupsafe import Markup

from repression.documents import guide
from repression.exhibits.download_tables import files_table, parameters_table, questions_table
from repression.exhibits.reader_safety import reminder
from repression.exhibits.writer import current_view, heading, html, html_block, markdown, stylesheet

view = current_view()


def rendered(table: str, make: Callable[[], Markup]) -> Markup:
    """A table that is the same for every reader of the day and the language, from the cache."""
    key = ("files", table, view.selection.snapshot, view.selection.lang)
    made: Markup = view.warehouse.rendered.get_or_compute(key, make)
    return made


stylesheet("files.css")
lead, rest = guide(view.site, view.selection.snapshot, view.selection.lang)
markdown(lead)
heading("datasets", "Files")
html_block(
    "files",
    reminder=reminder(view.selection),
    datasets=rendered("datasets", lambda: files_table(view.warehouse, view.selection)),
    questions=rendered("questions", lambda: questions_table(view.selection)),
)
markdown(rest)
heading(
    "parameters",
    "Parameters",
    "All that an address may say. Each file obeys some of the filters and refuses the others.",
)
html(rendered("parameters", lambda: parameters_table(view.warehouse, view.selection.lang)))

"""The SQL macros that questions share, those of the filters generated, and the warehouse built with them.

Of each dataset with filters, and of each dictionary, `queries/macros.sql` creates the table `<dataset>_read`. From the
registry, `queries/filters.sql.jinja` generates

- `fits_<filter>(value)`: what a filter says of a value;
- `tested_<dataset>()`: all rows of every snapshot, with a boolean column `fits_<filter>` for each filter;
- `filtered_<dataset>()`: the rows of every snapshot that meet all filters;
- `all_<dataset>()`, `selected_<dataset>()`: all rows, and those that meet all filters, of the snapshot that is shown;
- `choices_<dataset>()`: `filter, value, rows`; `headcount_<dataset>()`: `selected, rows, left_out`;
- `filter_ends()`: `filter, low, high`; `filter_codes()`: `filter, value, label, position`;
- `address_code(value)`: a code as addresses have it.

`python -m repression sql` prints all of it.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from jinja2 import Environment, StrictUndefined

from repression.paths import QUERIES
from repression.questions.filter_types import Choice, Filter, address_code_sql
from repression.questions.filters import FILTERS
from repression.snapshots.catalog import Catalog
from repression.warehouse.build import build
from repression.warehouse.database import Warehouse

# The line of macros.sql below which the generated macros are inserted, since the macros after it read them.
PLACE = "-- The macros of the filters are generated from the registry of filters.\n"


def build_warehouse(catalog: Catalog, before: Warehouse | None = None) -> Warehouse:
    """A warehouse with the macros of the questions; arguments and errors as those of `warehouse.build.build`."""
    return build(catalog, macros(), before)


@functools.cache
def macros() -> str:
    """The SQL of all macros that questions share."""
    shared, topics = ((QUERIES / f"{name}.sql").read_text(encoding="utf-8") for name in ("macros", "topics"))
    return f"{shared.replace(PLACE, PLACE + filter_macros(FILTERS))}\n{topics}"


def filter_macros(filters: Sequence[Filter]) -> str:
    """The SQL that creates the macros of some filters."""
    # What is inserted are names and SQL of the registry: nothing that a reader sends, and no HTML.
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True)  # nosec B701
    environment.tests["is_choice"] = lambda each: isinstance(each, Choice)
    template = environment.from_string((QUERIES / "filters.sql.jinja").read_text(encoding="utf-8"))
    narrowing = [each for each in filters if each.condition("value")]
    return template.render(narrowing=narrowing, address_code=address_code_sql("value"))

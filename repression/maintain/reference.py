"""The tables of facilities and articles that reading a register needs, from the snapshots."""

from datetime import date

from repression.intake.register import Reference
from repression.snapshots.catalog import Catalog
from repression.snapshots.csv_io import parse_csv
from repression.snapshots.issues import ValidationError


def reference_of(catalog: Catalog) -> Reference:
    """The newest tables of facilities and articles: a name does not depend on the day of the rows.

    Raises ValidationError where one of them is missing.
    """
    facilities = newest_rows(catalog, "facilities")
    articles = newest_rows(catalog, "articles")
    return Reference(
        {row["facility"]: row["region"] for row in facilities},
        {row["article"] for row in articles},
    )


def newest_rows(catalog: Catalog, dataset: str) -> list[dict[str, str]]:
    """The rows of the newest snapshot. Raises ValidationError where there is none."""
    newest = catalog.on(dataset, date.max)
    if newest is None:
        rule = f"reading people needs a valid snapshot of {dataset}: add that first"
        raise ValidationError.about(f"{dataset}/", rule)
    table = parse_csv(newest.content(), str(newest.path))
    return [dict(zip(table.header, cells, strict=True)) for _, cells in table.rows]

"""What reading a register needs, from the snapshots, the schema and the answered words."""

from dataclasses import replace
from datetime import date

from repression.i18n import LANGUAGES, get_translator
from repression.intake.vocabulary import Reference
from repression.maintain import private_store
from repression.maintain.vocabulary import VOCABULARY, read_words
from repression.messages import message
from repression.normal_form import normal_form
from repression.snapshots.catalog import PACKAGE, Catalog
from repression.snapshots.csv_io import parse_csv
from repression.snapshots.issues import ValidationError
from repression.snapshots.schema import fields_of


def reference_of(catalog: Catalog) -> Reference:
    """The newest tables of facilities and articles, the penalties of the schema, and the answered words.

    A name does not depend on the day of the rows. Raises ValidationError where a table is missing, or a file of
    answered words is broken.
    """
    tables = reference_tables(catalog)
    own = private_store.private_folder(catalog.root) / VOCABULARY
    words = read_words(catalog.root / VOCABULARY, VOCABULARY, tables)
    return replace(tables, words=words | read_words(own, f"private/{VOCABULARY}", tables))


def reference_tables(catalog: Catalog) -> Reference:
    """The same without answered words. Raises ValidationError where a table or the field of penalties is missing."""
    facilities = newest_rows(catalog, "facilities")
    articles = newest_rows(catalog, "articles")
    try:
        (penalty,) = (field for field in fields_of(catalog.package, "people") if field.name == "penalty")
    except ValueError as fault:  # a data package without people, or without their penalty
        raise ValidationError.about(
            PACKAGE, message("must have the field penalty of people: {fault}", fault=str(fault))
        ) from None
    return Reference(
        {row["facility"]: row["region"] for row in facilities},
        {row["article"] for row in articles},
        penalty.enum,
        towns={
            normal_form(get_translator(lang)(town)): town
            for town in {row["place"] for row in facilities if row["place"]}
            for lang in LANGUAGES
        },
    )


def newest_rows(catalog: Catalog, dataset: str) -> list[dict[str, str]]:
    """The rows of the newest snapshot. Raises ValidationError where there is none."""
    newest = catalog.on(dataset, date.max)
    if newest is None:
        rule = message("reading people needs a valid snapshot of {dataset}: add that first", dataset=dataset)
        raise ValidationError.about(f"{dataset}/", rule)
    table = parse_csv(newest.content(), str(newest.path))
    return [dict(zip(table.header, cells, strict=True)) for _, cells in table.rows]

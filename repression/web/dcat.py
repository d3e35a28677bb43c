"""The catalogue of the data as DCAT and in schema.org's terms, the site map and robots.txt.

`base` is always the address of the site without a path: `https://figures.example`. Every function raises ValueError for
any other. Equal data and base give equal results.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.etree import ElementTree  # nosec B405  # it writes, and reads nothing

from repression.downloads.formats import FORMATS
from repression.formatting import format_day, format_number
from repression.partial_dates import PartialDate
from repression.questions.filters import FILTERS
from repression.questions.selection import Selection, query_of
from repression.site import NAME, PAGES
from repression.snapshots.catalog import Snapshot
from repression.snapshots.schema import Field, datasets_of
from repression.warehouse.database import Warehouse

COUNTRY = "Belarus"
COUNTRY_ADDRESS = "http://publications.europa.eu/resource/authority/country/BLR"
KEYWORDS = ("Belarus", "human rights", "political prisoners", "civil society")
ABOUT = "method"  # the page that explains the data and their sources
LONGEST_DESCRIPTION = 5000  # characters, the limit of search engines for data sets

# Written out in the catalogue, so that a program that reads it needs no further request.
DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
SITE_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
CLOSED = ("/_stcore/", "/picture/", "/embed/", "/cite/")


@dataclass(frozen=True)
class _Dataset:
    """The newest snapshot of a dataset; `span` is the first and the last date in it, None if it has no dates."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    snapshot: Snapshot
    span: tuple[str, str] | None
    files: Mapping[str, str]  # media type -> address

    @property
    def address(self) -> str:
        """Its identifier in both catalogues; it is not the address of a page."""
        return f"#{self.name}"


def dcat(warehouse: Warehouse, base: str) -> dict[str, Any]:
    """The catalogue of every dataset that has a snapshot, as DCAT 3 in JSON-LD."""
    site = _site(base)
    return {
        "@context": DCAT_CONTEXT,
        "@id": f"{site}/data/",
        "@type": "dcat:Catalog",
        "dct:title": _english(NAME),
        "dct:description": _english(warehouse.catalog.package["description"]),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": NAME},
        "dct:modified": _moment(_newest(warehouse).isoformat()),
        "dct:spatial": _location(),
        "dcat:version": _newest(warehouse).isoformat(),
        "foaf:homepage": {"@id": f"{site}/"},
        "dcat:dataset": [_dcat_dataset(each, site) for each in _datasets(warehouse, site)],
    }


def _dcat_dataset(dataset: _Dataset, site: str) -> dict[str, Any]:
    source, day = dataset.snapshot.descriptor.source, dataset.snapshot.date.isoformat()
    entry: dict[str, Any] = {
        "@id": f"{site}/data/{dataset.address}",
        "@type": "dcat:Dataset",
        "dct:title": _english(dataset.title),
        "dct:description": _english(dataset.description),
        "dct:identifier": _identifier(dataset.snapshot),
        "dct:issued": _moment(day),
        "dct:modified": _moment(day),
        "dct:spatial": _location(),
        "dcat:version": day,
        "dcat:keyword": [_english(word) for word in KEYWORDS],
        "dcat:landingPage": {"@id": f"{site}/{ABOUT}"},
        "dcat:distribution": [_dcat_distribution(dataset, media, address) for media, address in dataset.files.items()],
    }
    if _is_address(source.licence):
        entry["dct:license"] = {"@id": source.licence, "@type": "dct:LicenseDocument"}
    else:
        entry["dct:rights"] = {"@type": "dct:RightsStatement", "rdfs:label": _english(source.licence)}
    if source.publisher:
        entry["dct:publisher"] = {"@type": "foaf:Agent", "foaf:name": source.publisher}
    if _is_address(source.url):
        entry["dct:source"] = {"@id": source.url}
    if dataset.span:
        first, last = map(_moment, dataset.span)
        entry["dct:temporal"] = {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last}
    return entry


def _dcat_distribution(dataset: _Dataset, media: str, address: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": _english(f"{dataset.title} ({media})"),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{MEDIA_TYPES}{media}", "@type": "dct:MediaType"},
    }


def schema_org(warehouse: Warehouse, base: str) -> dict[str, Any]:
    """The catalogue for search engines: schema.org's DataCatalog and a Dataset for each dataset, in JSON-LD."""
    site = _site(base)
    catalog = {
        "@id": f"{site}/data/",
        "@type": "DataCatalog",
        "name": NAME,
        "description": warehouse.catalog.package["description"],
        "url": f"{site}/",
        "version": _newest(warehouse).isoformat(),
        "dateModified": _newest(warehouse).isoformat(),
    }
    datasets = [_schema_dataset(each, site) for each in _datasets(warehouse, site)]
    return {"@context": "https://schema.org/", "@graph": [catalog, *datasets]}


def _schema_dataset(dataset: _Dataset, site: str) -> dict[str, Any]:
    source, day = dataset.snapshot.descriptor.source, dataset.snapshot.date.isoformat()
    entry: dict[str, Any] = {
        "@id": f"{site}/data/{dataset.address}",
        "@type": "Dataset",
        "name": dataset.title,
        "description": textwrap.shorten(dataset.description, LONGEST_DESCRIPTION, placeholder=" …"),
        "url": f"{site}/{ABOUT}",
        "identifier": _identifier(dataset.snapshot),
        "license": source.licence if _is_address(source.licence) else {"@type": "CreativeWork", "name": source.licence},
        "isAccessibleForFree": True,
        "keywords": list(KEYWORDS),
        "datePublished": day,
        "dateModified": day,
        "version": day,
        "spatialCoverage": {"@type": "Place", "name": COUNTRY},
        "variableMeasured": [_variable(each) for each in dataset.fields],
        "includedInDataCatalog": {"@id": f"{site}/data/"},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": address}
            for media, address in dataset.files.items()
        ],
    }
    if source.publisher:
        entry["creator"] = {"@type": "Organization", "name": source.publisher}
    if dataset.span:
        entry["temporalCoverage"] = "/".join(dataset.span)
    return entry


def _variable(field: Field) -> dict[str, str]:
    about = {"@type": "PropertyValue", "name": field.title, "description": field.description}
    return {**about, "unitText": field.unit} if field.unit else about


def sitemap(base: str, days: Sequence[date]) -> str:
    """The site map: every page, last modified on the newest of `days`, which must not be empty."""
    site, changed = _site(base), max(days).isoformat()
    # The namespace as a plain attribute, so that the elements need no prefix.
    root = ElementTree.Element("urlset", xmlns=SITE_MAP)
    for page in PAGES:
        entry = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(entry, "loc").text = f"{site}/{page.path}"
        ElementTree.SubElement(entry, "lastmod").text = changed
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def robots(base: str) -> str:
    """`robots.txt`: allows pages and files; disallows pictures, pieces to embed, citations and Streamlit's routes."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    # Disallowed paths come first, since some robots take the first line that matches and not the longest.
    return f"User-agent: *\n{closed}Allow: /data/\nAllow: /\n\nSitemap: {_site(base)}/sitemap.xml\n"


def _site(base: str) -> str:
    if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+/?", base):
        raise ValueError(f"base must be an address without a path, such as https://figures.example, not {base!r}")
    return base.rstrip("/")


def _newest(warehouse: Warehouse) -> date:
    """The newest day of a valid snapshot; refused ones change no address here."""
    return warehouse.catalog.days()[-1]


def _datasets(warehouse: Warehouse, site: str) -> Iterator[_Dataset]:
    package, day = warehouse.catalog.package, _newest(warehouse)
    about = {resource["name"]: resource for resource in package["resources"]}
    for name in datasets_of(package):
        snapshot = warehouse.catalog.shown_on(name, day)
        if snapshot:
            yield _Dataset(
                name,
                about[name]["title"],
                _description(about[name]["description"], snapshot),
                snapshot.fields,
                snapshot,
                _span(warehouse, snapshot, snapshot.fields),
                _files(name, day, site),
            )


def _description(text: str, snapshot: Snapshot) -> str:
    snapshot_of = f"Snapshot of {format_day(snapshot.date)}, {format_number(snapshot.descriptor.rows)} rows"
    return f"{text} {snapshot_of}. Source: {snapshot.descriptor.source.title}. Part of “{NAME}”."


def _files(dataset: str, day: date, site: str) -> dict[str, str]:
    whole = Selection(day)
    for narrowing in FILTERS:
        # The default of a filter may leave rows out; a dataset has all of them.
        if narrowing.scope == dataset:
            whole = whole.with_value(narrowing.name, narrowing.everything)
    query = query_of(whole.address())
    return {form.media: f"{site}/data/{dataset}.{ending}?{query}" for ending, form in FORMATS.items()}


def _span(warehouse: Warehouse, snapshot: Snapshot, fields: Sequence[Field]) -> tuple[str, str] | None:
    """The first and last date of the rows: of the column `date` if there is one, otherwise of all dates and months."""
    named = [each.name for each in fields if each.name == "date"]
    dated = named or [each.name for each in fields if each.type in ("date", "yearmonth")]
    rows = warehouse.rows_of(snapshot)
    texts = {str(cell) for column in dated for cell in rows.column(column).unique().to_pylist() if cell is not None}
    return (min(texts), max(texts)) if texts else None


def _identifier(snapshot: Snapshot) -> str:
    return f"{snapshot.dataset}/{snapshot.date}.csv sha256:{snapshot.descriptor.sha256}"


def _english(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}


def _moment(text: str) -> dict[str, str]:
    known = PartialDate.parse(text)
    assert known is not None, text
    kind = "xsd:date" if known.day else "xsd:gYearMonth" if known.month else "xsd:gYear"
    return {"@value": text, "@type": kind}


def _location() -> dict[str, Any]:
    return {"@id": COUNTRY_ADDRESS, "@type": "dct:Location", "rdfs:label": _english(COUNTRY)}


def _is_address(text: str) -> bool:
    # Text with blanks or brackets is no valid IRI in RDF: it may be a sentence that begins with an address.
    return re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text) is not None

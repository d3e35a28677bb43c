"""The outlines of the regions: `data/regions.geojson`, with the names of the regions in each language."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from repression.messages import message
from repression.snapshots.csv_io import read_regular_file
from repression.snapshots.issues import ValidationError

OUTLINES = "regions.geojson"
_MAX_BYTES = 16 * 2**20


class Names(msgspec.Struct, frozen=True):
    """The code of a region in the data, and what it is called in English, Belarusian and Russian."""

    region: str
    name_en: str
    name_be: str
    name_ru: str


class Polygon(msgspec.Struct, frozen=True):
    """Closed rings of pairs of longitude and latitude, the outer one first."""

    type: Literal["Polygon"]
    coordinates: Annotated[tuple[tuple[tuple[float, float], ...], ...], msgspec.Meta(min_length=1)]


class Outline(msgspec.Struct, frozen=True):
    """A region: its names and its shape."""

    properties: Names
    geometry: Polygon


class _Collection(msgspec.Struct, frozen=True):
    type: Literal["FeatureCollection"]
    features: tuple[Outline, ...]


def outlines_content(root: Path) -> bytes:
    """The bytes of the file. Raises OSError as `read_regular_file` does."""
    return read_regular_file(root / OUTLINES, _MAX_BYTES)


def read_outlines(root: Path) -> tuple[Outline, ...]:
    """The regions of a data folder. Raises ValidationError if the file cannot be read or is of another shape."""
    try:
        return msgspec.json.decode(outlines_content(root), type=_Collection).features
    except OSError as error:
        raise ValidationError.about(OUTLINES, message("cannot be read: {strerror}", strerror=error.strerror)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValidationError.about(OUTLINES, message("is no map of the regions: {error}", error=str(error))) from None

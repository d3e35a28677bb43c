"""Questions asked with the parameters of an address."""

from urllib.parse import parse_qs

from repression.questions.answer import Answer, ask, vocabulary
from repression.questions.selection import Selection, read_address
from repression.warehouse.database import Warehouse

REGIONS = {  # their names in English, by code
    "Brest region": "Brest region",
    "Gomel region": "Homiel region",
    "Grodno region": "Hrodna region",
    "Minsk city": "Minsk",
    "Minsk region": "Minsk region",
    "Mogilev region": "Mahiliou region",
    "Vitebsk region": "Viciebsk region",
}


def chosen(warehouse: Warehouse, parameters: str) -> Selection:
    """The selection that an address's parameters mean: `gender=female&bin=6`."""
    return read_address(parse_qs(parameters), vocabulary(warehouse, "en"), warehouse.days)


def asked(warehouse: Warehouse, question: str, parameters: str) -> Answer:
    """A question's answer for an address's parameters."""
    return ask(warehouse, question, chosen(warehouse, parameters))

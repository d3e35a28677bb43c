"""Questions asked as an address asks them."""

from urllib.parse import parse_qs

from repression.filters import Selection, read_address
from repression.questions import Answer, ask, vocabulary
from repression.warehouse import Warehouse


def chosen(house: Warehouse, parameters: str) -> Selection:
    """The selection that an address's parameters mean: `gender=female&bin=6`."""
    return read_address(parse_qs(parameters), vocabulary(house, "en"), house.days)


def asked(house: Warehouse, question: str, parameters: str) -> Answer:
    """A question's answer for an address's parameters."""
    return ask(house, question, chosen(house, parameters))

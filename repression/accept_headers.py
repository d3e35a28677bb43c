"""What a client takes, and how gladly: `Accept-Language` and `Accept-Encoding` (RFC 9110, sections 12.4 and 12.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence

WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.ASCII)
IDENTITY = "identity"  # the file as it is
# What a client takes that does not name it: less gladly than anything it names.
UNNAMED = 0.0001


def weights(header: str) -> dict[str, float]:
    """The weight of each item in lower case, from 0 (refused) to 1. Items with an invalid weight are left out."""
    found: dict[str, float] = {}
    for each in header.lower().split(","):
        item, *rest = (part.strip(" \t") for part in each.split(";"))
        weight = WEIGHT.fullmatch("".join(rest) or "q=1")
        if item and weight:
            found[item] = float(weight[1])
    return found


def best_encoding(header: str | None, available: Sequence[str]) -> str | None:
    """The content encoding to send, of those available in the order of the server's preference.

    Every client takes `identity` that does not refuse it. None if the client takes none of them.
    """
    said = {item.removeprefix("x-"): weight for item, weight in weights(header or "").items()}
    weighed = {name: said.get(name, said.get("*", UNNAMED if name == IDENTITY else 0.0)) for name in available}
    best = max(weighed, key=weighed.__getitem__)
    return best if weighed[best] else None


def plain_choice(header: str) -> str:
    """An `Accept-Encoding` that names gzip exactly where `best_encoding` chooses it of gzip and the file as it is.

    For software that looks for the name and reads no weights; `br` is named where it is the best of the three.
    `identity` stays refused if the client refuses it.
    """
    named = ["br"] if best_encoding(header, ("br", "gzip", IDENTITY)) == "br" else []
    if best_encoding(header, ("gzip", IDENTITY)) == "gzip":
        named.append("gzip")
    refused = best_encoding(header, (IDENTITY,)) is None
    return ", ".join([*named, f"{IDENTITY};q=0" if refused else IDENTITY])

"""The names under which the site may be asked, and who may open a websocket to it.

A page of somebody else that gives its own name our address (DNS rebinding), or simply opens a websocket to us, would
read in a reader's name. Streamlit's own check lets in pages of other ports of the reader's machine, and for an origin
that it does not know asks an outside host for the server's address: none comes as far as there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

VARIABLE = "REPRESSION_HOSTS"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
# A name, an IPv4 address, or an IPv6 address in brackets, as they stand in addresses.
NAME = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]{2,45}\]"
HOST = re.compile(rf"({NAME})(?::\d{{1,5}})?")
ORIGIN = re.compile(rf"https?://((?:{NAME})(?::\d{{1,5}})?)", re.IGNORECASE)
LONGEST_NAME = 253

Headers = Iterable[tuple[bytes, bytes]]  # as the server has them, names in small letters


class BadHosts(ValueError):
    """REPRESSION_HOSTS is not what it may be; the message says what it may."""


def allowed_hosts() -> frozenset[str]:
    """The names of the site: this machine's own, and those of REPRESSION_HOSTS. Raises BadHosts."""
    named = os.environ.get(VARIABLE, "").strip()
    return LOOPBACK | frozenset(_names(named.split(",")) if named else ())


def _names(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        name = text.strip().lower()
        if not re.fullmatch(NAME, name) or len(name) > LONGEST_NAME:
            raise BadHosts(
                f"{VARIABLE}: {text.strip()!r} is no name of a host. Allowed are names parted by commas, without "
                "http://, port or path, other letters than Latin ones as xn--…: figures.example,www.figures.example"
            )
        yield name


def host_of(headers: Headers) -> str | None:
    """What a request's one Host header says, in small letters; None where there is none or more than one."""
    said = [value for name, value in headers if name == b"host"]
    return said[0].decode("latin-1").lower() if len(said) == 1 else None


def is_allowed(host: str | None, allowed: frozenset[str]) -> bool:
    """Whether a host, with or without a port, is one of the names of the site."""
    match = HOST.fullmatch(host) if host else None
    return match is not None and match[1] in allowed


def is_same_origin(headers: Headers, host: str | None) -> bool:
    """Whether it was a page of ours that asked, or no page at all: programs send no Origin, browsers always do."""
    said = [value.decode("latin-1") for name, value in headers if name == b"origin"]
    if not said:
        return True
    match = ORIGIN.fullmatch(said[0])
    return len(said) == 1 and match is not None and match[1].lower() == host

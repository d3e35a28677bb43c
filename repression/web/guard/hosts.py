"""The host names of the site, and the origins that may open a websocket to it.

A foreign page that resolves its own name to our address (DNS rebinding), or simply opens a websocket to us, would read
in a reader's name. Streamlit's own check allows pages on other ports of the reader's machine, and for an unknown origin
asks an outside host for the server's address; these checks come before it, so that no such request reaches it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

VARIABLE = "REPRESSION_HOSTS"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
# A name, an IPv4 address, or an IPv6 address in brackets, as in a URL.
NAME = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]{2,45}\]"
HOST = re.compile(rf"({NAME})(?::\d{{1,5}})?")
ORIGIN = re.compile(rf"https?://((?:{NAME})(?::\d{{1,5}})?)", re.IGNORECASE)
LONGEST_NAME = 253

Headers = Iterable[tuple[bytes, bytes]]  # as ASGI has them, names in lower case


class BadHosts(ValueError):
    """REPRESSION_HOSTS is invalid; the message says what is allowed."""


def allowed_hosts() -> frozenset[str]:
    """The names of the site: the loopback names, and those of REPRESSION_HOSTS. Raises BadHosts."""
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
    """The value of a request's Host header in lower case; None if there is none or more than one."""
    said = [value for name, value in headers if name == b"host"]
    return said[0].decode("latin-1").lower() if len(said) == 1 else None


def is_allowed(host: str | None, allowed: frozenset[str]) -> bool:
    """Whether a host, with or without a port, is one of the names of the site."""
    match = HOST.fullmatch(host) if host else None
    return match is not None and match[1] in allowed


def is_same_origin(headers: Headers, host: str | None) -> bool:
    """Whether the request is from a page of ours, or from no page: browsers always send Origin, programs do not."""
    said = [value.decode("latin-1") for name, value in headers if name == b"origin"]
    if not said:
        return True
    match = ORIGIN.fullmatch(said[0])
    return len(said) == 1 and match is not None and match[1].lower() == host

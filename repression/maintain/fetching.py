"""Fetches a public address, within bounds: of time, bytes and redirects, and never from a private network.

An address comes from the data, so it may be wrong or hostile. Names are resolved once, every address that they have is
judged, and the connection goes to the address that was judged; each redirect is judged anew (server-side request
forgery, DNS rebinding). No proxy of the environment is used.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Event, Timer
from urllib.parse import quote, urljoin, urlsplit

Reachable = Callable[[str], bool]  # whether an IP address may be connected to

_HTTP = {"http": HTTPConnection, "https": HTTPSConnection}
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 2**16
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_UNESCAPED = "%/:?#[]@!$&'()*+,;=~-._"
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; reads the sources of published figures once, to keep them)",
    "Accept": "*/*",
    "Accept-Encoding": "identity",  # so that what is stored and hashed is what was published
    "Connection": "close",
}


class Unreachable(Exception):
    """An address gave nothing; the text says why. `status` is that of an answer which was a refusal, else None."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class Bounds:
    """How long one answer may take and be silent (seconds), its bytes, and how many redirects are followed."""

    seconds: float = 90
    silent_seconds: float = 20
    size: int = 64 * 2**20
    redirects: int = 5


BOUNDS = Bounds()


@dataclass(frozen=True)
class Exchange:
    """What a server answered: the address asked, status and reason, headers, and the body.

    The body is as it was published, put together if it came in chunks; the headers do not speak of chunks any more.
    """

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def is_public(address: str) -> bool:
    """Whether an IP address is of the public internet: not of this machine, a private network or a reserved range.

    An IPv6 address that stands for one of IPv4 (mapped, 6to4, NAT64) is as public as that one.
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast
    if inner := ip.ipv4_mapped or ip.sixtofour or (ip in _NAT64 and ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)):
        return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_site_local)


def fetch(url: str, reachable: Reachable = is_public, bounds: Bounds = BOUNDS) -> tuple[Exchange, ...]:
    """Ask for an address; the redirects that were followed, and the answer with a status below 300.

    Raises Unreachable if there is none.
    """
    exchanges: list[Exchange] = []
    while True:
        exchanges.append(_ask(url, reachable, bounds))
        last = exchanges[-1]
        if last.status not in _REDIRECTS:
            break
        if len(exchanges) > bounds.redirects:
            raise Unreachable(f"leads on more than {bounds.redirects} times")
        url = urljoin(url, dict(last.headers).get("location", ""))
    if last.status >= 300:
        raise Unreachable(f"answers {last.status} {last.reason}".rstrip(), last.status)
    return tuple(exchanges)


def _ask(url: str, reachable: Reachable, bounds: Bounds) -> Exchange:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Unreachable(f"{url!r} is no web address: {error}") from None
    if parts.scheme not in _HTTP or not host:
        raise Unreachable(f"{url!r} is no web address: it must begin with http:// or https://")
    if parts.username or parts.password:
        raise Unreachable("has a user name or a password in it")
    path, query = (quote(part, safe=_UNESCAPED) for part in (parts.path or "/", parts.query))
    try:
        connection = _HTTP[parts.scheme](host.encode("idna").decode(), port, timeout=bounds.silent_seconds)
        # The one place where http.client lets a caller say what is connected to; the name stays for TLS and `Host`.
        connection._create_connection = _judging(reachable)
        connection.connect()
        with _ended_in_time(connection, bounds):
            connection.request("GET", f"{path}?{query}" if query else path, headers=_HEADERS)
            answer = connection.getresponse()
            named = ((name.lower(), value) for name, value in answer.getheaders())
            headers = tuple((name, value) for name, value in named if name != "transfer-encoding")
            return Exchange(url, answer.status, answer.reason, headers, _body(answer, bounds))
    except TimeoutError:
        raise Unreachable(f"does not answer within {bounds.silent_seconds:.0f} seconds") from None
    except (OSError, HTTPException, UnicodeError) as error:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise Unreachable(f"cannot be read: {why}") from None


def _judging(reachable: Reachable) -> Callable[..., socket.socket]:
    """`socket.create_connection`, which connects to no address but those that may be reached."""

    def connect(place: tuple[str, int], timeout: float, source: object) -> socket.socket:
        host, port = place
        found = dict.fromkeys(str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        private = [address for address in found if not reachable(address)]
        if private or not found:
            raise Unreachable(f"leads to {', '.join(private)}, which is no address of the public internet")
        for address in list(found)[:-1]:
            try:
                return socket.create_connection((address, port), timeout)
            except OSError:
                continue
        return socket.create_connection((list(found)[-1], port), timeout)

    return connect


@contextmanager
def _ended_in_time(connection: HTTPConnection, bounds: Bounds) -> Iterator[None]:
    """Hang up when the time is over: a server that sends a byte now and then is never silent.

    Raises Unreachable in place of whatever the hanging up leads to.
    """
    over, talking = Event(), connection.sock

    def hang_up() -> None:
        over.set()
        with suppress(OSError):  # it was closed meanwhile
            talking.shutdown(socket.SHUT_RDWR)

    timer = Timer(bounds.seconds, hang_up)
    timer.start()
    try:
        yield
    except (OSError, HTTPException, ValueError, Unreachable):
        if not over.is_set():
            raise
    finally:
        timer.cancel()
        connection.close()
    if over.is_set():
        raise Unreachable(f"takes longer than {bounds.seconds:.0f} seconds")


def _body(answer: HTTPResponse, bounds: Bounds) -> bytes:
    parts, size = [], 0
    while chunk := answer.read1(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > bounds.size:
            raise Unreachable(f"has more than {bounds.size / 2**20:.0f} MB")
    if answer.length:
        raise Unreachable(f"was cut short: {answer.length} bytes are missing")
    return b"".join(parts)

"""Starts a server, asks for all that it answers, gives it new data, and stops it: run by tests/test_outgoing.py.

`python -m tests.outgoing.visiting DATA SCRATCH FILE [alone]`; what the server asks of the network goes to FILE. `alone`
says that this process and its children have a network of their own, where nothing is up yet. Prints JSON: how many
answers there were, and what the network counted that left for elsewhere.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import socket
import struct
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx

from bench.servers import Server, dashboard
from bench.sessions import Session
from repression.downloads.formats import FORMATS
from repression.questions.question import published_questions
from repression.site import PAGES
from tests.support.registers import next_register

HERE = Path(__file__).parent
SECONDS = 60
LINK = "snapshot=2026-11-22&lang=be"
SET_FLAGS, IS_UP = 0x8914, 1  # of linux/sockios.h and linux/if.h
# Packets without a way, and any of the protocol that names are asked by.
LEFT = {"IpOutNoRoutes", "Ip6OutNoRoutes", "UdpOutDatagrams", "Udp6OutDatagrams"}


def raise_loopback() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sH14x", b"lo", IS_UP))


def left() -> dict[str, int]:
    """What left, or would have left, for elsewhere, as the network of this process counts it."""
    counted: dict[str, int] = {}
    lines = Path("/proc/net/snmp").read_text().splitlines()
    for names, numbers in zip(lines[::2], lines[1::2], strict=True):
        kind, *named = names.split()
        counted |= {kind.rstrip(":") + name: int(value) for name, value in zip(named, numbers.split()[1:], strict=True)}
    for line in Path("/proc/net/snmp6").read_text().splitlines():
        name, value = line.split()
        counted[name] = int(value)
    return {name: counted[name] for name in sorted(LEFT)}


def addresses() -> Iterator[str]:
    """All kinds of addresses that the server answers, and some that it refuses."""
    yield from (f"/{page.path}?{LINK}" for page in PAGES)
    yield from ("/data/", "/data/datapackage.json", "/data/openapi.json", "/data/package.zip", "/data/catalogue.jsonld")
    yield from ("/robots.txt", "/sitemap.xml", "/own/newest", "/own/page.js", "/_stcore/health", "/_stcore/host-config")
    yield from (f"/data/people.{ending}?{LINK}&gender=female" for ending in FORMATS)
    yield from (f"/data/questions/{name}.csv?{LINK}" for name in published_questions())
    yield from (f"/picture/{name}?{LINK}" for name in ("sentence_lengths.svg", "people_by_region.png"))
    yield from (f"/embed/women.html?{LINK}", f"/embed/women?{LINK}", f"/facts?{LINK}")
    yield from (f"/cite/sentence_lengths.{ending}?{LINK}" for ending in ("txt", "bib", "ris"))
    yield from (
        "/data/nothing",
        "/nothing",
        "/data/people.csv?nothing=1",
        "/_stcore/metrics",
        "/_stcore/upload_file/a/b",
    )


async def visit_pages(server: Server) -> None:
    for page in PAGES:
        async with Session(server.host, page.path, LINK) as session:
            await session.load()


def visit(server: Server, data: Path) -> int:
    """Asks for everything, brings new data, and gives the number of answers."""
    asyncio.run(visit_pages(server))
    with httpx.Client(base_url=server.address, timeout=SECONDS) as client:
        answers = [client.get(address) for address in addresses()]
        before = client.get("/own/newest").json()["version"]
        next_register(data, date(2026, 11, 30))
        while client.get("/own/newest").json()["version"] == before:
            time.sleep(0.05)
    assert all(answer.status_code < 500 for answer in answers)
    return len(answers)


if __name__ == "__main__":
    folder, scratch, outgoing = map(Path, sys.argv[1:4])
    if "alone" in sys.argv[4:]:
        raise_loopback()
    watched = {"PYTHONPATH": str(HERE), "OUTGOING": str(outgoing)}
    with dashboard(scratch, folder, module="tests.support.fault_server", variables=watched) as running:
        visited = visit(running, folder)
    print(json.dumps({"answers": visited, "left": left()}))

"""Small mirrors, keys to sign them with, and what their pages lead to."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

from repression.mirror.write import MirrorRequest, write_mirror
from repression.site import PAGES

BASE = "https://figures.example"
# One with filters that have pages of their own and ranges that have none, and one that shows few files.
SMALL = tuple(page for page in PAGES if page.path in ("organisations", "defenders"))
WEB = ("http://", "https://")


def small_mirror(root: Path, key: Path | None = None, base: str = BASE) -> Path:
    """Write a mirror of two pages in one language into a folder; gives the folder."""
    write_mirror(MirrorRequest(root, base, key, languages=("en",), pages=SMALL), lambda line: None)
    return root


def key_pair(folder: Path, name: str) -> Path:
    """A new private key; the file of allowed signers with it alone has the ending `.signers`."""
    path = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path], check=True)
    path.with_suffix(".signers").write_text(f"{name} {path.with_suffix('.pub').read_text()}")
    return path


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder as `python -m http.server` does; gives its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *of: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Links(HTMLParser):
    """What a page leads to: the tag, its attributes, and the address, for every address there is."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids |= {text for name, text in attrs if name == "id" and text}

    def addresses(self) -> Iterator[str]:
        """Every address by which a browser could ask for something, or go somewhere."""
        for _, attributes in self.tags:
            for name in ("href", "src", "action", "data", "poster", "xlink:href", "srcset", "formaction"):
                if address := attributes.get(name):
                    yield address


def dead_links(root: Path) -> list[str]:
    """The links of a mirror's pages that lead to no file, or to an anchor that the page there has not."""
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in root.rglob("*.html")}
    dead = []
    for page, links in pages.items():
        for address in set(links.addresses()):
            parts = urlsplit(address)
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if address.startswith((*WEB, "data:")):
                continue
            anchor = unquote(parts.fragment)
            is_dead = parts.scheme or parts.path.startswith("/") or not target.is_file() or root not in target.parents
            if is_dead or (anchor and target in pages and anchor not in pages[target].ids):
                dead.append(f"{page.relative_to(root)}: {address}")
    return sorted(dead)

"""Links of a page as relative ones: one pass over its parsed HTML, which leaves everything else as it is."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

LINKS = ("href", "src")
LOADED = ("stylesheet", "icon")  # what a browser loads by a link, and cannot be led to another page for
Attributes = list[tuple[str, str | None]]


class UnknownLink(ValueError):
    """A page has a link that is neither an address of this site nor one of the web, or needs a file that is not
    prepared; the message names it."""


def with_links(html: str, relative: Callable[[str], tuple[str, bool]]) -> str:
    """HTML whose links to this site are those that `relative` gives for an address without its anchor.

    It also gives whether the address is prepared: only then is a link to a file still one for saving it. Links to the
    web and within the page stay. Raises UnknownLink.
    """
    parser = _Parser(html, relative)
    parser.feed(html)
    parser.close()
    return parser.written()


class _Parser(HTMLParser):
    """Copies HTML, and writes anew the start tags that have links."""

    def __init__(self, html: str, relative: Callable[[str], tuple[str, bool]]) -> None:
        super().__init__(convert_charrefs=False)
        self._html, self._relative = html, relative
        self._parts: list[str] = []
        self._copied = 0
        self._starts = [0]  # of lines
        for line in html.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def written(self) -> str:
        """The whole HTML."""
        return "".join([*self._parts, self._html[self._copied :]])

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if not any(name in LINKS for name, _ in attrs):
            return
        line, column = self.getpos()
        start, text = self._starts[line - 1] + column, self.get_starttag_text() or ""
        self._parts += [self._html[self._copied : start], self._tag(tag, attrs)]
        self._copied = start + len(text)

    def _tag(self, tag: str, attrs: Attributes) -> str:
        written = dict(attrs)
        for name in LINKS:
            address = written.get(name)
            if address is None or ("rel", "canonical") in attrs:
                continue
            written[name], is_prepared = self._link(address)
            if not is_prepared and (name == "src" or written.get("rel") in LOADED):
                raise UnknownLink(f"{address} is loaded by a page and not prepared")
            if not is_prepared:
                written.pop("download", None)
        said = [name if text is None else f'{name}="{escape(text)}"' for name, text in written.items()]
        return f"<{' '.join([tag, *said])}>"

    def _link(self, address: str) -> tuple[str, bool]:
        if address.startswith(("#", "https://", "http://", "data:")):
            return address, True
        if not address.startswith("/") or address.startswith("//"):
            raise UnknownLink(address)
        path, sign, anchor = address.partition("#")
        link, is_prepared = self._relative(path)
        return (f"{link}{sign}{anchor}" if is_prepared else link), is_prepared

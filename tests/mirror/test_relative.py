"""Links become relative, and nothing else of a page changes."""

from __future__ import annotations

import pytest

from repression.mirror.relative import UnknownLink, with_links


def relative(address: str) -> tuple[str, bool]:
    return ("../en/page.html", True) if address == "/page?lang=en&x=1" else ("../en/lacking.html", False)


def test_what_has_no_link_stays_as_it_is() -> None:
    html = (
        '<!doctype html>\n<P Class=odd>a &amp; b &#8211; \u2028 c</P>\n<svg viewBox="0 0 1 1"><g/><br></svg>'
        "<!-- <a href='/page'> --><pre>href=\"/page\"</pre>\n<style>a[href='/page'] {}</style>"
    )
    assert with_links(html, relative) == html


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ('<a href="/page?lang=en&amp;x=1">', '<a href="../en/page.html">'),
        ('<a href="/page?lang=en&amp;x=1#a" download>', '<a href="../en/page.html#a" download>'),
        # A page that says that something is lacking is not to be saved in its place, and has no such anchor.
        ('<a class="b" href="/other#a" download>', '<a class="b" href="../en/lacking.html">'),
        ('<link\n rel="icon" href="/page?lang=en&x=1">', '<link rel="icon" href="../en/page.html">'),
        ('<a title="&lt;&quot;&gt;" href="/other">', '<a title="&lt;&quot;&gt;" href="../en/lacking.html">'),
    ],
)
def test_links_to_this_site_are_relative(tag: str, written: str) -> None:
    assert with_links(f"é\n x{tag}y\n{tag}z", relative) == f"é\n x{written}y\n{written}z"


@pytest.mark.parametrize(
    "tag",
    ['<a href="#a">', '<a href="https://source.example/page">', '<link rel="canonical" href="https://a.example/page">'],
)
def test_links_to_the_web_and_within_the_page_stay(tag: str) -> None:
    assert with_links(f"{tag}x", relative) == f"{tag}x"


@pytest.mark.parametrize("address", ["page.html", "//host.example/page", "javascript:x", "mailto:a@b.example", ""])
def test_any_other_link_is_refused(address: str) -> None:
    with pytest.raises(UnknownLink, match=address or None):
        with_links(f'<a href="{address}">', relative)


@pytest.mark.parametrize(
    "tag", ['<link rel="stylesheet" href="/other">', '<link rel="icon" href="/other">', '<img src="/other">']
)
def test_what_a_page_loads_has_to_be_there(tag: str) -> None:
    with pytest.raises(UnknownLink, match="/other is loaded by a page"):
        with_links(tag, relative)

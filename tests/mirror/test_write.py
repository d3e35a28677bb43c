"""A mirror is whole, works from any place, is the same for the same data, and goes on after an interruption."""

from __future__ import annotations

import fcntl
import json
import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from repression.documents import EXAMPLE_SITE
from repression.mirror import write
from repression.mirror.content import Maker
from repression.mirror.folder import BESIDE, JOURNAL, NotWritten
from repression.mirror.manifest import MANIFEST, SIGNATURE, read_manifest
from repression.mirror.plan import Plan, Prepared
from repression.mirror.write import MirrorRequest
from repression.questions import live
from repression.warehouse import database
from repression.warehouse.database import Warehouse
from tests.support.mirrors import BASE, SMALL, WEB, Links, dead_links, small_mirror


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """No file can be larger than `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class Made:
    """Counts what is made, and ends that after some files."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, most: int = 10**6) -> None:
        self.files: list[str] = []
        self.most, self._real = most, Maker.made
        monkeypatch.setattr(Maker, "made", lambda maker, each: self._made(maker, each))

    def _made(self, maker: Maker, each: Prepared) -> bytes | None:
        if len(self.files) == self.most:
            raise KeyboardInterrupt
        self.files.append(each.file)
        return self._real(maker, each)


def test_every_link_leads_somewhere_and_none_needs_a_server(mirror: Path) -> None:
    assert dead_links(mirror) == []


def test_pages_have_no_script_and_no_form(mirror: Path) -> None:
    pages = list(mirror.rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        links = Links(path.read_text(encoding="utf-8"))
        assert not {tag for tag, _ in links.tags} & {"script", "form", "button", "input", "noscript", "iframe"}, path
        assert not [name for _, said in links.tags for name in said if name.startswith("on")], path
        out = [said for tag, said in links.tags if tag == "a" and str(said.get("href")).startswith(WEB)]
        assert all({"noopener", "noreferrer"} <= set((said["rel"] or "").split()) for said in out), path


def test_a_choice_leads_to_a_page_narrowed_to_it(mirror: Path) -> None:
    links = Links((mirror / "en/organisations.html").read_text(encoding="utf-8"))
    assert "organisations/kind-suit_filed.html" in set(links.addresses())
    narrowed = (mirror / "en/organisations/kind-suit_filed.html").read_text(encoding="utf-8")
    assert "how it ended" in narrowed and 'href="../organisations.html"' in narrowed
    chosen = [said["href"] for tag, said in Links(narrowed).tags if tag == "a" and said.get("aria-current") == "true"]
    assert "kind-suit_filed.html" in chosen


def test_what_is_not_prepared_leads_to_a_page_that_names_the_server(mirror: Path) -> None:
    html = (mirror / "en/lacking.html").read_text(encoding="utf-8")
    assert BASE in set(Links(html).addresses())
    saving = [
        said for path in mirror.rglob("*.html") for _, said in Links(path.read_text("utf-8")).tags if "download" in said
    ]
    pages = [said for said in saving if str(said["href"]).endswith(".html") and "embed/" not in str(said["href"])]
    assert len(saving) > 50 and not pages


def test_what_is_to_be_shared_of_a_chart_is_there(mirror: Path) -> None:
    page = mirror / "en/organisations.html"
    shared = [
        (page.parent / str(said["href"])).resolve()
        for tag, said in Links(page.read_text("utf-8")).tags
        if tag == "a" and re.search("(picture|embed)/", str(said.get("href")))
    ]
    charts = page.read_text("utf-8").count('class="permalink"')
    assert (
        len(shared) >= 3 * 3 and len(shared) == len(set(shared)) and len(shared) % 3 == 0 and len(shared) <= 3 * charts
    )
    assert {path.suffix for path in shared} == {".svg", ".html"}
    for path in shared:
        text = path.read_text("utf-8")
        assert "<svg" in text and not re.search(r"<script|<iframe|<link|url\((?!#)|\bsrc=", text)
        assert set(Links(text).addresses()) <= {f"{BASE}/organisations?snapshot=2026-11-22&lang=en#{path.parent.name}"}


def test_pictures_that_a_copy_lacks_are_not_offered(mirror: Path) -> None:
    page = mirror / "en/organisations.html"
    shares = re.findall('<details class="share">.*?</details>', page.read_text("utf-8"), re.DOTALL)
    with_pictures = [each for each in shares if "As a picture:" in each]
    assert with_pictures
    for each in with_pictures:
        titles = re.findall(r">([^<]*)</a>", each.partition("As a picture:")[2].partition("</p>")[0])
        assert titles == ["SVG, wide", "SVG, square"]
        assert 'Only the server has pictures as PNG. <a href="lacking.html">' in each
    assert "Only the server" not in "".join(each for each in shares if each not in with_pictures)


def test_every_page_has_its_style(mirror: Path) -> None:
    for path in (
        mirror / "en/organisations.html",
        mirror / "en/organisations/kind-suit_filed.html",
        mirror / "en/facts.html",
    ):
        links = Links(path.read_text("utf-8"))
        styles = [path.parent / str(said["href"]) for _, said in links.tags if said.get("rel") == "stylesheet"]
        assert len(styles) >= 4 and all(style.suffix == ".css" and style.is_file() for style in styles)


def test_a_page_of_one_value_has_what_that_narrows_and_leads_to_the_rest(mirror: Path) -> None:
    whole, narrowed = (
        (mirror / f"en/organisations{choice}.html").read_text(encoding="utf-8") for choice in ("", "/kind-suit_filed")
    )
    heads = re.findall(r'class="exhibit-head" id="(\w+)"', whole)
    assert re.findall(r'class="exhibit-head" id="(\w+)"', narrowed) == heads
    assert narrowed.count("<svg role") < whole.count("<svg role")
    assert '<a href="../organisations.html#organisations_lost"' in narrowed
    assert 'class="prose titled"' in narrowed and 1 <= narrowed.count('class="download"') < whole.count(
        'class="download"'
    )  # the list of organisations, which has no chart
    assert "Click a part of the chart" in whole and "Click a part of the chart" not in narrowed


def test_without_a_server_none_is_named(warehouse: Warehouse) -> None:
    plan = Plan(warehouse, ("en",), SMALL)
    pages = [each for each in plan if each.file in ("en/lacking.html", "en/defenders.html")]
    with Maker(warehouse, plan, EXAMPLE_SITE, is_named=False) as maker:
        texts = [str((maker.made(each) or b"").decode()) for each in pages]
    assert "names no server" in texts[0]
    assert not [link for text in texts for link in Links(text).addresses() if link.startswith(EXAMPLE_SITE)]


def test_the_index_of_the_files_names_files_of_the_mirror(mirror: Path) -> None:
    index = json.loads((mirror / "data/index.json").read_text(encoding="utf-8"))
    named = [
        index["package"],
        *index["datasets"]["organisations"]["files"],
        *index["questions"]["named_organisations"]["files"],
    ]
    assert len(named) > 12 and all((mirror / "data" / each).is_file() for each in named)
    assert index["questions"]["sentence_lengths"]["files"] == []  # its page is not in this mirror


def test_the_process_looks_for_newer_data_again_afterwards(mirror: Path) -> None:
    assert isinstance(live._source(), live.WarehouseReloader)
    live.reset()


def test_only_what_is_not_as_listed_is_made_anew(copied: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (copied / "en/defenders.html").write_bytes(b"half a pa")
    (copied / "en/organisations.html").unlink()
    (copied / f"en/.defenders.html{BESIDE}").write_bytes(b"half a pa")
    made = Made(monkeypatch)
    small_mirror(copied)  # unsigned: the manifest is the same, so its signature holds
    assert made.files == ["en/defenders.html", "en/organisations.html"]
    assert contents(copied) == contents(mirror)


class Later(date):
    """A clock that is years ahead."""

    @classmethod
    def today(cls) -> date:
        return date(2031, 5, 5)


def test_after_an_interruption_the_rest_is_made_and_equal_data_give_equal_bytes(
    tmp_path: Path, mirror: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "date", Later)
    root, total = tmp_path / "site", len(read_manifest((mirror / MANIFEST).read_bytes()).files)
    with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
        Made(stopped, most=60)
        small_mirror(root)
    assert (root / JOURNAL).is_file() and not (root / MANIFEST).exists()
    with (root / JOURNAL).open("ab") as journal:
        journal.write(b'{"file": "en/half')  # a line that was not finished
    made = Made(monkeypatch)
    small_mirror(root, key)
    assert total - 70 < len(made.files) < total - 50
    assert contents(root) == contents(mirror)


def test_what_an_earlier_mirror_had_goes_with_its_signature(copied: Path) -> None:
    write.write_mirror(MirrorRequest(copied, BASE, languages=("en",), pages=()), lambda line: None)
    left = contents(copied)
    assert "en/defenders.html" not in left and SIGNATURE not in left
    assert left.keys() - {MANIFEST} == read_manifest(left[MANIFEST]).files.keys()


def test_a_full_disk_is_told_and_half_a_file_is_never_there(copied: Path) -> None:
    before = contents(copied)
    page = copied / "en/organisations.html"
    page.write_bytes(b"an older page")
    with disk_of(50_000), pytest.raises(NotWritten, match=r"organisations\.html cannot be written: File too large"):
        small_mirror(copied)
    assert page.read_bytes() == b"an older page" and not list(copied.rglob(f"*{BESIDE}"))
    small_mirror(copied)
    assert contents(copied) == before


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritten, match="file/site cannot be written: Not a directory"):
        small_mirror(tmp_path / "file/site")


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(NotWritten, match="a folder of its own"):
        small_mirror(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_two_do_not_write_one_mirror(copied: Path) -> None:
    with (copied / JOURNAL).open("ab") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        with pytest.raises(NotWritten, match="another process"):
            small_mirror(copied)


@pytest.mark.parametrize(
    "base", ["figures.example", "https://figures.example/", "ftp://figures.example", "https://a b"]
)
def test_a_base_is_the_address_of_a_site(tmp_path: Path, base: str) -> None:
    with pytest.raises(ValueError, match="--base"):
        MirrorRequest(tmp_path, base)

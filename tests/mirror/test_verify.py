"""What is wrong with a copy is told apart, and only the published one is called so."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from repression import __main__ as command
from repression.mirror import verify as verifying
from repression.mirror.manifest import MANIFEST, NAMESPACE, SIGNATURE, NoSignature, entry_of
from repression.mirror.verify import Folder, Site, place_of, verify
from tests.support.mirrors import key_pair, served

PAGE = "en/defenders.html"
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def signers(key: Path) -> Path:
    return key.with_suffix(".signers")


def sign(root: Path, key: Path, namespace: str = NAMESPACE) -> None:
    (root / SIGNATURE).unlink(missing_ok=True)
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", key, root / MANIFEST], check=True)


def with_manifest(root: Path, change: Callable[[dict], None]) -> None:
    manifest = json.loads((root / MANIFEST).read_bytes())
    change(manifest)
    (root / MANIFEST).write_text(json.dumps(manifest))


def test_the_published_one_is_called_so(mirror: Path, signers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["verify", str(mirror), "--signers", str(signers), "--since", f"{DAY}"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1:] == ["signed by publisher", "This is the published mirror."] and "2026-11-22" in said[0]


def test_without_signers_that_is_not_known(mirror: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["verify", str(mirror)]) == 1
    assert "Every file is as listed. Whether this is the published mirror is not known" in capsys.readouterr().out


def change_a_byte(root: Path, key: Path) -> None:
    content = (root / PAGE).read_bytes()
    (root / PAGE).write_bytes(content[:500] + bytes([content[500] ^ 1]) + content[501:])


def replace_page_and_manifest(root: Path, key: Path) -> None:
    (root / PAGE).write_bytes(b"forged")
    forged = json.loads(json.dumps({"sha256": entry_of(b"forged").sha256, "size": 6}))
    with_manifest(root, lambda manifest: manifest["files"].update({PAGE: forged}))


def sign_by_another(root: Path, key: Path) -> None:
    replace_page_and_manifest(root, key)
    sign(root, key_pair(root.parent, "another"))


def sign_for_another_purpose(root: Path, key: Path) -> None:
    sign(root, key, "file")


def put_a_link(root: Path, key: Path) -> None:
    (root.parent / "elsewhere").write_bytes((root / PAGE).read_bytes())
    (root / PAGE).unlink()
    (root / PAGE).symlink_to(root.parent / "elsewhere")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (change_a_byte, f"changed: {PAGE}"),
        (lambda root, key: (root / PAGE).write_bytes((root / PAGE).read_bytes() + b" "), f"changed: {PAGE}"),
        (lambda root, key: (root / PAGE).unlink(), f"missing: {PAGE}"),
        (lambda root, key: shutil.rmtree(root / "own"), "missing: own/style.css"),
        (lambda root, key: (root / "en/.x.html").write_text("x"), "not listed: en/.x.html"),
        (put_a_link, f"not read: {PAGE}: it is a link"),
        (lambda root, key: (root / SIGNATURE).unlink(), "no signature: there is no manifest.json.sig"),
        (replace_page_and_manifest, "broken signature: the signature does not fit manifest.json"),
        (sign_for_another_purpose, "broken signature: the signature does not fit manifest.json"),
        (lambda root, key: (root / SIGNATURE).write_text("x"), "broken signature: "),
        (sign_by_another, "wrong key: it is signed by a key that "),
        (lambda root, key: (root / MANIFEST).unlink(), "no mirror: there is no manifest.json"),
        (lambda root, key: (root / MANIFEST).write_text("{"), "no mirror: manifest.json cannot be read"),
    ],
)
def test_each_fault_is_told_apart(
    copied: Path, key: Path, signers: Path, damage: Callable[[Path, Path], None], said: str
) -> None:
    damage(copied, key)
    verdict = verify(Folder(copied), signers)
    assert not verdict.is_published
    faults = [line for line in verdict.lines if line.startswith(said.partition(":")[0])]
    assert faults and faults[-1].startswith(said), verdict.lines
    assert "This is the published mirror." not in verdict.lines


def test_an_old_manifest_is_told(mirror: Path, signers: Path) -> None:
    verdict = verify(Folder(mirror), signers, since=date(2026, 12, 1))
    assert not verdict.is_published
    assert "old manifest: its data are as known on 2026-11-22, and data of 2026-12-01 are published" in verdict.lines


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a//b", "a\\b", "C:x", "", "a/./b", "a\nb"])
def test_a_manifest_that_leads_out_of_the_mirror_is_refused(copied: Path, name: str) -> None:
    with_manifest(copied, lambda manifest: manifest["files"].update({name: manifest["files"][PAGE]}))
    assert "which is no name of a file within the mirror" in verify(Folder(copied)).lines[0]


def test_without_a_file_of_signers_nothing_is_judged(mirror: Path, tmp_path: Path) -> None:
    with pytest.raises(NoSignature, match="there is no such file of signers"):
        verify(Folder(mirror), tmp_path / "none")


def test_an_address_of_the_web_is_verified(copied: Path, signers: Path) -> None:
    with served(copied) as address:
        verdict = verify(place_of(f"{address}/index.html"), signers)
        assert verdict.is_published and "not seen from here: files that manifest.json does not list" in verdict.lines
        change_a_byte(copied, signers)
        (copied / "own/plain.css").unlink()
        verdict = verify(Site(f"{address}/"), signers)
    assert [line for line in verdict.lines if line.startswith(("changed", "missing"))] == [
        f"changed: {PAGE}",
        "missing: own/plain.css",
    ]


@pytest.fixture
def endless(mirror: Path) -> Iterator[str]:
    """A server with the right manifest, whose files never end, or are not there at this moment."""

    class Endless(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.lstrip("/")
            if name.startswith("data/"):
                self.send_error(503)
                return
            self.send_response(200)
            self.end_headers()
            try:
                if name in (MANIFEST, SIGNATURE):
                    self.wfile.write((mirror / name).read_bytes())
                else:
                    while True:
                        self.wfile.write(b" " * 65_536)
            except ConnectionError:
                pass

        def log_message(self, *of: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Endless)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_more_is_read_than_the_manifest_lists(endless: str, signers: Path) -> None:
    lines = verify(Site(endless), signers).lines
    assert f"changed: {PAGE}" in lines and "not read: data/index.json: the server answers 503" in lines


def test_a_slow_server_is_left(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "ALL_SECONDS", -1.0)
    with served(mirror) as address:
        assert verify(Site(address)).lines == ["no mirror: the server was too slow: -1 seconds are over"]


def test_who_does_not_answer_is_told() -> None:
    assert verify(Site("http://127.0.0.1:1")).lines[0].startswith("no mirror: the server does not answer")


@pytest.mark.parametrize("text", ["file:///etc", "nothing-here", "ftp://a.example"])
def test_a_place_is_a_folder_or_an_address(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["verify", text]) == 1
    assert f"{text}: allowed is a folder, or an address such as" in capsys.readouterr().err

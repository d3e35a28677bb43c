"""The files of deploy/ and the page that tells how to use them: they name the same things, and no log is left on."""

import re

import pytest

from tests.conftest import ROOT

UNIT = (ROOT / "deploy" / "repression.service").read_text()
SITE = (ROOT / "deploy" / "nginx.conf").read_text()
PAGE = (ROOT / "docs" / "deployment.md").read_text()
COMMANDS = "\n".join(line for line in PAGE.splitlines() if line.startswith("    "))


def test_every_server_of_the_site_writes_nothing() -> None:
    servers = SITE.split("\nserver {")[1:]
    assert len(servers) == 3
    for server in servers:
        assert "    access_log off;" in server
        assert "    error_log /dev/null emerg;" in server
    assert len(re.findall("access_log|error_log", SITE)) == 2 * len(servers)


@pytest.mark.parametrize("text", [UNIT, SITE], ids=["unit", "site"])
def test_the_name_to_be_replaced_is_the_one_that_the_page_replaces(text: str) -> None:
    assert "figures.example" in text
    assert {"example.org", "example.com"}.isdisjoint(re.findall(r"[\w.-]+", text))
    assert r"s/figures\.example/$name/" in COMMANDS


def test_all_speak_of_one_port_and_one_folder() -> None:
    (port,) = re.findall(r"--port (\d+)", UNIT)
    assert re.findall(r"server 127\.0\.0\.1:(\d+);", SITE) == [port]
    assert set(re.findall(r"127\.0\.0\.1:(\d+)", PAGE)) == {port}
    (folder,) = re.findall("WorkingDirectory=(.*)", UNIT)
    assert f"ExecStart={folder}/.venv/bin/python -m repression serve" in UNIT
    assert f"{folder}/deploy/repression.service" in COMMANDS and f"{folder}/deploy/nginx.conf" in COMMANDS

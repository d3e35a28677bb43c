"""The files of deploy/ and the page that tells how to use them: they name the same things, and no log is left on."""

import re

import pytest
import yaml

from tests.conftest import ROOT

UNIT = (ROOT / "deploy" / "repression@.service").read_text()
SITE = (ROOT / "deploy" / "nginx.conf").read_text()
IMAGES = (ROOT / "deploy" / "Containerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
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


def test_all_speak_of_the_same_ports_and_one_folder() -> None:
    assert "serve --port %i" in UNIT
    ports = re.findall(r"^    server 127\.0\.0\.1:(\d+) ", SITE, flags=re.MULTILINE)
    assert len(ports) == 2
    (onion,) = re.findall(r"listen 127\.0\.0\.1:(\d+) proxy_protocol", SITE)
    (store,) = (each.rpartition(":")[2] for each in SERVICES["store"]["ports"])
    assert set(re.findall(r"127\.0\.0\.1:(\d+)", PAGE)) <= {*ports, onion, store}
    assert set(re.findall(r"repression@(\d+)", PAGE)) == set(ports)
    assert f"HiddenServicePort 80 127.0.0.1:{onion}" in COMMANDS
    (folder,) = re.findall("WorkingDirectory=(.*)", UNIT)
    assert f"ExecStart={folder}/.venv/bin/python -m repression serve" in UNIT
    assert f"{folder}/deploy/repression@.service" in COMMANDS and f"{folder}/deploy/nginx.conf" in COMMANDS


def test_every_network_and_volume_of_a_container_is_declared() -> None:
    networks = {name for each in SERVICES.values() for name in each.get("networks", ())}
    mounted = {each.partition(":")[0] for service in SERVICES.values() for each in service.get("volumes", ())}
    assert networks == set(COMPOSE["networks"])
    assert {each for each in mounted if not each.startswith("/")} == set(COMPOSE["volumes"])


def test_a_setting_that_is_missing_stops_the_containers() -> None:
    text = (ROOT / "deploy" / "compose.yaml").read_text()
    named = re.findall(r"\$\{(\w+)(:\?[^}]*)?\}", text)
    # Without a message after it podman-compose takes the whole for a text, and all keys would be this one.
    assert {name for name, _ in named} <= {"NAME", "STORE_KEY", "STORE_SECRET", "READ_KEY", "READ_SECRET"}
    assert all(len(rest) > 2 or name == "NAME" for name, rest in named)


def test_a_machine_of_several_starts_what_the_unit_starts() -> None:
    (start,) = re.findall("^ExecStart=(.*)", UNIT, flags=re.MULTILINE)
    there = "--address 10.0.0.2 --proxy 10.0.0.1"
    # Two commands without the empty one before them systemd refuses.
    assert re.findall(r"^ +ExecStart=(.*)", PAGE, flags=re.MULTILINE) == ["", f"{start} {there}"]


@pytest.mark.parametrize("page", ["deployment", "releasing"])
def test_a_key_for_readers_does_not_name_whoever_made_it(page: str) -> None:
    made = re.findall("ssh-keygen -t .*", (ROOT / "docs" / f"{page}.md").read_text())
    assert made and all(" -C " in each for each in made)


def test_what_is_kept_for_all_is_in_memory_and_no_longer_than_the_privacy_page_says() -> None:
    assert "proxy_cache_valid 200 10s;" in SITE and "inactive=1m" in SITE
    assert 'map $time_iso8601 $ten_minutes {\n    "~^(?<begin>.{15})" $begin;' in SITE
    assert "/dev/shm/" in SITE


def test_the_containers_are_those_that_the_site_asks() -> None:
    processes = [each for each in SERVICES.values() if each.get("network_mode") == "service:proxy"]
    ports = re.findall(r"^    server 127\.0\.0\.1:(\d+) ", SITE, flags=re.MULTILINE)
    assert [each["command"] for each in processes] == [["serve", "--port", port] for port in ports]
    for each in processes:
        assert each["read_only"] and each["cap_drop"] == ["ALL"] and "ports" not in each
    stages = re.findall(r"^FROM \S+ AS (\w+)", IMAGES, flags=re.MULTILINE)
    assert {each["build"]["target"] for each in SERVICES.values() if "build" in each} < set(stages)
    assert SERVICES["proxy"]["logging"] == {"driver": "none"}


def test_processes_have_no_key_that_writes_and_a_copy_that_outlives_them() -> None:
    processes = [each for each in SERVICES.values() if each.get("network_mode") == "service:proxy"]
    writes, reads = SERVICES["store"], SERVICES["reading"]
    for each in processes:
        said = each["environment"]
        assert (said["AWS_ACCESS_KEY_ID"], said["AWS_SECRET_ACCESS_KEY"]) == tuple(reads["environment"].values())
        assert said["AWS_ENDPOINT_URL"] == "http://reading:7070"
        (volume,) = each["volumes"]
        assert said["REPRESSION_COPY"].startswith(f"{volume.partition(':')[2]}/")
    assert len({each["volumes"][0] for each in processes}) == len(processes)
    assert "--readonly" in reads["command"] and set(reads["environment"].values()).isdisjoint(
        writes["environment"].values()
    )
    assert set(writes["networks"]).isdisjoint([*reads["networks"], *SERVICES["proxy"]["networks"]])
    assert writes["ports"] == ["127.0.0.1:7070:7070"] and not reads["ports"]


def test_an_image_has_what_is_named_and_nothing_of_a_maintainer() -> None:
    copied = [name for line in re.findall(r"^COPY ([^-].*) \S+$", IMAGES, flags=re.MULTILINE) for name in line.split()]
    assert "data" in copied and "repression" in copied
    assert all(list(ROOT.glob(name)) for name in copied)
    assert not [name for name in copied if name in (".", "*", "tests", "private") or name.startswith(("/", ".."))]

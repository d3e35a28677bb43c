"""deploy/Containerfile built from Debian's packages alone, and its containers started as deploy/compose.yaml has them.

The base is made by mmdebstrap in place of Debian's image, which a registry would have to be asked for. So would the
store's: moto's server of S3, in a container of the dashboard's image, stands in its place, with two keys of which one
may only read. The containers have one network without a way out. Images and containers are in the folder of the test,
and go with it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.nginx import NAME, make_certificate
from tests.conftest import ROOT
from tests.support.programs import program
from tests.test_deployment import SERVICES

SECONDS = 1_800
BASE = "docker.io/library/debian:bookworm-slim"
# For a machine that reaches Debian and PyPI by settings of its own: more options of `buildah build`.
BUILD_OPTIONS = os.environ.get("BUILD_OPTIONS", "").split()
# What a container may have; more not every machine can give.
LIMITS = ("--ulimit=nofile=4096:4096", "--ulimit=nproc=4096:4096")
PYTHON = "/srv/repression/.venv/bin/python"
ASK = """
import http.client, json, socket, ssl, sys
class Connection(http.client.HTTPSConnection):
    def connect(self):
        plain = socket.create_connection(("127.0.0.1", 443), timeout=60)
        trust = ssl.create_default_context(cafile="/fullchain.pem")
        self.sock = trust.wrap_socket(plain, server_hostname=self.host)
connection = Connection(sys.argv[1])
connection.request("GET", sys.argv[2])
answer = connection.getresponse()
print(json.dumps([answer.status, dict(answer.getheaders()), answer.read().decode()]))
"""

# moto asks who may do what after so many requests: those that make the bucket and the keys.
MOTO = ROOT / "build" / "moto" / "lib" / "python3.11" / "site-packages"
KEYS = """
import boto3, json
key = dict(aws_access_key_id="x", aws_secret_access_key="x")
at = dict(endpoint_url="http://127.0.0.1:7070", region_name="us-east-1", **key)
boto3.client("s3", **at).create_bucket(Bucket="figures")
iam, keys = boto3.client("iam", **at), []
for user, actions in (("read", ["s3:GetObject", "s3:ListBucket"]), ("store", ["s3:*"])):
    iam.create_user(UserName=user)
    said = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}
    iam.put_user_policy(UserName=user, PolicyName=user, PolicyDocument=json.dumps(said))
    key = iam.create_access_key(UserName=user)["AccessKey"]
    keys.append([key["AccessKeyId"], key["SecretAccessKey"]])
print(json.dumps(keys))
"""
REQUESTS_WITHOUT_KEY = "7"


def ran(*command: str | Path) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8", timeout=SECONDS)
    assert done.returncode == 0, f"{command}: {done.stdout[-3_000:]}\n{done.stderr[-3_000:]}"
    return done.stdout.strip()


class Containers:
    """The images, and the containers that run: nginx and the processes of the compose file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stored = [f"--root={folder / 'images'}", f"--runroot={folder / 'run'}", "--storage-driver=overlay"]
        self.names = [name for name, each in SERVICES.items() if "network_mode" in each]
        self.variables: dict[str, str] = {}  # those of the file .env

    def podman(self, *arguments: str) -> str:
        return ran(program("podman", "podman"), "--runtime", program("runc", "runc"), *self._stored, *arguments)

    def build(self) -> None:
        base = self._folder / "base.tar"
        ran(program("mmdebstrap", "mmdebstrap"), "--variant=minbase", "--include=ca-certificates", "bookworm", base)
        self.podman("import", str(base), BASE)
        for target in ("proxy", "dashboard"):
            how = ["--pull-never", "--isolation=chroot", f"--target={target}", f"--build-arg=NAME={NAME}"]
            files = ["--file=deploy/Containerfile", f"--tag={target}", str(ROOT)]
            ran(program("buildah", "buildah"), *self._stored, "build", *how, *BUILD_OPTIONS, *files)

    def start(self) -> None:
        live = self._folder / "certificates" / "live" / NAME
        live.mkdir(parents=True)
        make_certificate(live)
        certificates = f"--volume={self._folder / 'certificates'}:/etc/letsencrypt:ro"
        self.podman("run", "--detach", "--name=proxy", "--network=none", *LIMITS, certificates, "proxy")
        self._trust = f"--volume={live / 'fullchain.pem'}:/fullchain.pem:ro"
        self.start_store()
        for name in self.names:
            self.start_process(name)

    def start_store(self) -> None:
        """The store, in the network of nginx; there each name of the compose file is this machine."""
        how = [
            "--name=store",
            "--network=container:proxy",
            f"--env=INITIAL_NO_AUTH_ACTION_COUNT={REQUESTS_WITHOUT_KEY}",
        ]
        python = [f"--volume={MOTO}:/moto:ro", "--env=PYTHONPATH=/moto", f"--entrypoint={PYTHON}"]
        self.podman("run", "--detach", *how, *LIMITS, *python, "dashboard", "-m", "moto.server", "-p", "7070")
        until = time.monotonic() + 60
        while True:
            try:
                (reader, reading), (writer, writing) = json.loads(self.podman("exec", "store", PYTHON, "-c", KEYS))
                break
            except AssertionError:
                assert time.monotonic() < until, self.podman("logs", "store")
                time.sleep(1)
        self.variables = {"NAME": NAME, "READ_KEY": reader, "READ_SECRET": reading}
        self.variables |= {"STORE_KEY": writer, "STORE_SECRET": writing}

    def start_process(self, name: str) -> None:
        service = SERVICES[name]
        assert service["read_only"] and service["tmpfs"] == ["/tmp"]
        rights = [f"--cap-drop={each}" for each in service["cap_drop"]]
        rights += [f"--security-opt={each.partition(':')[0]}" for each in service["security_opt"]]
        volumes = [f"--volume={each}" for each in service["volumes"]]
        where = [f"--name={name}", "--network=container:proxy", "--read-only", "--tmpfs=/tmp", self._trust, *volumes]
        said = self._environment(service["environment"])
        self.podman("run", "--detach", *where, *rights, *LIMITS, *said, "dashboard", *service["command"])

    def _environment(self, said: dict[str, str]) -> list[str]:
        """The environment of a service, with what the file .env says."""
        values = {
            name: re.sub(r"\$\{(\w+)[^}]*\}", lambda found: self.variables[found[1]], text)
            for name, text in said.items()
        }
        values["AWS_ENDPOINT_URL"] = "http://127.0.0.1:7070"
        return [f"--env={name}={text}" for name, text in values.items()]

    def publish(self, key: str, *options: str) -> str:
        """A maintainer publishes the data of the image with the key of that name."""
        said = self._environment(
            {
                "REPRESSION_DATA": "s3://figures/data",
                "AWS_ALLOW_HTTP": "true",
                "AWS_ACCESS_KEY_ID": f"${{{key}_KEY}}",
                "AWS_SECRET_ACCESS_KEY": f"${{{key}_SECRET}}",
            }
        )
        how = ["--rm", "--network=container:proxy", *LIMITS]
        return self.podman("run", *how, *said, "dashboard", "publish", "data", *options)

    def await_ready(self, name: str) -> None:
        port = SERVICES[name]["command"][-1]
        ready = f"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/own/ready')"
        until = time.monotonic() + 120
        while True:
            try:
                self.podman("exec", name, PYTHON, "-c", ready)
                return
            except AssertionError:
                assert time.monotonic() < until, self.podman("logs", name)
                time.sleep(1)

    def ask(self, path: str, inside: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of an answer of nginx over TLS."""
        status, headers, text = json.loads(self.podman("exec", inside, PYTHON, "-c", ASK, NAME, path))
        return status, {name.lower(): value for name, value in headers.items()}, text

    def inspect(self, name: str) -> dict[str, Any]:
        return dict(json.loads(self.podman("inspect", name))[0])

    def end(self) -> None:
        self.podman("rm", "--force", "--ignore", "store", *self.names)
        self.podman("rm", "--force", "--ignore", "proxy")
        self.podman("volume", "rm", "--all", "--force")
        self.podman("rmi", "--all", "--force")


@pytest.fixture(scope="module")
def containers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Containers]:
    if os.geteuid() != 0:
        pytest.skip("Only root may start a container here")
    built = Containers(tmp_path_factory.mktemp("containers"))
    try:
        built.build()
        built.start()
        yield built
    finally:
        built.end()


def test_a_maintainer_publishes_and_a_process_cannot(containers: Containers) -> None:
    """First of all, since until then there are no data."""
    until = time.monotonic() + 120
    while "from the store" not in (said := containers.ask("/own/ready", containers.names[0]))[2]:  # it starts
        assert time.monotonic() < until, said
        time.sleep(1)
    assert said[0] == 503
    assert containers.publish("STORE").splitlines()[-1] == "published: edition 1"
    for name in containers.names:
        containers.await_ready(name)
    with pytest.raises(AssertionError, match="the store refuses the key"):
        containers.publish("READ", "--replace")


def test_a_new_container_begins_with_its_copy_while_the_store_is_away(containers: Containers) -> None:
    first = containers.names[0]
    containers.podman("stop", "--time=0", "store")
    containers.podman("rm", "--force", first)
    containers.start_process(first)
    containers.await_ready(first)


def test_the_site_answers_over_tls(containers: Containers) -> None:
    status, headers, text = containers.ask("/sentences?snapshot=2026-11-22&lang=en", containers.names[0])
    assert status == 200 and "</html>" in text
    assert headers["strict-transport-security"] and headers["cache-control"] == "no-store"
    status, _, text = containers.ask("/data/people.csv?snapshot=2026-11-22&status=any", containers.names[0])
    assert status == 200 and text.count("\n") > 3_000


def test_one_process_goes_and_readers_go_on(containers: Containers) -> None:
    first, second = containers.names
    containers.podman("kill", first)
    for number in range(1, 4):
        assert containers.ask(f"/data/articles.csv?limit={number}", second)[0] == 200
    containers.podman("start", first)
    containers.await_ready(first)


def test_an_image_holds_no_more_than_the_site_needs(containers: Containers) -> None:
    held = containers.podman("exec", containers.names[0], "ls", "-A", "/srv/repression").split()
    assert {"private", "tests", ".git", "build", "bench"}.isdisjoint(held) and {"data", "repression"} <= set(held)
    assert containers.podman("exec", containers.names[0], "id", "-u") == "65534"
    owned = (
        "import os; print([p for t in ('/srv', '/usr') for p, _, _ in os.walk(t) if os.stat(p).st_uid == os.getuid()])"
    )
    assert containers.podman("exec", containers.names[0], PYTHON, "-c", owned) == "[]"


def test_nginx_and_the_processes_say_nothing_of_requests(containers: Containers) -> None:
    containers.ask("/places?snapshot=2026-11-22&lang=en&gender=female", containers.names[0])
    said = [containers.podman("logs", name) for name in ("proxy", *containers.names)]
    assert not [word for word in ("places", "gender", "127.0.0.1 -") if word in "".join(said)]

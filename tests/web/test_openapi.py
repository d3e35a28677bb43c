"""The OpenAPI document is valid and true: whatever it allows is answered, whatever it does not is refused plainly.

`OPENAPI_EXAMPLES=100` tries every path, with so many inputs more for each; without it, a few paths that have every
parameter among them.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import schemathesis
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from schemathesis import Case, CheckContext, GenerationMode, Response
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from starlette.applications import Starlette
from starlette.testclient import TestClient

from repression.downloads.formats import FORMATS
from repression.i18n import LANGUAGES, get_translator
from repression.questions.filters import FILTERS
from repression.questions.question import published_questions
from repression.warehouse.database import Warehouse
from repression.web.openapi import document
from repression.web.routes import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("OPENAPI_EXAMPLES", "0"))
CONFIG = {
    "seed": 20230210,
    "generation": {"max-examples": EXAMPLES or 3, "deterministic": True, "database": "none"},
    "phases": {"stateful": {"enabled": False}},
    "checks": {
        # Ours takes its place: see `accepted`.
        "positive_data_acceptance": {"enabled": False},
        # An address that is wrong may be too long, too.
        "negative_data_rejection": {"expected-statuses": ["400", "404", "405", "414", "429"]},
    },
}
FEWEST_CASES = 20
# Good values that contradict each other, or the data of this day: a schema of single parameters cannot say so.
IN_ORDER = [get_translator(lang)("{allowed}, the first not above the second").partition("}")[2] for lang in LANGUAGES]

# The last line of a refusal that names a parameter.
NAMES = [get_translator(lang)("The parameters are: {names:,}").partition("{")[0] for lang in LANGUAGES]


def together(line: str, path: str) -> bool:
    """Whether a line of a refusal names a value that is good by itself."""
    return (
        line.endswith(tuple(IN_ORDER))
        or line.startswith(tuple(NAMES))
        or re.match(r"snapshot=\d{4}-\d\d-\d\d\b", line) is not None
        or (line.startswith("for=excel") and not path.endswith(".csv"))
    )


APP = Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=EXCEPTION_HANDLERS)


@schemathesis.check
def accepted(context: CheckContext, response: Response, case: Case) -> None:
    """What the document allows is not refused."""
    if case.meta and case.meta.generation.mode is GenerationMode.POSITIVE and response.status_code == 400:
        path = urlsplit(str(response.request.url)).path
        issues = [line for line in response.text.splitlines() if not together(line, path)]
        assert not issues, f"allowed and refused: {issues}"


@schemathesis.check
def named(context: CheckContext, response: Response, case: Case) -> None:
    """A refusal is plain text that names a parameter which was sent."""
    if response.status_code == 400:
        sent = parse_qs(urlsplit(str(response.request.url)).query, keep_blank_values=True)
        assert response.text.startswith(tuple(f"{name}=" for name in sent)), response.text


@pytest.fixture(scope="module")
def described(warehouse: Warehouse) -> dict[str, Any]:
    """The document as a program gets it."""
    described: dict[str, Any] = json.loads(json.dumps(document(warehouse)))
    return described


def names(described: dict[str, Any], operation: dict[str, Any]) -> set[str]:
    """The parameters of a path."""
    shared = described["components"]["parameters"]
    each = operation.get("parameters", [])
    return {one["name"] if "name" in one else shared[one["$ref"].rsplit("/", 1)[1]]["name"] for one in each}


def operations(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["get"]["operationId"]: each["get"] for each in described["paths"].values()}


def telling(described: dict[str, Any]) -> list[str]:
    """Few paths that have every parameter among them: the whole catalogue, the register, and what more is needed."""
    known = operations(described)
    chosen = [name for name, each in known.items() if each["tags"] == ["catalogue"] or name == "dataset_people"]
    seen = set().union(*(names(described, known[name]) for name in chosen))
    for name in sorted(known, key=lambda name: -len(names(described, known[name]))):
        if not names(described, known[name]) <= seen:
            chosen.append(name)
            seen |= names(described, known[name])
    return chosen


def faults(schema: Any) -> list[str]:
    """What does not hold of the routes of a schema, each with a request that shows it."""
    found: dict[str, str] = {}
    asked = 0
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError | FatalError):
            found[repr(event)] = "no answer could be judged"
        if isinstance(event, ScenarioFinished):
            asked += len(event.recorder.cases)
            for case, checks in event.recorder.checks.items():
                request = event.recorder.cases[case].value.as_curl_command()
                for check in checks:
                    if check.failure_info:
                        found[f"{event.recorder.label} {check.name}"] = f"{check.failure_info.failure}\n{request}"
    assert asked >= FEWEST_CASES
    return [f"{where}: {what}" for where, what in found.items()]


def config() -> Any:
    return schemathesis.Config.from_dict(CONFIG)


def test_the_document_is_valid(described: dict[str, Any]) -> None:
    validate(described)


def test_every_dataset_question_format_and_filter_is_described(described: dict[str, Any], warehouse: Warehouse) -> None:
    index = TestClient(APP).get("/data/").json()
    for kind in ("datasets", "questions"):
        for group in index[kind].values():
            for file in group["files"]:
                assert file.rpartition(".")[0] + ".{ending}" in described["paths"], file
    assert described["components"]["parameters"]["ending"]["schema"]["enum"] == [*FORMATS, "sql"]
    for name, question in published_questions().items():
        filters = names(described, operations(described)[f"question_{name}"]) & {each.name for each in FILTERS}
        assert filters == question.filters | set(question.settings), name


def test_every_json_file_is_what_the_document_says(described: dict[str, Any]) -> None:
    client = TestClient(APP)
    schemas = {"components": {"schemas": described["components"]["schemas"]}}
    judge = Draft202012Validator({"$ref": "#/components/schemas/Table", **schemas})
    for name in published_questions():
        judge.validate(client.get(f"/data/questions/{name}.json?limit=3").json())
    Draft202012Validator({"$ref": "#/components/schemas/Index", **schemas}).validate(client.get("/data/").json())


def test_the_document_is_not_sent_again_in_vain() -> None:
    client = TestClient(APP)
    first = client.get("/data/openapi.json")
    assert first.headers["content-type"] == "application/json"
    assert client.get("/data/openapi.json", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_the_routes_do_what_the_document_says(described: dict[str, Any]) -> None:
    schema = schemathesis.openapi.from_asgi("/data/openapi.json", APP, config=config())
    assert not faults(schema if EXAMPLES else schema.include(operation_id=telling(described)))


def test_the_running_server_does_what_the_document_says(server: str) -> None:
    schema = schemathesis.openapi.from_url(f"{server}/data/openapi.json", config=config())
    few = (
        {"tag": "catalogue"} if EXAMPLES else {"operation_id": ["index", "package", "openapi", "dataset_people_counts"]}
    )
    assert not faults(schema.include(**few))

"""What goes wrong is one clear line: no traceback, no secret, and it says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from stack import FailedError, Stack

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.sdk

TOKEN = "made-up-token"
ENGINES = "/processing/runtimes/remote-engines"
PROGRAM = """
import pulumi
import talend_processing as talend

config = pulumi.Config()
engine = talend.RemoteEngine("etl", environment_id=config.get("environment") or "5e0000000000000000000002")
if config.get("arguments"):
    talend.RemoteEngineRunProfile(
        "heap",
        name="",
        engine_id=engine,
        type="JOB_SERVER",
        jvm_arguments=[config.require_secret("arguments")],
    )
"""
_AFTERMATH = ("update failed", "preview failed", "an unhandled error occurred: program exited")
"""What the engine adds to an error of its own accord."""


@pytest.fixture(scope="module")
def account() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, engine: Path, account: Simulator) -> Stack:
    folder = tmp_path_factory.mktemp("errors")
    program = folder / "program"
    program.mkdir()
    (program / "Pulumi.yaml").write_text("name: test\nruntime: python\n")
    (program / "__main__.py").write_text(PROGRAM)
    return Stack(folder / "stack", program, engine, account.url)


@pytest.fixture
def stack(shared: Stack, account: Simulator) -> Iterator[Stack]:
    """One stack for all tests: none of them gets as far as a resource."""
    account.reset()
    shared.environ = {}
    yield shared
    shared.config.write_text("")


def _told(stack: Stack, *command: str) -> str:
    """Run a command that fails; the one error that it shows."""
    with pytest.raises(FailedError) as failed:
        stack.run(*(command or ("up", "--yes", "--skip-preview")))
    printed = str(failed.value)
    assert "Traceback" not in printed
    assert 'File "' not in printed
    assert TOKEN not in printed
    assert stack.resources() == []
    found: set[str] = set(re.findall(r"^ +error: (.*)$", printed, re.MULTILINE))
    told = [text for text in found if not text.startswith(_AFTERMATH)]
    assert len(told) == 1, printed
    return told[0]


def test_a_wrong_token(stack: Stack, account: Simulator) -> None:
    account.fault(kind="status", status=401, count=None)
    assert "TALEND_ACCESS_TOKEN" in _told(stack)


def test_a_missing_permission(stack: Stack, account: Simulator) -> None:
    account.load({"tokens": [{"token": TOKEN, "permissions": []}]})
    told = _told(stack)
    assert "Listing remote engines" in told
    assert told.endswith("The token needs TMC_CLUSTER_MANAGEMENT")


def test_an_environment_that_does_not_exist(stack: Stack) -> None:
    stack.set("test:environment", "0" * 24)
    told = _told(stack)
    assert 'Creating remote engine "etl"' in told
    assert "no environment has the id" in told


def test_an_account_without_engine_tokens(stack: Stack, account: Simulator) -> None:
    account.switch("engine_tokens", 0)
    told = _told(stack)
    assert "No engine token is left" in told
    assert told.endswith("have engine tokens added to the account")


def test_a_server_that_is_not_there(stack: Stack) -> None:
    stack.environ = {"TALEND_API_URL": "http://127.0.0.1:9"}
    stack.set("talend:maxRetries", "1")
    told = _told(stack)
    assert "cannot be reached" in told
    assert "talend:apiUrl" in told


@pytest.mark.parametrize("command", ["up", "preview"])
def test_a_token_in_plain_text(stack: Stack, command: str) -> None:
    stack.set("talend:accessToken", TOKEN)
    options = ("--yes", "--skip-preview") if command == "up" else ()
    assert "pulumi config set --secret talend:accessToken" in _told(stack, command, *options)


@pytest.mark.parametrize(
    ("environ", "config", "named"),
    [
        ({"TALEND_ACCESS_TOKEN": ""}, {}, "TALEND_ACCESS_TOKEN"),
        ({"TALEND_ACCESS_TOKEN": "", "TALEND_CLIENT_ID": "x"}, {}, "TALEND_CLIENT_SECRET"),
        ({"TALEND_API_URL": "http://api.example.com"}, {}, "https"),
        ({"TALEND_API_URL": ""}, {"talend:region": "no region"}, "talend:region"),
        ({"TALEND_API_URL": ""}, {}, "TALEND_REGION"),
        ({}, {"talend:apiUrl": "http://127.0.0.1:1"}, "unset TALEND_API_URL"),
        ({}, {"talend:requestTimeout": "soon"}, "talend:requestTimeout"),
        ({}, {"talend:requestsPerMinute": "0"}, "talend:requestsPerMinute"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else value,
)
def test_a_setting_that_is_wrong_or_missing(
    stack: Stack, account: Simulator, environ: dict[str, str], config: dict[str, str], named: str
) -> None:
    stack.environ = environ
    for key, value in config.items():
        stack.set(key, value)
    assert named in _told(stack)
    assert account.journal() == [], "it is told before any call"


@pytest.mark.parametrize(
    ("method", "fault", "said"),
    [
        ("GET", {"kind": "html", "status": 200}, "a web page instead of JSON"),
        ("GET", {"kind": "wrong-schema"}, "another shape"),
        ("POST", {"kind": "redirect"}, "which is not followed"),
    ],
)
def test_an_answer_that_is_none(
    stack: Stack, account: Simulator, method: str, fault: dict[str, Any], said: str
) -> None:
    account.fault(method, ENGINES, **fault)
    told = _told(stack)
    assert said in told
    assert "talend:apiUrl" in told


def test_wrong_arguments_are_all_told_at_preview_without_their_values(
    stack: Stack, account: Simulator
) -> None:
    stack.set("test:arguments", "hidden-value", secret=True)
    with pytest.raises(FailedError) as failed:
        stack.preview()
    printed = str(failed.value)
    assert "name must not be blank" in printed
    assert "jvm_arguments[0] does not begin with '-', so a JVM takes it for the name of a program" in printed
    assert "hidden-value" not in printed
    assert "Traceback" not in printed
    assert account.journal() == []

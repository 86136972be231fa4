"""Stacks without an engine. The lifecycles create their objects and outputs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator
from talend_processing.stack.state import State, read_state

PRODUCTION, DEVELOPMENT = "5e0000000000000000000002", "5e0000000000000000000001"
PLACE = {"environmentId": PRODUCTION, "workspaceId": "5f0000000000000000000004"}
SIGNATURE = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}


class Stack:
    """A stack without an engine. It records created objects as an export would contain them."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.resources: list[dict[str, Any]] = []
        self.document: dict[str, Any] = {
            "version": 3,
            "deployment": {"manifest": {}, "resources": self.resources},
        }

    @contextmanager
    def session(self) -> Iterator[Session]:
        settings = Settings(self.simulator.url, AccessToken("made-up-token"), max_retries=0)
        with TalendClient(settings) as client:
            yield Session(client, api_url=self.simulator.url, wait=client.wait)

    def make(self, kind: str, name: str, inputs: Mapping[str, Any]) -> str:
        """Create an object, record it, and return its id."""
        spec = find(kind)
        named = {"name": name} if any(prop.wire == "name" for prop in spec.arguments) else {}
        checked = check(spec, {**named, **inputs})
        assert not checked.failures, checked.failures
        with self.session() as session:
            object_id, outputs = lifecycle_of(spec).create(session, checked.inputs)
        token = f"pulumi-python:dynamic/talend:{kind}"
        self.resources.append(
            {
                "urn": f"urn:pulumi:test::fleet::{token}::{name}",
                "custom": True,
                "id": object_id,
                "type": token,
                "inputs": dict(checked.inputs),
                "outputs": outputs,
                "sourcePosition": f"project:///__main__.py#{len(self.resources) + 1},1",
            }
        )
        return object_id

    def mark_secret(self, name: str, *path: str, shown: bool = False) -> None:
        """Mark a value as secret in inputs and outputs, like an export with or without `--show-secrets`."""
        for resource in self.resources:
            if resource["urn"].endswith(f"::{name}"):
                for side in ("inputs", "outputs"):
                    _mask(resource[side], path, shown=shown)

    def text(self) -> str:
        return json.dumps(self.document)

    def state(self) -> State:
        return read_state(self.text(), name="state.json")

    def change(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Let somebody else change the account."""
        account = self.simulator.state()
        change(account)
        self.simulator.load(account)


def _mask(values: dict[str, Any], path: tuple[str, ...], *, shown: bool) -> None:
    for part in path[:-1]:
        values = values.get(part, {})
    if path[-1] in values:
        value = json.dumps(values[path[-1]])
        values[path[-1]] = SIGNATURE | ({"plaintext": value} if shown else {"ciphertext": "v1:abc"})


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.fixture
def stack(simulator: Simulator) -> Stack:
    return Stack(simulator)

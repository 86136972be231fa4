"""The API sets `debug.host` after pairing. This is no drift unless a different host was declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

SPEC = find("RemoteEngine")
LIFECYCLE = lifecycle_of(SPEC)
ETL = {"name": "etl-1", "environmentId": "5e0000000000000000000001"}
SHOWN = {"host": "10.0.0.7"}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(switches={"debug_host": "fill"}) as running:
        yield running


def after_pairing(simulator: Simulator, inputs: dict[str, Any]) -> tuple[list[str], bool, list[str]]:
    """Return the drift, whether the next `up` changes anything, and what would replace the engine."""
    with TalendClient(Settings(simulator.url, AccessToken("made-up")), sleep=lambda _: None) as client:
        object_id, outs = LIFECYCLE.create(Session(client, api_url=simulator.url), inputs)
        simulator.pair(object_id)
        (engine,) = simulator.state()["remoteEngines"]
        assert engine["debug"] == inputs.get("debug", SHOWN)
        simulator.load(simulator.state() | {"remoteEngines": [engine | {"debug": SHOWN}]})
        found = LIFECYCLE.read(Session(client, api_url=simulator.url), object_id, outs)
        assert found is not None
        drift = found.outputs["drift"]
        assert isinstance(drift, dict)
        difference = diff(SPEC, found.outputs, inputs)
        return sorted(map(str, drift)), bool(difference), list(difference.replaces)


@pytest.mark.parametrize("declared", [{}, {"debug": SHOWN}], ids=["undeclared", "declared"])
def test_a_host_that_the_engine_set_is_no_change(simulator: Simulator, declared: dict[str, Any]) -> None:
    assert after_pairing(simulator, ETL | declared) == ([], False, [])


def test_another_host_than_the_declared_one_is_drift_and_never_a_replacement(simulator: Simulator) -> None:
    declared = {"debug": {"host": "10.0.0.1"}}
    assert after_pairing(simulator, ETL | declared) == (["debug"], False, [])

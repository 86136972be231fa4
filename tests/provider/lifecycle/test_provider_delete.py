"""A delete that the API refuses, while something else deletes the object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

PLACE = {"environmentId": "5e0000000000000000000001", "workspaceId": "5f0000000000000000000001"}
ARGUMENTS: dict[str, dict[str, Any]] = {
    "RemoteEngine": PLACE | {"name": "etl-1"},
    "PipelineEngine": PLACE | {"name": "etl-1"},
    "EngineCluster": PLACE | {"name": "etl", "remoteEngines": []},
}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def client(simulator: Simulator) -> Iterator[TalendClient]:
    settings = Settings(simulator.url, AccessToken("made-up"))
    with TalendClient(settings, sleep=lambda _: None) as client:
        yield client


@pytest.mark.parametrize("kind", ARGUMENTS)
def test_an_object_that_is_gone_after_a_refused_delete_counts_as_deleted(
    simulator: Simulator, client: TalendClient, kind: str
) -> None:
    empty = simulator.state()
    lifecycle = lifecycle_of(find(kind))
    object_id, outs = lifecycle.create(Session(client, api_url=simulator.url), ARGUMENTS[kind])
    simulator.load(empty)
    simulator.fault("DELETE", kind="status", status=409)
    simulator.clear_journal()
    lifecycle.delete(Session(client, api_url=simulator.url), object_id, outs)
    assert [one["method"] for one in simulator.journal()][:3] == ["DELETE", "GET", "DELETE"]


@pytest.mark.parametrize("kind", ARGUMENTS)
def test_an_object_that_stays_after_a_refused_delete_is_an_error(
    simulator: Simulator, client: TalendClient, kind: str
) -> None:
    lifecycle = lifecycle_of(find(kind))
    object_id, outs = lifecycle.create(Session(client, api_url=simulator.url), ARGUMENTS[kind])
    simulator.fault("DELETE", kind="status", status=409, count=None)
    with pytest.raises(LifecycleError, match="cannot be deleted"):
        lifecycle.delete(Session(client, api_url=simulator.url), object_id, outs)

"""The key of an engine that is not paired, in an account whose lists omit it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

KINDS = {"RemoteEngine": "remoteEngines", "PipelineEngine": "pipelineEngines"}
PLACE = {"environmentId": "5e0000000000000000000002", "workspaceId": "5f0000000000000000000004"}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(switches={"engine_list_key": "omit"}) as simulator:
        yield simulator


@pytest.fixture
def session(simulator: Simulator) -> Iterator[Session]:
    with TalendClient(Settings(simulator.url, AccessToken("made-up"))) as client:
        yield Session(client, api_url=simulator.url)


def add_engine(simulator: Simulator, table: str) -> dict[str, Any]:
    """Add an engine that no program knows, and return it."""
    simulator.load(simulator.state() | {table: [{"name": "etl", "workspaceId": PLACE["workspaceId"]}]})
    (engine,) = simulator.state()[table]
    return dict(engine)


@pytest.mark.parametrize(("kind", "table"), KINDS.items())
def test_the_first_read_of_an_engine_finds_its_key(
    simulator: Simulator, session: Session, kind: str, table: str
) -> None:
    engine = add_engine(simulator, table)
    found = lifecycle_of(find(kind)).read(session, engine["id"], PLACE)
    assert found is not None
    assert found.outputs["preAuthorizedKey"] == engine["preAuthorizedKey"]


@pytest.mark.parametrize(("kind", "table"), KINDS.items())
def test_an_engine_that_was_deleted_since_the_list_is_gone(
    simulator: Simulator, session: Session, kind: str, table: str
) -> None:
    object_id = add_engine(simulator, table)["id"]
    session.lists.objects(find(kind).collection_key(PLACE))
    simulator.load(simulator.state() | {table: []})
    assert lifecycle_of(find(kind)).read(session, object_id, PLACE) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_refresh_keeps_the_key_of_state_without_a_call_for_each_engine(
    simulator: Simulator, session: Session, kind: str
) -> None:
    lifecycle = lifecycle_of(find(kind))
    object_id, outs = lifecycle.create(session, PLACE | {"name": "etl"})
    assert outs["preAuthorizedKey"]
    simulator.clear_journal()
    found = lifecycle.read(session, object_id, outs)
    assert found is not None
    assert found.outputs["preAuthorizedKey"] == outs["preAuthorizedKey"]
    assert not [one for one in simulator.journal() if one["path"].endswith(object_id)]


@pytest.mark.parametrize(("kind", "table"), KINDS.items())
def test_a_paired_engine_has_no_key_to_look_for(
    simulator: Simulator, session: Session, kind: str, table: str
) -> None:
    engine = add_engine(simulator, table)
    simulator.pair(engine["id"])
    simulator.clear_journal()
    found = lifecycle_of(find(kind)).read(session, engine["id"], PLACE)
    assert found is not None
    assert not found.outputs.get("preAuthorizedKey")
    assert not [one for one in simulator.journal() if one["path"].endswith(engine["id"])]

"""Resources call exactly the operations in their documentation, from which the operations map is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from samples import Samples

import talend_processing as talend
from contract.document import operation_at
from talend_processing import resources
from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.declare.declaration import TalendResource, spec_of
from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator
from tools.docs.operations_map import Called, named_in

pytestmark = pytest.mark.assumes(
    reschedule_fields="optional",
    cloud_jvm_rollback="present",
    pipeline_list_kinds="all",
    runtime_id_is="id",
    runtime_list_delay=0,
)

NAMED = [getattr(talend, name) for name in resources.__all__]
DECLARED = [cls for cls in NAMED if isinstance(cls, type) and issubclass(cls, TalendResource)]
EACH = pytest.mark.parametrize("cls", DECLARED, ids=lambda cls: cls.__name__)
CHECKS_OF_VISIBILITY = {("GET", "/orchestration/environments"), ("GET", "/orchestration/workspaces")}
"""Lists that are read only to check that the environment and workspace of a missing object are visible."""


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(switches={"profile_delete_delay": 0}) as running:
        yield running


@contextmanager
def new_session(simulator: Simulator) -> Iterator[Session]:
    """Open a session, as each `pulumi` command does. It remembers nothing of earlier commands."""
    with TalendClient(Settings(simulator.url, AccessToken("made-up-token")), sleep=lambda _: None) as client:
        yield Session(client, api_url=simulator.url, wait=lambda _: None)


def create(simulator: Simulator, spec: ResourceSpec, inputs: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    checked = check(spec, inputs)
    assert checked.failures == []
    with new_session(simulator) as session:
        return lifecycle_of(spec).create(session, checked.inputs)


def take_calls(simulator: Simulator) -> set[Called]:
    """Return the operations that were called, and clear the journal."""
    found = [operation_at(one["method"], one["path"]) for one in simulator.journal()]
    simulator.clear_journal()
    return {(one.method, one.path) for one in found if one is not None}


def called_operations(simulator: Simulator, spec: ResourceSpec, samples: Samples) -> set[Called]:
    """Return the operations that creating, updating, reading and deleting an object calls."""
    inputs, others = all_inputs(spec, samples), members(spec, samples)
    take_calls(simulator)
    object_id, outs = create(simulator, spec, inputs)
    changed = {
        prop.wire: samples.changed(prop, inputs[prop.wire])
        for prop in spec.arguments
        if prop.is_put and prop.wire in inputs
    }
    for more in (changed, {"unpairTriggers": {"a": "1"}}, {"remoteEngines": others}):
        known = {key: one for key, one in more.items() if key in names(spec)}
        inputs = check(spec, {**inputs, **known}).inputs
        with new_session(simulator) as session:
            outs = lifecycle_of(spec).update(session, object_id, outs, inputs)
            assert lifecycle_of(spec).read(session, object_id, outs) is not None
    seen = take_calls(simulator)
    prevent_deletion(simulator, spec, object_id, samples)
    take_calls(simulator)
    with new_session(simulator) as session:
        lifecycle_of(spec).delete(session, object_id, outs)
    seen |= take_calls(simulator)
    if spec.endpoint.form == "membership":
        with new_session(simulator) as session:
            session.client.remote_engines.delete(outs["engineId"])
        take_calls(simulator)
    with new_session(simulator) as session:
        lifecycle_of(spec).read(session, object_id, outs)
    return seen | take_calls(simulator)


def names(spec: ResourceSpec) -> set[str]:
    return {prop.wire for prop in spec.arguments}


def all_inputs(spec: ResourceSpec, samples: Samples) -> dict[str, Any]:
    inputs = samples.most(spec)
    if "remoteEngines" in names(spec):
        inputs["remoteEngines"] = members(spec, samples)
    return inputs


def members(spec: ResourceSpec, samples: Samples) -> list[str]:
    """Return the id of a new engine if the kind has engines as members."""
    engine = find("RemoteEngine")
    return [samples.make(engine.kind, samples.least(engine))] if "remoteEngines" in names(spec) else []


def prevent_deletion(simulator: Simulator, spec: ResourceSpec, object_id: str, samples: Samples) -> None:
    """Pair an engine and add it to a cluster, so that the API does not delete it."""
    if "unpairTriggers" not in names(spec):
        return
    simulator.pair(object_id)
    if spec.kind == "RemoteEngine":
        cluster = samples.make("EngineCluster", samples.least(find("EngineCluster")))
        with new_session(simulator) as session:
            session.client.cluster_members.add(cluster, object_id)


@EACH
def test_a_resource_calls_the_operations_that_it_documents(
    simulator: Simulator, cls: type[TalendResource]
) -> None:
    samples = Samples(lambda kind, inputs: create(simulator, find(kind), inputs)[0], simulator)
    assert called_operations(simulator, spec_of(cls), samples) - CHECKS_OF_VISIBILITY == named_in(cls)

"""The errors if an engine cannot join or leave a cluster."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(reschedule_fields="optional", member_environment_status="409")

DEVELOPMENT, PRODUCTION = "5e0000000000000000000001", "5e0000000000000000000002"
FINANCE = "5f0000000000000000000004"
SPEC = find("ClusterMembership")


@pytest.fixture
def session() -> Iterator[Session]:
    with (
        Simulator() as simulator,
        TalendClient(Settings(simulator.url, AccessToken("made-up-token")), sleep=lambda _: None) as client,
    ):
        yield Session(client, api_url=simulator.url, wait=lambda _: None)


def test_an_engine_of_another_environment_is_named_with_the_reason(session: Session) -> None:
    engine = session.client.remote_engines.create(body={"name": "etl", "environmentId": DEVELOPMENT})
    cluster = session.client.clusters.create(
        body={
            "name": "pool",
            "description": "",
            "environmentId": PRODUCTION,
            "workspaceId": FINANCE,
            "remoteEngines": [],
        }
    )
    inputs = {"engineId": engine.id, "clusterId": cluster.id}
    with pytest.raises(LifecycleError) as raised:
        lifecycle_of(SPEC).create(session, inputs)
    text = str(raised.value)
    assert text.startswith(
        f"Engine 'etl' cannot join its cluster. Adding remote engine {engine.id} to cluster "
    )
    assert "another environment" in text
    assert text.endswith("An engine can be in only one cluster, which must be in the engine's environment")


def test_the_error_after_a_targeted_replacement_names_the_option(session: Session) -> None:
    """The membership was not a target, so Pulumi gives it the id of the old cluster."""
    engine = session.client.remote_engines.create(body={"name": "etl", "environmentId": DEVELOPMENT})
    with pytest.raises(LifecycleError, match=r"run it with --target-dependents, or without targets$"):
        lifecycle_of(SPEC).create(session, {"engineId": engine.id, "clusterId": "5" * 24})

"""Before an adoption, `check` says on the resource's row which object the create will adopt."""

from __future__ import annotations

from typing import Any

import pytest
from harness import Host

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.sdk

ENGINE = {
    "name": "etl",
    "environmentId": "5e0000000000000000000002",
    "workspaceId": "5f0000000000000000000004",
}


def messages(host: Host) -> list[str]:
    """Return the messages that stay on the resource's row, without progress."""
    return [one.message for one in host.engine.messages if not one.ephemeral]


def test_a_check_names_the_object_to_adopt_and_what_it_will_write(host: Host, simulator: Simulator) -> None:
    engine = host.up("RemoteEngine", ENGINE)
    heap: dict[str, Any] = {"engineId": engine.id, "name": "heap", "type": "JOB_SERVER"}
    profile = host.up("RemoteEngineRunProfile", {**heap, "jvmArguments": ["-Xmx1g"]})
    simulator.clear_journal()
    adopt = {"onExisting": "adopt"}
    host.check("RemoteEngine", {**ENGINE, **adopt})
    host.check("RemoteEngine", {**ENGINE, **adopt, "description": "Mine"})
    host.check("RemoteEngineRunProfile", {**heap, "jvmArguments": ["-Xmx2g"], "adoptId": profile.id})
    assert messages(host) == [
        f"adopts {engine.id}",
        f"cannot adopt {engine.id}: description differ(s), and only a replacement can change them",
        f"adopts {profile.id}; will write jvm_arguments",
    ]
    assert {one["method"] for one in simulator.journal()} <= {"GET"}


def test_a_check_says_nothing_without_an_object_to_adopt(host: Host, simulator: Simulator) -> None:
    named = {**ENGINE, "name": "another"}
    engine = host.up("RemoteEngine", named)
    simulator.clear_journal()
    host.check("RemoteEngine", named)
    host.check("RemoteEngine", {**named, "onExisting": "adopt"}, olds=named)
    assert simulator.journal() == []
    host.check("RemoteEngine", {**named, "name": "new", "onExisting": "adopt"})
    host.check("RemoteEngine", {**named, "adoptId": "6" * 24})
    simulator.fault(kind="status", status=403, count=None)
    host.check("PipelineEngine", {**named, "adoptId": engine.id})  # no other test has cached this list
    simulator.clear_faults()
    assert messages(host) == []

"""A delete costs the calls that it needs and no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fleet import Declared, Fleet, Ref

from talend_processing.simulator import Simulator

PLACE = {"environmentId": "5e0000000000000000000002"}


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    with Simulator(switches={"profile_delete_delay": 0}) as simulator:
        yield Fleet(simulator)


def _calls(fleet: Fleet) -> list[str]:
    found = [entry["operation"] for entry in fleet.simulator.journal()]
    fleet.simulator.clear_journal()
    return found


def test_each_step_of_a_profile(fleet: Fleet) -> None:
    profile = {"engineId": Ref("a"), "type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]}
    engine = Declared("RemoteEngine", PLACE)
    fleet.up({"a": engine, "p": Declared("RemoteEngineRunProfile", profile)})
    assert _calls(fleet) == [
        "list_remote_engines",
        "create_remote_engine",
        "create_remote_engine_run_profile",
    ], "nothing can be in an engine that this run made"
    fleet.up({"a": engine, "p": Declared("RemoteEngineRunProfile", {**profile, "jvmArguments": ["-Xmx2g"]})})
    assert _calls(fleet) == ["get_remote_engine_run_profile", "update_remote_engine_run_profile"]
    fleet.up({"a": engine})
    assert _calls(fleet) == ["delete_remote_engine_run_profile", "get_remote_engine_run_profile"]
    fleet.up({})
    assert _calls(fleet) == ["delete_remote_engine"]
    assert fleet.told == []

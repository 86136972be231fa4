"""An account without the objects of a stack is not adopted into it."""

from __future__ import annotations

import pytest
from export_of import Decide

from talend_processing.client.errors import TalendError
from talend_processing.simulator import Simulator

NEW = 'talend.RemoteEngine("etl-1", **place)\n'
HERE, ELSEWHERE = "6a0000000000000000000002", "6a00000000000000000000ee"


def managed(*ids: str, kind: str = "RemoteEngine") -> dict[str, tuple[str, str]]:
    token = f"pulumi-python:dynamic/talend:{kind}"
    return {f"urn:pulumi:test::fleet::{token}::{key}": (kind, key) for key in ids}


def test_a_state_without_an_object_in_the_account_is_refused(decide: Decide) -> None:
    with pytest.raises(TalendError, match="does not have any of the 2 engines and clusters") as one:
        decide(NEW, managed=managed(ELSEWHERE) | managed("6c00000000000000000000ee", kind="EngineCluster"))
    assert "use the credentials of the stack's account" in str(one.value)
    with pytest.raises(
        TalendError, match="does not have the engine or cluster that the state of fleet/test contains"
    ):
        decide(NEW, managed=managed(ELSEWHERE))


def test_one_object_in_the_account_is_enough(decide: Decide) -> None:
    plan, _ = decide(NEW, managed=managed(HERE, ELSEWHERE))
    assert [one.status for one in plan.decisions] == ["identical"]
    plan, _ = decide(NEW, managed=managed(ELSEWHERE, kind="RemoteEngineRunProfile"))
    assert [one.status for one in plan.decisions] == ["identical"]


def test_an_account_whose_engines_cannot_be_listed_is_not_refused(
    decide: Decide, simulator: Simulator
) -> None:
    simulator.fault(path="/processing/runtimes/pipeline-engines", kind="status", status=403, count=None)
    plan, _ = decide(NEW, managed=managed("6d00000000000000000000ee", kind="PipelineEngine"))
    assert [one.status for one in plan.decisions] == ["identical"]
    with pytest.raises(
        TalendError, match="does not have the engine or cluster that the state of fleet/test contains"
    ):
        decide(NEW, managed=managed(ELSEWHERE) | managed("6d00000000000000000000ee", kind="PipelineEngine"))


def test_a_program_without_any_object_in_the_account_is_reported(decide: Decide) -> None:
    rollback = 'talend.CloudJvmRollback("rollback", job_jvm_rollback=False)\n'
    missing = 'talend.RemoteEngine("etl-99", **place)\n'
    plan, _ = decide(missing + rollback)
    assert plan.finds_nothing, "every account has its settings"
    for other, state in ((NEW, {}), ("", managed(HERE))):
        plan, _ = decide(missing + rollback + other, managed=state)
        assert not plan.finds_nothing
    plan, _ = decide(rollback)
    assert not plan.finds_nothing

"""A termination ends a run that has started. Before the start, it warns and makes no call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from talend_processing.client.api.client import TalendClient
from talend_processing.client.api.tasks import TaskRequest
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

SPEC = find("TaskTermination")
TASK = "5a0000000000000000000001"


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        running.switch("execution_seconds", 3600)
        yield running


@pytest.fixture
def warned() -> list[str]:
    return []


@pytest.fixture
def session(simulator: Simulator, warned: list[str]) -> Iterator[Session]:
    with TalendClient(Settings(simulator.url, AccessToken("made-up"))) as client:
        yield Session(client, api_url=simulator.url, warn=warned.append)


def create(session: Session, execution_id: str) -> tuple[str, dict[str, Any]]:
    checked = check(SPEC, {"executionId": execution_id})
    assert checked.failures == []
    return lifecycle_of(SPEC).create(session, checked.inputs)


def test_terminating_a_run_warns_before_its_start_and_ends_it_afterwards(
    session: Session, simulator: Simulator, warned: list[str]
) -> None:
    """The execution id is empty after the first `up` of a run with `run_on_create=False`."""
    object_id, outs = create(session, "")
    assert object_id
    assert (outs["executionId"], outs["terminated"]) == ("", False)
    expected = "Nothing was terminated: execution_id is empty, as for a run that has not started"
    assert warned == [expected]
    assert simulator.journal() == []
    started = session.client.task_executions.start(TaskRequest(executable=TASK)).execution_id
    assert diff(SPEC, outs, check(SPEC, {"executionId": started}).inputs).replaces
    assert create(session, started)[1]["terminated"] is True
    assert simulator.state()["taskExecutions"][0]["status"] == "terminated"
    assert create(session, started)[1]["terminated"] is False
    assert len(warned) == 1


def test_the_id_of_a_deployment_cannot_be_terminated_and_the_error_says_which_can(
    session: Session, simulator: Simulator
) -> None:
    account = simulator.state()
    (task,) = [one for one in account["tasks"] if one["id"] == TASK]
    task["microservice"] = True
    simulator.load(account)
    receipt = session.client.task_executions.start(TaskRequest(executable=TASK)).execution_id
    with pytest.raises(LifecycleError, match="Set execution_id to the id that the task's history"):
        create(session, receipt)

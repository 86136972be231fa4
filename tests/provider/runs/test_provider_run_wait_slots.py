"""A warning says what to set when waits hold all slots of the engine."""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest

from talend_processing.client.api.client import TalendClient
from talend_processing.client.api.tasks import TaskRequest
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.runs.completion import Completion
from talend_processing.provider.runs.wait_slots import WaitSlots, default_slots
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

TASK = "5a0000000000000000000001"


@pytest.mark.parametrize(("waits", "warns"), [(3, False), (4, True), (5, False)])
def test_waits_that_hold_exactly_all_slots_cause_one_warning(waits: int, *, warns: bool) -> None:
    """More waits than slots prove that `--parallel` was given."""
    slots = WaitSlots(4)
    with ExitStack() as stack:
        for _ in range(waits):
            stack.enter_context(slots.hold())
        assert bool(slots.advice()) == warns
        assert slots.advice() == "", "the warning is not repeated"


def test_a_finished_wait_is_not_counted() -> None:
    slots = WaitSlots(1)
    with slots.hold():
        pass
    assert slots.advice() == ""


@pytest.mark.parametrize("value", ["", "0", "many"])
def test_the_number_of_slots_comes_from_the_environment_or_pulumis_default(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("PULUMI_PARALLEL", value)
    assert default_slots() == 4 * (os.cpu_count() or 1)
    monkeypatch.setenv("PULUMI_PARALLEL", "7")
    assert default_slots() == 7


def test_a_run_that_waits_alone_with_one_slot_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_PARALLEL", "1")
    warnings: list[str] = []
    with Simulator(switches={"execution_seconds": 3600}) as simulator:
        settings = Settings(simulator.url, AccessToken("made-up"))
        with TalendClient(settings) as client:
            started = client.task_executions.start(TaskRequest(executable=TASK))
            now = [0.0]

            def wait(seconds: float) -> None:
                now[0] += seconds
                simulator.advance(seconds)

            session = Session(
                client, api_url=simulator.url, clock=lambda: now[0], wait=wait, warn=warnings.append
            )
            inputs = {
                "executionId": started.execution_id,
                "startStatus": "STARTED",
                "intendedAt": "2026-11-25T12:00:00+00:00",
                "executable": TASK,
                "waitTimeout": 7200,
                "pollInterval": 1800,
                "onFailure": "fail",
            }
            Completion(find("TaskRunCompletion")).create(session, inputs)
    (line,) = warnings
    assert "`pulumi up --parallel N`" in line
    assert "(here 17 or more)" in line

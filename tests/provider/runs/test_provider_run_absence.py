"""An execution that the API accepts but never shows ends as `NOT_SHOWN` and is not started again."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from run_stack import EXECUTABLES, EXECUTIONS, RunStack, arguments

from talend_processing.cli.shared.exits import Exit
from talend_processing.cli.shared.start_and_wait import Wait, run_to_end
from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.runs.kinds import KINDS
from talend_processing.provider.runs.send_start import RunRequest
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(execution_list_delay=0)

TASK = EXECUTABLES["task"]
NOT_SHOWN_AFTER = 300
"""Seconds after its start at which an execution that the API does not show ends as `NOT_SHOWN`."""
HOUR = {"waitTimeout": 3600, "pollInterval": 1}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """An account whose first task is a microservice that runs for a day."""
    with Simulator() as running:
        account = running.state()
        account["tasks"][0] |= {"microservice": True, "seconds": 86_400}
        running.load(account)
        yield running


def looks(simulator: Simulator) -> int:
    """Return how often executions were looked up."""
    return sum(one["method"] == "GET" for one in simulator.journal())


def test_a_microservice_ends_as_not_shown_and_is_not_started_again(simulator: Simulator) -> None:
    stack = RunStack(simulator, "task")
    stack.up(arguments("task", **HOUR))
    assert stack.errors == []
    assert stack.state["Completion"].outputs["status"] == "NOT_SHOWN"
    (execution,) = stack.started()
    (warning,) = stack.warned
    assert "outcome is unknown. The run was not started again" in warning
    assert "the API returned the id of a deployment, not of a run" in warning
    assert f"(executions since the start: {execution}" in warning
    assert warning.endswith("then change `triggers` to start the run again")
    seen = looks(simulator)
    assert seen < 80, "the intervals grow"
    stack.up(arguments("task", **HOUR))
    assert (stack.errors, len(stack.started()), looks(simulator)) == ([], 1, seen)
    stack.up(arguments("task", **HOUR, triggers="2"))
    assert len(stack.started()) == 2


def test_the_time_counts_from_the_start_so_that_the_next_up_is_short(simulator: Simulator) -> None:
    stack = RunStack(simulator, "task")
    stack.up(arguments("task", waitTimeout=250, pollInterval=10))
    assert "still not shown by the API, the wait ends 300 s after the start" in stack.errors[0]
    began = stack._now
    stack.up(arguments("task", waitTimeout=250, pollInterval=10))
    assert stack.errors == []
    assert stack._now - began <= NOT_SHOWN_AFTER - 250 + 30
    assert stack.state["Completion"].outputs["status"] == "NOT_SHOWN"


@pytest.mark.parametrize("kind", EXECUTABLES)
def test_an_execution_that_is_shown_late_is_waited_for(kind: str) -> None:
    with Simulator() as simulator:
        simulator.switch("execution_list_delay", 60)
        simulator.switch("promotion_under_way", "201")
        simulator.fault("GET", f"{EXECUTIONS}/**", kind="status", status=404, count=4)
        stack = RunStack(simulator, kind)
        stack.up(arguments(kind, waitTimeout=600, pollInterval=10))
        assert (stack.errors, stack.warned) == ([], [])
        assert stack.state["Completion"].outputs["status"] in KINDS[kind].success_statuses


def test_a_failed_read_does_not_count_as_absence(simulator: Simulator) -> None:
    simulator.fault("GET", "/**", kind="status", status=503, count=None)
    stack = RunStack(simulator, "task")
    stack.up(arguments("task", waitTimeout=900, pollInterval=60))
    assert "could not be read" in stack.errors[0]
    assert "The run continues" in stack.errors[0]


def test_the_command_ends_with_the_code_for_unknown(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 0.0

    def wait(seconds: float) -> None:
        nonlocal now
        now += seconds

    with TalendClient(Settings(simulator.url, AccessToken("made-up"))) as client:
        session = Session(
            client, api_url=simulator.url, clock=lambda: now, wall_clock=lambda: time.time() + now, wait=wait
        )
        request = RunRequest(
            kind=KINDS["task"],
            arguments={"executable": TASK},
            intended_at=session.utc_now(),
            timeout=3600,
        )
        result = run_to_end(session, request, Wait(poll_interval=1))
    (execution,) = simulator.state()["taskExecutions"]
    assert (result.code, result.status) == (Exit.UNKNOWN, "NOT_SHOWN")
    assert result.message in capsys.readouterr().err
    assert f"(executions since the start: {execution['id']}" in result.message
    assert now < NOT_SHOWN_AFTER + 60

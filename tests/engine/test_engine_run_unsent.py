"""If a start is not sent or is refused, the `up` fails and the next `up` sends it, on the real engine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess

import pytest
from run_starts import SERVICE_ACCOUNT, STARTS, executions
from stack import Stack, StackError, failures
from waiting import until

from talend_processing.review.findings.report import review
from talend_processing.simulator import Simulator
from talend_processing.stack.preview import read_preview
from talend_processing.testing.fixtures import MakeStack

CALLS = {
    "task": ("talend.TaskRun", "5a0000000000000000000001"),
    "plan": ("talend.PlanRun", "9f0b1c5e-0000-4000-8000-000000000001"),
    "promotion": ("talend.PromotionRun", "5b0000000000000000000001"),
}
PROMOTIONS = STARTS["promotion"]
CONFIG = {"talend:listDelay": "1", "talend:maxRetries": "0"}


def program(*kinds: str) -> str:
    """Return a program with a run of each kind that exports the ids of the executions."""
    text = "import pulumi\nimport talend_processing as talend\n\n"
    for kind in kinds:
        run, executable = CALLS[kind]
        call = f'{run}("{kind}", executable="{executable}", triggers="1", poll_interval=1)'
        text += f'pulumi.export("{kind}", {call}.execution_id)\n'
    return text


def posts(simulator: Simulator, path: str) -> int:
    return sum((one["method"], one["path"]) == ("POST", path) for one in simulator.journal())


def test_runs_start_once_when_the_api_can_be_reached_again(stack_of: MakeStack) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    stack = stack_of(program(*CALLS), config=CONFIG, api_url=f"http://127.0.0.1:{port}")
    errors = failures(stack)
    assert ["the API cannot be reached" in error for error in errors] == [True] * len(CALLS), errors
    assert not [error for error in errors if "triggers" in error]
    with Simulator(port=port) as simulator:
        stack.run("up", "--yes")  # with a preview, which starts nothing
        assert {kind: executions(simulator, kind) for kind in CALLS} == {
            kind: [execution] for kind, execution in stack.outputs().items()
        }
        assert [posts(simulator, path) for path in STARTS.values()] == [1] * len(CALLS)
        stack.up("--expect-no-changes")


def unsent(stack_of: MakeStack, simulator: Simulator) -> Stack:
    """Return a stack whose first `up` got no token for its promotion."""
    stack = stack_of(program("promotion"), config=CONFIG, environ=SERVICE_ACCOUNT)
    simulator.fault("POST", "/security/oauth/token", kind="status", status=401)
    with pytest.raises(StackError, match="Nothing was sent: run `pulumi up` again"):
        stack.up()
    assert posts(simulator, PROMOTIONS) == 0
    return stack


def test_a_promotion_without_a_token_and_then_refused_starts_once(
    stack_of: MakeStack, simulator: Simulator
) -> None:
    """The review of the second `up` says that it starts the promotion."""
    stack = unsent(stack_of, simulator)
    printed = subprocess.run(
        stack.command("preview", "--json"), env=stack.variables, capture_output=True, text=True, check=True
    ).stdout
    assert [one.rule for one in review(read_preview(printed)).findings] == ["promotion-started"]
    assert posts(simulator, PROMOTIONS) == 0

    simulator.fault("POST", PROMOTIONS, kind="status", status=409)
    with pytest.raises(StackError, match="Nothing was started: run `pulumi up` again") as refused:
        stack.up()
    assert "triggers" not in str(refused.value)
    assert posts(simulator, PROMOTIONS) == 1

    stack.run("up", "--yes")  # with a preview, which starts nothing
    assert executions(simulator, "promotion") == [stack.outputs()["promotion"]]
    stack.up("--expect-no-changes")
    assert posts(simulator, PROMOTIONS) == 2


def test_a_promotion_whose_second_try_is_killed_is_not_tried_again(
    stack_of: MakeStack, simulator: Simulator
) -> None:
    stack = unsent(stack_of, simulator)
    simulator.fault("POST", PROMOTIONS, kind="hold-before")
    running = stack.start("up", "--yes", "--skip-preview")
    until(lambda: posts(simulator, PROMOTIONS) == 1)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    simulator.release()
    until(lambda: len(executions(simulator, "promotion")) == 1)
    stack.run("cancel", "--yes")
    for _ in range(2):
        with pytest.raises(StackError, match="was interrupted and may have started it"):
            stack.up()
    assert posts(simulator, PROMOTIONS) == 1

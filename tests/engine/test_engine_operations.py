"""Runs on the real engine. Runs of several kinds share one stack, so that a test needs fewer `pulumi up`."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from run_starts import START, STARTS, executions
from stack import Stack, StackError, failures
from waiting import PATIENCE, until

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(reschedule_fields="optional")

PLAN_STEP, TASK = "5a0000000000000000000001", "5a0000000000000000000003"
PLAN, FAILING_PLAN = "9f0b1c5e-0000-4000-8000-000000000001", "9f0b1c5e-0000-4000-8000-000000000002"
PROMOTION = "5b0000000000000000000001"
ONE_OF_EACH_KIND = {
    "task": f"TaskRun('task', executable='{TASK}', log_level='INFO', triggers=release",
    "plan": f"PlanRun('plan', executable='{PLAN}', triggers=release",
    "promotion": f"PromotionRun('promotion', executable='{PROMOTION}', context='1.4', triggers=release",
}
LIST_DELAY = {"talend:listDelay": "1"}


def program(calls: dict[str, str], *, before: str = "", after: str = "") -> str:
    """Return a program that exports the execution id and the status of each run."""
    text = f"""
import pulumi
import talend_processing as talend

config = pulumi.Config()
release = config.get("release")
runs = {{}}
{before}
"""
    for name, call in calls.items():
        text += f"runs[{name!r}] = talend.{call}, poll_interval=1)\n"
    text += """
for name, run in runs.items():
    pulumi.export(name, {"id": run.execution_id, "status": run.status})
"""
    return text + after


def starts(simulator: Simulator) -> int:
    """Count the requests that start a run."""
    return sum(one["method"] == "POST" and one["path"] in STARTS.values() for one in simulator.journal())


def ids(outputs: dict[str, Any]) -> dict[str, str]:
    return {name: run["id"] for name, run in outputs.items()}


def statuses(outputs: dict[str, Any]) -> dict[str, str]:
    return {name: run["status"] for name, run in outputs.items()}


def matching(errors: list[str], *words: str) -> int:
    """Count the errors that contain all of the words."""
    return sum(all(word in error for word in words) for error in errors)


def test_a_run_starts_once_for_each_trigger_and_never_in_a_preview(
    stack_of: Callable[..., Stack], simulator: Simulator
) -> None:
    """Both commands that start runs include a preview. `run_on_create=False` waits for a trigger."""
    later = f"TaskRun('later', executable='{PLAN_STEP}', run_on_create=False, triggers=release"
    stack = stack_of(program(ONE_OF_EACH_KIND | {"later": later}))
    done = {"task": "execution_successful", "plan": "execution_successful", "promotion": "PROMOTED"}
    stack.run("up", "--yes")
    first = stack.outputs()
    assert statuses(first) == done | {"later": "NOT_STARTED"}
    assert ids(first) == {kind: executions(simulator, kind)[0] for kind in STARTS} | {"later": ""}
    assert starts(simulator) == 3
    stack.up("--refresh", "--expect-no-changes")
    assert starts(simulator) == 3
    stack.set("release", "2")
    stack.run("up", "--yes", "--refresh")
    second = stack.outputs()
    assert statuses(second) == done | {"later": "execution_successful"}
    assert {*ids(first).values()}.isdisjoint(ids(second).values())
    assert starts(simulator) == 7
    stack.destroy()
    assert starts(simulator) == 7
    assert not [one for one in simulator.journal() if one["method"] == "DELETE"]


def test_a_start_whose_response_is_lost_is_not_repeated(
    stack_of: Callable[..., Stack], simulator: Simulator
) -> None:
    """Three tasks, a plan and a promotion started, and a fourth task did not. Only that one starts again."""
    account = simulator.state()
    added = [account["tasks"][2] | {"id": f"5a000000000000000000001{number}"} for number in range(4)]
    account["tasks"] += added
    simulator.load(account)
    tasks = {task["id"]: f"TaskRun('{task['id']}', executable='{task['id']}'" for task in added}
    kinds = {kind: ONE_OF_EACH_KIND[kind] for kind in ("plan", "promotion")}
    stack = stack_of(program(tasks | kinds), config=LIST_DELAY)
    for fault in ("drop-after", "error-after", "truncated", "html"):
        simulator.fault("POST", START, kind=fault)
    for kind in kinds:
        simulator.fault("POST", STARTS[kind], kind="drop-after")

    errors = failures(stack)
    assert matching(errors, "it looks for the execution before it starts another") == 1, errors
    assert matching(errors, "It is not known whether the promotion has started") == 1, errors
    assert [len(executions(simulator, kind)) for kind in STARTS] == [3, 1, 1]
    assert starts(simulator) == 6

    (error,) = failures(stack)
    assert "It is not known whether the promotion has started" in error
    assert starts(simulator) == 7
    started = {*executions(simulator, "task"), *executions(simulator, "plan")}
    in_state = {
        one["id"]
        for one in stack.resources()
        if one["type"].endswith(("TaskRunExecution", "PlanRunExecution"))
    }
    assert in_state == started
    assert {one["taskId"] for one in simulator.state()["taskExecutions"]} >= tasks.keys()


@pytest.mark.sdk
def test_the_next_up_finds_runs_whose_engine_and_host_were_killed(
    stack_of: Callable[..., Stack], simulator: Simulator
) -> None:
    promotion = f"{ONE_OF_EACH_KIND['promotion']}, execution_id=config.get('known')"
    stack = stack_of(program(ONE_OF_EACH_KIND | {"promotion": promotion}), config=LIST_DELAY)
    for path in STARTS.values():
        simulator.fault("POST", path, kind="hold-before")
    running = stack.start("up", "--yes", "--skip-preview")
    until(lambda: starts(simulator) == 3)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    simulator.release()
    until(lambda: all(len(executions(simulator, kind)) == 1 for kind in STARTS))
    stack.run("cancel", "--yes")
    with pytest.raises(StackError, match="was interrupted and may have started it"):
        stack.up()
    stack.set("known", executions(simulator, "promotion")[0])
    stack.up()
    assert ids(stack.outputs()) == {kind: executions(simulator, kind)[0] for kind in STARTS}
    assert starts(simulator) == 3


def test_a_failed_run_fails_every_up_until_it_is_recorded_or_resumed(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    fails = f"PlanRun('plan', executable='{FAILING_PLAN}'"
    records = f"{fails}, on_failure='record'"
    stack = stack_of(program({"plan": fails}))

    def apply(call: str) -> dict[str, Any]:
        (stack.program / "__main__.py").write_text(program({"plan": call}))
        stack.up()
        outputs: dict[str, Any] = stack.outputs()["plan"]
        return outputs

    for _ in range(2):
        with pytest.raises(StackError) as failed:
            stack.up()
        assert "ended as execution_failed" in str(failed.value)
        assert "no such table" in str(failed.value)
        assert "change `triggers`" in str(failed.value)
        assert "Traceback" not in str(failed.value)
    recorded = apply(records)
    assert recorded["status"] == "execution_failed"
    assert starts(simulator) == 1

    resumed = apply(f"{records}, resume_from='{recorded['id']}', rerun_only_failed_tasks=True")
    assert resumed["id"] != recorded["id"]
    sent = [one["body"] for one in simulator.journal() if one["method"] == "POST"]
    assert "executionPlanId" in str(sent[1])
    apply(records)
    assert starts(simulator) == 2, "removing `resume_from` starts nothing"


ADVICE = {
    405: "The task is paused: resume it in Talend Management Console",
    501: "Complete the task's configuration in Talend Management Console",
}
"""The advice in the error, by the status with which the API refuses a start."""


def test_each_refused_start_is_one_error_and_starts_nothing(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    calls = {
        "unknown": f"PlanRun('unknown', executable='{unknown}'",
        "missing": f"PlanRun('missing', executable='{PLAN}', resume_from='missing-execution'",
        "paused or incomplete 1": f"TaskRun('one', executable='{TASK}'",
        "paused or incomplete 2": f"TaskRun('two', executable='{PLAN_STEP}'",
    }
    for status in ADVICE:
        simulator.fault("POST", START, kind="status", status=status)
    errors = failures(stack_of(program(calls)))
    assert len(errors) == len(calls), errors
    for words in (
        (unknown, "answered 404"),
        (PLAN, "answered 404"),
        *((f"answered {status}", advice) for status, advice in ADVICE.items()),
        (TASK,),
        (PLAN_STEP,),
    ):
        assert matching(errors, *words) == 1, errors
    assert [executions(simulator, kind) for kind in STARTS] == [[], [], []]


def test_wrong_arguments_of_a_run_are_refused_before_any_call(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    call = f"talend.PlanRun('run', executable='{PLAN}', resume_step='x', wait_timeout=0, poll_interval=-1)"
    stack = stack_of(f"import talend_processing as talend\n\n{call}\n")
    with pytest.raises(StackError) as failed:
        stack.up()
    for words in (
        "wait_timeout must be at least 1",
        "poll_interval must be at least 1",
        "resume_step is given without resume_from",
    ):
        assert words in str(failed.value)
    assert "Traceback" not in str(failed.value)
    assert simulator.journal() == []


@pytest.mark.sdk
def test_a_run_needs_the_checkpoints_of_the_engine(
    stack_of: Callable[..., Stack], simulator: Simulator
) -> None:
    stack = stack_of(program({"task": ONE_OF_EACH_KIND["task"]}), environ={"PULUMI_SKIP_CHECKPOINTS": "true"})
    with pytest.raises(StackError, match="PULUMI_SKIP_CHECKPOINTS is set"):
        stack.up()
    assert starts(simulator) == 0


TOPOLOGY = """
place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
engine = talend.RemoteEngine("etl", **place)
paired = talend.EnginePairing("etl-paired", engine_id=engine, poll_interval=1)
pool = talend.EngineCluster("pool", **place)
after = pulumi.ResourceOptions(depends_on=[paired])
talend.ClusterMembership("member", cluster_id=pool, engine_id=engine, opts=after)
promotion = talend.PromotionRun("promotion", executable="5b0000000000000000000001", opts=after)
after = pulumi.ResourceOptions(depends_on=[promotion])
"""


@pytest.mark.sdk
def test_one_up_pairs_an_engine_then_promotes_then_runs_a_plan(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    plan = f"PlanRun('plan', executable='{PLAN}', opts=after"
    stack = stack_of(program({"plan": plan}, before=TOPOLOGY))
    running = stack.start("up", "--yes", "--skip-preview")
    until(lambda: len(simulator.state()["remoteEngines"]) == 1)
    assert starts(simulator) == 0
    simulator.pair(simulator.state()["remoteEngines"][0]["id"])
    printed, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, printed
    writes = [one["path"] for one in simulator.journal() if one["method"] == "POST"]
    assert writes[-2:] == [STARTS["promotion"], STARTS["plan"]]


TERMINATIONS = """
for name, run in runs.items():
    stop = talend.TaskTermination(f"stop-{name}", execution_id=run.execution_id)
    pulumi.export(name, stop.terminated)
"""


def test_a_termination_ends_a_run_in_the_up_that_starts_it(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    simulator.switch("execution_seconds", 3600)
    later = f"TaskRun('later', executable='{PLAN_STEP}', wait=False, run_on_create=False, triggers=release"
    calls = {"started": f"TaskRun('started', executable='{TASK}', wait=False", "later": later}
    stack = stack_of(program(calls, after=TERMINATIONS))
    printed = stack.up()
    assert stack.outputs() == {"started": True, "later": False}
    assert "Nothing was terminated: execution_id is empty" in printed
    stack.up("--refresh", "--expect-no-changes")
    stack.set("release", "2")
    stack.up()
    assert stack.outputs() == {"started": True, "later": True}
    assert [one["status"] for one in simulator.state()["taskExecutions"]] == ["terminated"] * 2

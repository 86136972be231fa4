"""Runs on the real engine: started once, in state before anyone waits, and waited for until they end."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable

import pytest
from stack import FailedError, Stack
from waiting import PATIENCE, until

from talend_processing.simulator import Simulator

TASK, FAILS = "5a0000000000000000000001", "5a0000000000000000000004"
PLAN, BREAKS = "9f0b1c5e-0000-4000-8000-000000000001", "9f0b1c5e-0000-4000-8000-000000000002"
PROMOTION = "5b0000000000000000000001"
START = "/processing/executions"
CALLS = {
    "task": f"talend.TaskRun('run', executable='{TASK}', log_level='INFO'",
    "plan": f"talend.PlanRun('run', executable='{PLAN}'",
    "promotion": f"talend.PromotionRun('run', executable='{PROMOTION}', context='1.4'",
}
STARTS = {"task": START, "plan": f"{START}/plans", "promotion": f"{START}/promotions"}
KINDS = pytest.mark.parametrize("kind", CALLS)


def program(call: str, *, more: str = "") -> str:
    return f"""
import pulumi
import talend_processing as talend

triggers = pulumi.Config().get("release")
{more}
run = {call}, triggers=triggers, poll_interval=1)
pulumi.export("id", run.execution_id)
pulumi.export("status", run.status)
"""


def starts(simulator: Simulator) -> int:
    return sum(one["method"] == "POST" and one["path"] in STARTS.values() for one in simulator.journal())


def begun(simulator: Simulator, kind: str) -> list[str]:
    return [str(one["id"]) for one in simulator.state()[f"{kind}Executions"] if one.get("type") != "PLAN"]


def value(printed: str, name: str) -> str:
    """An output of the stack, the new one where an `up` changed it."""
    outputs = printed[printed.index("Outputs:") :].splitlines()
    line = next(line for line in outputs if re.match(rf" +[~+]? *{name} *:", line))
    return line.partition(":")[2].split("=>")[-1].strip().strip('"')


@KINDS
def test_a_run_starts_once_for_each_trigger_and_never_in_a_preview(
    stack_of: Callable[[str], Stack], simulator: Simulator, kind: str
) -> None:
    stack = stack_of(program(CALLS[kind]))
    stack.preview()
    assert starts(simulator) == 0
    first = stack.up()
    assert value(first, "id") in begun(simulator, kind)
    assert value(first, "status") == ("PROMOTED" if kind == "promotion" else "execution_successful")
    stack.up("--expect-no-changes")
    stack.up("--refresh", "--expect-no-changes")
    stack.set("release", "2")
    stack.preview("--refresh")
    assert starts(simulator) == 1
    second = stack.up()
    assert value(second, "id") != value(first, "id")
    assert starts(simulator) == 2
    stack.destroy()
    assert starts(simulator) == 2
    assert not [one for one in simulator.journal() if one["method"] == "DELETE"]


@pytest.mark.parametrize(
    ("kind", "fault"),
    [(kind, "drop-after") for kind in CALLS] + [("task", kind) for kind in ("error-after", "truncated")],
)
def test_a_start_whose_answer_is_lost_is_not_repeated(
    stack_of: Callable[[str], Stack], simulator: Simulator, kind: str, fault: str
) -> None:
    stack = stack_of(program(CALLS[kind]))
    stack.set("talend:listDelay", "1")
    simulator.fault("POST", STARTS[kind], kind=fault)
    if kind == "promotion":
        with pytest.raises(FailedError, match="Whether the promotion runs is not known"):
            stack.up()
        with pytest.raises(FailedError, match="Whether the promotion runs is not known"):
            stack.up()
        assert starts(simulator) == 1
        return
    printed = stack.up()
    assert begun(simulator, kind) == [value(printed, "id")]
    assert starts(simulator) == 1


def test_a_start_that_never_took_effect_is_told_and_made_good_by_the_next_up(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    stack = stack_of(program(CALLS["task"]))
    stack.set("talend:listDelay", "1")
    simulator.fault("POST", START, kind="html")
    with pytest.raises(FailedError, match="it looks before it starts"):
        stack.up()
    assert begun(simulator, "task") == []
    printed = stack.up()
    assert begun(simulator, "task") == [value(printed, "id")]


@pytest.mark.sdk
@KINDS
def test_a_host_that_dies_after_the_start_leaves_a_run_that_the_next_up_finds(
    stack_of: Callable[[str], Stack], simulator: Simulator, kind: str
) -> None:
    stack = stack_of(program(CALLS[kind]))
    stack.set("talend:listDelay", "1")
    simulator.fault("POST", STARTS[kind], kind="hold-before")
    running = stack.start("up", "--yes", "--skip-preview")
    until(lambda: starts(simulator) == 1)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    simulator.release()
    until(lambda: len(begun(simulator, kind)) == 1)
    stack.run("cancel", "--yes")
    if kind == "promotion":
        with pytest.raises(FailedError, match="whether it had started is not known"):
            stack.up()
        known = begun(simulator, kind)[0]
        text = program(f"{CALLS[kind]}, execution_id='{known}'")
        (stack.program / "__main__.py").write_text(text)
    printed = stack.up()
    assert begun(simulator, kind) == [value(printed, "id")]
    assert starts(simulator) == 1


@pytest.mark.sdk
def test_an_interrupted_wait_goes_on_with_the_same_execution(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    simulator.switch("execution_seconds", 3600)
    stack = stack_of(program(CALLS["task"]))
    running = stack.start("up", "--yes", "--skip-preview")
    until(lambda: len(begun(simulator, "task")) == 1 and len(simulator.journal()) >= 3)
    os.killpg(running.pid, signal.SIGINT)
    printed, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode != 0, printed
    assert not stack.export()["deployment"].get("pending_operations")
    simulator.advance(3600)
    assert value(stack.up(), "id") == begun(simulator, "task")[0]
    assert starts(simulator) == 1


def test_a_failed_run_fails_every_up_until_its_trigger_changes(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    stack = stack_of(program(f"talend.PlanRun('run', executable='{BREAKS}'"))
    for _ in range(2):
        with pytest.raises(FailedError) as failed:
            stack.up()
        assert "ended as execution_failed" in str(failed.value)
        assert "no such table" in str(failed.value)
        assert "change `triggers`" in str(failed.value)
        assert "Traceback" not in str(failed.value)
    assert starts(simulator) == 1
    (stack.program / "__main__.py").write_text(
        program(f"talend.PlanRun('run', executable='{BREAKS}', on_failure='record'")
    )
    assert value(stack.up(), "status") == "execution_failed"
    assert starts(simulator) == 1


def test_a_failed_plan_is_resumed_and_taking_that_away_starts_nothing(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    record = f"talend.PlanRun('run', executable='{BREAKS}', on_failure='record'"
    stack = stack_of(program(record))
    failed = value(stack.up(), "id")
    resumed = f"{record}, resume_from='{failed}', rerun_only_failed_tasks=True"
    (stack.program / "__main__.py").write_text(program(resumed))
    assert value(stack.up(), "id") != failed
    (stack.program / "__main__.py").write_text(program(record))
    stack.up()
    stack.up("--expect-no-changes")
    assert starts(simulator) == 2
    sent = [one["body"] for one in simulator.journal() if one["method"] == "POST"]
    assert "executionPlanId" in str(sent[1])


def test_without_run_on_create_only_a_change_runs(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    stack = stack_of(program(f"{CALLS['task']}, run_on_create=False"))
    assert value(stack.up(), "status") == "NOT_STARTED"
    assert starts(simulator) == 0
    stack.set("release", "2")
    assert value(stack.up(), "status") == "execution_successful"
    assert starts(simulator) == 1


REFUSALS = {
    "unknown": (f"talend.TaskRun('run', executable='{'0' * 24}'", "404"),
    "plan": (f"talend.PlanRun('run', executable='{PLAN}', resume_from='{'0' * 8}-missing'", "404"),
    "timeout": (f"{CALLS['task']}, wait_timeout=0", "wait_timeout must be at least 1"),
    "step": (f"{CALLS['plan']}, resume_step='x'", "resume_from"),
    "type": (
        f"{CALLS['promotion']}, advanced=talend.PromotionScope(artifact_id='x', artifact_type='PICTURE')",
        "artifactType",
    ),
}
STATUSES = {
    405: "The task is paused: resume it in Talend Management Console",
    501: "Complete the task's configuration in Talend Management Console",
}


@pytest.mark.parametrize(
    "case", [pytest.param(one, marks=[pytest.mark.wrong_requests] * (one == "type")) for one in REFUSALS]
)
def test_what_cannot_run_is_one_line_and_starts_nothing(
    stack_of: Callable[[str], Stack], simulator: Simulator, case: str
) -> None:
    call, words = REFUSALS[case]
    with pytest.raises(FailedError) as failed:
        stack_of(program(call)).up()
    assert words in str(failed.value)
    assert "Traceback" not in str(failed.value)
    assert not [one for kind in CALLS for one in begun(simulator, kind)]


@pytest.mark.parametrize("status", STATUSES)
def test_a_task_that_cannot_run_now_is_told_with_what_to_do(
    stack_of: Callable[[str], Stack], simulator: Simulator, status: int
) -> None:
    simulator.fault("POST", START, kind="status", status=status)
    with pytest.raises(FailedError) as failed:
        stack_of(program(CALLS["task"])).up()
    lines = [one for one in str(failed.value).splitlines() if f"answered {status}" in one]
    assert any(TASK in line and STATUSES[status] in line for line in lines)
    assert begun(simulator, "task") == []


def test_a_run_that_did_not_fail_is_not_resumed_and_a_promotion_under_way_not_started_again(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    simulator.switch("promotion_under_way", "201")
    account = simulator.state()
    account["promotions"][0]["seconds"] = 3600
    simulator.load(account)
    stack = stack_of(
        program(CALLS["plan"], more=f"other = {CALLS['promotion']}, wait=False)".replace("'run'", "'other'"))
    )
    whole = value(stack.up(), "id")
    for call, executable, words in (
        (f"{CALLS['plan']}, resume_from='{whole}'", PLAN, "start the plan anew"),
        (CALLS["promotion"], PROMOTION, "already running"),
    ):
        with pytest.raises(FailedError) as failed:
            stack_of(program(call)).up()
        lines = [one for one in str(failed.value).splitlines() if words in one]
        assert any(executable in line for line in lines)
    assert [len(begun(simulator, kind)) for kind in CALLS] == [0, 1, 1]


def test_a_negative_interval_is_refused_before_anything_starts(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    text = program(CALLS["task"]).replace("poll_interval=1", "poll_interval=-1")
    with pytest.raises(FailedError, match="poll_interval must be at least 1"):
        stack_of(text).up()
    assert simulator.journal() == []


def test_a_status_that_nobody_knows_is_no_end_and_is_shown_when_the_time_is_up(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    shown = {"executionId": "x", "status": "pondering", "taskId": TASK}
    simulator.fault("GET", f"{START}/*", kind="wrong-schema", count=None, body=shown)
    listed = {"items": [], "limit": 100, "offset": 0, "total": 0}
    simulator.fault(
        "GET", "/processing/executables/tasks/executions", kind="wrong-schema", count=None, body=listed
    )
    stack = stack_of(program(f"{CALLS['task']}, wait_timeout=2"))
    with pytest.raises(FailedError, match=r"had not ended after 2 s \(last seen: pondering\)"):
        stack.up()
    simulator.clear_faults()
    assert value(stack.up(), "status") == "execution_successful"
    assert starts(simulator) == 1


@pytest.mark.sdk
def test_checkpoints_are_needed_to_run_anything(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    stack = stack_of(program(CALLS["task"]))
    stack.environ = {"PULUMI_SKIP_CHECKPOINTS": "true"}
    with pytest.raises(FailedError, match="PULUMI_SKIP_CHECKPOINTS is set"):
        stack.up()
    assert starts(simulator) == 0


TOPOLOGY = """
place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
engine = talend.RemoteEngine("etl", **place)
paired = talend.EnginePairing("etl-paired", engine_id=engine, poll_interval=1)
pool = talend.EngineCluster("pool", **place)
after = pulumi.ResourceOptions(depends_on=[paired])
talend.ClusterMembership("member", cluster_id=pool, engine_id=engine, opts=after)
release = talend.PromotionRun("release", executable="5b0000000000000000000001", opts=after)
after = pulumi.ResourceOptions(depends_on=[release])
"""


@pytest.mark.sdk
def test_pair_then_promote_then_run_in_one_up(stack_of: Callable[[str], Stack], simulator: Simulator) -> None:
    stack = stack_of(program(f"{CALLS['plan']}, opts=after", more=TOPOLOGY))
    running = stack.start("up", "--yes", "--skip-preview")
    until(lambda: len(simulator.state()["remoteEngines"]) == 1)
    assert starts(simulator) == 0
    simulator.pair(simulator.state()["remoteEngines"][0]["id"])
    printed, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, printed
    writes = [one["path"] for one in simulator.journal() if one["method"] == "POST"]
    assert writes[-2:] == [STARTS["promotion"], STARTS["plan"]]
    stack.up("--expect-no-changes")


STOP = """
stop = talend.TaskTermination("stop", execution_id=run.execution_id)
pulumi.export("ended", stop.terminated)
"""


def test_a_termination_of_what_has_not_started_waits_for_the_start(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    simulator.switch("execution_seconds", 3600)
    stack = stack_of(program(f"{CALLS['task']}, wait=False, run_on_create=False") + STOP)
    printed = stack.up()
    assert value(printed, "ended") == "false"
    assert "Nothing was ended: execution_id is empty" in printed
    stack.up("--refresh", "--expect-no-changes")
    stack.set("release", "2")
    assert value(stack.up(), "ended") == "true"
    assert simulator.state()["taskExecutions"][0]["status"] == "terminated"


def test_a_termination_says_whether_there_was_something_to_end(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    simulator.switch("execution_seconds", 3600)
    stack = stack_of(program(f"{CALLS['task']}, wait=False") + STOP)
    assert value(stack.up(), "ended") == "true"
    assert simulator.state()["taskExecutions"][0]["status"] == "terminated"

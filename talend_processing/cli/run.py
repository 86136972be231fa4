"""`talend-processing run`: start a task, a plan or a promotion once, and wait for its end."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from cyclopts import App, Parameter

from talend_processing.cli.shared.exits import Exit, UsageError
from talend_processing.cli.shared.options import (
    FROM_ENVIRONMENT,
    OPTION_SETTINGS,
    Account,
    AsJson,
    Id,
    NonEmptyText,
)
from talend_processing.cli.shared.start_and_wait import DEFAULT_WAIT, Wait, start_and_wait

app = App(
    name="run",
    help="Run a task, a plan or a promotion once, and wait for its end.",
    default_parameter=OPTION_SETTINGS,
)

LogLevel: TypeAlias = Literal["OFF", "ERROR", "WARN", "INFO"]
Artifact: TypeAlias = Literal["WORKSPACE", "PLAN", "FLOW", "ACTION"]
OnConflict: TypeAlias = Literal["fail", "wait"]
YesOrNo: TypeAlias = Annotated[bool | None, Parameter(negative_bool="no-")]
"""A flag with a negative form, such as `--no-keep-target-resources`. None is not sent to the API."""


def _check_minutes(_type: object, value: int | None) -> None:
    if value is not None and value < 1:
        raise ValueError(f"{value} is not a number of minutes above 0")


Minutes: TypeAlias = Annotated[int, Parameter(metavar="MINUTES", validator=_check_minutes)]


@app.command
def task(
    executable: NonEmptyText,
    /,
    *,
    parameter: Annotated[tuple[str, ...], Parameter(metavar="NAME=VALUE")] = (),
    log_level: LogLevel | None = None,
    terminate_after: Minutes | None = None,
    wait: Wait = DEFAULT_WAIT,
    account: Account = FROM_ENVIRONMENT,
    as_json: AsJson = False,
) -> Exit:
    """Run a task once, and wait for its end.

    Args:
        executable: The task's id.
        parameter: A parameter of the task's Job, as NAME=VALUE; repeatable.
        log_level: The log level of the Job.
        terminate_after: Minutes after which the API terminates the run.

    """
    arguments = {
        "executable": executable,
        "parameters": _parameters(parameter) or None,
        "logLevel": log_level,
        "timeout": terminate_after,
    }
    return start_and_wait("task", arguments, account=account, wait=wait, as_json=as_json)


@app.command
def plan(
    executable: NonEmptyText,
    /,
    *,
    resume_from: Id | None = None,
    resume_step: Id | None = None,
    only_failed: bool = False,
    wait: Wait = DEFAULT_WAIT,
    account: Account = FROM_ENVIRONMENT,
    as_json: AsJson = False,
) -> Exit:
    """Run a plan once, or resume a failed execution of it, and wait for its end.

    Args:
        executable: The plan's id.
        resume_from: Id of the failed execution to resume.
        resume_step: Id of the step execution to start with. The default is the execution of the failed step.
        only_failed: Skip tasks that succeeded in the failed execution.

    """
    _require("--resume-step", resume_step, "--resume-from", resume_from)
    _require("--only-failed", only_failed, "--resume-from", resume_from)
    arguments = {
        "executable": executable,
        "resumeFrom": resume_from,
        "resumeStep": resume_step,
        "rerunOnlyFailedTasks": only_failed or None,
    }
    return start_and_wait("plan", arguments, account=account, wait=wait, as_json=as_json)


@app.command
def promotion(  # noqa: PLR0913 - each parameter is an option
    executable: NonEmptyText,
    /,
    *,
    keep_target_resources: YesOrNo = None,
    keep_target_run_profiles: YesOrNo = None,
    artifact_id: Id | None = None,
    artifact_type: Artifact | None = None,
    context: str | None = None,
    on_conflict: OnConflict = "fail",
    wait: Wait = DEFAULT_WAIT,
    account: Account = FROM_ENVIRONMENT,
    as_json: AsJson = False,
) -> Exit:
    """Run a promotion once, and wait for its end.

    Args:
        executable: The promotion's id.
        keep_target_resources: Whether to keep the resources of the target environment unchanged.
        keep_target_run_profiles: Whether to keep the run profiles of the target environment unchanged.
        artifact_id: Promote only the workspace, plan, task or artifact with this id; needs `--artifact-type`.
        artifact_type: The type of the object with `--artifact-id`; FLOW is a task, ACTION an artifact.
        context: A message for the promotion's history, 255 characters at most.
        on_conflict: What to do if the API refuses the start with 409, for instance because another promotion
            runs: fail, or wait and retry for at most `--timeout` seconds.

    """
    _require("--artifact-id", artifact_id, "--artifact-type", artifact_type)
    _require("--artifact-type", artifact_type, "--artifact-id", artifact_id)
    artifact = {"artifactId": artifact_id, "artifactType": artifact_type}
    arguments = {
        "executable": executable,
        "keepTargetResources": keep_target_resources,
        "keepTargetRunProfiles": keep_target_run_profiles,
        "advanced": artifact if artifact_id or artifact_type else None,
        "context": context,
    }
    return start_and_wait(
        "promotion",
        arguments,
        account=account,
        wait=wait,
        as_json=as_json,
        wait_on_conflict=on_conflict == "wait",
    )


def _parameters(pairs: tuple[str, ...]) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise UsageError(f"--parameter {pair!r} is not NAME=VALUE; nothing was started")
        if name in parameters:
            raise UsageError(f"--parameter {name} is given twice; nothing was started")
        parameters[name] = value
    return parameters


def _require(option: str, value: object, required_option: str, required_value: object) -> None:
    if value and not required_value:
        raise UsageError(f"{option} needs {required_option} too; nothing was started")

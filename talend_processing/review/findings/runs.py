"""Findings about what `up` starts, terminates or waits for: tasks, plans, promotions and pairings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from talend_processing.provider.kinds.registry import operation_specs
from talend_processing.provider.kinds.spec import Role
from talend_processing.provider.kinds.values import UNKNOWN, same
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.rules import Risk
from talend_processing.stack.step import Step, display_text

_START_RISKS = {
    "task": (Risk.MEDIUM, "the task runs as soon as `up` reaches it"),
    "plan": (Risk.MEDIUM, "the plan and all of its tasks run as soon as `up` reaches it"),
    "promotion": (Risk.HIGH, "artifacts of the target environment are replaced, which cannot be undone"),
}


def runs(steps: Iterable[Step]) -> Iterator[Finding]:
    """Yield the findings about everything that `up` starts, terminates or waits for."""
    steps, run_kinds = list(steps), operation_specs()
    # A TaskRun, PlanRun or PromotionRun has three children: an intent, an execution and a completion.
    intents = {step.parent: step for step in steps if _form(step) == "intent"}
    started_runs: set[str] = set()
    for step in steps:
        spec = run_kinds.get(step.kind)
        if spec is None:
            continue
        noun, executable = spec.endpoint.run, display_text(step.values.get("executable"))
        if spec.endpoint.form == "execution" and _starts(step, intents.get(step.parent)):
            started_runs.add(step.parent)
            risk, reason = _START_RISKS[noun]
            name = display_text(step.name.removesuffix("-execution"))
            what = f"{noun.capitalize()} `{executable}` is started by `{name}`"
            yield Finding(f"{noun}-started", risk, what, reason, step)
        elif spec.endpoint.form == "completion" and _waits(step) and step.parent not in started_runs:
            yield Finding(
                "run-awaited",
                Risk.NONE,
                f"`up` waits for an execution of {noun} `{executable}` that has already started",
                "nothing is started",
                step,
            )
        elif spec.endpoint.form == "termination" and step.op in {"create", "replace"}:
            execution = display_text(step.values.get("executionId"))
            yield Finding(
                "execution-terminated",
                Risk.HIGH,
                f"Execution `{execution}` is terminated by `{display_text(step.name)}`",
                "if the task still runs, it stops immediately",
                step,
            )
        elif spec.endpoint.form == "pairing" and step.op in {"create", "replace"}:
            yield Finding(
                "pairing-awaited",
                Risk.NONE,
                f"`up` waits until an engine is paired (`{display_text(step.name)}`)",
                "`up` only waits: somebody must start the engine with its key",
                step,
            )


def _form(step: Step) -> str:
    spec = operation_specs().get(step.kind)
    return spec.endpoint.form if spec else ""


def _starts(step: Step, intent: Step | None) -> bool:
    """Whether the execution resource of a run starts a new execution."""
    if step.values.get("executionId"):
        return False  # the program gives the id of an existing execution
    if step.op == "create":
        generation = step.values.get("generation")
        return step.values.get("runOnCreate") is not False or (generation is not UNKNOWN and bool(generation))
    if step.op != "replace":
        return False
    if any(
        (step.old or {}).get(prop.wire) in prop.ineffective for prop in operation_specs()[step.kind].outcomes
    ):
        return True  # the request of an earlier `up` was not sent, or the API refused it
    # Only some changes of the intent start a run, and the preview does not show which.
    return intent is None or intent.op in {"create", "replace"} or _requests_run(intent)


def _requests_run(intent: Step) -> bool:
    """Whether the change of an intent starts a run."""
    old, new = intent.old or {}, intent.new or {}
    for prop in operation_specs()[intent.kind].arguments:
        old_value, new_value = old.get(prop.wire), new.get(prop.wire)
        only_removed = new_value is None and prop.lapses  # the removal of such an argument starts nothing
        # `intent.changed` lists the changed secrets too, which only the Pulumi engine can compare.
        differs = new_value is UNKNOWN or prop.wire in intent.changed or not same(old_value, new_value)
        if prop.role is not Role.OPTION and not only_removed and differs:
            return True
    return False


def _waits(step: Step) -> bool:
    """Whether the completion resource of a run waits for an execution that exists already."""
    execution = step.values.get("executionId")
    known = bool(execution) and execution is not UNKNOWN
    return step.op == "create" and known and step.values.get("wait") is not False

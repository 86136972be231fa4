"""Which runs, promotions and terminations an `up` would start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from talend_processing.provider.registry import all_parts
from talend_processing.provider.spec import Role
from talend_processing.provider.values import UNKNOWN, same
from talend_processing.review.finding import Finding, Risk
from talend_processing.review.step import Step, shown

_STARTS = {
    "task": (Risk.MEDIUM, "the task runs as soon as `up` reaches it"),
    "plan": (Risk.MEDIUM, "the plan and all of its tasks run as soon as `up` reaches it"),
    "promotion": (Risk.HIGH, "artifacts of the target environment are replaced, and that cannot be undone"),
}


def runs(steps: Iterable[Step]) -> Iterator[Finding]:
    """What the parts of runs say, by the kind of part that a declaration names."""
    listed, parts = list(steps), all_parts()
    intents = {step.parent: step for step in listed if _life(step) == "intent"}
    for step in listed:
        spec = parts.get(step.kind)
        if spec is None:
            continue
        noun, executable = spec.endpoint.run, shown(step.values.get("executable"))
        if spec.endpoint.life == "execution" and _starts(step, intents.get(step.parent)):
            risk, reason = _STARTS[noun]
            name = step.name.removesuffix("-execution")
            what = f"{noun.capitalize()} `{executable}` is started by `{name}`"
            yield Finding(f"{noun}-started", risk, what, reason, step)
        elif spec.endpoint.life == "termination" and step.op in {"create", "replace"}:
            execution = shown(step.values.get("executionId"))
            yield Finding(
                "execution-terminated",
                Risk.HIGH,
                f"Execution `{execution}` is ended by `{step.name}`",
                "a task that still runs is stopped where it is",
                step,
            )
        elif spec.endpoint.life == "pairing" and step.op in {"create", "replace"}:
            yield Finding(
                "pairing-awaited",
                Risk.NONE,
                f"`up` waits until an engine is paired (`{step.name}`)",
                "somebody must start the engine with its key meanwhile; nothing else happens",
                step,
            )


def _life(step: Step) -> str:
    spec = all_parts().get(step.kind)
    return spec.endpoint.life if spec else ""


def _starts(step: Step, intent: Step | None) -> bool:
    if step.op == "create":
        return step.values.get("runOnCreate") is not False
    if step.op != "replace":
        return False
    # A preview cannot know the token of an intent that changes; only some changes make a new one.
    return intent is None or intent.op in {"create", "replace"} or _means_a_run(intent)


def _means_a_run(intent: Step) -> bool:
    old, new = intent.old or {}, intent.new or {}
    for prop in all_parts()[intent.kind].arguments:
        before, now = old.get(prop.wire), new.get(prop.wire)
        lapsed = now is None and prop.lapses
        if prop.role is not Role.OPTION and not lapsed and (now is UNKNOWN or not same(before, now)):
            return True
    return False

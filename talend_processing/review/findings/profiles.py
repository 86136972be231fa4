"""Findings about run profiles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from talend_processing.provider.kinds.registry import find
from talend_processing.review.findings.context import Context
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.jvm_arguments import jvm_arguments_changed, jvm_warnings
from talend_processing.review.findings.rules import Risk
from talend_processing.stack.step import Step, shown

_OWNERS: Final = ("engineId", "clusterId", "runtimeId")


def run_profile(step: Step, context: Context) -> Iterator[Finding]:
    """Explain a change of a run profile of any kind."""
    resolver = context.resolver
    name = f"Run profile `{resolver.name(step.urn)}`"
    owner = next((urn for one in _OWNERS if (urn := resolver.urn(step, one, step.values))), "")
    of = f" of `{resolver.name(owner)}`" if owner else ""
    owner_step = resolver.step(owner)
    if step.op == "create":
        yield Finding(
            "profile-created",
            Risk.NONE,
            f"{name}{of} is created",
            "no task uses it until a task is configured to",
            step,
            tuple(jvm_warnings(None, step.values.get("jvmArguments"))),
        )
    elif step.op in {"delete", "replace"}:
        owner_op = owner_step.op if owner_step and not owner_step.retained else ""
        if owner_op in {"delete", "replace"}:
            return  # the finding about the engine or cluster covers its run profiles
        recreated = step.op == "replace"
        other = (step.old or {}).get("replacementRunProfileId")
        yield Finding(
            "profile-replaced" if recreated else "profile-deleted",
            Risk.MEDIUM,
            f"{name}{of} is deleted{' and created again' if recreated else ''}",
            f"tasks that use it run with run profile {shown(other)} from their next start"
            if other
            else "tasks that use it need another one: the API may refuse to delete a run profile in use",
            step,
        )
    elif step.op == "update":
        yield from _updated(step, f"{name}{of}")


def _updated(step: Step, name: str) -> Iterator[Finding]:
    old, new = step.old or {}, step.new or {}
    changed = [
        prop
        for prop in find(step.kind).arguments
        if prop.is_put
        and (prop.wire in step.changed or not prop.fits(new.get(prop.wire), old.get(prop.wire)))
    ]
    if any(prop.wire == "jvmArguments" for prop in changed):
        yield jvm_arguments_changed(step, name, old.get("jvmArguments"), new.get("jvmArguments"))
    others = [prop.name for prop in changed if prop.wire not in {"jvmArguments", "name", "description"}]
    if others:
        yield Finding(
            "profile-changed",
            Risk.MEDIUM,
            f"{name} changes: {', '.join(others)}",
            "tasks and pipelines that use it run with the new values from their next start",
            step,
        )
    elif changed and not any(prop.wire == "jvmArguments" for prop in changed):
        yield Finding(
            "profile-renamed",
            Risk.NONE,
            f"{name} changes: {', '.join(prop.name for prop in changed)}",
            "running work does not change",
            step,
        )

"""Findings about run profiles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from talend_processing.provider.kinds.registry import find
from talend_processing.review.findings.context import Context
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.jvm_arguments import jvm_arguments_changed, jvm_warnings
from talend_processing.review.findings.rules import Risk
from talend_processing.stack.step import Step, display_text

_PARENT_PROPERTIES: Final = ("engineId", "clusterId", "runtimeId")


def run_profile(step: Step, context: Context) -> Iterator[Finding]:
    """Yield the findings about a changed run profile."""
    resolver = context.resolver
    parent = next((urn for one in _PARENT_PROPERTIES if (urn := resolver.urn(step, one, step.values))), "")
    label = f"Run profile `{resolver.name(step.urn)}`" + (f" of `{resolver.name(parent)}`" if parent else "")
    parent_step = resolver.step(parent)
    if step.op == "create":
        yield Finding(
            "profile-created",
            Risk.NONE,
            f"{label} is created",
            "no task uses it yet",
            step,
            tuple(jvm_warnings(None, step.values.get("jvmArguments"))),
        )
    elif step.op in {"delete", "replace"}:
        parent_op = parent_step.op if parent_step and not parent_step.retained else ""
        if parent_op in {"delete", "replace"}:
            return  # the finding about the engine or cluster covers its run profiles
        recreated = step.op == "replace"
        replacement = (step.old or {}).get("replacementRunProfileId")
        yield Finding(
            "profile-replaced" if recreated else "profile-deleted",
            Risk.MEDIUM,
            f"{label} is deleted{' and created again' if recreated else ''}",
            f"tasks that use it get run profile {display_text(replacement)} at their next start"
            if replacement
            else "its tasks need another run profile: the API may refuse to delete a run profile in use",
            step,
        )
    elif step.op == "update":
        yield from _updated(step, label)


def _updated(step: Step, label: str) -> Iterator[Finding]:
    old, new = step.old or {}, step.new or {}
    changed = [
        prop
        for prop in find(step.kind).arguments
        if prop.is_put
        and (prop.wire in step.changed or not prop.fits(new.get(prop.wire), old.get(prop.wire)))
    ]
    if any(prop.wire == "jvmArguments" for prop in changed):
        yield jvm_arguments_changed(step, label, old.get("jvmArguments"), new.get("jvmArguments"))
    other_names = [prop.name for prop in changed if prop.wire not in {"jvmArguments", "name", "description"}]
    if other_names:
        yield Finding(
            "profile-changed",
            Risk.MEDIUM,
            f"{label} changes: {', '.join(other_names)}",
            "tasks and pipelines that use it get the new values at their next start",
            step,
        )
    elif changed and not any(prop.wire == "jvmArguments" for prop in changed):
        yield Finding(
            "profile-renamed",
            Risk.NONE,
            f"{label} changes: {', '.join(prop.name for prop in changed)}",
            "running tasks are not affected",
            step,
        )

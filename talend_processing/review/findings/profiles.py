"""What changes of run profiles mean for the tasks that run with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from talend_processing.provider.declare.registry import find
from talend_processing.provider.declare.values import Value, holds_unknown
from talend_processing.review.findings.context import Scene
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.rules import Risk
from talend_processing.stack.step import Step, shown

_OWNERS: Final = ("engineId", "clusterId", "runtimeId")
_HEAP: Final = re.compile(r"-Xmx(\d+)([kmgt]?)", re.IGNORECASE)
_UNITS: Final = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}


def run_profile(step: Step, scene: Scene) -> Iterator[Finding]:
    """A run profile of any kind."""
    resolver = scene.resolver
    name = f"Run profile `{resolver.name(step.urn)}`"
    owner = next((urn for one in _OWNERS if (urn := resolver.urn(step, one, step.values))), "")
    of = f" of `{resolver.name(owner)}`" if owner else ""
    place = resolver.step(owner)
    if step.op == "create":
        yield Finding(
            "profile-created",
            Risk.NONE,
            f"{name}{of} is created",
            "no task uses it until one is told to",
            step,
        )
    elif step.op in {"delete", "replace"}:
        if place is not None and place.op in {"delete", "replace"}:
            return  # the engine's or cluster's own finding says that its profiles go with it
        anew = step.op == "replace"
        other = (step.old or {}).get("replacementRunProfileId")
        yield Finding(
            "profile-replaced" if anew else "profile-deleted",
            Risk.MEDIUM,
            f"{name}{of} is deleted{' and made anew' if anew else ''}",
            f"tasks that use it run with run profile {shown(other)} from their next start"
            if other
            else "tasks that use it need another one: the API refuses to delete one that is in use",
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
        yield _jvm(step, name, old.get("jvmArguments"), new.get("jvmArguments"))
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
            "what runs stays the same",
            step,
        )


def _jvm(step: Step, name: str, old: Value, new: Value) -> Finding:
    if not isinstance(old, list) or not isinstance(new, list) or holds_unknown(new):
        return Finding(
            "jvm-arguments-changed",
            Risk.MEDIUM,
            f"{name} changes its JVM arguments",
            "they are secret or known only after `up`, so what changes cannot be told",
            step,
        )
    removed, added = [f for f in old if f not in new], [f for f in new if f not in old]
    details = [f"- `{shown(flag)}`" for flag in removed] + [f"+ `{shown(flag)}`" for flag in added]
    before, now = _heap(old), _heap(new)
    smaller = before is not None and now is not None and now < before
    return Finding(
        "jvm-arguments-changed",
        Risk.HIGH if smaller else Risk.MEDIUM,
        f"{name} changes its JVM arguments",
        "the heap shrinks: tasks that need more of it fail from their next start"
        if smaller
        else "tasks that use it run with them from their next start",
        step,
        tuple(details) or ("only their order changes",),
    )


def _heap(flags: list[Value]) -> int | None:
    found = [match for flag in flags if (match := _HEAP.fullmatch(str(flag)))]
    return int(found[-1][1]) * _UNITS[found[-1][2].lower()] if found else None

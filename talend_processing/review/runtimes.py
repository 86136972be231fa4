"""What changes of engines, clusters and memberships mean."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.provider.registry import find
from talend_processing.provider.values import UNKNOWN
from talend_processing.review.finding import Finding, Risk
from talend_processing.review.step import Step, shown
from talend_processing.review.topology import Resolver, Topology

_TASKS = "tasks scheduled on it are paused and moved to the Cloud Engine"


def engine(step: Step, resolver: Resolver, after: Topology) -> Iterator[Finding]:
    """A Remote Engine or Pipeline Engine."""
    del after
    noun, name = find(step.kind).endpoint.noun, resolver.name(step.urn)
    paired = (step.old or {}).get("status") != "NOT_PAIRED"
    if step.op == "create":
        yield Finding(
            "engine-created",
            Risk.LOW,
            f"{noun} `{name}` is created",
            "it runs nothing until it is paired with its key",
            step,
        )
    elif step.op == "replace":
        yield Finding(
            "engine-replaced",
            Risk.HIGH if paired else Risk.MEDIUM,
            f"{noun} `{name}` is deleted and made anew",
            f"it must be paired again with a new key, and its run profiles are made anew; {_TASKS}"
            if paired
            else f"the state says that it was never paired, so nothing runs on it; else {_TASKS}",
            step,
            (f"replaced because of: {', '.join(_changed(step)) or 'an explicit request'}",),
        )
    elif step.op == "delete":
        yield Finding(
            "engine-deleted",
            Risk.HIGH if paired else Risk.MEDIUM,
            f"{noun} `{name}` is deleted",
            f"{_TASKS}; its run profiles go with it"
            if paired
            else f"the state says that it was never paired, so nothing runs on it; else {_TASKS}",
            step,
        )
    elif _unpairs(step):
        yield Finding(
            "engine-unpaired",
            Risk.HIGH if paired else Risk.LOW,
            f"{noun} `{name}` is unpaired",
            "it keeps its id and its tasks, but runs nothing until it is paired again with a new key",
            step,
        )


def cluster(step: Step, resolver: Resolver, after: Topology) -> Iterator[Finding]:
    """A Remote Engine cluster, and the members it lists."""
    name = resolver.name(step.urn)
    if step.op == "create":
        yield Finding(
            "cluster-created",
            Risk.LOW,
            f"Cluster `{name}` is created with {len(after.inside(step.urn, 'engine'))} engines",
            "no task runs on it until one is assigned to it",
            step,
        )
    elif step.op in {"delete", "replace"}:
        anew = step.op == "replace"
        why = f"; replaced because of: {', '.join(_changed(step))}" if anew and _changed(step) else ""
        yield Finding(
            "cluster-replaced" if anew else "cluster-deleted",
            Risk.HIGH,
            f"Cluster `{name}` is deleted{' and made anew' if anew else ''}",
            f"{_TASKS}, and its run profiles go with it{why}",
            step,
        )
    if step.op == "update":
        before = set(resolver.members(step, step.old or {}) or ())
        listed = resolver.members(step, step.new or {})
        for engine_urn in sorted(set(listed or ()) - before):
            yield _joins(step, resolver, engine_urn, step.urn)
        for engine_urn in sorted(before - set(listed)) if listed is not None else ():
            yield _leaves(step, resolver, after, engine_urn, step.urn)


def membership(step: Step, resolver: Resolver, after: Topology) -> Iterator[Finding]:
    """An engine's place in a cluster."""
    new, old = step.new or {}, step.old or {}
    joined = resolver.urn(step, "engineId", new), resolver.urn(step, "clusterId", new)
    left = resolver.urn(step, "engineId", old), resolver.urn(step, "clusterId", old)
    if step.op == "replace" and joined == left:
        yield Finding(
            "membership-renewed",
            Risk.LOW,
            f"Engine `{resolver.name(left[0])}` joins cluster `{resolver.name(left[1])}` anew",
            "the engine or the cluster is made anew, and the cluster lacks it until then",
            step,
        )
        return
    if step.op in {"delete", "replace"}:
        gone = resolver.step(left[0])
        # An engine or a cluster that is deleted tells its own, higher risk.
        if gone is None or gone.op != "delete":
            yield _leaves(step, resolver, after, *left)
    if step.op in {"create", "replace"}:
        yield _joins(step, resolver, *joined)


def _joins(step: Step, resolver: Resolver, engine_urn: str, cluster_urn: str) -> Finding:
    there = resolver.step(engine_urn)
    new = there is not None and there.op == "create"
    method = step.values.get("method")
    return Finding(
        "membership-added",
        Risk.LOW if new else Risk.MEDIUM,
        f"Engine `{resolver.name(engine_urn)}` joins cluster `{resolver.name(cluster_urn)}`",
        "the engine is new, so no task moves"
        if new
        else "tasks scheduled on the engine move to the cluster"
        + (f" ({shown(method)})" if method else "")
        + ", and the engine moves to the cluster's workspace",
        step,
    )


def _leaves(step: Step, resolver: Resolver, after: Topology, engine_urn: str, cluster_urn: str) -> Finding:
    left = len(after.inside(cluster_urn, "engine"))
    name = resolver.name(cluster_urn)
    return Finding(
        "membership-removed",
        Risk.MEDIUM if left else Risk.HIGH,
        f"Engine `{resolver.name(engine_urn)}` leaves cluster `{name}`",
        f"{left} engine{'s' if left != 1 else ''} remain{'s' if left == 1 else ''} for the cluster's tasks"
        if left
        else "no engine of this program remains in the cluster: its tasks have nowhere to run",
        step,
    )


def _changed(step: Step) -> list[str]:
    """The arguments whose change replaces, by their names in Python."""
    spec, old, new = find(step.kind), step.old or {}, step.new or {}
    return [
        prop.name
        for prop in spec.arguments
        if prop.replace
        and (new.get(prop.wire) is UNKNOWN or new.get(prop.wire) != old.get(prop.wire))
        and (prop.wire in new or prop.wire in step.old_inputs)
    ]


def _unpairs(step: Step) -> bool:
    before, now = (step.old or {}).get("unpairTriggers"), (step.new or {}).get("unpairTriggers")
    return step.op == "update" and bool(before) and bool(now) and before != now

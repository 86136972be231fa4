"""Findings about engines, clusters and memberships."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from talend_processing.graph.topology import unpairs
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.kinds.values import UNKNOWN
from talend_processing.review.findings.context import Context
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.rules import TASKS_PAUSED, Risk
from talend_processing.stack.step import Step, display_text

_STALE: Final = "it is not paired according to the state, which is as old as the last `pulumi refresh`"
_DRAIN: Final = (
    "drain it first: `tre:graceful-shutdown MINUTES` in the engine's console rejects new tasks, and ends"
    " running ones after that time"
)
_METHODS: Final = {
    "DEFAULT": "without a run profile",
    "DUPLICATE_RUN_PROFILES": "with copies of their run profiles",
    "CLUSTER_RUN_PROFILE": "with a run profile of the cluster",
}
"""By value of the argument `method`, the way in which tasks move to the cluster."""


def engine(step: Step, context: Context) -> Iterator[Finding]:
    """Yield the findings about a changed Remote Engine or Pipeline Engine."""
    noun, name = find(step.kind).endpoint.noun, context.resolver.name(step.urn)
    unpaired = context.is_unpaired(step)
    work_effect = (
        TASKS_PAUSED if step.kind == "RemoteEngine" else "pipelines that run on it need another engine"
    )
    if step.op == "create":
        yield Finding(
            "engine-created",
            Risk.LOW,
            f"{noun} `{name}` is created",
            "it runs nothing until a machine is paired with its key",
            step,
        )
    elif step.op in {"replace", "delete"}:
        recreated = step.op == "replace"
        pairing_effect = (
            "it must be paired again with a new key, and its run profiles are created again"
            if recreated
            else ""
        )
        profiles_effect = "" if recreated else "its run profiles are deleted too"
        yield Finding(
            "engine-replaced" if recreated else "engine-deleted",
            Risk.MEDIUM if unpaired else Risk.HIGH,
            f"{noun} `{name}` is deleted{' and created again' if recreated else ''}",
            "; ".join(filter(None, (pairing_effect, work_effect, profiles_effect))),
            step,
            (
                *(
                    (f"replaced because of: {', '.join(_replacement_causes(step)) or 'an explicit request'}",)
                    if recreated
                    else ()
                ),
                *_rename_sentence(step, context),
                *_stale(step, context),
                *_drain(step, context),
                *_remaining_members(step, context),
            ),
        )
    elif unpairs(step):
        yield Finding(
            "engine-unpaired",
            Risk.LOW if unpaired else Risk.HIGH,
            f"{noun} `{name}` is unpaired",
            "it keeps its id and its tasks, but runs nothing until it is paired again with a new key",
            step,
            (*_stale(step, context), *_drain(step, context)),
        )


def _rename_sentence(step: Step, context: Context) -> Iterator[str]:
    if step.urn in context.rename_sentences:
        yield context.rename_sentences[step.urn]


def _stale(step: Step, context: Context) -> Iterator[str]:
    """Yield a warning if an engine is not paired in the state, and its status in the account is unknown."""
    status_known = context.facts is not None and step.object_id in context.facts.statuses
    if not status_known and (step.old or {}).get("status") == "NOT_PAIRED":
        yield _STALE


def _drain(step: Step, context: Context) -> Iterator[str]:
    """Yield advice to let executions end before a Remote Engine is unpaired, replaced or deleted."""
    if step.kind != "RemoteEngine" or context.is_unpaired(step):
        return
    if context.facts is None:
        yield "executions may be running on it: see `talend-processing list task-executions`"
        yield _DRAIN
    elif context.facts.running.get(step.object_id):
        yield _DRAIN


def _remaining_members(step: Step, context: Context) -> Iterator[str]:
    """Yield how many engines remain in the cluster of a deleted engine, if the number is known."""
    if step.op != "delete":
        return
    cluster_urn = context.cluster_of(step)
    cluster_step = context.resolver.step(cluster_urn)
    if cluster_step is not None and cluster_step.op != "delete" and context.includes_unchanged:
        remaining = context.count_members(cluster_urn)
        name = context.resolver.name(cluster_urn)
        yield f"cluster `{name}` keeps {remaining} engine{'' if remaining == 1 else 's'}"


def cluster(step: Step, context: Context) -> Iterator[Finding]:
    """Yield the findings about a changed Remote Engine cluster and the members that it lists."""
    resolver = context.resolver
    name = resolver.name(step.urn)
    if step.op == "create":
        count = context.count_members(step.urn)
        yield Finding(
            "cluster-created",
            Risk.LOW,
            f"Cluster `{name}` is created with {count} engine{'' if count == 1 else 's'}",
            "no task runs on it until you assign one to it",
            step,
        )
    elif step.op in {"delete", "replace"}:
        recreated = step.op == "replace"
        yield Finding(
            "cluster-replaced" if recreated else "cluster-deleted",
            Risk.HIGH,
            f"Cluster `{name}` is deleted{' and created again' if recreated else ''}",
            f"{TASKS_PAUSED}, and its run profiles are deleted too; its engines stay",
            step,
            (
                *(
                    (f"replaced because of: {', '.join(_replacement_causes(step)) or 'an explicit request'}",)
                    if recreated
                    else ()
                ),
                *_rename_sentence(step, context),
            ),
        )
    if step.op in {"create", "update"}:
        old_members = set(resolver.members(step, step.old or {}) or ())
        new_members = resolver.members(step, step.new or {})
        for engine_urn in sorted(set(new_members or ()) - old_members):
            yield _joins(step, context, engine_urn, step.urn)
        for engine_urn in sorted(old_members - set(new_members)) if new_members is not None else ():
            yield _leaves(step, context, engine_urn, step.urn)


def membership(step: Step, context: Context) -> Iterator[Finding]:
    """Yield the findings about a changed ClusterMembership."""
    resolver = context.resolver
    new, old = step.new or {}, step.old or {}
    new_engine, new_cluster = resolver.urn(step, "engineId", new), resolver.urn(step, "clusterId", new)
    old_engine, old_cluster = resolver.urn(step, "engineId", old), resolver.urn(step, "clusterId", old)
    if step.op == "replace" and (new_engine, new_cluster) == (old_engine, old_cluster):
        yield Finding(
            "membership-renewed",
            Risk.LOW,
            f"Engine `{resolver.name(old_engine)}` joins cluster `{resolver.name(old_cluster)}` again",
            "the engine or the cluster is replaced; until the engine joins, the cluster has one engine fewer",
            step,
        )
        return
    # The finding about a deleted engine or cluster also covers its memberships.
    old_steps = [resolver.step(urn) for urn in (old_engine, old_cluster)]
    is_covered = any(one is not None and one.op == "delete" for one in old_steps)
    if step.op in {"delete", "replace"} and not is_covered:
        yield _leaves(step, context, old_engine, old_cluster)
    if step.op in {"create", "replace"}:
        yield _joins(step, context, new_engine, new_cluster)


def _joins(step: Step, context: Context, engine_urn: str, cluster_urn: str) -> Finding:
    resolver = context.resolver
    engine_step = resolver.step(engine_urn)
    is_new_engine = engine_step is not None and engine_step.op in {"create", "replace"}
    is_new_cluster = step.kind == "EngineCluster" and step.op == "create"
    method = str(step.values.get("method") or "DEFAULT")
    if is_new_engine:
        reason = "the engine is new, so no task moves"
    elif is_new_cluster:
        reason = "the engine moves to the cluster's workspace; tasks scheduled on the engine stay on it"
    else:
        with_profiles = _METHODS.get(method, f"by {display_text(method)}")
        reason = (
            f"tasks on the engine move to the cluster, {with_profiles}; the engine moves to the cluster's"
            " workspace"
        )
    return Finding(
        "membership-added",
        Risk.LOW if is_new_engine or is_new_cluster else Risk.MEDIUM,
        f"Engine `{resolver.name(engine_urn)}` joins cluster `{resolver.name(cluster_urn)}`",
        reason,
        step,
        tuple(_different_versions(context, engine_urn, cluster_urn)),
    )


def _different_versions(context: Context, engine_urn: str, cluster_urn: str) -> Iterator[str]:
    """Yield a warning if the cluster has engines of another version."""
    if versions := context.other_versions(engine_urn, cluster_urn):
        others = ", ".join(f"`{name}` {display_text(version)}" for name, version in sorted(versions.items()))
        yield (
            f"its version is {display_text(context.version(engine_urn))}, unlike {others}: Routes and Data"
            " Services need engines of one version"
        )


def _leaves(step: Step, context: Context, engine_urn: str, cluster_urn: str) -> Finding:
    remaining = context.count_members(cluster_urn)
    name = context.resolver.name(cluster_urn)
    if remaining:
        reason = f"{remaining} engine{' remains' if remaining == 1 else 's remain'} for the cluster's tasks"
    elif context.includes_unchanged:
        reason = "no engine of this program remains in the cluster, so its tasks have nowhere to run"
    else:
        reason = (
            "the preview lacks unchanged resources, so it is unknown whether an engine remains in the cluster"
        )
    return Finding(
        "membership-removed",
        Risk.MEDIUM if remaining else Risk.HIGH,
        f"Engine `{context.resolver.name(engine_urn)}` leaves cluster `{name}`",
        reason,
        step,
    )


def _replacement_causes(step: Step) -> list[str]:
    """Return the Python names of the changed arguments that cause the replacement."""
    old, new = step.old or {}, step.new or {}
    replacing = [prop for prop in find(step.kind).arguments if prop.replace]
    if step.changed:
        return [prop.name for prop in replacing if prop.wire in step.changed]
    return [
        prop.name
        for prop in replacing
        if (new.get(prop.wire) is UNKNOWN or new.get(prop.wire) != old.get(prop.wire))
        and (prop.wire in new or prop.wire in step.old_inputs)
    ]

"""The findings of all steps of a preview."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from talend_processing.provider.kinds.registry import find, object_specs
from talend_processing.review.findings.account_settings import jvm_rollback
from talend_processing.review.findings.context import Context
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.profiles import run_profile
from talend_processing.review.findings.rules import Risk
from talend_processing.review.findings.runs import runs
from talend_processing.review.findings.runtimes import cluster, engine, membership
from talend_processing.stack.step import Step, display_text

Explainer: TypeAlias = Callable[[Step, Context], Iterator[Finding]]
"""A function that yields the findings about one step."""

_EXPLAINERS: Final[Mapping[str, Explainer]] = {
    "RemoteEngine": engine,
    "PipelineEngine": engine,
    "EngineCluster": cluster,
    "ClusterMembership": membership,
    "CloudJvmRollback": jvm_rollback,
}
_PENDING_DELETION: Final = "an earlier `up` created its replacement, but could not delete this object"


def findings(steps: Iterable[Step], context: Context) -> tuple[Finding, ...]:
    """Return all findings, the highest risk first."""
    steps = list(steps)
    profiles = (kind for kind in object_specs() if kind.endswith("RunProfile"))
    explainers = {**_EXPLAINERS, **dict.fromkeys(profiles, run_profile)}
    all_findings = [
        finding.with_details(_PENDING_DELETION) if step.delete_pending else finding
        for step in steps
        if step.op not in {"same", "read"} and step.kind in explainers
        for finding in _findings_of(step, context, explainers[step.kind])
    ]
    all_findings += runs(steps)
    return tuple(sorted(all_findings, key=lambda one: (-one.risk, one.rule, one.step.urn)))


def _findings_of(step: Step, context: Context, explain: Explainer) -> Iterator[Finding]:
    noun, name = find(step.kind).endpoint.noun, context.resolver.name(step.urn)
    if step.op == "delete" and step.retained:
        what = f"{noun[0].upper()}{noun[1:]} `{name}` is no longer managed"
        yield Finding("retained", Risk.NONE, what, "the object remains unchanged (`retain_on_delete`)", step)
        return
    new = step.new or {}
    adopts = step.op == "create" and (new.get("adoptId") or new.get("onExisting") == "adopt")
    if adopts and find(step.kind).endpoint.form == "object":
        adopted_object = (
            f"object {display_text(new['adoptId'])}" if new.get("adoptId") else "an existing object"
        )
        if step.is_run_profile:
            reason = "the program overwrites its settings, and tasks may use it"
        elif step.kind == "EngineCluster" and "remoteEngines" in new:
            reason = "it gets exactly the engines that the program lists, and tasks may use it"
        else:
            reason = ""
        yield Finding(
            "adopted",
            Risk.MEDIUM if reason else Risk.LOW,
            f"{noun[0].upper()}{noun[1:]} `{name}`: {adopted_object} is adopted",
            reason or "it does not change",
            step,
        )
        if new.get("adoptId"):
            return
    yield from explain(step, context)

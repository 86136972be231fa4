"""From the steps of a preview to what they mean, by the kind of resource."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from talend_processing.provider.registry import all_specs
from talend_processing.review.account import jvm_rollback
from talend_processing.review.finding import Finding
from talend_processing.review.profiles import run_profile
from talend_processing.review.runs import runs
from talend_processing.review.runtimes import cluster, engine, membership
from talend_processing.review.step import Step
from talend_processing.review.topology import Resolver, Topology

Explain: TypeAlias = Callable[[Step, Resolver, Topology], Iterator[Finding]]

_NAMED: Final[Mapping[str, Explain]] = {
    "RemoteEngine": engine,
    "PipelineEngine": engine,
    "EngineCluster": cluster,
    "ClusterMembership": membership,
    "CloudJvmRollback": jvm_rollback,
}


def explainers() -> dict[str, Explain]:
    """What explains each declared kind of resource."""
    return {
        kind: _NAMED.get(kind, run_profile)
        for kind in all_specs()
        if kind in _NAMED or kind.endswith("RunProfile")
    }


def findings(steps: Iterable[Step], after: Topology) -> tuple[Finding, ...]:
    """All statements, the highest risk first."""
    listed = list(steps)
    resolver, explain = Resolver(listed), explainers()
    found = [
        finding
        for step in listed
        if step.op != "same" and step.kind in explain
        for finding in explain[step.kind](step, resolver, after)
    ]
    found += runs(listed)
    return tuple(sorted(found, key=lambda one: (-one.risk, one.rule, one.step.urn)))

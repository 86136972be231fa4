"""What the live account says about the objects that a review is about: two calls and a bit, no writes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from talend_processing.client.api import TalendClient
from talend_processing.review.finding import Finding, Risk

_DAYS: Final = 7
_MOST: Final = 1000
"""Executions looked at: ten calls at most."""
_ENDED: Final = ("SUCCESS", "FAILED", "TERMINATED", "REJECTED")


@dataclass(frozen=True)
class Facts:
    """What runs, and ran lately, where."""

    statuses: Mapping[str, str] = field(default_factory=dict)
    """PAIRED or NOT_PAIRED, by the engine's id."""
    running: Mapping[str, int] = field(default_factory=dict)
    """Executions in flight, by the id of an engine, cluster or run profile."""
    tasks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Tasks that ran there lately, likewise."""
    notes: tuple[str, ...] = ()

    def told(self, finding: Finding) -> Finding:
        """The finding with what the account says of its object."""
        step = finding.step
        if not step.object_id or step.kind == "ClusterMembership":
            return finding
        running, tasks = self.running.get(step.object_id, 0), len(self.tasks.get(step.object_id, ()))
        facts: list[str] = []
        risk = finding.risk
        if running:
            facts.append(f"live: {running} execution{'s' if running > 1 else ''} in flight")
            risk = Risk.HIGH if finding.risk >= Risk.MEDIUM else finding.risk
        if tasks:
            facts.append(f"live: {tasks} task{'s' if tasks > 1 else ''} ran with it in the last {_DAYS} days")
        if self.statuses.get(step.object_id) == "PAIRED" and finding.rule in {
            "engine-replaced",
            "engine-deleted",
        }:
            facts.append("live: it is paired")
            risk = Risk.HIGH
        return finding.noted(*facts, risk=risk)


def read_facts(client: TalendClient, now: datetime | None = None) -> Facts:
    """Ask the account: all engines and clusters, and the executions of the last days, the latest first."""
    engines = client.remote_engines.list()
    # Executions may name a runtime by its UUID, where all else has the object's id.
    ids = {one.runtime_id: one.id for one in (*engines, *client.clusters.list()) if one.runtime_id}
    since = (now or datetime.now(UTC)) - timedelta(days=_DAYS)
    listed = list(islice(client.task_executions.list(since=since), _MOST + 1))
    running: Counter[str] = Counter()
    tasks: dict[str, set[str]] = defaultdict(set)
    for execution in listed[:_MOST]:
        runtime = execution.runtime
        named = [execution.remote_engine_id, execution.remote_engine_cluster_id, execution.run_profile_id]
        if runtime is not None:
            named += [runtime.id, runtime.engine_id, runtime.cluster_id, runtime.run_profile_id]
        for where in {ids.get(one, one) for one in named if one}:
            if execution.task_id:
                tasks[where].add(execution.task_id)
            status = (execution.execution_status or execution.status or "").upper()
            if execution.finish_timestamp is None and not any(end in status for end in _ENDED):
                running[where] += 1
    notes = (f"live facts come from the latest {_MOST} executions only",) if len(listed) > _MOST else ()
    return Facts(
        {one.id: one.status for one in engines if one.status},
        running,
        {where: frozenset(found) for where, found in tasks.items()},
        notes,
    )

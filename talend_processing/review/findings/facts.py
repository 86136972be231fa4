"""Facts about the objects of a preview, read from the live account without a write."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from talend_processing.graph.topology import RUNTIMES, Resolver
from talend_processing.provider.kinds.registry import all_parts
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.rules import Risk
from talend_processing.stack.step import Step

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.api.tasks import TaskExecution

_DAYS: Final = 7
_MAX_EXECUTIONS: Final = 1000
"""Maximum number of executions to read from each list. One call returns a hundred."""
_UNDER_WAY: Final = ("executing", "dispatching")
_CLUSTERS: Final = frozenset({"EngineCluster", "ClusterMembership"})
_CHANGES: Final = frozenset({"update", "replace", "delete"})


@dataclass(frozen=True)
class Facts:
    """What the account says about the objects of a preview."""

    statuses: Mapping[str, str] = field(default_factory=dict)
    """PAIRED or NOT_PAIRED, by the engine's id."""
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The ids of a cluster's engines, by the id of the cluster."""
    environments: Mapping[str, str] = field(default_factory=dict)
    """Environment names by id. Empty if the preview contains all names."""
    running: Mapping[str, int] = field(default_factory=dict)
    """The number of executions in flight, by the id of an engine, cluster, run profile, task or execution."""
    tasks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The ids of tasks that ran recently, by the id of an engine, cluster or run profile."""
    notes: tuple[str, ...] = ()
    """Sentences about limits of these facts."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """The installed versions of Remote Engines, by the engine's id."""

    def annotate(self, finding: Finding) -> Finding:
        """Return the finding with the account's facts about its object.

        If executions of the object are in flight, a medium risk becomes high, except in a finding
        about a run.
        """
        object_id = _object_id(finding.step)
        running, tasks = self.running.get(object_id, 0), len(self.tasks.get(object_id, ()))
        facts: list[str] = []
        risk = finding.risk
        if running:
            facts.append(f"live: {running} execution{'s' if running > 1 else ''} in flight")
            if finding.risk is Risk.MEDIUM and not all_parts().get(finding.step.kind):
                risk = Risk.HIGH
        if tasks:
            facts.append(f"live: {tasks} task{'s' if tasks > 1 else ''} ran with it in the last {_DAYS} days")
        if status := self.statuses.get(object_id):
            facts.append(f"live: it is {status.lower().replace('_', ' ')}")
        return finding.with_details(*facts, risk=risk)


def _object_id(step: Step) -> str:
    if all_parts().get(step.kind):
        return str(step.values.get("executionId" if step.kind == "TaskTermination" else "executable"))
    return "" if step.kind == "ClusterMembership" else step.object_id


def read_facts(client: TalendClient, steps: Iterable[Step]) -> Facts:
    """Read engines, executions, and the environment names that the preview lacks.

    Engines and executions are read only if a change depends on them.
    """
    listed = [step for step in steps if step.kind]
    changed = [step for step in listed if step.op in _CHANGES]
    kinds = {step.kind for step in listed if step.object_id}
    changed_kinds = {step.kind for step in changed}
    notes: tuple[str, ...] = ()
    """Sentences about limits of these facts."""
    remote = (
        client.remote_engines.list()
        if changed_kinds and ("RemoteEngine" in kinds or changed_kinds & _CLUSTERS)
        else []
    )
    pipeline = client.pipeline_engines.list() if "PipelineEngine" in kinds and changed_kinds else []
    statuses = {one.id: one.status for one in remote if one.status}
    statuses |= {one.id: one.status for one in pipeline if one.status}
    members: dict[str, set[str]] = defaultdict(set)
    for engine in remote:
        if engine.cluster_id:
            members[engine.cluster_id].add(engine.id)
    running: Counter[str] = Counter()
    tasks: dict[str, set[str]] = defaultdict(set)
    parts = all_parts()
    starting = [step for step in listed if step.op in {"create", "replace"} and step.kind in parts]
    if starting or any(step.kind in RUNTIMES or step.is_run_profile for step in changed):
        notes = _executions(client, listed, running, tasks)
    return Facts(
        statuses,
        {cluster: frozenset(found) for cluster, found in members.items()},
        _names(client, listed),
        running,
        {object_id: frozenset(found) for object_id, found in tasks.items()},
        notes,
        {one.id: one.version for one in remote if one.version},
    )


def _names(client: TalendClient, steps: list[Step]) -> dict[str, str]:
    resolver = Resolver(steps)
    used = {str(step.values.get("environmentId")) for step in steps if step.kind in RUNTIMES}
    if all(resolver.knows_environment(one) for one in used):
        return {}
    return {one.id: one.name for one in client.environments.list() if one.name}


def _executions(
    client: TalendClient,
    steps: list[Step],
    running: Counter[str],
    tasks: dict[str, set[str]],
) -> tuple[str, ...]:
    """Count current executions in `running`, add recent tasks to `tasks`, and return notes."""
    # Executions may refer to a runtime by its UUID, while everything else uses the object's id.
    ids = {str(uuid): one.object_id for one in steps if (uuid := (one.old or {}).get("runtimeId"))}
    since = datetime.now(UTC) - timedelta(days=_DAYS)
    listed = list(islice(client.task_executions.list(since=since), _MAX_EXECUTIONS + 1))
    truncated = len(listed) > _MAX_EXECUTIONS
    latest = {one.execution_id: one for one in listed[:_MAX_EXECUTIONS]}
    if truncated:
        # Executions that have run for a long time are at the end of the list, but matter most.
        for status in _UNDER_WAY:
            found = client.task_executions.list(since=since, status=status)
            latest |= {one.execution_id: one for one in islice(found, _MAX_EXECUTIONS)}
    for execution in latest.values():
        in_flight = (execution.status or "").lower() in _UNDER_WAY
        for object_id in {ids.get(one, one) for one in _runtime_ids(execution)}:
            if execution.task_id:
                tasks[object_id].add(execution.task_id)
            running[object_id] += in_flight
        for named in {execution.task_id or execution.job_id, execution.execution_id}:
            if named:
                running[named] += in_flight
    return (
        (f"live: tasks that ran recently come from the latest {_MAX_EXECUTIONS} executions only",)
        if truncated
        else ()
    )


def _runtime_ids(execution: TaskExecution) -> Iterator[str]:
    runtime = execution.runtime
    named = [execution.remote_engine_id, execution.remote_engine_cluster_id, execution.run_profile_id]
    if runtime is not None:
        named += [runtime.id, runtime.engine_id, runtime.cluster_id, runtime.run_profile_id]
    yield from (one for one in named if one)

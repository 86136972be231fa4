"""What the live account says about the objects of a preview. The review only reads it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from talend_processing.graph.topology import RUNTIMES, Resolver
from talend_processing.provider.kinds.registry import operation_specs
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.rules import Risk
from talend_processing.stack.step import Step

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.api.tasks import TaskExecution

_DAYS: Final = 7
_MAX_EXECUTIONS: Final = 1000
"""Maximum number of executions to read from each list. One request returns a hundred."""
_UNFINISHED: Final = ("executing", "dispatching")
_CLUSTER_KINDS: Final = frozenset({"EngineCluster", "ClusterMembership"})
_CHANGING_OPS: Final = frozenset({"update", "replace", "delete"})


@dataclass(frozen=True)
class Facts:
    """What the account says about the objects of a preview, by their ids."""

    statuses: Mapping[str, str] = field(default_factory=dict)
    """PAIRED or NOT_PAIRED, by engine."""
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The engines of each cluster."""
    environments: Mapping[str, str] = field(default_factory=dict)
    """The names of environments. Empty if the preview contains all names."""
    running: Mapping[str, int] = field(default_factory=dict)
    """The number of unfinished executions, by id of an engine, cluster, run profile, task or execution."""
    tasks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The tasks that ran in the last seven days, by id of an engine, cluster or run profile."""
    notes: tuple[str, ...] = ()
    """What could not be read, as sentences for the report."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """The installed versions of Remote Engines."""

    def annotate(self, finding: Finding) -> Finding:
        """Add what the account says about the object of a finding.

        Unfinished executions on the object raise a medium risk to high. A finding about a run,
        promotion or termination keeps its risk.
        """
        object_id = _object_id(finding.step)
        running_count, task_count = self.running.get(object_id, 0), len(self.tasks.get(object_id, ()))
        details: list[str] = []
        risk = finding.risk
        if running_count:
            details.append(f"live: {running_count} execution{'s' if running_count > 1 else ''} in flight")
            if finding.risk is Risk.MEDIUM and not operation_specs().get(finding.step.kind):
                risk = Risk.HIGH
        if task_count:
            details.append(
                f"live: {task_count} task{'s' if task_count > 1 else ''} ran with it in the last {_DAYS} days"
            )
        if status := self.statuses.get(object_id):
            details.append(f"live: it is {status.lower().replace('_', ' ')}")
        return finding.with_details(*details, risk=risk)


def _object_id(step: Step) -> str:
    """Return the id of the object, or of the task, plan or execution that a resource starts or terminates."""
    if operation_specs().get(step.kind):
        return str(step.values.get("executionId" if step.kind == "TaskTermination" else "executable"))
    return "" if step.kind == "ClusterMembership" else step.object_id


def read_facts(client: TalendClient, steps: Iterable[Step]) -> Facts:
    """Read the facts from the account.

    Engines and executions are read only if a change concerns them. Environments are read only if the preview
    does not contain all their names.
    """
    steps = [step for step in steps if step.kind]
    changed = [step for step in steps if step.op in _CHANGING_OPS]
    kinds = {step.kind for step in steps if step.object_id}
    changed_kinds = {step.kind for step in changed}
    notes: tuple[str, ...] = ()
    remote_engines = (
        client.remote_engines.list()
        if changed_kinds and ("RemoteEngine" in kinds or changed_kinds & _CLUSTER_KINDS)
        else []
    )
    pipeline_engines = client.pipeline_engines.list() if "PipelineEngine" in kinds and changed_kinds else []
    statuses = {one.id: one.status for one in remote_engines if one.status}
    statuses |= {one.id: one.status for one in pipeline_engines if one.status}
    members: dict[str, set[str]] = defaultdict(set)
    for engine in remote_engines:
        if engine.cluster_id:
            members[engine.cluster_id].add(engine.id)
    running: Counter[str] = Counter()
    tasks: dict[str, set[str]] = defaultdict(set)
    run_kinds = operation_specs()
    starts_runs = any(step.op in {"create", "replace"} and step.kind in run_kinds for step in steps)
    if starts_runs or any(step.kind in RUNTIMES or step.is_run_profile for step in changed):
        notes = _read_executions(client, steps, running, tasks)
    return Facts(
        statuses,
        {cluster: frozenset(ids) for cluster, ids in members.items()},
        _environment_names(client, steps),
        running,
        {object_id: frozenset(ids) for object_id, ids in tasks.items()},
        notes,
        {one.id: one.version for one in remote_engines if one.version},
    )


def _environment_names(client: TalendClient, steps: list[Step]) -> dict[str, str]:
    resolver = Resolver(steps)
    environment_ids = {str(step.values.get("environmentId")) for step in steps if step.kind in RUNTIMES}
    if all(resolver.knows_environment(one) for one in environment_ids):
        return {}
    return {one.id: one.name for one in client.environments.list() if one.name}


def _read_executions(
    client: TalendClient,
    steps: list[Step],
    running: Counter[str],
    tasks: dict[str, set[str]],
) -> tuple[str, ...]:
    """Add the counts of unfinished executions to `running`, and recent tasks to `tasks`. Return notes."""
    # Executions may give the UUID of an engine or cluster instead of its id.
    id_by_uuid = {str(uuid): one.object_id for one in steps if (uuid := (one.old or {}).get("runtimeId"))}
    since = datetime.now(UTC) - timedelta(days=_DAYS)
    latest = list(islice(client.task_executions.list(since=since), _MAX_EXECUTIONS + 1))
    truncated = len(latest) > _MAX_EXECUTIONS
    executions = {one.execution_id: one for one in latest[:_MAX_EXECUTIONS]}
    if truncated:
        # The latest executions may lack an older one that still runs, so read the unfinished ones too.
        for status in _UNFINISHED:
            unfinished = client.task_executions.list(since=since, status=status)
            executions |= {one.execution_id: one for one in islice(unfinished, _MAX_EXECUTIONS)}
    for execution in executions.values():
        is_running = (execution.status or "").lower() in _UNFINISHED
        for object_id in {id_by_uuid.get(one, one) for one in _runtime_ids(execution)}:
            if execution.task_id:
                tasks[object_id].add(execution.task_id)
            running[object_id] += is_running
        for task_or_execution_id in {execution.task_id or execution.job_id, execution.execution_id}:
            if task_or_execution_id:
                running[task_or_execution_id] += is_running
    return (
        (
            (
                f"live: the numbers of tasks cover only the latest {_MAX_EXECUTIONS} executions"
                f" of the last {_DAYS} days"
            ),
        )
        if truncated
        else ()
    )


def _runtime_ids(execution: TaskExecution) -> Iterator[str]:
    """Yield the ids of the engine, cluster and run profile of an execution."""
    runtime = execution.runtime
    ids = [execution.remote_engine_id, execution.remote_engine_cluster_id, execution.run_profile_id]
    if runtime is not None:
        ids += [runtime.id, runtime.engine_id, runtime.cluster_id, runtime.run_profile_id]
    yield from (one for one in ids if one)

"""A table with one call of the client for each operation.

`tests/client/test_client_simulator.py` makes each call against the simulator, checks it against the contract,
and fails for operations without a row. `docs/reference/operations.md` is generated from the table.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contract.account import STEPS
from talend_processing.client.api.client import Lazy, TalendClient
from talend_processing.client.api.plans import PlanRequest
from talend_processing.client.api.promotions import AdvancedPromotionSpec, PromotionRequest
from talend_processing.client.api.tasks import TaskRequest
from talend_processing.client.http.credentials import FETCH_TOKEN
from talend_processing.client.operation import Operation

OPERATIONS: dict[str, Operation[object]] = {
    f"{resource}.{name.lower()}": operation
    for resource, endpoints in vars(TalendClient).items()
    if isinstance(endpoints, Lazy)
    for name, operation in inspect.getmembers(endpoints.load())
    if isinstance(operation, Operation)
}
"""The operations of the client by resource and method, such as `remote_engines.create`."""
OPERATIONS["token"] = FETCH_TOKEN

TEST = "tests/client/test_client_simulator.py::test_an_operation_is_called"

Ids = Mapping[str, str]
"""The ids of existing objects by kind, as `contract.account.create_objects` returns them."""


@dataclass(frozen=True)
class Row:
    """The call of one operation."""

    call: Callable[[TalendClient, Ids], object]
    shows: str | None = None
    """The kind of object whose id the response must contain; empty if it contains none.

    None means that the call must change the account.
    """


def _body(operation: str, **changes: object) -> dict[str, object]:
    """Return the body of a step of `contract.account` that creates an object, with another name."""
    body = next(step.body for step in STEPS if step.operation == operation)
    if not isinstance(body, dict):
        raise TypeError(f"{operation} has no body")
    return {**body, "name": "another", **changes}


def _body_in_workspace(operation: str, ids: Ids, **changes: object) -> dict[str, object]:
    return _body(operation, environmentId=ids["environment"], workspaceId=ids["workspace"], **changes)


_HEAP = {"name": "another", "jvmArguments": ["-Xmx1g"]}
_KINDS = ("standard", "advanced", "big_data", "databricks", "data_integration")


def _pipeline_profile_calls(kind: str) -> dict[str, Row]:
    """Return the calls for one type of a Pipeline Engine's run profiles."""
    words = kind.split("_")
    operation = "create" + "".join(map(str.title, words)) + "RunProfile"
    id_key = "".join([words[0], *map(str.title, words[1:])]) + "Profile"

    def create(client: TalendClient, ids: Ids) -> None:
        getattr(client, f"{kind}_run_profiles").create(ids["pipelineEngine"], body=_body(operation))

    def get(client: TalendClient, ids: Ids) -> object:
        return getattr(client, f"{kind}_run_profiles").get(ids["pipelineEngine"], ids[id_key])

    def update(client: TalendClient, ids: Ids) -> None:
        group = getattr(client, f"{kind}_run_profiles")
        group.update(ids["pipelineEngine"], ids[id_key], body=_body(operation))

    group = f"{kind}_run_profiles"
    return {f"{group}.create": Row(create), f"{group}.get": Row(get, id_key), f"{group}.update": Row(update)}


def _create_engine(client: TalendClient, ids: Ids) -> str:
    return client.remote_engines.create(body=_body_in_workspace("createRemoteEngine", ids)).id


CALLS: dict[str, Row] = {
    "task_executions.list": Row(lambda c, _: list(c.task_executions.list()), "taskExecution"),
    "task_executions.list_by_task": Row(
        lambda c, ids: list(c.task_executions.list_by_task(ids["task"])), "taskExecution"
    ),
    "task_executions.search": Row(
        lambda c, ids: list(c.task_executions.search(environment_id=ids["environment"])), "taskExecution"
    ),
    "task_executions.start": Row(lambda c, ids: c.task_executions.start(TaskRequest(executable=ids["task"]))),
    "task_executions.get": Row(lambda c, ids: c.task_executions.get(ids["taskExecution"]), "taskExecution"),
    "task_executions.terminate": Row(lambda c, ids: c.task_executions.terminate(ids["taskExecution"])),
    "plan_executions.list": Row(lambda c, _: list(c.plan_executions.list()), "planExecution"),
    "plan_executions.list_by_plan": Row(
        lambda c, ids: list(c.plan_executions.list_by_plan(ids["plan"])), "planExecution"
    ),
    "plan_executions.start": Row(lambda c, ids: c.plan_executions.start(PlanRequest(executable=ids["plan"]))),
    "plan_executions.get": Row(lambda c, ids: c.plan_executions.get(ids["planExecution"]), "planExecution"),
    "plan_executions.steps": Row(lambda c, ids: c.plan_executions.steps(ids["planExecution"]), "step"),
    "plan_executions.step": Row(
        lambda c, ids: c.plan_executions.step(ids["planExecution"], ids["step"]), "step"
    ),
    "plan_executions.error_handler": Row(
        lambda c, ids: c.plan_executions.error_handler(ids["failedPlanExecution"], ids["failedStep"]),
        "handler",
    ),
    "promotions.start": Row(
        lambda c, ids: c.promotions.start(
            PromotionRequest(
                executable=ids["promotion"],
                advanced=AdvancedPromotionSpec(artifact_id=ids["task"], artifact_type="FLOW"),
            )
        )
    ),
    "promotions.get": Row(lambda c, ids: c.promotions.get(ids["promotionExecution"]), "promotionExecution"),
    "remote_engines.list": Row(lambda c, _: c.remote_engines.list(query="name==stock"), "engine"),
    "remote_engines.create": Row(_create_engine),
    "remote_engines.get": Row(lambda c, ids: c.remote_engines.get(ids["engine"]), "engine"),
    "remote_engines.delete": Row(lambda c, ids: c.remote_engines.delete(ids["idleEngine"])),
    "remote_engines.unpair": Row(
        lambda c, ids: c.remote_engines.unpair(ids["engine"], keep_osgi_deployments=True)
    ),
    "remote_engine_run_profiles.list": Row(
        lambda c, ids: c.remote_engine_run_profiles.list(ids["engine"]), "engineProfile"
    ),
    "remote_engine_run_profiles.create": Row(
        lambda c, ids: c.remote_engine_run_profiles.create(
            ids["engine"], body=_body("createRemoteEngineRunProfile", runtimeId=ids["engine"])
        )
    ),
    "remote_engine_run_profiles.get": Row(
        lambda c, ids: c.remote_engine_run_profiles.get(ids["engine"], ids["engineProfile"]), "engineProfile"
    ),
    "remote_engine_run_profiles.update": Row(
        lambda c, ids: c.remote_engine_run_profiles.update(ids["engine"], ids["engineProfile"], body=_HEAP)
    ),
    "remote_engine_run_profiles.delete": Row(
        lambda c, ids: c.remote_engine_run_profiles.delete(ids["engine"], ids["engineProfile"])
    ),
    "clusters.list": Row(lambda c, _: c.clusters.list(query="name==s*"), "cluster"),
    "clusters.create": Row(
        lambda c, ids: c.clusters.create(
            body=_body_in_workspace("createRemoteEngineCluster", ids, remoteEngines=[])
        )
    ),
    "clusters.get": Row(lambda c, ids: c.clusters.get(ids["cluster"]), "cluster"),
    "clusters.delete": Row(lambda c, ids: c.clusters.delete(ids["idleCluster"])),
    "cluster_members.add": Row(
        lambda c, ids: c.cluster_members.add(
            ids["cluster"], ids["idleEngine"], method="DUPLICATE_RUN_PROFILES"
        )
    ),
    "cluster_members.remove": Row(lambda c, ids: c.cluster_members.remove(ids["cluster"], ids["engine"])),
    "cluster_run_profiles.list": Row(
        lambda c, ids: c.cluster_run_profiles.list(ids["cluster"]), "clusterProfile"
    ),
    "cluster_run_profiles.create": Row(
        lambda c, ids: c.cluster_run_profiles.create(
            ids["cluster"], body=_body("createClusterRunProfile", runtimeId=ids["cluster"])
        )
    ),
    "cluster_run_profiles.get": Row(
        lambda c, ids: c.cluster_run_profiles.get(ids["cluster"], ids["clusterProfile"]), "clusterProfile"
    ),
    "cluster_run_profiles.update": Row(
        lambda c, ids: c.cluster_run_profiles.update(ids["cluster"], ids["clusterProfile"], body=_HEAP)
    ),
    "cluster_run_profiles.delete": Row(
        lambda c, ids: c.cluster_run_profiles.delete(ids["cluster"], ids["clusterProfile"])
    ),
    "pipeline_engines.list": Row(lambda c, _: c.pipeline_engines.list(query="name==stock"), "pipelineEngine"),
    "pipeline_engines.create": Row(
        lambda c, ids: c.pipeline_engines.create(body=_body_in_workspace("createPipelineEngine", ids))
    ),
    "pipeline_engines.get": Row(
        lambda c, ids: c.pipeline_engines.get(ids["pipelineEngine"]), "pipelineEngine"
    ),
    "pipeline_engines.delete": Row(lambda c, ids: c.pipeline_engines.delete(ids["idlePipelineEngine"])),
    "pipeline_engines.unpair": Row(lambda c, ids: c.pipeline_engines.unpair(ids["pipelineEngine"])),
    "pipeline_run_profiles.list": Row(
        lambda c, ids: c.pipeline_run_profiles.list(ids["pipelineEngine"]), "standardProfile"
    ),
    "pipeline_run_profiles.delete": Row(
        lambda c, ids: c.pipeline_run_profiles.delete(
            ids["pipelineEngine"], "standard", ids["standardProfile"]
        )
    ),
    **{name: row for kind in _KINDS for name, row in _pipeline_profile_calls(kind).items()},
    "run_profiles.create": Row(
        lambda c, ids: c.run_profiles.create(body=_body("createRunProfile", scopeId=ids["environment"]))
    ),
    "run_profiles.get": Row(lambda c, ids: c.run_profiles.get(ids["runProfile"]), "runProfile"),
    "run_profiles.update": Row(lambda c, ids: c.run_profiles.update(ids["runProfile"], body=_HEAP)),
    "run_profiles.delete": Row(lambda c, ids: c.run_profiles.delete(ids["runProfile"])),
    "run_profiles.search": Row(
        lambda c, ids: list(c.run_profiles.search(processor_ids=[ids["engine"]])), "engineProfile"
    ),
    "cloud_jvm.get": Row(lambda c, _: c.cloud_jvm.get(), ""),
    "cloud_jvm.set": Row(lambda c, _: c.cloud_jvm.set(job_jvm_rollback=True)),
    "token": Row(lambda c, _: c.environments.list(), "environment"),
    "environments.list": Row(lambda c, _: c.environments.list(), "environment"),
    "workspaces.list": Row(lambda c, _: c.workspaces.list(), "workspace"),
    "tasks.list": Row(lambda c, _: list(c.tasks.list()), "task"),
    "plans.list": Row(lambda c, _: list(c.plans.list()), "plan"),
}
"""Calls by the client's name of the operation, for all operations including the supporting ones."""

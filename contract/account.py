"""Creation of one object of each kind through the API, so that requests can refer to existing objects."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import reduce

import httpx

from contract.document import Json, Operation, operations

KIND_BY_VARIABLE = {
    "/processing/executables/tasks/{taskId}": {"taskId": "task"},
    "/processing/executables/plans/{planId}": {"planId": "plan"},
    "/processing/executions/{executionId}": {"executionId": "taskExecution"},
    "/processing/executions/plans/": {
        "id": "planExecution",
        "planExecutionId": "planExecution",
        "stepExecutionId": "step",
    },
    "/processing/executions/promotions/": {"executionId": "promotionExecution"},
    "/processing/runtimes/remote-engines/": {
        "id": "engine",
        "engineId": "engine",
        "runProfileId": "engineProfile",
    },
    "/processing/runtimes/remote-engine-clusters/": {
        "clusterId": "cluster",
        "engineId": "engine",
        "runProfileId": "clusterProfile",
    },
    "/processing/runtimes/pipeline-engines/": {"engineId": "pipelineEngine"},
    "/run-profiles/standard/": {"runProfileId": "standardProfile"},
    "/run-profiles/advanced/": {"runProfileId": "advancedProfile"},
    "/run-profiles/big-data/": {"runProfileId": "bigDataProfile"},
    "/run-profiles/databricks/": {"runProfileId": "databricksProfile"},
    "/run-profiles/data-integration/": {"runProfileId": "dataIntegrationProfile"},
    "/run-profiles/{type}/": {"runProfileId": "standardProfile"},
    "/processing/run-profiles/{id}": {"id": "runProfile"},
}
"""The kind of object that a path variable refers to, by a part of the path. Later entries take precedence."""

JVM: dict[str, Json] = {"jvmArguments": ["-Xms128m", "-Xmx256m"]}
LOCATION: dict[str, Json] = {"environmentId": "$environment", "workspaceId": "$workspace"}


@dataclass(frozen=True)
class Step:
    """One call. `$kind` in the body stands for an id. `keep` maps kinds to paths of ids in the response."""

    operation: str
    body: Json = None
    keep: Mapping[str, str] = field(default_factory=dict)


def _profile(kind: str) -> dict[str, str]:
    return {f"{kind}Profile": "-1/id"}  # the newest item is the last


STEPS = (
    Step("listWorkspaces", keep={"workspace": "0/id", "environment": "0/environment/id"}),
    Step("listTasks", keep={"task": "items/0/executable"}),
    Step("listPlans", keep={"plan": "items/0/executable"}),
    Step("createRemoteEngine", {"name": "stock", **LOCATION}, {"engine": "id"}),
    Step(
        "createRemoteEngineRunProfile",
        {"name": "stock", "type": "JOB_SERVER", "runtimeId": "$engine", **JVM},
        {"engineProfile": "id"},
    ),
    Step(
        "createRemoteEngineRunProfile",
        {"name": "spare", "type": "JOB_SERVER", "runtimeId": "$engine", **JVM},
        {"spareEngineProfile": "id"},
    ),
    Step(
        "createRemoteEngineCluster",
        {"name": "stock", "description": "", "remoteEngines": ["$engine"], **LOCATION},
        {"cluster": "id"},
    ),
    Step(
        "createClusterRunProfile",
        {"name": "stock", "type": "JOB_SERVER", "runtimeId": "$cluster", **JVM},
        {"clusterProfile": "id"},
    ),
    Step(
        "createClusterRunProfile",
        {"name": "spare", "type": "JOB_SERVER", "runtimeId": "$cluster", **JVM},
        {"spareClusterProfile": "id"},
    ),
    Step(
        "createRunProfile",
        {
            "name": "stock",
            "type": "JOB_SERVER",
            "processorType": "DYNAMIC_ENGINE",
            "scopeId": "$environment",
            **JVM,
        },
        {"runProfile": "id"},
    ),
    Step("createPipelineEngine", {"name": "stock", **LOCATION}, {"pipelineEngine": "id"}),
    Step(
        "createStandardRunProfile",
        {
            "name": "stock",
            "executionFramework": "Spark on Yarn",
            "configuration": {"numberOfThreads": 2, "microBatchInterval": 1000},
        },
    ),
    Step("listPipelineEngineRunProfiles", keep=_profile("standard")),
    Step("createAdvancedRunProfile", {"name": "stock", "definition": "{}"}),
    Step("listPipelineEngineRunProfiles", keep=_profile("advanced")),
    Step(
        "createBigDataRunProfile",
        {
            "name": "stock",
            "microBatchInterval": 1000,
            "streamingTimeout": 10,
            "temporaryStorage": "/tmp",  # noqa: S108 - a folder on a fictitious cluster
            "executorMemoryOverhead": 384,
            "yarnStrategy": {"type": "Fixed", "executorsNumber": 2},
        },
    ),
    Step("listPipelineEngineRunProfiles", keep=_profile("bigData")),
    Step(
        "createDatabricksRunProfile",
        {
            "name": "stock",
            "microBatchInterval": 1000,
            "databricks": {
                "endpoint": "https://adb.example",
                "stagingLocation": "dbfs:/staging/",
                "cloudProvider": "AWS",
                "target": {
                    "cluster": "new",
                    "sparkVersion": "5.5.x-scala2.11",
                    "nodeTypeId": "m4.large",
                    "logsDestination": "dbfs:/logs/",
                    "workersNumber": 2,
                },
            },
        },
    ),
    Step("listPipelineEngineRunProfiles", keep=_profile("databricks")),
    Step("createDataIntegrationRunProfile", {"name": "stock", **JVM}),
    Step("listPipelineEngineRunProfiles", keep=_profile("dataIntegration")),
    Step("executeTask", {"executable": "$task"}, {"taskExecution": "executionId"}),
    Step("executePlan", {"executable": "$plan"}, {"planExecution": "executionId"}),
    Step("listPlanExecutionSteps", keep={"step": "0/executionId"}),
    Step("executePromotion", {"executable": "$promotion"}, {"promotionExecution": "executionId"}),
)


def kinds_by_variable(path: str) -> dict[str, str]:
    """Return the kinds of objects that the variables of a path refer to."""
    kinds: dict[str, str] = {}
    for part, variables in KIND_BY_VARIABLE.items():
        if part in path:
            kinds |= variables
    return {variable: kind for variable, kind in kinds.items() if f"{{{variable}}}" in path}


def create_objects(client: httpx.Client, ids: dict[str, str], chosen: Collection[str]) -> dict[str, str]:
    """Create one object of each kind that the chosen operations can create. Return all ids by kind.

    The client needs all permissions, because a refusal raises an error. `ids` are those of existing objects.
    """
    known = dict(ids)
    by_id = {operation.id: operation for operation in operations()}
    for step in STEPS:
        operation = by_id[step.operation]
        needed = {*kinds_by_variable(operation.path).values(), *_kinds_in(step.body)}
        if operation.id not in chosen or not needed <= known.keys():
            continue
        path = path_of(operation, known)
        response = client.request(
            operation.method, path, json=_substituted(step.body, known)
        ).raise_for_status()
        for kind, path_in_response in step.keep.items():
            known[kind] = str(reduce(_child, path_in_response.split("/"), response.json()))
    return known


def path_of(operation: Operation, known: Mapping[str, str]) -> str:
    """Return the path of an operation with the ids of existing objects."""
    ids = {variable: known[kind] for variable, kind in kinds_by_variable(operation.path).items()}
    return operation.path.format(**{"type": "standard", **ids})


def _kinds_in(body: Json) -> set[str]:
    match body:
        case dict():
            return set().union(*map(_kinds_in, body.values()))
        case list():
            return set().union(*map(_kinds_in, body))
        case str() if body.startswith("$"):
            return {body[1:]}
        case _:
            return set()


def _substituted(body: Json, known: Mapping[str, str]) -> Json:
    match body:
        case dict():
            return {key: _substituted(value, known) for key, value in body.items()}
        case list():
            return [_substituted(value, known) for value in body]
        case str() if body.startswith("$"):
            return known[body[1:]]
        case _:
            return body


def _child(node: Json, key: str) -> Json:
    if isinstance(node, list):
        return node[int(key)]
    if isinstance(node, dict):
        return node[key]
    raise TypeError(f"cannot look up {key!r} in {node!r}")

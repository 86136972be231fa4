"""One of everything in an account, made through the API alone, so that requests find something."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import reduce

import httpx

from contract.document import Json, Operation, operations

IN_PATHS = {
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
"""What a variable names, by the part of the path it stands in; later ones go before earlier ones."""

JVM: dict[str, Json] = {"jvmArguments": ["-Xms128m", "-Xmx256m"]}
PLACE: dict[str, Json] = {"environmentId": "$environment", "workspaceId": "$workspace"}


@dataclass(frozen=True)
class Step:
    """One call: `$noun` in the body is the id kept under that name, `keep` says where the answer has ids."""

    operation: str
    body: Json = None
    keep: Mapping[str, str] = field(default_factory=dict)


def _profile(kind: str) -> dict[str, str]:
    return {f"{kind}Profile": "-1/id"}  # the list has the newest at its end


STEPS = (
    Step("listWorkspaces", keep={"workspace": "0/id", "environment": "0/environment/id"}),
    Step("listTasks", keep={"task": "items/0/executable"}),
    Step("listPlans", keep={"plan": "items/0/executable"}),
    Step("createRemoteEngine", {"name": "stock", **PLACE}, {"engine": "id"}),
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
        {"name": "stock", "description": "", "remoteEngines": ["$engine"], **PLACE},
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
    Step("createPipelineEngine", {"name": "stock", **PLACE}, {"pipelineEngine": "id"}),
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
            "temporaryStorage": "/tmp",  # noqa: S108 - a place on a made-up cluster
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


def nouns_in(path: str) -> dict[str, str]:
    """What the variables of a path name."""
    found: dict[str, str] = {}
    for part, named in IN_PATHS.items():
        if part in path:
            found |= named
    return {variable: noun for variable, noun in found.items() if f"{{{variable}}}" in path}


def furnish(client: httpx.Client, ids: dict[str, str], chosen: Collection[str]) -> dict[str, str]:
    """Make one of everything that the chosen operations can make; the ids, by noun.

    Only a client that is allowed everything may be given: a refusal is an error. `ids` are known before.
    """
    known = dict(ids)
    by_id = {operation.id: operation for operation in operations()}
    for step in STEPS:
        operation = by_id[step.operation]
        wanted = {*nouns_in(operation.path).values(), *_wanted(step.body)}
        if operation.id not in chosen or not wanted <= known.keys():
            continue
        path = path_of(operation, known)
        response = client.request(operation.method, path, json=_filled(step.body, known)).raise_for_status()
        for noun, place in step.keep.items():
            known[noun] = str(reduce(_part, place.split("/"), response.json()))
    return known


def path_of(operation: Operation, known: Mapping[str, str]) -> str:
    """The path of an operation with the ids of what its variables name."""
    named = {variable: known[noun] for variable, noun in nouns_in(operation.path).items()}
    return operation.path.format(**{"type": "standard", **named})


def _wanted(body: Json) -> set[str]:
    match body:
        case dict():
            return set().union(*map(_wanted, body.values()))
        case list():
            return set().union(*map(_wanted, body))
        case str() if body.startswith("$"):
            return {body[1:]}
        case _:
            return set()


def _filled(body: Json, known: Mapping[str, str]) -> Json:
    match body:
        case dict():
            return {key: _filled(value, known) for key, value in body.items()}
        case list():
            return [_filled(value, known) for value in body]
        case str() if body.startswith("$"):
            return known[body[1:]]
        case _:
            return body


def _part(node: Json, key: str) -> Json:
    if isinstance(node, list):
        return node[int(key)]
    if isinstance(node, dict):
        return node[key]
    raise TypeError(f"there is no {key!r} in {node!r}")

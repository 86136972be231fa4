"""The values that fuzzed requests take, because the API always rejects random ones."""

KINDS_OF_VALUES = {
    "body.environmentId": "environment",
    "query.environmentId": "environment",
    "body.scopeId": "environment",
    "body.scopeIds[*]": "environment",
    "body.workspaceId": "workspace",
    "query.workspaceId": "workspace",
    "body.advanced.artifactId": "workspace",
    "body.remoteEngines[*]": "engine",
    "body.processorIds[*]": "engine",
    "body.engineId": "pipelineEngine",
    "body.executionPlanId": "planExecution",
    "body.stepId": "step",
    "body.type": "profileType",
    "body.processorType": "processorType",
    "query.query": "fiql",
    "query._s": "fiql",
}
"""The kinds of values that members and parameters take in all operations, by their place in the request."""

KINDS_IN_OPERATIONS = {
    "createRemoteEngineRunProfile": {"body.runtimeId": "engine"},
    "createClusterRunProfile": {"body.runtimeId": "cluster"},
    "createRunProfile": {"body.runtimeId": "engine"},
    "addRemoteEngineToCluster": {"body.runProfileId": "clusterProfile", "body.method": "joining"},
    "getPlanExecutionStepErrorHandler": {
        "path.planExecutionId": "failedPlanExecution",
        "path.stepExecutionId": "failedStep",
    },
    "deletePipelineEngineRunProfile": {"path.type": "standard"},
    "deleteRemoteEngineRunProfile": {"query.newRunProfileId": "spareEngineProfile"},
    "deleteClusterRunProfile": {"query.newRunProfileId": "spareClusterProfile"},
    "executeTask": {"body.executable": "task"},
    "executePlan": {"body.executable": "plan"},
    "executePromotion": {"body.executable": "promotion"},
}
"""The same for single operations, by their ids. These take precedence."""

WORDS: dict[str, list[str]] = {
    "fiql": [
        "name==stock",
        "name==s*,status==PAIRED",
        "(name==a;name!=b)",
        "workspace.environment.id==5",
        "name==",
    ],
    "profileType": ["JOB_SERVER", "MICROSERVICE", "TALEND_RUNTIME"],
    "processorType": ["DYNAMIC_ENGINE", "REMOTE_ENGINE"],
    "standard": ["standard"],
    "joining": ["DEFAULT", "DUPLICATE_RUN_PROFILES", "CLUSTER_RUN_PROFILE"],
}
"""Values other than ids that the contract does not restrict, because random ones are always rejected."""

"""The public names of `talend_processing.client` change only with a new major version."""

from __future__ import annotations

import subprocess
import sys

from talend_processing import client
from talend_processing.client.api.client import Lazy

NAMES = """
AccessToken AdvancedPromotionSpec AdvancedRunProfile ApiError AuthenticationError BaseEngine BaseRunProfile
BigDataRunProfile CallError CancelledError CloudJvmSetting ConflictError ConnectionFailedError
DataIntegrationRunProfile DatabricksRunProfile Engine EngineCluster Environment EnvironmentInfo Executable
ExecutionIdentifier NotFoundError PermissionDeniedError PipelineEngine PipelineRunProfile PlanExecution
PlanRequest PromotionExecution PromotionRequest Query RateLimitError RequestTimeoutError RunProfile
RuntimeRunProfile ServerError ServiceAccount Settings SettingsError StandardRunProfile StartedPromotion
StepExecution StepExecutionDetails TalendClient TalendError TaskExecution TaskRequest UnexpectedResponseError
ValidationError Where Workspace WorkspaceInfo where
"""

METHODS = {
    "remote_engines": "create delete get list unpair",
    "remote_engine_run_profiles": "create delete get list update",
    "clusters": "create delete get list",
    "cluster_members": "add remove",
    "cluster_run_profiles": "create delete get list update",
    "pipeline_engines": "create delete get list unpair",
    "pipeline_run_profiles": "delete list",
    "standard_run_profiles": "create delete get list update",
    "advanced_run_profiles": "create delete get list update",
    "big_data_run_profiles": "create delete get list update",
    "databricks_run_profiles": "create delete get list update",
    "data_integration_run_profiles": "create delete get list update",
    "run_profiles": "create delete get search update",
    "cloud_jvm": "get set",
    "task_executions": "get list list_by_task search start terminate",
    "plan_executions": "error_handler get list list_by_plan start step steps",
    "promotions": "get start",
    "tasks": "list",
    "plans": "list",
    "environments": "list",
    "workspaces": "list",
}
"""Methods of the client's endpoints, which are public too."""

MODULES = {
    "api": ["TalendClient"],
    "settings": ["AccessToken", "ServiceAccount", "Settings"],
    "fiql": ["Query", "Where", "where"],
    "errors": ["CallError", "Outcome", "TalendError", "error_class"],
}
"""Modules that earlier versions were imported from."""

HEAVY = """
import sys
import talend_processing.client as client
assert "TalendClient" in dir(client)
client.Settings, client.TalendError, client.where
print(sorted({"httpx", "pydantic"} & set(sys.modules)))
"""


def test_the_public_names_are_these() -> None:
    assert sorted(client.__all__) == sorted(NAMES.split())
    assert all(getattr(client, name).__name__ == name for name in client.__all__)
    assert set(client.__all__) <= set(dir(client))


def test_the_public_methods_are_these() -> None:
    endpoints = {name: each for name, each in vars(client.TalendClient).items() if isinstance(each, Lazy)}
    found = {
        name: " ".join(method for method in dir(each.load()) if method[0].islower())
        for name, each in endpoints.items()
    }
    assert found == METHODS


def test_names_can_be_imported_from_the_modules_of_earlier_versions() -> None:
    for module, names in MODULES.items():
        found = __import__(f"talend_processing.client.{module}", fromlist=names)
        assert all(hasattr(found, name) for name in names), module


def test_importing_settings_errors_and_queries_loads_neither_httpx_nor_pydantic() -> None:
    done = subprocess.run([sys.executable, "-c", HEAVY], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

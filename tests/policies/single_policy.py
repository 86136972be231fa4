"""Declared resources for the policies, and a pack in which only one policy is on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from talend_processing.testing import UNKNOWN, Declared, PolicyPack

PLACE = {"environmentId": "e1", "workspaceId": "w1"}


def heap(name: str, *arguments: object, **more: object) -> Declared:
    return Declared("RemoteEngineRunProfile", name, {"jvmArguments": list(arguments), **more})


def engine(resource: str, *, protect: bool = False, **values: object) -> Declared:
    return Declared("RemoteEngine", resource, {"name": resource, **PLACE, **values}, protect)


def cluster(name: str, **values: object) -> Declared:
    return Declared("EngineCluster", name, {"name": name, **PLACE, **values})


def member(cluster_name: str, engine_name: str) -> Declared:
    references = {"clusterId": [cluster_name], "engineId": [engine_name]}
    name = f"{cluster_name}-{engine_name}"
    return Declared(
        "ClusterMembership", name, {"clusterId": UNKNOWN, "engineId": UNKNOWN}, references=references
    )


def databricks(name: str, workers: object) -> Declared:
    return Declared("DatabricksRunProfile", name, {"databricks": {"target": {"workersNumber": workers}}})


def yarn(name: str, executors: object, cores: object = 2) -> Declared:
    strategy = {"executorsNumber": executors, "coresPerExecutor": cores, "executorMemory": 1024}
    return Declared("BigDataRunProfile", name, {"yarnStrategy": strategy})


def owned(profile: Declared, engine_name: str) -> Declared:
    """Return a run profile with a reference to its engine, which stack policies need."""
    return replace(profile, references={"engineId": [engine_name]})


def only(pack: PolicyPack, name: str, config: Mapping[str, object], level: str = "mandatory") -> None:
    """Switch one policy on, with its settings, and all others off."""
    pack.configure({"all": "disabled", name: {"enforcementLevel": level, **config}})

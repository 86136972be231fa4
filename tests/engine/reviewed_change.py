"""A program whose second phase makes changes of every class of a review, and the account that it changes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.report import Review
from talend_processing.simulator import Simulator

PARTS = """
import pulumi
import talend_processing as talend

PLACE = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}


def engine(name, **more):
    return talend.RemoteEngine(name, **PLACE, **more)


class Pool(pulumi.ComponentResource):
    def __init__(self, name, description):
        super().__init__("acme:Pool", name)
        self.cluster = talend.EngineCluster(
            f"{name}-cluster", **PLACE, description=description, opts=pulumi.ResourceOptions(parent=self)
        )
"""
PROGRAM = """
import pulumi
import talend_processing as talend
from parts import PLACE, Pool, engine

config = pulumi.Config()
second = config.get_int("phase") == 2
changing = "second" if second else "first"
job = {"type": "JOB_SERVER", "jvm_arguments": ["-Xmx1g"]}

pool = talend.EngineCluster("pool", **PLACE)
remade = engine("remade", description=changing)
talend.ClusterMembership("remade-in-pool", cluster_id=pool, engine_id=remade)
unpaired = talend.RemoteEngine("unpaired", **PLACE, unpair_triggers={"version": changing})
mover = talend.RemoteEngine("mover", **PLACE)
leaver = talend.RemoteEngine("leaver", **PLACE)
left = talend.EngineCluster("left", **PLACE, remote_engines=[] if second else [leaver])
remade_pool = Pool("remade-pool", changing)
job_server = {"engine_id": mover, "type": "JOB_SERVER"}
talend.RemoteEngineRunProfile("shrinks", **job_server, jvm_arguments=["-Xmx1g" if second else "-Xmx2g"])
secret = pulumi.Output.secret(["-Xmx1g", f"-Dwallet=hunter-{changing}"])
talend.RemoteEngineRunProfile("hidden", **job_server, jvm_arguments=secret)
talend.RemoteEngineRunProfile("flags", **job_server, jvm_arguments=[f"-Dapi.token=hunter-{changing}"])
talend.RemoteEngineRunProfile("renamed", engine_id=mover, **job, description=changing)
kind = "MICROSERVICE" if second else "JOB_SERVER"
talend.RemoteEngineRunProfile("remade-profile", engine_id=mover, type=kind, jvm_arguments=[])
pipelines = talend.PipelineEngine("pipelines", **PLACE)
talend.AdvancedRunProfile("advanced", engine_id=pipelines, definition="{}", warehouse_name=changing)
talend.CloudJvmRollback("java", job_jvm_rollback=not second)
parameters = {"key": f"hunter-{changing}"}
talend.TaskRun("task", executable="5a0000000000000000000001", parameters=parameters, poll_interval=1)
talend.PlanRun("plan", executable="9f0b1c5e-0000-4000-8000-000000000001", triggers=changing, poll_interval=1)
talend.PromotionRun("promotion", executable="5b0000000000000000000001", triggers=changing, poll_interval=1)
if not second:
    deleted = talend.RemoteEngine("deleted", **PLACE)
    talend.EngineCluster("deleted-pool", **PLACE)
    talend.RemoteEngineRunProfile("deleted-profile", engine_id=mover, **job)
    talend.RemoteEngineRunProfile("goes-along", engine_id=deleted, **job)
    talend.RemoteEngine("retained", **PLACE, opts=pulumi.ResourceOptions(retain_on_delete=True))
else:
    talend.RemoteEngine("new", **PLACE)
    talend.EngineCluster("new-pool", **PLACE)
    talend.RemoteEngineRunProfile("new-profile", engine_id=mover, **job)
    talend.RemoteEngineRunProfile("adopted", engine_id=mover, **job, on_existing="adopt")
    method = "DUPLICATE_RUN_PROFILES"
    talend.ClusterMembership("mover-in-pool", cluster_id=pool, engine_id=mover, method=method)
    talend.TaskTermination("stop", execution_id="16fefb53-035a-4249-af9d-f80a3b47b132")
    talend.EnginePairing("mover-paired", engine_id=mover)
"""
FAR_FUTURE = 2**42
"""Milliseconds since 1970."""
STOPPED = "16fefb53-035a-4249-af9d-f80a3b47b132"


@dataclass
class Reviewed:
    """A review, and the account before and after the `up` that followed."""

    review: Review
    before: dict[str, Any]
    after: dict[str, Any]
    ids: tuple[dict[str, str], dict[str, str]]
    """The ids of the resources by name, before and after the `up`."""
    journal: list[dict[str, Any]]

    def finding(self, rule: str, name: str) -> Finding:
        """Return the only finding of a rule about a resource."""
        (found,) = [one for one in self.review.findings if (one.rule, one.step.name) == (rule, name)]
        return found

    def declared(self, table: str, name: str) -> dict[str, Any]:
        """Return the object that a resource declares after the change, or an empty one."""
        found = (dict(one) for one in self.after[table] if one["id"] == self.ids[1].get(name))
        return next(found, {})

    def task(self, name: str) -> dict[str, Any]:
        """Return a task after the change."""
        return next(dict(one) for one in self.after["tasks"] if one["name"] == name)

    def replaced(self, name: str) -> bool:
        """Return whether the resource has another id after the change."""
        return self.ids[0][name] != self.ids[1][name]

    def started(self, path: str) -> int:
        """Return the number of requests that started a run."""
        return sum(1 for one in self.journal if (one["method"], one["path"]) == ("POST", path))


def ids_of(resources: list[dict[str, Any]]) -> dict[str, str]:
    """Return the ids of the resources in a state by their names. Components have none."""
    return {one["urn"].rpartition("::")[2]: one["id"] for one in resources if "id" in one}


def start_work(simulator: Simulator, ids: dict[str, str]) -> None:
    """Pair machines, and schedule and start tasks on the runtimes of the program."""
    account = simulator.state()
    place = {"workspaceId": "5f0000000000000000000004"}
    for number, name in enumerate(("remade", "deleted", "mover")):
        runtime = {"type": "REMOTE_ENGINE", "id": ids[name]}
        task = {"id": f"5a00000000000000000000a{number}", "name": f"on-{name}", "runtime": runtime, **place}
        account["tasks"].append(task)
    account["tasks"][-1]["runProfileId"] = ids["shrinks"]
    for number, name in enumerate(("remade-pool-cluster", "deleted-pool", "left")):
        runtime = {"type": "REMOTE_ENGINE_CLUSTER", "id": ids[name]}
        task = {"id": f"5a00000000000000000000b{number}", "name": f"on-{name}", "runtime": runtime, **place}
        account["tasks"].append(task)
    account["runProfiles"].append(
        {
            "id": "9" * 24,
            "name": "adopted",
            "processorType": "REMOTE_ENGINE",
            "processorId": ids["mover"],
            "jvmArguments": ["-Xmx9g"],
        }
    )
    began = {"status": "executing", "triggered": int(time.time() * 1000), "due": FAR_FUTURE}
    account["taskExecutions"] += [
        {"id": STOPPED, "taskId": "5a0000000000000000000003", **began},
        {"taskId": "5a00000000000000000000a1", "engineId": ids["deleted"], **began},
    ]
    simulator.load(account)
    for name in ("remade", "unpaired", "mover", "leaver", "deleted", "retained", "pipelines"):
        simulator.pair(ids[name])

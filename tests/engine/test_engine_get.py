"""`.get()` on the real engine reads an existing object and never changes or deletes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from stack import Stack, StackError

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(
    runtime_id_is="id", reschedule_fields="optional", cloud_jvm_rollback="present"
)

MISSING = "f" * 24
MADE = """
import pulumi
import talend_processing as talend

place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
jvm = {"type": "JOB_SERVER", "jvm_arguments": ["-Xmx1g"]}
engine = talend.RemoteEngine("engine", **place)
pool = talend.EngineCluster("pool", **place)
member = talend.ClusterMembership("member", cluster_id=pool, engine_id=engine)
pipelines = talend.PipelineEngine("pipelines", **place)
resources = {
    "engine": engine,
    "pool": pool,
    "member": member,
    "pipelines": pipelines,
    "heap": talend.RemoteEngineRunProfile("heap", engine_id=engine, **jvm),
    "shared": talend.EngineClusterRunProfile("shared", cluster_id=pool, **jvm),
    "json": talend.AdvancedRunProfile("json", engine_id=pipelines, definition="{}"),
    "dynamic": talend.RunProfile(
        "dynamic", processor_type="DYNAMIC_ENGINE", scope_id=place["environment_id"], **jvm
    ),
    "java": talend.CloudJvmRollback("java", job_jvm_rollback=False),
}
for name, resource in resources.items():
    pulumi.export(name, resource.id)
"""
READ = """
import pulumi
import talend_processing as talend

engine = talend.RemoteEngine.get("engine", "{engine}")
pool = talend.EngineCluster.get("pool", "{pool}")
pipelines = talend.PipelineEngine.get("pipelines", "{pipelines}")
resources = [
    engine,
    pool,
    pipelines,
    talend.ClusterMembership.get("member", "{member}"),
    talend.RemoteEngineRunProfile.get("heap", "{heap}", engine_id=engine),
    talend.EngineClusterRunProfile.get("shared", "{shared}", cluster_id=pool.id),
    talend.AdvancedRunProfile.get("json", "{json}", engine_id="{pipelines}"),
    talend.RunProfile.get("dynamic", "{dynamic}"),
    talend.CloudJvmRollback.get("java", "{java}"),
]
talend.RemoteEngineRunProfile("own", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xmx2g"])
pulumi.export("name", engine.name)
pulumi.export("environment", engine.workspace.environment.id)
pulumi.export("key", engine.pre_authorized_key)
pulumi.export("cluster", resources[3].cluster_id)
pulumi.export("jvm", [resources[4].jvm_arguments, resources[5].jvm_arguments, resources[7].jvm_arguments])
pulumi.export("definition", resources[6].definition)
pulumi.export("rollback", resources[8].job_jvm_rollback)
"""


def test_every_kind_is_read_and_never_written(stack_of: Callable[..., Stack], simulator: Simulator) -> None:
    owner = stack_of(MADE)
    owner.up()
    ids = owner.outputs()
    simulator.clear_journal()

    reader = stack_of(READ.replace("{}", "{{}}").format(**ids))
    reader.run("up", "--yes")  # with its preview
    found = reader.outputs(secrets=True)
    reader.up("--refresh", "--expect-no-changes")
    assert found["name"] == "engine"
    assert found["environment"] == "5e0000000000000000000002"
    assert found["key"], "it is shown until the engine is paired"
    assert found["cluster"] == ids["pool"]
    assert found["jvm"] == [["-Xmx1g"]] * 3
    assert (found["definition"], found["rollback"]) == ("{}", False)
    assert found["key"] not in str(reader.export())

    assert [(one["method"], one["body"]["name"]) for one in _writes(simulator)] == [("POST", "own")]
    reader.destroy()
    assert [one["method"] for one in _writes(simulator)] == ["DELETE"]
    owner.up("--expect-no-changes")


@pytest.mark.parametrize(
    ("read", "error"),
    [
        (f'RemoteEngine.get("engine", "{MISSING}")', f"Remote Engine {MISSING} does not exist"),
        (
            'ClusterMembership.get("member", "half")',
            "Cluster membership half: the id must have the form cluster_id/engine_id",
        ),
    ],
)
def test_an_object_that_does_not_exist_fails_the_preview(
    stack_of: Callable[..., Stack], read: str, error: str
) -> None:
    # One read in each program: the first error of a preview may cancel the other reads.
    with pytest.raises(StackError) as failed:
        stack_of(f"import talend_processing as talend\ntalend.{read}\n").preview()
    assert error in str(failed.value)


def _writes(simulator: Simulator) -> list[dict[str, Any]]:
    """Return the writes since the last call of this function."""
    found = [one for one in simulator.journal() if one["method"] != "GET" and "search" not in one["path"]]
    simulator.clear_journal()
    return found

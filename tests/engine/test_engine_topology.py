"""A topology file on the real engine: rejected, created, changed, protected, adopted and destroyed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from stack import Stack, StackError

from talend_processing.simulator import Simulator
from talend_processing.testing import assert_changes

pytestmark = pytest.mark.assumes(reschedule_fields="optional", pipeline_list_kinds="all")

PROGRAM = """
import pulumi
import talend_processing as talend

config = pulumi.Config()
runtimes = talend.EnvironmentTopology.from_file(
    "topology.yaml",
    "prod",
    environment_id="5e0000000000000000000002",
    workspace_id="5f0000000000000000000004",
    databricks_token=pulumi.Output.secret("made-up-databricks-token"),
    on_existing=config.get("existing") or "fail",
    opts=pulumi.ResourceOptions(protect=config.get_bool("protect")),
)
pulumi.export("engines", runtimes.engine_ids)
pulumi.export("clusters", runtimes.cluster_ids)
pulumi.export("pipelines", runtimes.pipeline_engine_ids)
pulumi.export("keys", runtimes.keys)
pulumi.export("pipelineKeys", runtimes.pipeline_engine_keys)
"""
TOPOLOGY = """
engines:
- name: a
  profiles: [{name: heap, type: JOB_SERVER, jvm_arguments: [-Xmx1g]}]
- {name: b, unpair_triggers: {machine: one}}
- name: c
clusters:
- name: day
  members: [a, b, c]
  profiles: [{name: heap, type: JOB_SERVER, jvm_arguments: [-Xmx1g]}]
- name: night
pipeline_engines:
- name: pipelines
  data_integration_profiles: [{name: jobs, jvm_arguments: [-Xmx1g]}]
  databricks_profiles:
  - name: lake
    micro_batch_interval: 5
    parameters: {some.Key: kept}
    databricks:
      endpoint: https://lake.example.com
      staging_location: dbfs:/staging/
      cloud_provider: AWS
      target: {cluster: old, id: c1, node_type_id: m4, logs_destination: dbfs:/logs/, workers_number: 3}
"""
INVALID = """
engines:
- nmae: a
clusters:
- {name: day, members: [b]}
"""
TOKEN = "made-up-databricks-token"


@pytest.fixture
def stack(stack_of: Callable[[str], Stack]) -> Stack:
    return stack_of(PROGRAM)


def describe(stack: Stack, topology: str) -> None:
    (stack.program / "topology.yaml").write_text(topology)


def members_of(simulator: Simulator, cluster: str) -> set[str]:
    state = simulator.state()
    (wanted,) = (one["id"] for one in state["clusters"] if one["name"] == cluster)
    return {one["name"] for one in state["remoteEngines"] if one.get("clusterId") == wanted}


def test_a_description_is_validated_created_changed_and_destroyed(stack: Stack, simulator: Simulator) -> None:
    before = simulator.state()
    describe(stack, INVALID)
    with pytest.raises(StackError) as caught:
        stack.up()
    printed = str(caught.value)
    assert "topology.yaml:3: engines[0].nmae: unknown field; did you mean name?" in printed
    assert "topology.yaml:5: clusters[0].members[0]: b is not an engine of this topology" in printed
    assert "Traceback" not in printed
    assert simulator.state() == before

    describe(stack, TOPOLOGY)
    stack.up()
    assert members_of(simulator, "day") == {"a", "b", "c"}
    names = {one["urn"].rpartition("::")[2] for one in stack.resources()}
    assert names == {
        *("prod-a", "prod-b", "prod-c", "prod-day", "prod-night", "prod-pipelines"),
        *("prod-a-heap", "prod-day-heap", "prod-pipelines-jobs", "prod-pipelines-lake"),
    }
    outputs, shown = stack.outputs(secrets=True), stack.outputs()
    assert set(outputs["engines"]) == set(outputs["keys"]) == {"a", "b", "c"}
    assert set(outputs["clusters"]) == {"day", "night"}
    assert all(outputs["keys"].values())
    assert all(outputs["pipelineKeys"].values())
    assert (shown["keys"], shown["pipelineKeys"]) == ("[secret]", "[secret]")
    state = str(stack.export())
    assert TOKEN not in state
    assert not [key for key in outputs["keys"].values() if key in state]

    moved = TOPOLOGY.replace("members: [a, b, c]", "members: [a, c]").replace(
        "name: night", "name: night\n  members: [b]"
    )
    moved = moved.replace("-Xmx1g", "-Xmx2g", 1)
    describe(stack, moved)
    assert_changes(
        stack.changes(),
        updates={"RemoteEngineRunProfile prod-a-heap": {"jvm_arguments"}},
        replaces={"ClusterMembership prod-b": {"cluster_id"}},
    )
    stack.up()
    assert stack.outputs()["engines"] == outputs["engines"]
    assert (members_of(simulator, "day"), members_of(simulator, "night")) == ({"a", "c"}, {"b"})

    # The order of members has no meaning.
    describe(stack, moved.replace("members: [a, c]", "members: [c, a]"))
    stack.up("--refresh", "--expect-no-changes")

    describe(stack, "engines:\n- name: a\n")
    stack.up()
    assert [one["name"] for one in simulator.state()["remoteEngines"]] == ["a"]
    stack.destroy()
    assert simulator.state() == before


def test_an_environment_is_adopted_and_protected_by_another_stack(
    stack: Stack, simulator: Simulator, stack_of: Callable[[str], Stack]
) -> None:
    described = "engines:\n- {name: a, protect: false}\n- name: b\nclusters:\n- {name: day, members: [a]}\n"
    describe(stack, described)
    stack.up()
    created = simulator.state()

    another = stack_of(PROGRAM)  # as if the state of the first stack were lost
    describe(another, described)
    another.set("existing", "adopt")
    another.set("protect", "true")
    another.up()
    assert simulator.state() == created
    protected = {
        (one["type"].rpartition(":")[2], one["urn"].rpartition("::")[2]): one.get("protect", False)
        for one in another.resources()
    }
    assert protected == {
        ("RemoteEngine", "prod-a"): False,
        ("RemoteEngine", "prod-b"): True,
        ("EngineCluster", "prod-day"): True,
        ("ClusterMembership", "prod-a"): True,
    }

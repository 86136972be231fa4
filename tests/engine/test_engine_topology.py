"""A described environment on the real engine: made, made again, changed, protected, adopted, destroyed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from stack import FailedError, Stack

from talend_processing.simulator import Simulator
from talend_processing.testing import assert_changes

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
clusters:
- name: day
  members: [a, b]
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
TOKEN = "made-up-databricks-token"


@pytest.fixture
def stack(stack_of: Callable[[str], Stack]) -> Stack:
    made = stack_of(PROGRAM)
    describe(made, TOPOLOGY)
    return made


def describe(stack: Stack, topology: str) -> None:
    (stack.program / "topology.yaml").write_text(topology)


def members_of(simulator: Simulator, cluster: str) -> set[str]:
    state = simulator.state()
    (wanted,) = (one["id"] for one in state["clusters"] if one["name"] == cluster)
    return {one["name"] for one in state["remoteEngines"] if one.get("clusterId") == wanted}


@pytest.mark.sdk
def test_a_description_is_made_once_changed_where_it_changes_and_destroyed(
    stack: Stack, simulator: Simulator
) -> None:
    before = simulator.state()
    stack.up()
    stack.up("--expect-no-changes")
    stack.refresh("--expect-no-changes")
    assert members_of(simulator, "day") == {"a", "b"}
    names = {resource["urn"].rpartition("::")[2] for resource in stack.resources()}
    assert names == {
        *("prod-a", "prod-b", "prod-day", "prod-night", "prod-pipelines"),
        *("prod-a-heap", "prod-day-heap", "prod-pipelines-jobs", "prod-pipelines-lake"),
    }
    outputs = stack.outputs(secrets=True)
    assert set(outputs["engines"]) == set(outputs["keys"]) == {"a", "b"}
    assert set(outputs["clusters"]) == {"day", "night"}
    assert all(outputs["keys"].values())
    assert all(outputs["pipelineKeys"].values())
    assert "[secret]" in {str(stack.outputs()[name]) for name in ("keys", "pipelineKeys")}
    kept = str(stack.export())
    assert TOKEN not in kept
    assert not [key for key in outputs["keys"].values() if key in kept]

    # Another order and another layout say the same.
    describe(stack, TOPOLOGY.replace("members: [a, b]", "members: [b, a]"))
    stack.up("--expect-no-changes")

    moved = TOPOLOGY.replace("members: [a, b]", "members: [a]").replace(
        "name: night", "name: night\n  members: [b]"
    )
    describe(stack, moved.replace("-Xmx1g", "-Xmx2g", 1))
    assert_changes(
        stack.changes(),
        updates={"RemoteEngineRunProfile prod-a-heap": {"jvm_arguments"}},
        replaces={"ClusterMembership prod-b": {"cluster_id"}},
    )
    engines = stack.outputs()["engines"]
    stack.up()
    stack.up("--expect-no-changes")
    assert stack.outputs()["engines"] == engines
    assert (members_of(simulator, "day"), members_of(simulator, "night")) == ({"a"}, {"b"})

    describe(stack, "engines:\n- name: a\n")
    stack.up()
    assert [one["name"] for one in simulator.state()["remoteEngines"]] == ["a"]
    stack.destroy()
    assert simulator.state() == before


def test_what_a_description_protects_is_not_deleted(stack: Stack, simulator: Simulator) -> None:
    describe(stack, "engines:\n- {name: a, protect: false}\n- name: b\nclusters:\n- name: day\n")
    stack.set("protect", "true")
    stack.up()
    kept = {one["urn"].rpartition("::")[2]: one.get("protect", False) for one in stack.resources()}
    assert kept == {"prod-a": False, "prod-b": True, "prod-day": True}
    describe(stack, "clusters:\n- name: day\n")
    with pytest.raises(FailedError, match=r"prod-b\" cannot be deleted\s+because it is protected"):
        stack.up()
    assert "b" in {one["name"] for one in simulator.state()["remoteEngines"]}


def test_what_is_there_already_is_adopted_if_the_program_says_so(
    stack: Stack, simulator: Simulator, stack_of: Callable[[str], Stack]
) -> None:
    described = "engines:\n- name: a\nclusters:\n- {name: day, members: [a]}\n"
    describe(stack, described)
    stack.up()
    made = simulator.state()
    another = stack_of(PROGRAM)  # as if the first one's state were lost
    describe(another, described)
    with pytest.raises(FailedError, match="on_existing"):
        another.up()
    another.set("existing", "adopt")
    another.up()
    assert simulator.state() == made


@pytest.mark.sdk
def test_a_description_that_does_not_fit_fails_the_program_without_a_traceback(
    stack: Stack, simulator: Simulator
) -> None:
    before = simulator.state()
    describe(stack, "engines:\n- nmae: a\nclusters:\n- {name: day, members: [b]}\n")
    with pytest.raises(FailedError) as caught:
        stack.up()
    told = str(caught.value)
    assert "topology.yaml:2: engines[0].nmae: unknown field; did you mean name?" in told
    assert "topology.yaml:4: clusters[0].members[0]: b is not an engine of this topology" in told
    assert "Traceback" not in told
    assert simulator.state() == before

"""The matching of resources with objects, and the reasons against an adoption."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from accounts import EXAMPLE
from export_of import Decide, Exporter, statuses

from talend_processing.adopt.plan.import_file import import_document
from talend_processing.adopt.plan.preview import Planned
from talend_processing.adopt.plan.report import headline, json_report, text_report
from talend_processing.adopt.stacks import managed_ids
from talend_processing.simulator.account.seed_files import read_seed_file


def test_parents_that_are_unknown_yet_are_matched_first(decide: Decide) -> None:
    plan, _ = decide("""
pool = talend.EngineCluster("pool", name="etl-pool", description="Nightly loads", **place)
engine = talend.RemoteEngine("etl-1", **place)
talend.ClusterMembership("member", cluster_id=pool, engine_id=engine)
talend.RemoteEngineRunProfile(
    "heap", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xms256m", "-Xmx2g"]
)
new = talend.RemoteEngine("etl-99", **place)
talend.RemoteEngineRunProfile("new-heap", engine_id=new, type="JOB_SERVER", jvm_arguments=["-Xmx2g"])
""")
    assert statuses(plan) == {
        "EngineCluster pool": "identical",
        "RemoteEngine etl-1": "identical",
        "ClusterMembership member": "identical",
        "RemoteEngineRunProfile heap": "changed",
        "RemoteEngine etl-99": "create",
        "RemoteEngineRunProfile new-heap": "create",
    }
    reasons = {one.planned.name: one.reason for one in plan.with_status("create")}
    assert reasons["new-heap"] == "it refers to RemoteEngine etl-99, which will be created"
    (change,) = plan.with_status("changed")[0].changes
    assert (change.argument, change.account_value, change.program_value) == (
        "jvm_arguments",
        '["-Xms256m", "-Xmx1g"]',
        '["-Xms256m", "-Xmx2g"]',
    )
    assert headline(plan).endswith(
        "3 identical, 1 adopted and then changed, 2 to be created (0 in the state already)"
    )


def test_a_cluster_that_lists_its_engines_is_compared_with_them(decide: Decide) -> None:
    plan, _ = decide("""
engines = [talend.RemoteEngine(f"etl-{number}", **place) for number in (1, 2, 3)]
talend.EngineCluster(
    "etl-pool", description="Nightly loads", remote_engines=[one.id for one in engines], **place
)
""")
    (cluster,) = [one for one in plan.decisions if one.planned.kind == "EngineCluster"]
    assert cluster.status == "changed"
    assert [change.argument for change in cluster.changes] == ["remote_engines"]


def test_the_plan_names_each_obstacle(decide: Decide) -> None:
    plan, _ = decide(
        """
talend.RemoteEngine("one", name="etl-1", **place)
talend.RemoteEngine("two", name="etl-1", on_existing="adopt", **place)
talend.RemoteEngine("other", name="etl-2", description="of mine", **place)
development = talend.find_environment(name="development")
spare = talend.RemoteEngine("spare", environment_id=development)
talend.RemoteEngineRunProfile("of-spare", engine_id=spare, type="JOB_SERVER", jvm_arguments=[])
talend.RemoteEngine("missing", adopt_id="6a00000000000000000000ee", **place)
pool = talend.EngineCluster("Größe 2", environment_id=production.id, workspace_id=talend.find_workspace(
    name="Shared", environment=production.id).id)
talend.ClusterMembership("elsewhere", cluster_id=pool, engine_id="6a0000000000000000000003")
talend.RemoteEngine("taken", name="etl-10", **place)
talend.RemoteEngine("another", name="etl-3", on_existing="create", **place)
""",
        also_managed=["6a0000000000000000000004"],
    )
    found = {f"{one.planned.kind} {one.planned.name}": (one.status, one.reason) for one in plan.decisions}
    assert found["RemoteEngine one"][0] == "impossible"
    assert "RemoteEngine two would adopt 6a0000000000000000000001 too" in found["RemoteEngine one"][1]
    assert found["RemoteEngine other"][0] == "impossible"
    assert "description is (none), not of mine" in found["RemoteEngine other"][1]
    assert found["RemoteEngine spare"][0] == "ambiguous"
    assert "set adopt_id to the id of the object to adopt" in found["RemoteEngine spare"][1]
    assert found["RemoteEngineRunProfile of-spare"] == (
        "impossible",
        "it needs RemoteEngine spare, which is not adopted",
    )
    assert "there is no Remote Engine 6a00000000000000000000ee" in found["RemoteEngine missing"][1]
    assert "its engine is in cluster 6c0000000000000000000001" in found["ClusterMembership elsewhere"][1]
    assert "another stack manages 6a0000000000000000000004" in found["RemoteEngine taken"][1]
    assert found["RemoteEngine another"][0] == "create"


def test_an_object_in_the_state_of_another_program_is_refused(decide: Decide, tmp_path: Path) -> None:
    program = """
engine = talend.RemoteEngine("etl-1", **place)
talend.RemoteEngineRunProfile(
    "heap", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xms256m", "-Xmx1g"]
)
"""
    first, _ = decide(program)
    assert set(statuses(first).values()) == {"identical"}
    resources = [
        {
            "urn": one.planned.urn,
            "type": one.planned.type,
            "id": one.object_id,
            "custom": True,
            "inputs": one.inputs,
            "outputs": one.outputs,
        }
        for one in first.adopted
    ]
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"version": 3, "deployment": {"resources": resources}}))
    second, _ = decide(program, also_managed=managed_ids([str(state)]))
    assert [one.reason for one in second.decisions] == [
        "another stack manages 6a0000000000000000000001",
        "it needs RemoteEngine etl-1, which is not adopted",
    ]


def test_an_object_with_adopt_id_needs_no_known_name(decide: Decide) -> None:
    plan, _ = decide("""
engine = talend.RemoteEngine("etl-1", **place)
talend.RemoteEngine("named", name=engine.id, **place)
talend.RemoteEngine("by-id", name=engine.id, adopt_id="6a0000000000000000000002", **place)
""")
    assert statuses(plan) == {
        "RemoteEngine etl-1": "identical",
        "RemoteEngine named": "impossible",
        "RemoteEngine by-id": "identical",
    }
    assert (
        plan.refused[0].reason
        == "name cannot be known before `pulumi up`: set adopt_id, or declare a literal value"
    )


def test_a_workspace_from_another_resource_is_not_that_resources_id(decide: Decide) -> None:
    # In a preview any output of a resource that does not exist yet is unknown, as the id is here.
    plan, _ = decide("""
engine = talend.RemoteEngine("etl-1", **place)
talend.EngineCluster("etl-pool", environment_id=production.id, workspace_id=engine.id)
talend.RunProfile(
    "heap", processor_type="DYNAMIC_ENGINE", scope_id=engine.id, type="JOB_SERVER", jvm_arguments=["-Xmx1g"]
)
""")
    reasons = {one.planned.kind: one.reason for one in plan.refused}
    assert reasons["EngineCluster"].startswith("workspace_id cannot be known before `pulumi up`")
    assert reasons["RunProfile"].startswith("scope_id cannot be known before `pulumi up`")


def test_a_reference_to_a_new_resource_is_a_change(decide: Decide) -> None:
    plan, _ = decide("""
engine = talend.RemoteEngine("etl-1", **place)
new = talend.RemoteEngine("etl-99", **place)
talend.EngineCluster(
    "etl-pool", description="Nightly loads", remote_engines=[engine.id, new.id], **place
)
spare = talend.RemoteEngineRunProfile("spare", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xmx1g"])
talend.RemoteEngineRunProfile(
    "heap",
    engine_id=engine,
    type="JOB_SERVER",
    jvm_arguments=["-Xms256m", "-Xmx1g"],
    replacement_run_profile_id=spare.id,
)
""")
    assert statuses(plan) == {
        "EngineCluster etl-pool": "changed",
        "RemoteEngine etl-1": "identical",
        "RemoteEngine etl-99": "create",
        "RemoteEngineRunProfile spare": "create",
        "RemoteEngineRunProfile heap": "changed",
    }
    changed = {
        change.argument: change.program_value for one in plan.with_status("changed") for change in one.changes
    }
    assert changed == {
        "remote_engines": "(known after up)",
        "replacement_run_profile_id": "(known after up)",
    }


def test_a_reference_to_a_new_resource_never_replaces_an_adopted_object(decide: Decide) -> None:
    plan, _ = decide("""
new = talend.RemoteEngine("etl-99", **place)
talend.EngineCluster("etl-pool", description=new.id, **place)
""")
    (refused,) = plan.refused
    assert refused.reason.startswith("description cannot be known before `pulumi up`")


def test_secrets_are_marked_and_never_shown(decide: Decide) -> None:
    plan, seen = decide("""
pipelines = talend.PipelineEngine("pipelines", **place)
talend.DatabricksRunProfile(
    "lakehouse",
    engine_id=pipelines,
    micro_batch_interval=2000,
    databricks=talend.Databricks(
        endpoint="https://example.cloud.databricks.com",
        token=config.require_secret("token"),
        staging_location="dbfs:/staging/",
        cloud_provider="AWS",
        target=talend.DatabricksTarget(
            cluster="new", node_type_id="m4.large", logs_destination="dbfs:/logs/", workers_number=2,
            spark_version="5.5.x-scala2.11",
        ),
    ),
)
development = talend.find_environment(name="development")
talend.RemoteEngine("etl/1", environment_id=development, debug=talend.EngineDebug(host="dev.example.com"))
""")
    assert {one.status for one in plan.adopted} == {"identical", "changed"}
    shown = text_report(plan) + json_report(plan, imported=False, deviations=[])
    assert "dapi" not in shown
    engine = next(one for one in plan.adopted if one.planned.kind == "RemoteEngine")
    key = engine.outputs["preAuthorizedKey"]
    assert isinstance(key, dict)
    assert "plaintext" in key
    document = import_document(plan, seen)
    assert {one["logicalName"] for one in document["resources"]} == {"etl/1", "pipelines", "lakehouse"}


def test_a_component_is_imported_before_its_children(decide: Decide) -> None:
    plan, seen = decide('talend.RemoteEngine("etl-1", **place)\n')
    (decision,) = plan.decisions
    token = "talend:components:EnvironmentTopology"
    component = Planned(
        f"urn:pulumi:test::fleet::{token}::fleet", token, "fleet", decision.planned.parent, {}, component=True
    )
    child = replace(decision.planned, parent=component.urn)
    document = import_document(
        replace(plan, decisions=(replace(decision, planned=child),)),
        replace(seen, creates={child.urn: child, component.urn: component}),
    )
    first, second = document["resources"]
    assert first == {"type": token, "name": "r0", "logicalName": "fleet", "component": True}
    assert (second["logicalName"], second["parent"]) == ("etl-1", "r0")


def test_a_topology_is_adopted_from_a_description_of_each_workspace(
    exporter: Exporter, tmp_path: Path
) -> None:
    exporter.simulator.load(read_seed_file(EXAMPLE))
    program = exporter.program("topology")
    plan = exporter.plan(program, tmp_path)
    assert {one.status for one in plan.decisions} == {"identical"}
    assert sum(name.startswith("topology-") for name in program.files) == 3

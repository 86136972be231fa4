"""A plan for objects that the credentials may not read, or that are deleted while the account is read."""

from __future__ import annotations

from export_of import Decide, statuses

from talend_processing.simulator import Simulator


def test_a_kind_that_the_token_may_not_read_blocks_only_itself(decide: Decide, simulator: Simulator) -> None:
    simulator.fault(path="/processing/runtimes/remote-engine-clusters", kind="status", status=403, count=None)
    plan, _ = decide("""
pool = talend.EngineCluster("etl-pool", description="Nightly loads", **place)
engine = talend.RemoteEngine("etl-1", **place)
talend.ClusterMembership("member", cluster_id=pool, engine_id=engine)
""")
    assert statuses(plan) == {
        "EngineCluster etl-pool": "impossible",
        "RemoteEngine etl-1": "identical",
        "ClusterMembership member": "impossible",
    }
    reasons = {one.planned.kind: one.reason for one in plan.refused}
    assert "403" in reasons["EngineCluster"]
    assert reasons["ClusterMembership"] == "it needs EngineCluster etl-pool, which is not adopted"


def test_objects_deleted_while_the_account_is_read_will_be_created(
    decide: Decide, simulator: Simulator
) -> None:
    profiles = "/processing/runtimes/remote-engines/6a0000000000000000000001/run-profiles"
    simulator.fault(path=profiles, kind="status", status=404, count=None)
    plan, _ = decide("""
engine = talend.RemoteEngine("etl-1", **place)
talend.RemoteEngineRunProfile("heap", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xmx1g"])
""")
    assert statuses(plan) == {"RemoteEngine etl-1": "identical", "RemoteEngineRunProfile heap": "create"}


def test_an_object_that_only_its_list_shows_is_not_adopted(decide: Decide, simulator: Simulator) -> None:
    advanced = "/processing/runtimes/pipeline-engines/6d0000000000000000000001/run-profiles/advanced"
    simulator.fault(path=f"{advanced}/6e0000000000000000000002", kind="status", status=404, count=None)
    plan, _ = decide("""
pipelines = talend.PipelineEngine("pipelines", **place)
talend.AdvancedRunProfile("advanced", engine_id=pipelines, definition="{}")
""")
    assert statuses(plan) == {
        "PipelineEngine pipelines": "identical",
        "AdvancedRunProfile advanced": "impossible",
    }
    (refused,) = plan.refused
    assert "answered 404 for the object, but its list shows it" in refused.reason

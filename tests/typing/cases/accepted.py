"""Code that type checkers must accept."""

from typing import assert_type

import pulumi

import talend_processing as talend

engine = talend.RemoteEngine(
    "etl",
    name="etl-1",
    environment_id=pulumi.Output.from_input("e"),
    opts=pulumi.ResourceOptions(protect=True),
)
talend.RemoteEngine("etl", pulumi.ResourceOptions(protect=True), environment_id="e")
talend.RemoteEngine("etl", environment_id="e", debug=talend.EngineDebug(host=engine.name))
talend.RemoteEngine("etl", environment_id="e", debug=talend.EngineDebugArgs(host=engine.name))
talend.RemoteEngine("etl", environment_id="e", debug={"host": "h"}, unpair_triggers={"ANY_KEY": "1"})
talend.RemoteEngine(resource_name="etl", environment_id="e", on_existing="adopt", adopt_id=None)
talend.EngineCluster("pool", environment_id="e", workspace_id="w", remote_engines=[engine.id])
talend.ClusterMembership("member", cluster_id="c", engine_id=engine)
talend.RemoteEngineRunProfile("p", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xmx1g"])
talend.RemoteEngineRunProfile("p", engine_id=engine.id, type="JOB_SERVER", jvm_arguments=["-Xmx1g"])
talend.CloudJvmRollback("jvm", job_jvm_rollback=True)

production = talend.find_environment(name="production")
finance = talend.find_workspace(name="finance", environment="production")
soon = talend.find_environment_output(name=engine.name)
talend.RemoteEngine("etl", environment_id=production, workspace_id=finance)
talend.RemoteEngine("etl", environment_id=soon, workspace_id=pulumi.Output.from_input(finance))
talend.EngineCluster("pool", environment_id=production, workspace_id=finance.id)
talend.PipelineEngine("pipelines", environment_id=production.id, workspace_id=None)
talend.RunProfile("p", processor_type="DYNAMIC_ENGINE", type="JOB_SERVER", scope_id=soon, jvm_arguments=[])
assert_type(talend.RemoteEngine("etl", environment_id=production).environment_id, pulumi.Output[str])

assert_type(engine.status, pulumi.Output[str])
assert_type(engine.id, pulumi.Output[str])
assert_type(engine.name, pulumi.Output[str])
assert_type(engine.run_profiles, pulumi.Output[list[str] | None])
assert_type(engine.drift, pulumi.Output[dict[str, str]])
engine.workspace.apply(lambda workspace: workspace.environment if workspace else None)
assert_type(talend.find_environment(name="development").id, str)
assert_type(talend.list_environments_output().apply(len), pulumi.Output[int])
talend.find_workspace_output(name="n", environment=soon.id)
talend.RemoteEngine("etl", name=engine.name.apply(lambda name: name or None), environment_id="e")
assert_type(talend.get_cloud_jvm_rollback_output(), pulumi.Output[bool])
talend.list_environments_output(opts=pulumi.InvokeOutputOptions(depends_on=[engine]))
talend.find_task_output(name="load", workspace_id=engine.workspace_id)
talend.get_remote_engine_output(id=engine.id).apply(lambda found: found.status)
talend.list_task_executions_output(tags=["nightly", engine.name], last_days=pulumi.Output.from_input(3))

topology = talend.Topology(
    engines=[talend.RemoteEngineSpec(name="etl-1")],
    clusters=(talend.EngineClusterSpec(name="pool", members=["etl-1"]),),
)
runtimes = talend.EnvironmentTopology("p", topology=topology, environment_id=soon, workspace_id=finance)
talend.EnvironmentTopology.from_file("topology.yaml", "p", environment_id="e", on_existing="adopt")
assert_type(runtimes.engine_ids, pulumi.Output[dict[str, str]])
assert_type(runtimes.engines["etl-1"].status, pulumi.Output[str])
talend.EnvironmentTopology("p", pulumi.ResourceOptions(protect=True), topology=topology, environment_id="e")

how: talend.OnExisting = "adopt"
talend.RemoteEngine("etl", environment_id="e", on_existing=how)
talend.EnginePairing("paired", engine_id=engine, kind="pipeline")
talend.PlanRun("nightly", pulumi.ResourceOptions(parent=runtimes), executable="p", on_failure="record")
debug: talend.EngineDebugArgsDict = {"host": engine.name}
talend.RemoteEngine("etl", environment_id="e", debug=debug)
talend.DatabricksArgs(
    endpoint="https://d",
    staging_location="dbfs:/",
    cloud_provider="AWS",
    target={"cluster": "new", "node_type_id": "n", "logs_destination": "dbfs:/logs/", "workers_number": 1},
)
talend.PromotionRun("r", executable="x", advanced={"artifact_id": engine.id, "artifact_type": "PLAN"})

assert_type(talend.RemoteEngine.get("etl", "5c0"), talend.RemoteEngine)
talend.RemoteEngine.get("etl", engine.id, pulumi.ResourceOptions(parent=runtimes))
assert_type(talend.EngineClusterRunProfile.get("heap", "5c1", cluster_id="5c0").name, pulumi.Output[str])
talend.RemoteEngineRunProfile.get("heap", "5c1", engine_id=engine)
talend.StandardRunProfile.get("standard", "5c2", engine_id=runtimes.pipeline_engines["p"].id)
found: talend.RemoteEngineInfo = talend.find_remote_engine(name="etl-1")
every: list[talend.EngineClusterInfo] = talend.list_engine_clusters()
pool: talend.EngineClusterDetails = talend.get_engine_cluster(id="5c3")
after = pulumi.InvokeOutputOptions(depends_on=[engine])
talend.get_remote_engine_output(id=engine.id, opts=after)
talend.find_workspace_output(name="finance")

"""Two engines that share a cluster, a Pipeline Engine, and what runs on each runs with."""

import pulumi

import talend_processing as talend

config = pulumi.Config()
heap = config.get("heap") or "1g"
production = talend.find_environment(name=config.get("environment") or "production")
finance = talend.find_workspace(name=config.get("workspace") or "Finance", environment=production.id)

pool = talend.EngineCluster("etl-pool", environment_id=production.id, workspace_id=finance.id)
talend.EngineClusterRunProfile(
    "pool-heap", cluster_id=pool, type="JOB_SERVER", jvm_arguments=["-Xms512m", "-Xmx2g"]
)

for number in (1, 2):
    engine = talend.RemoteEngine(
        f"etl-{number}",
        environment_id=production.id,
        workspace_id=finance.id,
        run_profiles=["JOB_SERVER"],
        description=f"ETL node {number}",
    )
    talend.RemoteEngineRunProfile(
        f"etl-{number}-heap",
        engine_id=engine,
        type="JOB_SERVER",
        jvm_arguments=["-Xms256m", f"-Xmx{heap}"],
    )
    talend.ClusterMembership(f"etl-{number}-in-pool", cluster_id=pool, engine_id=engine)
    pulumi.export(f"etl-{number}-key", engine.pre_authorized_key)

pipelines = talend.PipelineEngine("pipelines", environment_id=production.id, workspace_id=finance.id)
talend.StandardRunProfile(
    "local",
    engine_id=pipelines,
    execution_framework="DirectRunner",
    configuration=talend.StandardConfiguration(number_of_threads=4, micro_batch_interval=5000),
)
talend.DataIntegrationRunProfile("jobs", engine_id=pipelines, jvm_arguments=["-Xmx1g"])

pulumi.export("pool", pool.id)

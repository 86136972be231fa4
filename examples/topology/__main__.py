"""Two engines that share a cluster, a Pipeline Engine, and a run profile of every kind."""

import json

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
talend.AdvancedRunProfile("tuned", engine_id=pipelines, definition=json.dumps({"type": "DirectRunner"}))
talend.BigDataRunProfile(
    "emr",
    engine_id=pipelines,
    micro_batch_interval=5000,
    streaming_timeout=60_000,
    temporary_storage="s3://finance/staging",
    executor_memory_overhead=384,
    yarn_strategy=talend.YarnStrategy(type="Dynamic", min_executors=1, max_executors=8),
)
talend.DatabricksRunProfile(
    "lakehouse",
    engine_id=pipelines,
    micro_batch_interval=5000,
    databricks=talend.Databricks(
        endpoint="https://lakehouse.example.com",
        token=config.get_secret("databricksToken"),
        staging_location="dbfs:/staging/",
        cloud_provider="AWS",
        target=talend.DatabricksTarget(
            cluster="new",
            spark_version="14.3.x-scala2.12",
            node_type_id="m4.large",
            logs_destination="dbfs:/logs/",
            workers_number=2,
        ),
    ),
)

talend.RunProfile(
    "dynamic-heap",
    processor_type="DYNAMIC_ENGINE",
    scope_id=production.id,
    type="JOB_SERVER",
    jvm_arguments=["-Xms512m", "-Xmx2g"],
)

pulumi.export("pool", pool.id)

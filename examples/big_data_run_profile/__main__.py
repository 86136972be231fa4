"""The settings of pipelines on a YARN cluster."""

import pulumi

import talend_processing as talend

production = talend.find_environment(name="production")

engine = talend.PipelineEngine("pipelines-1", environment_id=production.id)
profile = talend.BigDataRunProfile(
    "emr",
    engine_id=engine,
    distribution="EMR 5.x (Hadoop 2.7)",
    execution_framework="Spark on Yarn",
    micro_batch_interval=5000,
    streaming_timeout=60_000,
    temporary_storage="s3://talend-pipelines/staging",
    executor_memory_overhead=384,
    yarn_strategy=talend.YarnStrategy(type="Dynamic", min_executors=1, max_executors=8),
    parameters={"spark.sql.shuffle.partitions": "64"},
)

pulumi.export("profile", profile.id)

"""The settings of pipelines on Databricks, with the token from secret config."""

import pulumi

import talend_processing as talend

config = pulumi.Config()
production = talend.find_environment(name="production")

engine = talend.PipelineEngine("pipelines-1", environment_id=production.id)
profile = talend.DatabricksRunProfile(
    "databricks",
    engine_id=engine,
    micro_batch_interval=5000,
    databricks=talend.Databricks(
        endpoint="https://adb-1234567890.1.azuredatabricks.net",
        token=config.get_secret("databricksToken"),
        staging_location="dbfs:/staging/",
        cloud_provider="Azure",
        target=talend.DatabricksTarget(
            cluster="new",
            spark_version="14.3.x-scala2.12",
            node_type_id="Standard_DS3_v2",
            logs_destination="dbfs:/logs/",
            workers_number=2,
        ),
    ),
)

pulumi.export("profile", profile.id)

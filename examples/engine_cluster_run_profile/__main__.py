"""JVM arguments for the tasks of a cluster."""

import pulumi

import talend_processing as talend

production = talend.find_environment(name="production")
finance = talend.find_workspace(name="Finance", environment=production.id)

pool = talend.EngineCluster("etl-pool", environment_id=production.id, workspace_id=finance.id)
profile = talend.EngineClusterRunProfile(
    "pool-heap",
    cluster_id=pool,
    type="JOB_SERVER",
    description="Fits all engines of the pool",
    jvm_arguments=["-Xms512m", "-Xmx2g"],
)

pulumi.export("profile", profile.id)

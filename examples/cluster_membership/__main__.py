"""An engine with a membership of its own, so that other programs can add engines to the cluster too."""

import pulumi

import talend_processing as talend

production = talend.find_environment(name="production")
finance = talend.find_workspace(name="Finance", environment=production.id)

pool = talend.EngineCluster("etl-pool", environment_id=production.id, workspace_id=finance.id)
profile = talend.EngineClusterRunProfile(
    "pool-heap", cluster_id=pool, type="JOB_SERVER", jvm_arguments=["-Xmx2g"]
)
engine = talend.RemoteEngine("etl-1", environment_id=production.id, workspace_id=finance.id)
membership = talend.ClusterMembership(
    "etl-1-in-pool",
    cluster_id=pool,
    engine_id=engine,
    # Tasks that are scheduled on the engine move to the cluster, with the cluster's run profile.
    method="CLUSTER_RUN_PROFILE",
    run_profile_id=profile.id,
)

pulumi.export("membership", membership.id)

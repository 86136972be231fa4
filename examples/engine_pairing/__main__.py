"""An engine that joins its cluster once it is paired."""

import pulumi

import talend_processing as talend

production = talend.find_environment(name="production")
finance = talend.find_workspace(name="Finance", environment=production.id)

engine = talend.RemoteEngine("etl-1", environment_id=production, workspace_id=finance)
pool = talend.EngineCluster("etl-pool", environment_id=production, workspace_id=finance)
paired = talend.EnginePairing("etl-1-paired", engine_id=engine, wait_timeout=900, poll_interval=1)
talend.ClusterMembership(
    "etl-1-in-pool", cluster_id=pool, engine_id=engine, opts=pulumi.ResourceOptions(depends_on=[paired])
)

pulumi.export("availability", paired.availability)

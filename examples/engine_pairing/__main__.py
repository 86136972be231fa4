"""An engine that joins its cluster once it is paired."""

import pulumi

import talend_processing as talend

production = talend.find_environment(name="production")
finance = talend.find_workspace(name="Finance", environment=production.id)
location = {"environment_id": production.id, "workspace_id": finance.id}

engine = talend.RemoteEngine("etl-1", **location)
pool = talend.EngineCluster("etl-pool", **location)
paired = talend.EnginePairing("etl-1-paired", engine_id=engine, wait_timeout=900, poll_interval=1)
talend.ClusterMembership(
    "etl-1-in-pool", cluster_id=pool, engine_id=engine, opts=pulumi.ResourceOptions(depends_on=[paired])
)

pulumi.export("availability", paired.availability)

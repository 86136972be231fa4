"""A cluster that lists its members: exactly these engines."""

import pulumi

import talend_processing as talend

production = talend.find_environment(name="production")
finance = talend.find_workspace(name="Finance", environment=production.id)

engines = [
    talend.RemoteEngine(f"etl-{number}", environment_id=production.id, workspace_id=finance.id)
    for number in (1, 2, 3)
]
pool = talend.EngineCluster(
    "etl-pool",
    environment_id=production.id,
    workspace_id=finance.id,
    description="Shares the nightly loads",
    remote_engines=[engine.id for engine in engines],
)

pulumi.export("members", pool.remote_engines)

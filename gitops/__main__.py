"""One environment: engines that share a cluster, and the run profile of their tasks.

The stack's config sets the number of engines and the heap.
"""

import pulumi

import talend_processing as talend

config = pulumi.Config()
environment = talend.find_environment(name=config.require("environment"))
workspace = talend.find_workspace(name=config.require("workspace"), environment=environment.id)
protected = pulumi.ResourceOptions(protect=True)

pool = talend.EngineCluster(
    "pool",
    environment_id=environment,
    workspace_id=workspace,
    description="Runs the nightly tasks",
    opts=protected,
)
talend.EngineClusterRunProfile(
    "pool-heap",
    cluster_id=pool,
    type="JOB_SERVER",
    description="The heap of the pool's tasks",
    jvm_arguments=["-Xms512m", f"-Xmx{config.require('heap')}"],
)
for number in range(1, config.require_int("engines") + 1):
    engine = talend.RemoteEngine(
        f"engine-{number}",
        environment_id=environment,
        workspace_id=workspace,
        description=f"Machine {number} of the pool",
        opts=protected,
    )
    talend.ClusterMembership(f"engine-{number}-in-pool", cluster_id=pool, engine_id=engine)
    pulumi.export(f"engine-{number}-key", engine.pre_authorized_key)

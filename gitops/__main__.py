"""One environment: engines that share a cluster, and the run profile of their tasks.

Its config sets the sizes.
"""

import pulumi

import talend_processing as talend

config = pulumi.Config()
environment = talend.find_environment(name=config.require("environment"))
workspace = talend.find_workspace(name=config.require("workspace"), environment=environment.id)
place = {"environment_id": environment.id, "workspace_id": workspace.id}
kept = pulumi.ResourceOptions(protect=True)

pool = talend.EngineCluster("pool", **place, description="Runs the nightly tasks", opts=kept)
talend.EngineClusterRunProfile(
    "pool-heap",
    cluster_id=pool,
    type="JOB_SERVER",
    description="What tasks run with",
    jvm_arguments=["-Xms512m", f"-Xmx{config.require('heap')}"],
)
for number in range(1, config.require_int("engines") + 1):
    engine = talend.RemoteEngine(
        f"engine-{number}", **place, description=f"Machine {number} of the pool", opts=kept
    )
    talend.ClusterMembership(f"engine-{number}-in-pool", cluster_id=pool, engine_id=engine)
    pulumi.export(f"engine-{number}-key", engine.pre_authorized_key)

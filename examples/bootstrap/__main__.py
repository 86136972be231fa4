"""An environment's runtimes in any account. The stack's config contains the differences."""

import pulumi

import talend_processing as talend

config = pulumi.Config()
environment = talend.find_environment(name=config.require("environment"))
workspace = talend.find_workspace(name=config.require("workspace"), environment=environment.id)
names = [f"etl-{number}" for number in range(1, config.require_int("engines") + 1)]
heap = [f"-Xmx{config.require('heap')}"]

topology = talend.Topology(
    engines=[talend.RemoteEngineSpec(name=name, run_profiles=["JOB_SERVER"]) for name in names],
    clusters=[
        talend.EngineClusterSpec(
            name="etl-pool",
            members=names,
            profiles=[talend.RunProfileSpec(name="heap", type="JOB_SERVER", jvm_arguments=heap)],
        )
    ],
)
talend.preflight(environment_id=environment.id, workspace_ids=[workspace.id], topology=topology)
runtimes = talend.EnvironmentTopology(
    "runtimes", topology=topology, environment_id=environment.id, workspace_id=workspace.id
)
for name, engine in runtimes.engines.items():
    pulumi.export(f"{name}-pairing", talend.pairing_instructions(engine, region=config.get("region")))

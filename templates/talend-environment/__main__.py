"""The runtimes of one environment. The program checks the account first and exports pairing instructions."""

import pulumi

import talend_processing as talend

config = pulumi.Config()
topology = talend.load_topology(config.require("topology"))
environment = talend.find_environment(name=config.require("environment"))
workspace = talend.find_workspace(name=config.require("workspace"), environment=environment.id)
talend.preflight(environment_id=environment.id, workspace_ids=[workspace.id], topology=topology)

runtimes = talend.EnvironmentTopology(
    "runtimes", topology=topology, environment_id=environment.id, workspace_id=workspace.id
)
for name, engine in {**runtimes.engines, **runtimes.pipeline_engines}.items():
    pulumi.export(f"{name}-pairing", talend.pairing_instructions(engine, region=config.get("region")))

"""All runtimes of one environment, described in topology.yaml."""

import pulumi

import talend_processing as talend

config = pulumi.Config()
production = talend.find_environment(name=config.get("environment") or "production")
finance = talend.find_workspace(name=config.get("workspace") or "Finance", environment=production.id)

runtimes = talend.EnvironmentTopology.from_file(
    "topology.yaml",
    "runtimes",
    environment_id=production,
    workspace_id=finance,
    databricks_token=config.get_secret("databricksToken"),
)

pulumi.export("engines", runtimes.engine_ids)
pulumi.export("keys", runtimes.keys)

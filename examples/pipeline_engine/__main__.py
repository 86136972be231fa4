"""A Pipeline Engine, and the key that pairs it."""

import pulumi

import talend_processing as talend

production = talend.find_environment(name="production")
finance = talend.find_workspace(name="Finance", environment=production.id)

engine = talend.PipelineEngine(
    "pipelines-1",
    environment_id=production.id,
    workspace_id=finance.id,
    description="Runs the pipelines of Finance",
)

pulumi.export("engine", engine.id)
pulumi.export("key", engine.pre_authorized_key)

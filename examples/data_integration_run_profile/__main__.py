"""JVM arguments for Jobs on a Pipeline Engine."""

import pulumi

import talend_processing as talend

production = talend.find_environment(name="production")

engine = talend.PipelineEngine("pipelines-1", environment_id=production.id)
profile = talend.DataIntegrationRunProfile("jobs", engine_id=engine, jvm_arguments=["-Xms256m", "-Xmx1g"])

pulumi.export("profile", profile.id)

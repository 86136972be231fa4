"""Pipeline Engines with six run profiles each, declared with this provider."""

import pulumi

import talend_processing as talend

config = pulumi.Config()
count, environment = config.require_int("count"), config.require("environment")

for number in range(count // 7):
    engine = talend.PipelineEngine(f"engine-{number}", environment_id=environment)
    for profile in range(6):
        talend.DataIntegrationRunProfile(
            f"profile-{number}-{profile}", engine_id=engine, jvm_arguments=["-Xmx1g"]
        )

"""Engines with nine run profiles each, declared with this provider."""

import pulumi

import talend_processing as talend

config = pulumi.Config()
count, environment = config.require_int("count"), config.require("environment")

for number in range(count // 10):
    engine = talend.RemoteEngine(f"engine-{number}", environment_id=environment)
    for profile in range(9):
        talend.RemoteEngineRunProfile(
            f"profile-{number}-{profile}", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xmx1g"]
        )

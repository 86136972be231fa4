"""A Remote Engine that waits to be paired."""

import pulumi

import talend_processing as talend

development = talend.find_environment(name="development")

engine = talend.RemoteEngine(
    "etl-1",
    environment_id=development.id,
    run_profiles=["JOB_SERVER", "MICROSERVICE"],
    esb_compatibility_version="8.0",
    description="Runs the nightly loads",
    # Change any value to unpair the engine: it keeps its id and gets a new key.
    unpair_triggers={"machine": "etl-host-1"},
)

pulumi.export("engine", engine.id)
# `pulumi stack output key --show-secrets` shows what goes into etc/preauthorized.key.cfg.
pulumi.export("key", engine.pre_authorized_key)

"""JVM arguments for the tasks of one engine: a small heap for most, a big one for some."""

import pulumi

import talend_processing as talend

development = talend.find_environment(name="development")
engine = talend.RemoteEngine("etl-1", environment_id=development.id)

small = talend.RemoteEngineRunProfile(
    "small", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xms128m", "-Xmx512m"]
)
big = talend.RemoteEngineRunProfile(
    "big",
    engine_id=engine,
    type="JOB_SERVER",
    name="Big heap",
    description="For the month-end closing",
    jvm_arguments=["-Xms1g", "-Xmx4g", "-XX:+UseG1GC"],
    # Tasks that use `big` fall back to `small` when `big` is deleted.
    replacement_run_profile_id=small.id,
)

pulumi.export("version", big.version)

"""JVM arguments for the tasks of an environment's Dynamic Engines."""

import pulumi

import talend_processing as talend

production = talend.find_environment(name="production")

profile = talend.RunProfile(
    "dynamic-heap",
    processor_type="DYNAMIC_ENGINE",
    scope_id=production.id,
    type="JOB_SERVER",
    description="Fits the pods of a Dynamic Engine",
    jvm_arguments=["-Xms512m", "-Xmx2g"],
)

pulumi.export("profile", profile.id)

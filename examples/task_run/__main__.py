"""A task that runs once for each release."""

import pulumi

import talend_processing as talend

release = pulumi.Config().get("release") or "1.0"
load = talend.TaskRun(
    "load-customers",
    executable="5a0000000000000000000001",
    parameters={"source": "s3://landing/customers"},
    log_level="WARN",
    triggers={"release": release},
    poll_interval=1,
)

pulumi.export("execution", load.execution_id)
pulumi.export("status", load.status)

"""Plan runs and engines in one program, to measure whether the waits delay the creates."""

import pulumi

import talend_processing as talend

config = pulumi.Config()
environment, interval = config.require("environment"), config.require_int("interval")

runs = [
    talend.PlanRun(
        f"run-{number}",
        executable=f"9f0b1c5e-0000-4000-8000-{number:012d}",
        wait=config.require_bool("wait"),
        poll_interval=interval,
    )
    for number in range(config.require_int("runs"))
]
# Start the runs first. Otherwise Pulumi would create the engines before any run waits.
# Only the first engine depends on the runs, and the others on it, because every checkpoint writes all dependencies.
after = pulumi.ResourceOptions(depends_on=[run.execution for run in runs])
for number in range(config.require_int("count")):
    engine = talend.RemoteEngine(f"engine-{number}", environment_id=environment, opts=after)
    after = after if number else pulumi.ResourceOptions(depends_on=[engine])

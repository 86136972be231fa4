"""A plan that runs when a version string changes, and whose failure is only recorded."""

import pulumi

import talend_processing as talend

version = pulumi.Config().get("version") or "2026-11-24"
nightly = talend.PlanRun(
    "nightly",
    executable="9f0b1c5e-0000-4000-8000-000000000001",
    triggers={"version": version},
    on_failure="record",
    wait_timeout=7200,
    poll_interval=1,
)

pulumi.export("status", nightly.status)
pulumi.export("steps", nightly.steps)

"""The program whose state each release keeps: a task, a plan and a promotion that ran."""

import pulumi

import talend_processing as talend

triggers = pulumi.Config().get("release")
options = {"triggers": triggers, "poll_interval": 1}
task = talend.TaskRun("task", executable="5a0000000000000000000001", log_level="INFO", **options)
plan = talend.PlanRun("plan", executable="9f0b1c5e-0000-4000-8000-000000000001", **options)
promotion = talend.PromotionRun("promotion", executable="5b0000000000000000000001", context="1.4", **options)
for name, run in {"task": task, "plan": plan, "promotion": promotion}.items():
    pulumi.export(name, run.execution_id)

"""Engines, then a promotion to them, then the plan that uses both: in this order, in one `pulumi up`."""

import pulumi

import talend_processing as talend

release = pulumi.Config().get("release") or "1.4"
production = talend.find_environment(name="production")
finance = talend.find_workspace(name="Finance", environment=production.id)

engine = talend.PipelineEngine("pipelines", environment_id=production.id, workspace_id=finance.id)
profile = talend.StandardRunProfile(
    "small",
    engine_id=engine,
    execution_framework="DirectRunner",
    configuration=talend.StandardConfiguration(number_of_threads=2, micro_batch_interval=5000),
)

promotion = talend.PromotionRun(
    "to-production",
    executable="5b0000000000000000000001",
    triggers={"release": release},
    opts=pulumi.ResourceOptions(depends_on=[profile]),
)
smoke = talend.PlanRun(
    "smoke-test",
    executable="9f0b1c5e-0000-4000-8000-000000000001",
    triggers={"release": release},
    poll_interval=1,
    opts=pulumi.ResourceOptions(depends_on=[promotion]),
)

pulumi.export("status", smoke.status)

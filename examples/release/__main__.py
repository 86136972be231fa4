"""Engines, one of them paired and in a cluster, then a promotion, a plan and a task: in one `pulumi up`."""

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

machine = talend.RemoteEngine("etl", environment_id=production.id, workspace_id=finance.id)
paired = talend.EnginePairing("etl-paired", engine_id=machine, poll_interval=1)
pool = talend.EngineCluster("etl-pool", environment_id=production.id, workspace_id=finance.id)
member = talend.ClusterMembership(
    "etl-in-pool", cluster_id=pool, engine_id=machine, opts=pulumi.ResourceOptions(depends_on=[paired])
)

promotion = talend.PromotionRun(
    "to-production",
    executable="5b0000000000000000000001",
    triggers={"release": release},
    opts=pulumi.ResourceOptions(depends_on=[profile, member]),
)
smoke = talend.PlanRun(
    "smoke-test",
    executable="9f0b1c5e-0000-4000-8000-000000000001",
    triggers={"release": release},
    poll_interval=1,
    opts=pulumi.ResourceOptions(depends_on=[promotion]),
)
load = talend.TaskRun(
    "load-customers",
    executable="5a0000000000000000000001",
    triggers={"release": release},
    poll_interval=1,
    opts=pulumi.ResourceOptions(depends_on=[smoke]),
)

pulumi.export("status", load.status)

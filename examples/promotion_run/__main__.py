"""A workspace promoted from development to production."""

import pulumi

import talend_processing as talend

development = talend.find_environment(name="development")
finance = talend.find_workspace(name="Finance", environment=development.id)
promotion = talend.PromotionRun(
    "to-production",
    executable="5b0000000000000000000001",
    advanced=talend.PromotionScope(artifact_id=finance.id, artifact_type="WORKSPACE"),
    keep_target_resources=True,
    context="release 1.4",
    triggers={"release": "1.4"},
)

pulumi.export("status", promotion.status)
pulumi.export("report", promotion.report)

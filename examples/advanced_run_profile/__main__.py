"""The settings of pipelines as a JSON definition."""

import json

import pulumi

import talend_processing as talend

production = talend.find_environment(name="production")

engine = talend.PipelineEngine("pipelines-1", environment_id=production.id)
profile = talend.AdvancedRunProfile(
    "advanced",
    engine_id=engine,
    definition=json.dumps({"type": "DirectRunner", "numberOfThreads": 8}),
    pushdown_preference_enabled=True,
    warehouse_name="ANALYTICS_WH",
)

pulumi.export("profile", profile.id)

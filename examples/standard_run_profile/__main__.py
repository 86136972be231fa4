"""The settings of pipelines on the engine itself."""

import pulumi

import talend_processing as talend

production = talend.find_environment(name="production")

engine = talend.PipelineEngine("pipelines-1", environment_id=production.id)
profile = talend.StandardRunProfile(
    "standard",
    engine_id=engine,
    execution_framework="DirectRunner",
    configuration=talend.StandardConfiguration(number_of_threads=4, micro_batch_interval=5000),
)

pulumi.export("threads", profile.configuration.number_of_threads)

"""A data-integration run profile: JVM arguments for Jobs on a Pipeline Engine."""

from __future__ import annotations

from talend_processing.provider.declare.fields import OptionalListProp, prop
from talend_processing.resources.jvm_run_profile import jvm_advice
from talend_processing.resources.pipeline_run_profiles.base import PipelineRunProfile, profile_endpoint


class DataIntegrationRunProfile(PipelineRunProfile, endpoint=profile_endpoint("data-integration")):
    """A run profile for Jobs on a Pipeline Engine. Deleting the engine deletes the profile too.

    Operations: `POST`, `GET`, `PUT` and `DELETE` of
    `/processing/runtimes/pipeline-engines/{engineId}/run-profiles/data-integration`. The provider lists the
    profiles with `GET /processing/runtimes/pipeline-engines/{engineId}/run-profiles` and
    `POST /processing/run-profiles/search`, and the engines with `GET /processing/runtimes/pipeline-engines`.
    """

    jvm_arguments: OptionalListProp[str] = prop(default=None, advice=jvm_advice)
    """The JVM arguments in order, one per item: `["-Xms128m", "-Xmx256m"]`."""

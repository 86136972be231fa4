"""An advanced run profile: a JSON definition, for settings that the other types of run profiles lack."""

from __future__ import annotations

import json
from collections.abc import Iterator

from talend_processing.provider.declare.fields import Prop, prop
from talend_processing.provider.kinds.values import Inputs
from talend_processing.resources.pipeline_run_profiles.base import PipelineRunProfile, profile_endpoint


def definition_is_json(inputs: Inputs) -> Iterator[str]:
    """Yield a fault if the definition is not JSON."""
    try:
        json.loads(str(inputs.get("definition", "null")))
    except json.JSONDecodeError as error:
        yield f"definition is not JSON: {error.msg} in line {error.lineno}, column {error.colno}"


class AdvancedRunProfile(
    PipelineRunProfile, endpoint=profile_endpoint("advanced"), rules=[definition_is_json]
):
    """A run profile of a Pipeline Engine, defined in JSON. Deleting the engine deletes the profile too.

    Operations: `POST`, `GET`, `PUT` and `DELETE` of
    `/processing/runtimes/pipeline-engines/{engineId}/run-profiles/advanced`. The provider lists the
    profiles with `GET /processing/runtimes/pipeline-engines/{engineId}/run-profiles`, and reads the engine's
    environment once with `GET /processing/runtimes/pipeline-engines`.
    """

    definition: Prop[str | None] = prop(default=None)
    """The profile's definition as JSON text."""
    pushdown_preference_enabled: Prop[bool | None] = prop(default=None)
    """Whether compatible pipelines run in the data warehouse."""
    warehouse_name: Prop[str | None] = prop(default=None)
    """The warehouse to connect to instead of the default one."""

"""A run profile of a Dynamic Engine, a Remote Engine or a cluster."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.provider.declare.fields import Computed, LocationId, Prop, computed, location_id, prop
from talend_processing.provider.kinds.spec import Endpoint
from talend_processing.provider.kinds.values import Inputs
from talend_processing.resources.jvm_run_profile import JvmRunProfile
from talend_processing.resources.workspace import EnvironmentInfo

_DYNAMIC = "DYNAMIC_ENGINE"


def engine_or_environment_is_given(inputs: Inputs) -> Iterator[str]:
    """Yield a fault unless a Dynamic Engine has only `scope_id`, and any other runtime only `runtime_id`."""
    if inputs.get("processorType") == _DYNAMIC and not inputs.get("scopeId"):
        yield "scope_id is required when processor_type is DYNAMIC_ENGINE"
    if inputs.get("processorType") not in {None, _DYNAMIC} and not inputs.get("runtimeId"):
        yield "runtime_id is required unless processor_type is DYNAMIC_ENGINE"
    if inputs.get("runtimeId") and inputs.get("scopeId"):
        yield "scope_id and runtime_id exclude each other: give scope_id only for a Dynamic Engine"


class RunProfile(
    JvmRunProfile,
    endpoint=Endpoint(
        "run_profiles",
        "run profile",
        lifecycle="run_profiles.GenericRunProfileLifecycle",
        environment="scopeId",
    ),
    rules=[engine_or_environment_is_given],
):
    """A run profile with JVM arguments for tasks on a Dynamic Engine.

    It can also belong to a Remote Engine or a cluster. For these runtimes, prefer `RemoteEngineRunProfile`
    and `EngineClusterRunProfile`, which are deleted together with the engine or cluster.

    Operations: `POST`, `GET`, `PUT` and `DELETE` of `/processing/run-profiles`, and
    `POST /processing/run-profiles/search`.
    """

    processor_type: Prop[str] = prop(replace=True, known=(_DYNAMIC, "REMOTE_ENGINE", "REMOTE_ENGINE_CLUSTER"))
    """The type of runtime: DYNAMIC_ENGINE, REMOTE_ENGINE or REMOTE_ENGINE_CLUSTER."""
    type: Prop[str] = prop(replace=True, observed="runProfileType")
    """The purpose of the profile, such as JOB_SERVER."""
    runtime_id: Prop[str | None] = prop(default=None, replace=True, observed="processorId")
    """The id of the engine or cluster. Required unless `processor_type` is DYNAMIC_ENGINE."""
    scope_id: LocationId[str | None, EnvironmentInfo] = location_id(default=None)
    """The environment of a Dynamic Engine, as an id or the result of a look-up."""

    run_profile_type: Computed[str | None] = computed()
    """The type of the run profile, as the API returns it."""

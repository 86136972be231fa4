"""A Pipeline Engine (Remote Engine Gen2), which runs pipelines on your own machine."""

from __future__ import annotations

from talend_processing.provider.declare.declaration import TalendResource
from talend_processing.provider.declare.fields import (
    Computed,
    LocationId,
    NameProp,
    OptionalMapProp,
    Prop,
    computed,
    location_id,
    option,
    prop,
)
from talend_processing.provider.kinds.spec import Endpoint
from talend_processing.resources.workspace import EnvironmentInfo, WorkspaceInfo


class PipelineEngine(
    TalendResource,
    endpoint=Endpoint(
        "pipeline_engines",
        "Pipeline Engine",
        key=("name", "environmentId"),
        lifecycle="engines.PipelineEngineLifecycle",
        children=("pipeline_run_profiles",),
        environment="environmentId",
    ),
):
    """A Pipeline Engine in an environment.

    The API creates and deletes engines but cannot change them, so a changed property replaces the engine.
    Arguments about adopting and unpairing, such as `on_existing` and `unpair_triggers`, do not replace it.

    Operations: `POST`, `GET` and `DELETE` of `/processing/runtimes/pipeline-engines`, and
    `DELETE /processing/runtimes/pipeline-engines/{engineId}/pairing` if `unpair_triggers`
    changes or the API refuses to delete a paired engine.
    """

    name: NameProp[str] = prop(default=None, replace=True)
    """The name in Talend's console. The default is the resource's name in Pulumi."""
    environment_id: LocationId[str, EnvironmentInfo] = location_id(
        replace=True, observed="workspace.environment.id"
    )
    """The engine's environment, as an id or the result of a look-up."""
    workspace_id: LocationId[str | None, WorkspaceInfo] = location_id(
        default=None, replace=True, observed="workspace.id"
    )
    """The engine's workspace, as an id or the result of a look-up. If omitted, the API chooses one."""
    description: Prop[str | None] = prop(default=None, replace=True, blank=True)
    """The engine's description."""
    unpair_triggers: OptionalMapProp[str] = option(default=None, action=True)
    """Changing a value unpairs the engine, which gets a new key. Adding or removing the map does nothing."""

    runtime_id: Computed[str] = computed()
    """The engine's UUID in executions."""
    status: Computed[str | None] = computed()
    """PAIRED or NOT_PAIRED."""
    availability: Computed[str | None] = computed()
    """AVAILABLE, NOT_AVAILABLE or RETIRED."""
    run_status: Computed[str | None] = computed()
    """The status of a Cloud Runner, an engine that Talend runs in the cloud."""
    cloud_runner: Computed[bool | None] = computed()
    """Whether the engine is a Cloud Runner."""
    pre_authorized_key: Computed[str | None] = computed(secret=True, keep=True)
    """The key that pairs the engine. The API returns it only before the pairing. Pulumi's state keeps it."""
    workspace: Computed[WorkspaceInfo | None] = computed()
    """The engine's current workspace and environment."""
    create_date: Computed[str] = computed()
    """The creation time, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """The time of the last change, RFC 3339."""
    managed: Computed[bool | None] = computed()
    """Whether Talend manages the engine's machine."""

"""A Pipeline Engine (Remote Engine Gen2), which runs pipelines on your own machine."""

from __future__ import annotations

from talend_processing.provider.declare.declaration import TalendResource
from talend_processing.provider.declare.fields import (
    Computed,
    NameProp,
    OptionalMapProp,
    PlaceId,
    Prop,
    computed,
    option,
    place_id,
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
    Arguments that only control how to adopt or unpair the engine do not replace it.

    Operations: `POST`, `GET` and `DELETE` of `/processing/runtimes/pipeline-engines`, and
    `DELETE /processing/runtimes/pipeline-engines/{engineId}/pairing` if `unpair_triggers`
    changes or the API refuses to delete a paired engine.
    """

    name: NameProp[str] = prop(default=None, replace=True)
    """Its name in Talend's console. The default is the resource's own name."""
    environment_id: PlaceId[str, EnvironmentInfo] = place_id(
        replace=True, observed="workspace.environment.id"
    )
    """The environment that it runs in, as an id or the result of a look-up."""
    workspace_id: PlaceId[str | None, WorkspaceInfo] = place_id(
        default=None, replace=True, observed="workspace.id"
    )
    """The workspace that may use it, as an id or the result of a look-up. If omitted, the API chooses."""
    description: Prop[str | None] = prop(default=None, replace=True, blank=True)
    """Its description."""
    unpair_triggers: OptionalMapProp[str] = option(default=None, action=True)
    """Changing a value unpairs the engine, which gets a new key. Adding or removing the map does nothing."""

    runtime_id: Computed[str] = computed()
    """The UUID with which executions refer to it."""
    status: Computed[str | None] = computed()
    """PAIRED or NOT_PAIRED."""
    availability: Computed[str | None] = computed()
    """AVAILABLE, NOT_AVAILABLE or RETIRED."""
    run_status: Computed[str | None] = computed()
    """The state of a Cloud Runner."""
    cloud_runner: Computed[bool | None] = computed()
    """Whether Talend runs it in the cloud."""
    pre_authorized_key: Computed[str | None] = computed(secret=True, keep=True)
    """The key that pairs it. The API shows the key only until the engine is paired. State keeps the key."""
    workspace: Computed[WorkspaceInfo | None] = computed()
    """Its current workspace and environment."""
    create_date: Computed[str] = computed()
    """The creation time, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """The time of the last change, RFC 3339."""
    managed: Computed[bool | None] = computed()
    """Whether Talend manages the machine it runs on."""

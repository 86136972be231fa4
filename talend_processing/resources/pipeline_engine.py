"""A Pipeline Engine (Remote Engine Gen2): what runs pipelines on a machine of yours."""

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

    The API creates and deletes engines but cannot change them, so a changed argument replaces the engine.

    Operations: `POST`, `GET` and `DELETE` of `/processing/runtimes/pipeline-engines`, and
    `DELETE /processing/runtimes/pipeline-engines/{engineId}/pairing` when `unpair_triggers` change or a
    delete needs it.
    """

    name: NameProp[str] = prop(default=None, replace=True)
    """What Talend's console calls it; the resource's own name if omitted."""
    environment_id: PlaceId[str, EnvironmentInfo] = place_id(
        replace=True, observed="workspace.environment.id"
    )
    """The environment that it runs in: its id, or what a look-up of environments found."""
    workspace_id: PlaceId[str | None, WorkspaceInfo] = place_id(
        default=None, replace=True, observed="workspace.id"
    )
    """The workspace that may use it: its id, or what a look-up found; omitted, the API chooses."""
    description: Prop[str | None] = prop(default=None, replace=True, blank=True)
    """What it is for."""
    unpair_triggers: OptionalMapProp[str] = option(default=None, action=True)
    """A change of any value unpairs the engine: it keeps its id and gets a new key."""

    runtime_id: Computed[str] = computed()
    """The id that executions know it by, a UUID."""
    status: Computed[str | None] = computed()
    """PAIRED or NOT_PAIRED."""
    availability: Computed[str | None] = computed()
    """AVAILABLE, NOT_AVAILABLE or RETIRED."""
    run_status: Computed[str | None] = computed()
    """The state of a Cloud Runner."""
    cloud_runner: Computed[bool | None] = computed()
    """Whether Talend runs it in the cloud."""
    pre_authorized_key: Computed[str | None] = computed(secret=True, keep=True)
    """The key that pairs it. The API shows it only until it is paired; state keeps it."""
    workspace: Computed[WorkspaceInfo | None] = computed()
    """The workspace and environment that it is in now."""
    create_date: Computed[str] = computed()
    """When it was created, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """When it was last changed, RFC 3339."""
    managed: Computed[bool | None] = computed()
    """Whether Talend manages the machine it runs on."""

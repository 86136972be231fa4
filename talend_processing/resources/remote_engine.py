"""A Remote Engine: what runs Jobs, Routes and Data Services on a machine of yours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from pulumi import Input

from talend_processing.provider.declare.declaration import Block, TalendResource
from talend_processing.provider.declare.fields import (
    Computed,
    Field,
    NameProp,
    Nested,
    OptionalListProp,
    OptionalMapProp,
    PlaceId,
    Prop,
    computed,
    field,
    nested,
    option,
    place_id,
    prop,
)
from talend_processing.provider.kinds.spec import Endpoint
from talend_processing.provider.kinds.values import Inputs
from talend_processing.resources.workspace import EnvironmentInfo, WorkspaceInfo

_NEED_ESB = {"MICROSERVICE", "TALEND_RUNTIME"}


class EngineDebugArgs(Block):
    """How a debugger reaches an engine (schema EngineDebug)."""

    host: Field[str] = field()
    """The host that a debugger connects to."""


class EngineDebugArgsDict(TypedDict):
    """`EngineDebugArgs` as a dict."""

    host: Input[str]


EngineDebug = EngineDebugArgs
"""The name of `EngineDebugArgs` in earlier versions."""


def esb_version_is_given(inputs: Inputs) -> Iterator[str]:
    """Data Service and Route profiles need the version that they are compatible with."""
    profiles = inputs.get("runProfiles")
    if isinstance(profiles, list) and _NEED_ESB & set(profiles) and not inputs.get("esbCompatibilityVersion"):
        yield "esb_compatibility_version is required when run_profiles holds MICROSERVICE or TALEND_RUNTIME"


class RemoteEngine(
    TalendResource,
    endpoint=Endpoint(
        "remote_engines",
        "Remote Engine",
        key=("name", "environmentId"),
        lifecycle="engines.RemoteEngineLifecycle",
        children=("remote_engine_run_profiles",),
        environment="environmentId",
    ),
    rules=[esb_version_is_given],
):
    """A Remote Engine in an environment.

    The API creates and deletes engines but cannot change them, so a changed argument replaces the engine.
    After `pulumi up` the engine waits to be paired: put `pre_authorized_key` into its
    `etc/preauthorized.key.cfg` and start it.

    Operations: `POST`, `GET` and `DELETE` of `/processing/runtimes/remote-engines`;
    `DELETE /processing/runtimes/remote-engines/{id}/pairing` when `unpair_triggers` change or a delete needs
    it, and `DELETE /processing/runtimes/remote-engine-clusters/{clusterId}/engines/{engineId}` likewise.
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
    run_profiles: OptionalListProp[str] = prop(
        default=None, replace=True, unordered=True, known=("JOB_SERVER", "MICROSERVICE", "TALEND_RUNTIME")
    )
    """What it can run: JOB_SERVER, MICROSERVICE, TALEND_RUNTIME."""
    debug: Nested[EngineDebugArgs | None, EngineDebugArgsDict] = nested(default=None, replace=True)
    """How a debugger reaches it."""
    description: Prop[str | None] = prop(default=None, replace=True, blank=True)
    """What it is for."""
    esb_compatibility_version: Prop[str | None] = prop(default=None, replace=True)
    """Version of Data Service Runner or Talend Runtime; needed with MICROSERVICE or TALEND_RUNTIME."""
    unpair_triggers: OptionalMapProp[str] = option(default=None, action=True)
    """A change of any value unpairs the engine: it keeps its id and gets a new key."""
    keep_osgi_deployments: Prop[bool | None] = option(default=None)
    """Whether unpairing leaves OSGi Routes and Data Services deployed, for an upgrade of the engine."""
    keep_microservice_deployments: Prop[bool | None] = option(default=None)
    """Whether unpairing leaves microservice Routes and Data Services deployed."""

    runtime_id: Computed[str] = computed()
    """The id that executions know it by, a UUID."""
    status: Computed[str] = computed()
    """PAIRED or NOT_PAIRED."""
    version: Computed[str | None] = computed()
    """The version of its installation; none while it is not paired, or if the API does not tell it."""
    availability: Computed[str | None] = computed()
    """AVAILABLE, NOT_AVAILABLE or RETIRED."""
    pre_authorized_key: Computed[str | None] = computed(secret=True, keep=True)
    """The key that pairs it. The API shows it only until it is paired; state keeps it."""
    cluster_id: Computed[str | None] = computed()
    """The cluster it is in."""
    workspace: Computed[WorkspaceInfo | None] = computed()
    """The workspace and environment that it is in now; a cluster moves it to its own."""
    create_date: Computed[str] = computed()
    """When it was created, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """When it was last changed, RFC 3339."""
    managed: Computed[bool | None] = computed()
    """Whether Talend manages the machine it runs on."""

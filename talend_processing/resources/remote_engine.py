"""A Remote Engine, which runs Jobs, Routes and Data Services on your own machine."""

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
    """The connection of a debugger to an engine (schema EngineDebug)."""

    host: Field[str] = field()
    """The host that a debugger connects to."""


class EngineDebugArgsDict(TypedDict):
    """`EngineDebugArgs` as a dict."""

    host: Input[str]


EngineDebug = EngineDebugArgs
"""An alias of `EngineDebugArgs`, its name in earlier versions."""


def esb_version_is_given(inputs: Inputs) -> Iterator[str]:
    """Yield a fault if an engine for Data Services and Routes has no ESB compatibility version."""
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

    The API creates and deletes engines but cannot change them, so a changed property replaces the engine.
    Arguments that only control how to adopt or unpair the engine do not replace it.

    After `pulumi up` the engine waits to be paired: put `pre_authorized_key` into its
    `etc/preauthorized.key.cfg` and start it.

    Operations: `POST`, `GET` and `DELETE` of `/processing/runtimes/remote-engines`,
    `DELETE /processing/runtimes/remote-engines/{id}/pairing` if `unpair_triggers` changes or the API
    refuses to delete a paired engine, and
    `DELETE /processing/runtimes/remote-engine-clusters/{clusterId}/engines/{engineId}` if the API refuses to
    delete an engine in a cluster.
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
    run_profiles: OptionalListProp[str] = prop(
        default=None, replace=True, unordered=True, known=("JOB_SERVER", "MICROSERVICE", "TALEND_RUNTIME")
    )
    """The kinds of task that it can run: JOB_SERVER, MICROSERVICE, TALEND_RUNTIME."""
    debug: Nested[EngineDebugArgs | None, EngineDebugArgsDict] = nested(default=None, replace=True)
    """The host that a debugger connects to."""
    description: Prop[str | None] = prop(default=None, replace=True, blank=True)
    """Its description."""
    esb_compatibility_version: Prop[str | None] = prop(default=None, replace=True)
    """Version of Data Service Runner or Talend Runtime. Required for MICROSERVICE and TALEND_RUNTIME."""
    unpair_triggers: OptionalMapProp[str] = option(default=None, action=True)
    """Changing a value unpairs the engine, which gets a new key. Adding or removing the map does nothing."""
    keep_osgi_deployments: Prop[bool | None] = option(default=None)
    """Whether unpairing by `unpair_triggers` keeps OSGi Routes and Data Services, as for an upgrade."""
    keep_microservice_deployments: Prop[bool | None] = option(default=None)
    """Whether unpairing by `unpair_triggers` keeps microservice Routes and Data Services."""

    runtime_id: Computed[str] = computed()
    """The UUID with which executions refer to it."""
    status: Computed[str] = computed()
    """PAIRED or NOT_PAIRED."""
    version: Computed[str | None] = computed()
    """The version of its installation. Empty until it is paired, or if the API does not show it."""
    availability: Computed[str | None] = computed()
    """AVAILABLE, NOT_AVAILABLE or RETIRED."""
    pre_authorized_key: Computed[str | None] = computed(secret=True, keep=True)
    """The key that pairs it. The API shows the key only until the engine is paired. State keeps the key."""
    cluster_id: Computed[str | None] = computed()
    """The id of its cluster."""
    workspace: Computed[WorkspaceInfo | None] = computed()
    """Its current workspace and environment. Joining a cluster moves it to the cluster's workspace."""
    create_date: Computed[str] = computed()
    """The creation time, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """The time of the last change, RFC 3339."""
    managed: Computed[bool | None] = computed()
    """Whether Talend manages the machine it runs on."""

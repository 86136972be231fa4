"""A Remote Engine, which runs Jobs, Routes and Data Services on your own machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from pulumi import Input

from talend_processing.provider.declare.declaration import Block, TalendResource
from talend_processing.provider.declare.fields import (
    Computed,
    Field,
    LocationId,
    NameProp,
    Nested,
    OptionalListProp,
    OptionalMapProp,
    Prop,
    computed,
    field,
    location_id,
    nested,
    option,
    prop,
)
from talend_processing.provider.kinds.spec import Endpoint
from talend_processing.provider.kinds.values import Inputs
from talend_processing.resources.workspace import EnvironmentInfo, WorkspaceInfo

_TYPES_WITH_ESB_VERSION = {"MICROSERVICE", "TALEND_RUNTIME"}


class EngineDebugArgs(Block):
    """The debug settings of an engine (API schema EngineDebug)."""

    host: Field[str] = field()
    """The host to which a debugger connects."""


class EngineDebugArgsDict(TypedDict):
    """`EngineDebugArgs` as a dict."""

    host: Input[str]


EngineDebug = EngineDebugArgs
"""The name of `EngineDebugArgs` in earlier versions."""


def esb_version_is_given(inputs: Inputs) -> Iterator[str]:
    """Yield a fault if `esb_compatibility_version` is missing although `run_profiles` requires it."""
    profile_types = inputs.get("runProfiles")
    if (
        isinstance(profile_types, list)
        and _TYPES_WITH_ESB_VERSION & set(profile_types)
        and not inputs.get("esbCompatibilityVersion")
    ):
        yield "esb_compatibility_version is required if run_profiles contains MICROSERVICE or TALEND_RUNTIME"


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
    Arguments about adopting and unpairing, such as `on_existing` and `unpair_triggers`, do not replace it.

    `pulumi up` does not pair the engine. To pair it, run the script of `pairing_instructions` on the engine's
    machine.

    Operations: `POST`, `GET` and `DELETE` of `/processing/runtimes/remote-engines`,
    `DELETE /processing/runtimes/remote-engines/{id}/pairing` if `unpair_triggers` changes or the API
    refuses to delete a paired engine, and
    `DELETE /processing/runtimes/remote-engine-clusters/{clusterId}/engines/{engineId}` if the API refuses to
    delete an engine in a cluster.
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
    run_profiles: OptionalListProp[str] = prop(
        default=None, replace=True, unordered=True, known=("JOB_SERVER", "MICROSERVICE", "TALEND_RUNTIME")
    )
    """The types of run profiles that the engine supports: JOB_SERVER, MICROSERVICE, TALEND_RUNTIME."""
    debug: Nested[EngineDebugArgs | None, EngineDebugArgsDict] = nested(default=None, replace=True)
    """The debug settings: the host to which a debugger connects."""
    description: Prop[str | None] = prop(default=None, replace=True, blank=True)
    """The engine's description."""
    esb_compatibility_version: Prop[str | None] = prop(default=None, replace=True)
    """Version of Data Service Runner or Talend Runtime. Required for MICROSERVICE or TALEND_RUNTIME."""
    unpair_triggers: OptionalMapProp[str] = option(default=None, action=True)
    """Changing a value unpairs the engine, which gets a new key. Adding or removing the map does nothing."""
    keep_osgi_deployments: Prop[bool | None] = option(default=None)
    """Whether unpairing by `unpair_triggers` leaves OSGi Routes and Data Services deployed."""
    keep_microservice_deployments: Prop[bool | None] = option(default=None)
    """Whether unpairing by `unpair_triggers` leaves microservice Routes and Data Services deployed."""

    runtime_id: Computed[str] = computed()
    """The engine's UUID in executions."""
    status: Computed[str] = computed()
    """PAIRED or NOT_PAIRED."""
    version: Computed[str | None] = computed()
    """The version of the installed engine. Missing before the pairing, or if the API omits it."""
    availability: Computed[str | None] = computed()
    """AVAILABLE, NOT_AVAILABLE or RETIRED."""
    pre_authorized_key: Computed[str | None] = computed(secret=True, keep=True)
    """The key that pairs the engine. The API returns it only before the pairing. Pulumi's state keeps it."""
    cluster_id: Computed[str | None] = computed()
    """The id of the engine's cluster."""
    workspace: Computed[WorkspaceInfo | None] = computed()
    """The engine's current workspace and environment. An engine in a cluster has the cluster's workspace."""
    create_date: Computed[str] = computed()
    """The creation time, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """The time of the last change, RFC 3339."""
    managed: Computed[bool | None] = computed()
    """Whether Talend manages the engine's machine."""

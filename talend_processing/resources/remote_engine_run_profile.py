"""A run profile of a Remote Engine: JVM arguments for the tasks that use the profile."""

from __future__ import annotations

from typing import Self

from pulumi import Input, Resource, ResourceOptions

from talend_processing.provider.declare.fields import ParentId, Prop, option, parent_id
from talend_processing.provider.kinds.spec import Endpoint
from talend_processing.resources.jvm_run_profile import RuntimeRunProfile


class RemoteEngineRunProfile(
    RuntimeRunProfile,
    endpoint=Endpoint(
        "remote_engine_run_profiles",
        "Remote Engine run profile",
        parents=("engineId",),
        lifecycle="run_profiles.RuntimeRunProfileLifecycle",
        environment="scopeId",
        parent_collection="remote_engines",
        dies_with_parent=True,
    ),
):
    """A run profile with JVM arguments for tasks on a Remote Engine.

    Deleting the engine deletes the run profile too.

    Operations: `POST`, `GET`, `PUT` and `DELETE` of
    `/processing/runtimes/remote-engines/{engineId}/run-profiles`.
    """

    engine_id: ParentId[str] = parent_id(parent_kinds=("RemoteEngine",))
    """The engine, as an id or as the resource itself."""
    replacement_run_profile_id: Prop[str | None] = option(default=None)
    """The id of the run profile that tasks use after this one is deleted."""

    @classmethod
    def get(  # type: ignore[override]  # the path of a run profile needs its engine's id
        cls,
        resource_name: str,
        id: Input[str],  # noqa: A002 - as in every Pulumi SDK
        opts: ResourceOptions | None = None,
        *,
        engine_id: Input[str] | Resource,
    ) -> Self:
        """Read an existing run profile without managing it: `pulumi up` never changes or deletes it.

        Args:
            resource_name: The resource's name in Pulumi.
            id: The API's id of the run profile.
            opts: Pulumi's options.
            engine_id: The engine, as an id or as the resource itself.

        """
        return cls._existing(resource_name, id, opts, engine_id=engine_id)

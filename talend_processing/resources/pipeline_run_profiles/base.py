"""The base class for the run profiles of Pipeline Engines."""

from __future__ import annotations

from typing import Self

from pulumi import Input, Resource, ResourceOptions

from talend_processing.provider.declare.declaration import TalendResource
from talend_processing.provider.declare.fields import (
    Computed,
    NameProp,
    ParentId,
    Prop,
    computed,
    option,
    parent_id,
    prop,
)
from talend_processing.provider.kinds.spec import Endpoint


def profile_endpoint(profile_type: str) -> Endpoint:
    """Return the endpoint of the run profiles of one type, such as `big-data`."""
    return Endpoint(
        f"{profile_type.replace('-', '_')}_run_profiles",
        f"{profile_type} run profile",
        parents=("engineId",),
        lifecycle="run_profiles.PipelineRunProfileLifecycle",
        environment="__environmentId",
        parent_collection="pipeline_engines",
        dies_with_parent=True,
    )


class PipelineRunProfile(TalendResource):
    """A run profile of a Pipeline Engine."""

    engine_id: ParentId[str] = parent_id(parent_kinds=("PipelineEngine",))
    """The Pipeline Engine, as an id or as the resource itself."""
    name: NameProp[str] = prop(default=None)
    """The name in Talend's console. The default is the resource's name in Pulumi."""
    description: Prop[str | None] = prop(default=None, blank=True)
    """The profile's description."""
    replacement_run_profile_id: Prop[str | None] = option(default=None)
    """The id of the run profile that pipelines use after this one is deleted."""

    type: Computed[str | None] = computed()
    """The type of the run profile, as the API returns it."""
    create_date: Computed[str | None] = computed()
    """The creation time, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """The time of the last change, RFC 3339."""

    @classmethod
    def get(  # type: ignore[override]  # the path of a run profile needs its Pipeline Engine's id
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
            engine_id: The Pipeline Engine, as an id or as the resource itself.

        """
        return cls._existing(resource_name, id, opts, engine_id=engine_id)

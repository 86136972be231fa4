"""A run profile of a Remote Engine: the JVM arguments that its tasks run with."""

from __future__ import annotations

from talend_processing.provider.declare.fields import ParentId, Prop, option, parent_id
from talend_processing.provider.declare.spec import Endpoint
from talend_processing.resources.jvm_run_profile import RuntimeRunProfile


class RemoteEngineRunProfile(
    RuntimeRunProfile,
    endpoint=Endpoint(
        "remote_engine_run_profiles",
        "Remote Engine run profile",
        parents=("engineId",),
        replacement="replacementRunProfileId",
        environment="scopeId",
        parent_collection="remote_engines",
        body_parents={"runtimeId": "engineId"},
        dies_with_parent=True,
    ),
):
    """JVM arguments that tasks on a Remote Engine can run with.

    It is deleted together with its engine.

    Operations: `POST`, `GET`, `PUT` and `DELETE` of
    `/processing/runtimes/remote-engines/{engineId}/run-profiles`.
    """

    engine_id: ParentId[str] = parent_id(of=("RemoteEngine",))
    """The engine, its id or the resource itself."""
    replacement_run_profile_id: Prop[str | None] = option(default=None)
    """The run profile that tasks use instead once this one is deleted."""

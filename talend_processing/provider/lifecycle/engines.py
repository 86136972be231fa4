"""The lifecycles of Remote Engines and Pipeline Engines: adoption, unpairing and deletion."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from talend_processing.client.errors import ConflictError, ValidationError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.kinds.values import Inputs, Value
from talend_processing.provider.lifecycle.delete import Remedy
from talend_processing.provider.lifecycle.objects import ObjectLifecycle
from talend_processing.provider.lifecycle.run_profiles import list_by_engine_and_search
from talend_processing.provider.session.list_cache import ListKey
from talend_processing.provider.session.session import Session

_PRE_AUTHORIZED_KEY: Final = "preAuthorizedKey"


class EngineLifecycle(ObjectLifecycle):
    """The lifecycle of an engine. A change of `unpair_triggers` or a refused delete unpairs the engine."""

    @abstractmethod
    def unpair(self, session: Session, object_id: str, inputs: Inputs) -> None:
        """Unpair the engine: it keeps its id and gets a new key."""

    def is_same(self, inputs: Inputs, api_object: Mapping[str, Value]) -> bool:
        """Return True if the engine is in the declared workspace or the program declares no workspace.

        An engine that joins a cluster moves to the cluster's workspace, so a member is always accepted.
        """
        workspace = api_object.get("workspace")
        actual_id = workspace.get("id") if isinstance(workspace, Mapping) else None
        declared_id = inputs.get("workspaceId")
        return declared_id is None or declared_id == actual_id or bool(api_object.get("clusterId"))

    def entry_suffices(self, list_entry: JsonObject, olds: Mapping[str, Value]) -> bool:
        """Return False if the engine is unpaired and neither the list entry nor state has its key."""
        return list_entry.get("status") != "NOT_PAIRED" or bool(
            olds.get(_PRE_AUTHORIZED_KEY) or list_entry.get(_PRE_AUTHORIZED_KEY)
        )

    def act(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
        changed: Collection[str],
    ) -> None:
        """Unpair the engine if `unpair_triggers` changes. Adding or removing the argument does nothing.

        If the API refuses because the engine is not paired, warn.
        """
        del changed
        if not olds.get("unpairTriggers") or not inputs.get("unpairTriggers"):
            return
        try:
            self.unpair(session, object_id, inputs)
        except (ConflictError, ValidationError) as error:
            engine = session.collection(self.spec.endpoint.collection).get(object_id).wire()
            if engine.get("status") == "PAIRED":
                raise
            session.warn(
                f"{self.spec.describe(inputs, object_id)} is not paired, so the API refused to unpair it"
                f" ({error.status}). It keeps its key"
            )

    def unpair_if_paired(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> bool:
        """Unpair an engine that is about to be deleted. Return whether it was paired."""
        del olds
        engine = session.collection(self.spec.endpoint.collection).get(object_id).wire()
        if engine.get("status") != "PAIRED":
            return False
        self.unpair(session, object_id, {})
        return True


class RemoteEngineLifecycle(EngineLifecycle):
    """The lifecycle of a Remote Engine."""

    def unpair(self, session: Session, object_id: str, inputs: Inputs) -> None:
        """Unpair the engine. Options in `inputs` decide which deployments stay. A delete passes `{}`."""
        session.client.remote_engines.unpair(
            object_id,
            keep_osgi_deployments=_flag(inputs.get("keepOsgiDeployments")),
            keep_microservice_deployments=_flag(inputs.get("keepMicroserviceDeployments")),
        )

    def remedies(self) -> list[Remedy]:
        """Remove the engine from its cluster. If the API still refuses, unpair it."""
        return [_leave_cluster, self.unpair_if_paired]


class PipelineEngineLifecycle(EngineLifecycle):
    """The lifecycle of a Pipeline Engine."""

    def unpair(self, session: Session, object_id: str, inputs: Inputs) -> None:
        """Unpair the engine."""
        del inputs
        session.client.pipeline_engines.unpair(object_id)

    def remedies(self) -> list[Remedy]:
        """Unpair the engine."""
        return [self.unpair_if_paired]

    def child_lists(self, object_id: str) -> Sequence[ListKey]:
        """Return the keys of two lists of the engine's run profiles: without and with a search."""
        return [*super().child_lists(object_id), (list_by_engine_and_search, (object_id,))]


def _leave_cluster(session: Session, object_id: str, olds: Mapping[str, Value]) -> bool:
    """Remove an engine from its cluster. Return False if the engine is not in a cluster."""
    del olds
    cluster_id = session.client.remote_engines.get(object_id).wire().get("clusterId")
    if not cluster_id:
        return False
    session.client.cluster_members.remove(str(cluster_id), object_id)
    return True


def _flag(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None

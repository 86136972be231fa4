"""The lifecycles of run profiles: of Remote Engines and clusters, of Pipeline Engines, of any runtime."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from talend_processing.client.errors import ValidationError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.kinds.spec import CollectionKey
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.objects import ObjectLifecycle
from talend_processing.provider.session.list_cache import ListKey
from talend_processing.provider.session.session import Session

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.model import Model

_BAD_REQUEST: Final = 400
_RUNTIME_ID: Final = "runtimeId"
_LISTED_TYPES: Final = ("standard", "advanced", "big-data", "databricks")
"""The types of run profile that the list of a Pipeline Engine contains. It may omit other types."""


class RunProfileLifecycle(ObjectLifecycle):
    """The lifecycle of a run profile. A delete can give the profile's tasks a replacement profile."""

    def send_delete(
        self, session: Session, collection_key: CollectionKey, object_id: str, olds: Mapping[str, Value]
    ) -> bool:
        """Send the DELETE, with the replacement profile if the program names one.

        Return True if the API has accepted but not finished the deletion.
        """
        replacement = olds.get("replacementRunProfileId")
        if replacement is None:
            return super().send_delete(session, collection_key, object_id, olds)
        collection, parents = collection_key
        return session.collection(collection).delete(*parents, object_id, replacement=str(replacement))


class RuntimeRunProfileLifecycle(RunProfileLifecycle):
    """The lifecycle of a run profile of a Remote Engine or a cluster."""

    def create_body(self, inputs: Inputs) -> Outputs:
        """Return the body of the POST, which repeats the parent's id."""
        return super().create_body(inputs) | {_RUNTIME_ID: inputs[self.spec.endpoint.parents[0]]}

    def send_create(self, session: Session, parents: tuple[str, ...], body: Outputs) -> JsonObject | None:
        """Send the POST with the parent's `id`. If the API answers 400, use the parent's `runtimeId`.

        An engine may have both ids, and the API reference does not say which id the body needs.
        """
        try:
            return super().send_create(session, parents, body)
        except ValidationError as error:
            if error.status != _BAD_REQUEST:
                raise
            parent = session.collection(self.spec.endpoint.parent_collection).get(*parents).wire()
            if not parent.get(_RUNTIME_ID):
                raise
            try:
                return super().send_create(session, parents, body | {_RUNTIME_ID: parent[_RUNTIME_ID]})
            except ValidationError as second_error:
                # If the second error does not mention `runtimeId`, the API found another fault in the body.
                raise (error if _RUNTIME_ID in str(second_error) else second_error) from None


class PipelineRunProfileLifecycle(RunProfileLifecycle):
    """The lifecycle of a run profile of a Pipeline Engine, whose list contains only summaries."""

    reads_from_list: ClassVar[bool] = False
    create_returns_id: ClassVar[bool] = False

    def list_key(self, values: Mapping[str, Value]) -> ListKey:
        """Return the key of the engine's list, which a search completes if the list may omit this kind."""
        parent_ids = (str(values["engineId"]),)
        if self._type in _LISTED_TYPES:
            return "pipeline_run_profiles", parent_ids
        return list_by_engine_and_search, parent_ids

    def is_same(self, inputs: Inputs, api_object: Mapping[str, Value]) -> bool:
        """Return whether a profile in the list is of this kind.

        A missing or unknown type counts as data integration, which the list may omit.
        """
        del inputs
        actual_type = (
            str(api_object.get("type") or api_object.get("runProfileType")).lower().replace("_", "-")
        )
        return actual_type == self._type or (
            self._type not in _LISTED_TYPES and actual_type not in _LISTED_TYPES
        )

    @property
    def _type(self) -> str:
        return self.spec.endpoint.collection.removesuffix("_run_profiles").replace("_", "-")


class GenericRunProfileLifecycle(RunProfileLifecycle):
    """The lifecycle of a run profile of any runtime. A search by engine, cluster or environment finds it."""

    reads_from_list: ClassVar[bool] = False
    listed_by: ClassVar[tuple[str, ...]] = ("processorType", "runtimeId", "scopeId")

    def list_key(self, values: Mapping[str, Value]) -> ListKey:
        """Return the key of the search: by environment for Dynamic Engines, else by engine or cluster."""
        if values.get("processorType") != "DYNAMIC_ENGINE" and values.get("runtimeId"):
            return list_by_runtime, (str(values["runtimeId"]),)
        return list_by_scope, (str(values["scopeId"]),)


def list_by_engine_and_search(client: TalendClient, engine_id: str) -> Iterable[Model]:
    """Return the run profiles of a Pipeline Engine. Its list may omit types, which the search then adds."""
    listed = client.pipeline_run_profiles.list(engine_id)
    listed_ids = {model.id for model in listed}
    search_results = client.run_profiles.search(processor_ids=[engine_id])
    return [*listed, *(model for model in search_results if model.id not in listed_ids)]


def list_by_runtime(client: TalendClient, runtime_id: str) -> Iterable[Model]:
    """Return the run profiles of an engine or cluster of any kind."""
    return client.run_profiles.search(processor_ids=[runtime_id])


def list_by_scope(client: TalendClient, environment_id: str) -> Iterable[Model]:
    """Return the run profiles of an environment's Dynamic Engines."""
    return client.run_profiles.search(scope_ids=[environment_id], processor_type="DYNAMIC_ENGINE")

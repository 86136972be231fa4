"""The lifecycles of run profiles of Remote Engines and clusters, of Pipeline Engines and of any runtime."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from talend_processing.client.errors import ValidationError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.kinds.spec import Place
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.objects import ObjectLifecycle
from talend_processing.provider.session.list_cache import ListKey
from talend_processing.provider.session.session import Session

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.model import Model

_BAD_REQUEST: Final = 400
_RUNTIME_ID: Final = "runtimeId"
_LISTED: Final = ("standard", "advanced", "big-data", "databricks")
"""The kinds of run profile that the list of a Pipeline Engine shows. It may omit other kinds."""


class RunProfileLifecycle(ObjectLifecycle):
    """A run profile. Tasks may use it, so a delete can name a replacement for them."""

    def send_delete(self, session: Session, place: Place, object_id: str, olds: Mapping[str, Value]) -> bool:
        """Send the delete, with the replacement profile if the program names one.

        Return whether the API has accepted it but not finished.
        """
        replacement = olds.get("replacementRunProfileId")
        if replacement is None:
            return super().send_delete(session, place, object_id, olds)
        name, parents = place
        return session.collection(name).delete(*parents, object_id, replacement=str(replacement))


class RuntimeRunProfileLifecycle(RunProfileLifecycle):
    """A run profile of a Remote Engine or a cluster."""

    def create_body(self, inputs: Inputs) -> Outputs:
        """Return the body of a create. It repeats the parent's id."""
        return super().create_body(inputs) | {_RUNTIME_ID: inputs[self.spec.endpoint.parents[0]]}

    def send_create(self, session: Session, parents: tuple[str, ...], body: Outputs) -> JsonObject | None:
        """Send the create. If the API answers 400, send it again with the parent's runtime id.

        The reference says `Runtime id` for the body, and engines have both an `id` and a `runtimeId`.
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
            except ValidationError as second:
                # A second error that does not name the runtime id means that the API found another fault.
                raise (error if _RUNTIME_ID in str(second) else second) from None


class PipelineRunProfileLifecycle(RunProfileLifecycle):
    """A run profile of a Pipeline Engine. The engine's list shows a summary of each profile of most kinds."""

    reads_from_list: ClassVar[bool] = False
    create_names_object: ClassVar[bool] = False

    def list_key(self, values: Mapping[str, Value]) -> ListKey:
        """Return the list of the engine, together with the search if the list may omit this kind."""
        engine = (str(values["engineId"]),)
        if self._kind in _LISTED:
            return "pipeline_run_profiles", engine
        return list_by_engine_and_search, engine

    def is_same(self, inputs: Inputs, answer: Mapping[str, Value]) -> bool:
        """Return whether a profile of the list is of this kind.

        A missing or unknown type counts as data integration, which the list may omit.
        """
        del inputs
        shown = str(answer.get("type") or answer.get("runProfileType")).lower().replace("_", "-")
        return shown == self._kind or (self._kind not in _LISTED and shown not in _LISTED)

    @property
    def _kind(self) -> str:
        return self.spec.endpoint.collection.removesuffix("_run_profiles").replace("_", "-")


class GenericRunProfileLifecycle(RunProfileLifecycle):
    """A run profile of any runtime. Only a search finds it: by engine, by cluster or by environment."""

    reads_from_list: ClassVar[bool] = False
    listed_by: ClassVar[tuple[str, ...]] = ("processorType", "runtimeId", "scopeId")

    def list_key(self, values: Mapping[str, Value]) -> ListKey:
        """Return the search by environment for a Dynamic Engine, else the search by engine or cluster."""
        if values.get("processorType") != "DYNAMIC_ENGINE" and values.get("runtimeId"):
            return list_by_runtime, (str(values["runtimeId"]),)
        return list_by_scope, (str(values["scopeId"]),)


def list_by_engine_and_search(client: TalendClient, engine: str) -> Iterable[Model]:
    """Return the run profiles of a Pipeline Engine. Its list may omit kinds that the search returns."""
    listed = client.pipeline_run_profiles.list(engine)
    ids = {model.id for model in listed}
    found = client.run_profiles.search(processor_ids=[engine])
    return [*listed, *(model for model in found if model.id not in ids)]


def list_by_runtime(client: TalendClient, runtime: str) -> Iterable[Model]:
    """Return the run profiles of an engine or cluster of any kind."""
    return client.run_profiles.search(processor_ids=[runtime])


def list_by_scope(client: TalendClient, environment: str) -> Iterable[Model]:
    """Return the run profiles of an environment's Dynamic Engines."""
    return client.run_profiles.search(scope_ids=[environment], processor_type="DYNAMIC_ENGINE")

"""The reader for a whole account. It uses the lists of a refresh, and a GET for details that lists omit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from talend_processing.adopt.filters import Filters
from talend_processing.adopt.live_object import Answer, LiveObject, Omission, Place
from talend_processing.client.api.run_profiles import BaseRunProfile
from talend_processing.client.errors import (
    AuthenticationError,
    CancelledError,
    ConnectionFailedError,
    NotFoundError,
    RequestTimeoutError,
    TalendError,
)
from talend_processing.client.operation import JsonObject
from talend_processing.provider.kinds import registry
from talend_processing.provider.kinds.spec import Place as ListOf
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Value
from talend_processing.provider.lifecycle.objects import object_lifecycle
from talend_processing.provider.session.parallel import at_once
from talend_processing.provider.session.session import Session
from talend_processing.stack.step import shown

_ENDS_ALL: Final = (AuthenticationError, CancelledError, ConnectionFailedError, RequestTimeoutError)
"""Errors that every further call would cause too."""
RUNTIMES: Final = {
    "RemoteEngine": "remote_engines",
    "EngineCluster": "clusters",
    "PipelineEngine": "pipeline_engines",
}
"""The list of each kind of runtime."""
PIPELINE_PROFILES: Final = (
    "StandardRunProfile",
    "AdvancedRunProfile",
    "BigDataRunProfile",
    "DatabricksRunProfile",
    "DataIntegrationRunProfile",
)
"""The run profiles of Pipeline Engines. The last one accepts everything that the others do not recognize."""
KINDS: Final = (
    "EngineCluster",
    "RemoteEngine",
    "ClusterMembership",
    "EngineClusterRunProfile",
    "RemoteEngineRunProfile",
    "PipelineEngine",
    *PIPELINE_PROFILES,
    "RunProfile",
    "CloudJvmRollback",
)
"""All kinds that can be exported. A child comes after its parent."""
_LISTED: Final = {
    "remote_engines": ("RemoteEngine", "RemoteEngineRunProfile", "ClusterMembership", "EngineCluster"),
    "clusters": ("EngineCluster", "EngineClusterRunProfile", "ClusterMembership"),
    "pipeline_engines": ("PipelineEngine", *PIPELINE_PROFILES),
}
"""The kinds that need each list."""
_MANAGED: Final = "Talend manages it itself, so no program can create or delete it"

T = TypeVar("T")


@dataclass
class Account:
    """The objects of an account that the credentials can see."""

    api_url: str
    environments: Mapping[str, Place] = field(default_factory=dict)
    """Environments by id. Empty if they cannot be listed."""
    workspaces: Mapping[str, tuple[Place, str]] = field(default_factory=dict)
    """Workspaces by id, each with the id of its environment. Empty if they cannot be listed."""
    objects: list[LiveObject] = field(default_factory=list)
    """All objects that were read, whether or not the filters select them."""
    omissions: list[Omission] = field(default_factory=list)

    def runtimes(self, kind: str) -> dict[str, LiveObject]:
        """The engines or clusters of a kind by id."""
        return {one.object_id: one for one in self.objects if one.kind == kind}


def read_account(session: Session, filters: Filters, parallel: int) -> Account:
    """Read all objects that the filters may select, and all objects that they refer to.

    Args:
        session: The account.
        filters: The selection. Lists that cannot contain selected objects are not read.
        parallel: The number of calls at once.

    Returns:
        The objects. Its omissions are the objects that cannot be read or declared.

    Raises:
        TalendError: The credentials are refused, or the API cannot be reached.

    """
    return _Reader(session, filters, parallel).read()


class _Reader:
    def __init__(self, session: Session, filters: Filters, parallel: int) -> None:
        self.session = session
        self.filters = filters
        self.parallel = parallel
        self.account = Account(session.api_url)

    def read(self) -> Account:
        self.account.environments = {
            key: Place(key, str(item.get("name") or "")) for key, item in self._list("environments").items()
        }
        self.account.workspaces = {
            key: (Place(key, str(item.get("name") or "")), _id_in(item.get("environment")))
            for key, item in self._list("workspaces").items()
        }
        for kind, collection in RUNTIMES.items():
            if self.filters.wants_kind(*_LISTED[collection]):
                self._add_runtimes(kind, collection)
        self._add_memberships()
        self._add_run_profiles("RemoteEngineRunProfile", "RemoteEngine", "engineId")
        self._add_run_profiles("EngineClusterRunProfile", "EngineCluster", "clusterId")
        self._add_pipeline_profiles()
        self._add_generic_profiles()
        self._add_rollback()
        return self.account

    def _list(self, collection: str) -> Mapping[str, JsonObject]:
        words = collection.replace("_", " ")
        return self._tried(f"all {words}", lambda: self.session.objects((collection, ())), {})

    def _tried(self, what: str, call: Callable[[], T], otherwise: T) -> T:
        """Return the result of a call. If it fails for this object only, record an omission and continue."""
        try:
            return call()
        except _ENDS_ALL:
            raise
        except TalendError as error:
            gone = isinstance(error, NotFoundError)
            reason = f"it was deleted while the account was read ({error})" if gone else str(error)
            self.account.omissions.append(Omission(what, reason))
            return otherwise

    def _add_runtimes(self, kind: str, collection: str) -> None:
        spec = registry.find(kind)
        for key, item in self._list(collection).items():
            environment, workspace = places_of(item)
            live = LiveObject(spec, key, item, {}, environment, workspace)
            if item.get("managed") is not True and item.get("cloudRunner") is not True:
                self.account.objects.append(replace(live, answer=self._whole(spec, key, item)))
            elif self.filters.covers(live):
                self.account.omissions.append(Omission(live.title, _MANAGED))

    def _whole(self, spec: ResourceSpec, key: str, item: JsonObject) -> Answer:
        """Return a list entry, completed with details from another list."""
        title = shown(spec.describe(item))
        return self._tried(title, lambda: object_lifecycle(spec).complete(self.session, key, item), item)

    def _add_memberships(self) -> None:
        spec = registry.find("ClusterMembership")
        clusters = self.account.runtimes("EngineCluster")
        for engine in list(self.account.runtimes("RemoteEngine").values()):
            cluster = str(engine.answer.get("clusterId") or "")
            if cluster in clusters:
                self.account.objects.append(
                    LiveObject(
                        spec,
                        f"{cluster}/{engine.object_id}",
                        {"createDate": engine.created},
                        {"clusterId": cluster, "engineId": engine.object_id},
                        engine.environment,
                        engine.workspace,
                        engine.name,
                    )
                )

    def _covered(self, kind: str) -> list[LiveObject]:
        return [one for one in self.account.runtimes(kind).values() if self.filters.covers_contents(one)]

    def _add_run_profiles(self, kind: str, runtime_kind: str, parent: str) -> None:
        if not self.filters.wants_kind(kind):
            return
        spec, runtimes = registry.find(kind), self._covered(runtime_kind)
        collection = spec.endpoint.collection

        def listed(runtime: LiveObject) -> Mapping[str, Answer]:
            place: ListOf = (collection, (runtime.object_id,))
            return self._tried(
                f"run profiles of {runtime.title}", lambda: self.session.objects(place), _NOTHING
            )

        for runtime, found in zip(runtimes, at_once(listed, runtimes, self.parallel), strict=True):
            self.account.objects.extend(
                _inside(runtime, kind, key, item, parent) for key, item in found.items()
            )

    def _add_pipeline_profiles(self) -> None:
        if not self.filters.wants_kind(*PIPELINE_PROFILES):
            return
        engines = {one.object_id: one for one in self._covered("PipelineEngine")}

        def listed(engine: LiveObject) -> Mapping[str, Answer]:
            place: ListOf = ("pipeline_run_profiles", (engine.object_id,))
            return self._tried(
                f"run profiles of {engine.title}", lambda: self.session.objects(place), _NOTHING
            )

        lists = at_once(listed, list(engines.values()), self.parallel)
        found = {
            (engine, str(item["id"])): item
            for engine, items in zip(engines, lists, strict=True)
            for item in items.values()
        }
        search = self.session.client.run_profiles.search
        if engines and self.filters.wants_kind("DataIntegrationRunProfile"):
            # The list of an engine may omit data-integration profiles. One search finds those of all engines.
            for item in self._search(
                "data-integration run profiles", lambda: search(processor_ids=list(engines))
            ):
                if (engine := str(item.get("processorId"))) in engines:
                    found.setdefault((engine, str(item["id"])), item)
        wanted = [
            (kind, engines[engine], key)
            for (engine, key), item in found.items()
            if self.filters.wants_kind(kind := _pipeline_kind(item))
        ]

        def fetched(one: tuple[str, LiveObject, str]) -> LiveObject | None:
            kind, engine, key = one
            return self._fetched(kind, (engine.object_id,), key, found[engine.object_id, key], engine)

        self.account.objects.extend(one for one in at_once(fetched, wanted, self.parallel) if one is not None)

    def _add_generic_profiles(self) -> None:
        if not self.filters.wants_kind("RunProfile"):
            return
        spec = registry.find("RunProfile")
        search = self.session.client.run_profiles.search
        listed = self._search(
            "run profiles of Dynamic Engines", lambda: search(processor_type="DYNAMIC_ENGINE")
        )

        def fetched(item: Answer) -> LiveObject | None:
            return self._fetched(spec.kind, (), str(item["id"]), item, None)

        self.account.objects.extend(one for one in at_once(fetched, listed, self.parallel) if one is not None)

    def _fetched(
        self, kind: str, parents: tuple[str, ...], key: str, item: Answer, engine: LiveObject | None
    ) -> LiveObject | None:
        """Return an object from its own GET, or None if it cannot be read."""
        spec = registry.find(kind)
        title = shown(spec.describe(item)) + (f" in {engine.title}" if engine else "")
        place: ListOf = (spec.endpoint.collection, parents)
        answer = self._tried(title, lambda: object_lifecycle(spec).get(self.session, place, key), None)
        if answer is None:
            return None
        if engine is not None:
            return _inside(engine, kind, key, {**item, **answer}, "engineId")
        scope = str(answer.get("scopeId") or "")
        return LiveObject(spec, key, answer, {}, self.account.environments.get(scope, Place(scope, "")))

    def _search(self, what: str, search: Callable[[], Iterable[BaseRunProfile]]) -> list[Answer]:
        return self._tried(what, lambda: [model.wire() for model in search()], [])

    def _rollback(self) -> Answer | None:
        return self.session.client.cloud_jvm.get().wire()

    def _add_rollback(self) -> None:
        if self.filters.is_partial or not self.filters.wants_kind("CloudJvmRollback"):
            return
        spec = registry.find("CloudJvmRollback")
        answer = self._tried(spec.endpoint.noun, self._rollback, None)
        if answer is not None:
            self.account.objects.append(LiveObject(spec, spec.endpoint.singleton_id, answer))


_NOTHING: Final[Mapping[str, Answer]] = {}


def _inside(runtime: LiveObject, kind: str, key: str, item: Answer, parent: str) -> LiveObject:
    return LiveObject(
        registry.find(kind),
        key,
        item,
        {parent: runtime.object_id},
        runtime.environment,
        runtime.workspace,
        runtime.name,
    )


def _pipeline_kind(item: Mapping[str, Value]) -> str:
    return next(kind for kind in PIPELINE_PROFILES if _is_of(kind, item))


def _is_of(kind: str, item: Mapping[str, Value]) -> bool:
    return kind == PIPELINE_PROFILES[-1] or object_lifecycle(registry.find(kind)).is_same({}, item)


def places_of(item: Mapping[str, Value]) -> tuple[Place | None, Place | None]:
    """Return the environment and the workspace of an engine or a cluster."""
    workspace = item.get("workspace")
    environment = workspace.get("environment") if isinstance(workspace, Mapping) else None
    return _place(environment), _place(workspace)


def _place(value: Value) -> Place | None:
    if not isinstance(value, Mapping) or not value.get("id"):
        return None
    return Place(str(value["id"]), str(value.get("name") or ""))


def _id_in(value: Value) -> str:
    found = _place(value)
    return found.object_id if found else ""


def wanted(account: Account, filters: Filters) -> Iterator[LiveObject]:
    """Yield the objects that the filters select, in the order of `KINDS`."""
    order = {kind: number for number, kind in enumerate(KINDS)}
    listed = sorted(account.objects, key=lambda one: (order[one.kind], one.object_id))
    return (one for one in listed if filters.covers(one))

"""Read an account by lists and searches, and by a GET of each object that they show incompletely."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from talend_processing.adopt.account import Account, is_managed_by_talend, place_of, places_of
from talend_processing.adopt.filters import Filters
from talend_processing.adopt.live_object import (
    JsonProperties,
    LiveObject,
    Omission,
    Place,
    membership,
    run_profile,
    run_profile_kind,
)
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
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.lifecycle.objects import object_lifecycle
from talend_processing.provider.session.parallel import map_parallel
from talend_processing.provider.session.session import Session
from talend_processing.stack.step import display_text

_FATAL: Final = (AuthenticationError, CancelledError, ConnectionFailedError, RequestTimeoutError)
"""Errors that end the export: further calls would fail too, or the user interrupted the command."""
_LIST_NEEDED_FOR: Final[Mapping[str, tuple[str, ...]]] = {
    "RemoteEngine": ("ClusterMembership", "EngineCluster"),
    "EngineCluster": ("ClusterMembership",),
}
"""Maps the class of the objects in a list to the other classes whose export needs this list."""
_NO_PROFILES: Final[Mapping[str, JsonProperties]] = {}
_MANAGED_BY_TALEND: Final = "Talend manages it itself, so no program can create or delete it"

T = TypeVar("T")


def read_account(session: Session, filters: Filters, parallel: int) -> Account:
    """Read the objects that the filters may select, and the objects to which the selected objects refer.

    Args:
        session: The session with the account.
        filters: The filters of the export. They decide which lists are read.
        parallel: The maximum number of concurrent calls.

    Returns:
        The account. Its `omissions` name the objects and lists that could not be read, and the engines and
        clusters that Talend manages.

    Raises:
        TalendError: The API refuses the credentials or does not respond, or the user interrupts.

    """
    return _Reader(session, filters, parallel).read()


class _Reader:
    def __init__(self, session: Session, filters: Filters, parallel: int) -> None:
        self.session = session
        self.filters = filters
        self.parallel = parallel
        self.account = Account(session.api_url)
        self.unread_lists: set[str] = set()

    def read(self) -> Account:
        self.account.environments = {
            object_id: Place(object_id, str(item.get("name") or ""))
            for object_id, item in self._list("environments").items()
        }
        for object_id, item in self._list("workspaces").items():
            workspace = Place(object_id, str(item.get("name") or ""))
            environment = place_of(item.get("environment"))
            self.account.workspaces[object_id] = workspace, environment.object_id if environment else ""
        lists = {
            kind: self._list(spec.endpoint.collection)
            for kind, spec in registry.runtimes().items()
            if self.filters.wants_kind(kind, *registry.profile_kinds(kind), *_LIST_NEEDED_FOR.get(kind, ()))
        }
        for kind, items in lists.items():
            self._add_runtimes(registry.find(kind), items)
        self._add_memberships()
        self._add_run_profiles("RemoteEngineRunProfile", "RemoteEngine")
        self._add_run_profiles("EngineClusterRunProfile", "EngineCluster")
        self._add_pipeline_profiles()
        self._add_dynamic_engine_profiles()
        self._add_rollback()
        return self.account

    def _list(self, collection: str) -> Mapping[str, JsonObject]:
        """Return the objects of a list, by id. Return an empty mapping if the list cannot be read."""
        plural = collection.replace("_", " ")
        empty: dict[str, JsonObject] = {}
        objects = self._try(
            f"all {plural}",
            lambda: self.session.lists.objects((collection, ())),
            empty,
            not_found_reason="this account does not offer the list",
        )
        if objects is empty:
            self.unread_lists.add(collection)
        return objects

    def _try(self, title: str, call: Callable[[], T], default: T, *, not_found_reason: str = "") -> T:
        """Return the result of a call. If it fails with an error outside `_FATAL`, record an omission.

        Args:
            title: The object or list that the call reads, such as `all workspaces`.
            call: The call.
            default: The result after such an error.
            not_found_reason: The reason of the omission after a 404 or 410. By default, it says that the
                object was deleted meanwhile.

        """
        try:
            return call()
        except _FATAL:
            raise
        except NotFoundError as error:
            reason = not_found_reason or "it was deleted while the account was read"
            self.account.omissions.append(Omission(title, f"{reason} ({error})"))
        except TalendError as error:
            self.account.omissions.append(Omission(title, str(error)))
        return default

    def _add_runtimes(self, spec: ResourceSpec, items: Mapping[str, JsonObject]) -> None:
        for object_id, item in items.items():
            environment, workspace = places_of(item)
            live = LiveObject(spec, object_id, item, {}, environment, workspace)
            if not is_managed_by_talend(item):
                if "remote_engines" not in self.unread_lists:
                    live = replace(live, properties=self._with_engines(spec, object_id, item))
                self.account.objects.append(live)
                continue
            self.account.undeclarable.append(live)
            if self.filters.covers(live):
                self.account.omissions.append(Omission(live.title, _MANAGED_BY_TALEND))

    def _with_engines(self, spec: ResourceSpec, object_id: str, item: JsonObject) -> JsonProperties:
        """Return an entry of a list. To a cluster, add its engines, which only the list of engines shows."""
        lifecycle, title = object_lifecycle(spec), display_text(spec.describe(item))
        return self._try(title, lambda: lifecycle.with_omitted_values(self.session, object_id, item), item)

    def _add_memberships(self) -> None:
        clusters = self.account.runtimes("EngineCluster")
        for engine in list(self.account.runtimes("RemoteEngine").values()):
            cluster = str(engine.properties.get("clusterId") or "")
            if cluster and cluster not in clusters:
                self._omit_membership(engine, cluster)
            elif cluster:
                self.account.objects.append(membership(engine, cluster))

    def _omit_membership(self, engine: LiveObject, cluster: str) -> None:
        live = membership(engine, cluster)
        if self.filters.covers(live) and "clusters" not in self.unread_lists:
            reason = f"Talend manages cluster {cluster}, or the list of clusters does not contain it"
            self.account.omissions.append(Omission(live.title, reason))

    def _profile_lists(
        self, kind: str, collection: str
    ) -> list[tuple[LiveObject, Mapping[str, JsonProperties]]]:
        """For each engine or cluster that the filters allow, list its run profiles."""
        runtimes = [
            one for one in self.account.runtimes(kind).values() if self.filters.may_cover_profiles(one)
        ]

        def list_profiles(runtime: LiveObject) -> Mapping[str, JsonProperties]:
            key = (collection, (runtime.object_id,))
            return self._try(
                f"run profiles of {runtime.title}", lambda: self.session.lists.objects(key), _NO_PROFILES
            )

        return list(zip(runtimes, map_parallel(list_profiles, runtimes, self.parallel), strict=True))

    def _add_run_profiles(self, kind: str, runtime_kind: str) -> None:
        if not self.filters.wants_kind(kind):
            return
        for runtime, profiles in self._profile_lists(runtime_kind, registry.find(kind).endpoint.collection):
            self.account.objects.extend(
                run_profile(runtime, kind, profile_id, item) for profile_id, item in profiles.items()
            )

    def _add_pipeline_profiles(self) -> None:
        if not self.filters.wants_kind(*registry.profile_kinds("PipelineEngine")):
            return
        lists = self._profile_lists("PipelineEngine", "pipeline_run_profiles")
        engines = {engine.object_id: engine for engine, _ in lists}
        profiles = {
            (engine.object_id, profile_id): item
            for engine, items in lists
            for profile_id, item in items.items()
        }
        search = self.session.client.run_profiles.search
        if engines and self.filters.wants_kind("DataIntegrationRunProfile"):
            # The profile list of an engine may omit data-integration profiles. One search finds those of all
            # engines.
            for item in self._search(
                "data-integration run profiles", lambda: search(processor_ids=list(engines))
            ):
                if (engine_id := str(item.get("processorId"))) in engines:
                    profiles.setdefault((engine_id, str(item["id"])), item)
        selected = [
            (kind, engines[engine_id], profile_id)
            for (engine_id, profile_id), item in profiles.items()
            if self.filters.wants_kind(kind := run_profile_kind("PipelineEngine", item))
        ]

        def fetch(profile: tuple[str, LiveObject, str]) -> LiveObject | None:
            kind, engine, profile_id = profile
            item = profiles[engine.object_id, profile_id]
            return self._fetch(kind, (engine.object_id,), profile_id, item, engine)

        fetched = map_parallel(fetch, selected, self.parallel)
        for (kind, engine, profile_id), live in zip(selected, fetched, strict=True):
            if live is None:
                item = profiles[engine.object_id, profile_id]
                self.account.undeclarable.append(run_profile(engine, kind, profile_id, item))
            else:
                self.account.objects.append(live)

    def _add_dynamic_engine_profiles(self) -> None:
        if not self.filters.wants_kind("RunProfile"):
            return
        spec = registry.find("RunProfile")
        search = self.session.client.run_profiles.search
        listed = self._search(
            "run profiles of Dynamic Engines", lambda: search(processor_type="DYNAMIC_ENGINE")
        )

        def fetch(item: JsonProperties) -> LiveObject | None:
            return self._fetch(spec.kind, (), str(item["id"]), item, None)

        self.account.objects.extend(
            one for one in map_parallel(fetch, listed, self.parallel) if one is not None
        )

    def _fetch(
        self,
        kind: str,
        parent_ids: tuple[str, ...],
        profile_id: str,
        item: JsonProperties,
        engine: LiveObject | None,
    ) -> LiveObject | None:
        """GET a run profile of a Pipeline Engine (`engine`) or Dynamic Engine. Return None if this fails."""
        spec = registry.find(kind)
        title = display_text(spec.describe(item)) + (f" in {engine.title}" if engine else "")
        collection_key = (spec.endpoint.collection, parent_ids)
        response = self._try(
            title,
            lambda: object_lifecycle(spec).get(self.session, collection_key, profile_id),
            None,
            not_found_reason=_unknown_type_reason(item) if engine else "",
        )
        if response is None:
            return None
        if engine is not None:
            return run_profile(engine, kind, profile_id, {**item, **response})
        environment_id = str(response.get("scopeId") or "")
        environment = self.account.environments.get(environment_id, Place(environment_id, ""))
        return LiveObject(spec, profile_id, response, {}, environment)

    def _search(self, title: str, search: Callable[[], Iterable[BaseRunProfile]]) -> list[JsonProperties]:
        return self._try(title, lambda: [model.wire() for model in search()], [])

    def _add_rollback(self) -> None:
        if self.filters.is_partial or not self.filters.wants_kind("CloudJvmRollback"):
            return
        spec = registry.find("CloudJvmRollback")
        response = self._try(
            spec.endpoint.noun,
            lambda: self.session.client.cloud_jvm.get().wire(),
            None,
            not_found_reason="this account does not offer the setting",
        )
        if response is not None:
            self.account.objects.append(LiveObject(spec, spec.endpoint.singleton_id, response))


def _unknown_type_reason(item: JsonProperties) -> str:
    """Return the reason why a run profile of an unknown type is omitted; empty if its type is known."""
    type_name = item.get("type")
    if not isinstance(type_name, str):
        return ""
    if f"{type_name.title().replace('-', '')}RunProfile" in registry.profile_kinds("PipelineEngine"):
        return ""
    return f"this version of talend-processing does not know the type '{display_text(type_name)}'"

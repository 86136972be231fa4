"""Find the objects of the account that no resource manages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from talend_processing.adopt.account import KINDS, is_managed_by_talend, places_of
from talend_processing.adopt.live_object import JsonProperties, Place, run_profile_kind
from talend_processing.client.errors import ApiError
from talend_processing.client.operation import JsonObject
from talend_processing.drift.adopting import AdoptionLines
from talend_processing.drift.report import Unmanaged
from talend_processing.provider.kinds import registry
from talend_processing.provider.kinds.diff import declared
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Value
from talend_processing.provider.lifecycle.objects import object_lifecycle
from talend_processing.provider.session.list_cache import UNAVAILABLE, ListKey
from talend_processing.provider.session.session import Session
from talend_processing.stack.secret_markers import unwrapped_map
from talend_processing.stack.state import ManagedResource
from talend_processing.stack.step import display_text

Scope: TypeAlias = Literal["environment", "all", "none"]
"""Where to search: in the environments of the state's objects, in the whole account, or nowhere."""

_NOT_SEARCHED: Final = (
    "drift did not search for run profiles of Dynamic Engines or of unmanaged engines and clusters, nor for"
    " the Java rollback of the Cloud Engines: `talend-processing export` finds them"
)
"""The note about objects that even `--unmanaged all` cannot find."""


@dataclass
class _Stack:
    """Facts about the stack and the account that the search needs."""

    runtimes: dict[str, str] = field(default_factory=dict)
    """By id, the class of each engine and cluster that the stack manages."""
    managed: set[str] = field(default_factory=set)
    """The ids of all objects that this stack or one of the other stacks manages."""
    environments: set[str] = field(default_factory=set)
    """The ids of the environments with objects of the stack."""
    clusters_with_engines: set[str] = field(default_factory=set)
    """The ids of clusters whose resource sets `remote_engines`, and so manages all their memberships."""
    titles: dict[str, str] = field(default_factory=dict)
    """Texts such as `Remote Engine 'etl-1'`, by the id of the engine or cluster."""
    pulumi_names: set[str] = field(default_factory=set)


def unmanaged(
    session: Session,
    resources: Sequence[tuple[ManagedResource, ResourceSpec]],
    scope: Scope,
    others: Iterable[ManagedResource] = (),
) -> tuple[list[Unmanaged], list[str]]:
    """Find engines, clusters, run profiles and memberships that no resource manages.

    Also return notes about the objects that `drift` did not look for.
    The scope `environment` searches the lists that the comparison has read, without further calls. The scope
    `all` also reads the lists of all engines and clusters, and the run profiles of those in the stack.
    """
    stack = _stack_of([managed for managed, _ in resources], others)
    list_errors = _list_all(session, stack) if scope == "all" else {}
    lists = session.lists.fetched()
    _add_titles(stack, lists)
    lines = AdoptionLines(lists, session.api_url, stack.pulumi_names)
    objects: dict[str, Unmanaged] = {}
    for list_key, items in sorted(lists.items(), key=_sort_key):
        for item in items.values():
            if str(item["id"]) not in stack.managed and (
                described := _unmanaged_object(stack, lines, list_key, item, scope)
            ):
                objects.setdefault(described.object_id, described)
    for engine in lists.get(("remote_engines", ()), {}).values():
        if described := _unmanaged_membership(stack, lines, engine):
            objects.setdefault(described.object_id, described)
    unlisted = [
        f"{spec.endpoint.noun}s"
        for kind, spec in registry.runtimes().items()
        if (spec.endpoint.collection, ()) not in lists and kind not in list_errors
    ]
    note = (
        f"drift did not search for unmanaged {' and '.join(unlisted)}, because a refresh of this stack"
        " does not list them: use `--unmanaged all`"
    )
    notes = [note] if unlisted else []
    notes += [
        f"drift did not search for unmanaged {registry.find(kind).endpoint.noun}s: {error}"
        for kind, error in list_errors.items()
    ]
    by_kind = sorted(objects.values(), key=lambda one: KINDS.index(one.kind))
    return by_kind, [*notes, _NOT_SEARCHED] if scope == "all" else notes


def _list_all(session: Session, stack: _Stack) -> dict[str, ApiError]:
    """Read the lists of all engines and clusters, and the run profiles of those that the stack manages.

    If the API refuses a list, return the error, with the resource class as the key.
    """
    list_errors: dict[str, ApiError] = {}
    for kind, spec in registry.runtimes().items():
        try:
            session.lists.objects((spec.endpoint.collection, ()))
        except ApiError as error:
            if error.status not in UNAVAILABLE:
                raise
            list_errors[kind] = error
    for runtime_id, kind in stack.runtimes.items():
        collection = registry.find(kind).endpoint.collection
        if kind not in list_errors and runtime_id in session.lists.objects((collection, ())):
            session.lists.objects(_profile_lists(kind, runtime_id)[-1])
    return list_errors


def _profile_lists(kind: str, runtime_id: str) -> Sequence[ListKey]:
    """Return the keys of an engine's or cluster's lists of run profiles. The last list has all profiles."""
    return object_lifecycle(registry.find(kind)).child_lists(runtime_id)


def _sort_key(fetched: tuple[ListKey, object]) -> tuple[bool, str, tuple[str, ...]]:
    """Return a key that sorts lists before results of searches, because lists show more properties."""
    (name, parent_ids), _ = fetched
    return callable(name), name.__name__ if callable(name) else name, parent_ids


def _stack_of(resources: Sequence[ManagedResource], others: Iterable[ManagedResource]) -> _Stack:
    stack = _Stack()
    for managed in resources:
        outputs = unwrapped_map(managed.outputs)
        if managed.kind in registry.runtimes():
            stack.runtimes[managed.object_id] = managed.kind
        if (environment_id := outputs.get("environmentId")) is not None:
            stack.environments.add(str(environment_id))
        if managed.kind == "EngineCluster" and "remoteEngines" in declared(outputs):
            stack.clusters_with_engines.add(managed.object_id)
    stack.managed = {managed.object_id for managed in (*resources, *others)}
    stack.pulumi_names = {managed.urn.rpartition("::")[2] for managed in resources}
    return stack


def _add_titles(stack: _Stack, lists: Mapping[ListKey, Mapping[str, JsonObject]]) -> None:
    for spec in registry.runtimes().values():
        for item in lists.get((spec.endpoint.collection, ()), {}).values():
            stack.titles[str(item["id"])] = display_text(spec.describe(item))


def _unmanaged_object(
    stack: _Stack, lines: AdoptionLines, list_key: ListKey, item: Mapping[str, Value], scope: Scope
) -> Unmanaged | None:
    """Return the description of an object if it is in the scope and can be declared, else None."""
    name, parent_ids = list_key
    if not parent_ids:
        spec = next((one for one in registry.runtimes().values() if one.endpoint.collection == name), None)
        environment = places_of(item)[0] or Place("", "")
        in_scope = scope == "all" or environment.object_id in stack.environments
        if spec and in_scope and not is_managed_by_talend(item):
            cluster_id = str(item.get("clusterId") or "")
            container = stack.titles.get(cluster_id, cluster_id)
            return _describe(lines, spec, item, {}, environment.name or environment.object_id, container)
    elif (kind := stack.runtimes.get(parent_ids[0])) and list_key in _profile_lists(kind, parent_ids[0]):
        spec = registry.find(run_profile_kind(kind, item))
        container = stack.titles.get(parent_ids[0], parent_ids[0])
        return _describe(lines, spec, item, {spec.endpoint.parents[0]: parent_ids[0]}, "", container)
    return None


def _unmanaged_membership(stack: _Stack, lines: AdoptionLines, engine: JsonProperties) -> Unmanaged | None:
    """Return an engine's unmanaged membership if the stack manages the engine or its cluster, else None."""
    engine_id, cluster_id = str(engine["id"]), str(engine.get("clusterId") or "")
    membership_id = f"{cluster_id}/{engine_id}"
    if not cluster_id or not {engine_id, cluster_id} & stack.runtimes.keys():
        return None
    if cluster_id in stack.clusters_with_engines or membership_id in stack.managed:
        return None
    environment, _ = places_of(engine)
    spec, item = registry.find("ClusterMembership"), {"id": membership_id, "name": engine.get("name")}
    parents: JsonObject = {"clusterId": cluster_id, "engineId": engine_id}
    return Unmanaged(
        spec.kind,
        membership_id,
        f"{spec.endpoint.noun} of {stack.titles.get(engine_id, engine_id)}",
        environment.name if environment else "",
        stack.titles.get(cluster_id, cluster_id),
        lines.line(spec, item, parents),
    )


def _describe(
    lines: AdoptionLines,
    spec: ResourceSpec,
    item: Mapping[str, Value],
    parents: Mapping[str, Value],
    environment: str,
    container: str,
) -> Unmanaged:
    adoption_line = lines.line(spec, item, parents)
    title = display_text(spec.describe(item))
    return Unmanaged(spec.kind, str(item["id"]), title, environment, container, adoption_line)

"""A program of resources: one module for each environment, grouped by cluster and engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from talend_processing.adopt.account import PIPELINE_PROFILES, Account
from talend_processing.adopt.export.declaration import Declaration, Reference
from talend_processing.adopt.export.expressions import Scope
from talend_processing.adopt.export.loops import Stanza, looped
from talend_processing.adopt.export.naming import Candidate, identifier, unique
from talend_processing.adopt.export.object_names import Key, by_name, parent_key
from talend_processing.adopt.export.python_source import (
    Blank,
    Comment,
    Expression,
    Line,
    Module,
    Statement,
    call,
    text,
)
from talend_processing.adopt.live_object import LiveObject, Place

WORDS: Final = {
    "RemoteEngine": "engine",
    "EngineCluster": "cluster",
    "PipelineEngine": "pipeline_engine",
}
"""The suffix of the variables for each kind of runtime."""
_ENVIRONMENT: Final = "environment"
_RESERVED: Final = (_ENVIRONMENT, "config", "name", "engine", "pipeline_engine")
"""Reserved variable names."""
_CONTENTS: Final = {
    "EngineCluster": ("EngineClusterRunProfile",),
    "RemoteEngine": ("ClusterMembership", "RemoteEngineRunProfile"),
    "PipelineEngine": PIPELINE_PROFILES,
}


def environment_module(account: Account, environment: Place, declared: Sequence[Declaration]) -> Module:
    """Return the module that declares the objects of an environment."""
    return _Writer(account, environment, declared).module()


def plain_statements(scope: Scope, declared: Sequence[Declaration]) -> Iterator[Statement]:
    """Yield one statement for each resource, in order. Resources that others refer to get a variable."""
    for one in declared:
        yield Line(resource(scope, one), scope.variable(one.live.key))


def resource(scope: Scope, one: Declaration) -> Expression:
    """Return the call that declares a resource."""
    arguments = {name: scope.expression(value) for name, value in one.arguments.items()}
    return call(f"talend.{one.live.kind}", text(one.pulumi_name), **arguments)


def variables(declared: Iterable[Declaration]) -> dict[Key, str]:
    """Name a variable for each engine and cluster that another resource refers to."""
    listed = list(declared)
    used = {
        (ref.kind, ref.object_id)
        for one in listed
        for value in one.arguments.values()
        for ref in (value if isinstance(value, list) else [value])
        if isinstance(ref, Reference)
    }
    wanted = [
        (
            one.live.key,
            Candidate(identifier(one.live.name, WORDS[one.live.kind]), one.live.created, one.live.object_id),
        )
        for one in listed
        if one.live.kind in WORDS
    ]
    return {key: name for key, name in unique(wanted, _RESERVED, "_").items() if key in used}


class _Writer:
    def __init__(self, account: Account, environment: Place, declared: Sequence[Declaration]) -> None:
        self.environment = environment
        self.declared = declared
        self.scope = Scope(account, variables(declared), self._places(account))
        self.by_key = {one.live.key: one for one in declared}
        self.inside: dict[Key, list[LiveObject]] = defaultdict(list)
        for one in declared:
            if (parent := parent_key(one.live)) is not None:
                self.inside[parent].append(one.live)

    def _places(self, account: Account) -> dict[str, str]:
        """Return the variables of the environments and workspaces that a look-up can find."""
        look = Scope(account)
        found = {}
        if look.look_up("environment", self.environment, "") is not None:
            found[self.environment.object_id] = _ENVIRONMENT
        workspaces = {
            one.live.workspace.object_id: one.live.workspace
            for one in self.declared
            if one.live.workspace is not None and "workspace_id" in one.arguments
        }
        wanted = [
            (key, Candidate(identifier(place.name, "workspace"), "", key))
            for key, place in workspaces.items()
            if look.look_up("workspace", place, "") is not None
        ]
        self.workspaces = {key: workspaces[key] for key, _ in wanted}
        return found | unique(wanted, (), "_")

    def module(self) -> Module:
        body = [*self._head(), *self._groups()]
        imports = ["import talend_processing as talend"]
        if self.scope.needs_config:
            body = [Line("pulumi.Config()", "config"), *body]
        if self.scope.needs_config or self.scope.needs_pulumi:
            imports = ["import pulumi", *imports]
        title = f"Runtimes of the environment {self.environment.name or self.environment.object_id}"
        return Module(title, tuple(imports), body)

    def _head(self) -> Iterator[Statement]:
        places = self.scope.places
        if self.environment.object_id in places:
            found = self.scope.look_up("environment", self.environment, "")
            yield Line(found or "", _ENVIRONMENT)
        at_hand = f"{_ENVIRONMENT}.id" if self.environment.object_id in places else ""
        for key, place in sorted(self.workspaces.items(), key=lambda one: places[one[0]]):
            yield Line(self.scope.look_up("workspace", place, at_hand) or "", places[key])

    def _groups(self) -> Iterator[Statement]:
        """Yield the statements: clusters with their engines, other engines, Pipeline Engines, the rest."""
        done: set[Key] = set()
        engines = by_name(one.live for one in self.declared if one.live.kind == "RemoteEngine")
        for cluster in by_name(one.live for one in self.declared if one.live.kind == "EngineCluster"):
            members = [one for one in engines if one.answer.get("clusterId") == cluster.object_id]
            yield from self._group(f"Cluster {cluster.name!r}", self._cluster(cluster, members), done)
        alone = [one for one in engines if one.key not in done]
        yield from self._group("Engines outside of clusters", self._engines(alone), done)
        pipelines = by_name(one.live for one in self.declared if one.live.kind == "PipelineEngine")
        yield from self._group("Pipeline Engines", self._engines(pipelines), done)
        rest = by_name(one.live for one in self.declared if one.live.key not in done)
        generic = [one for one in rest if one.kind == "RunProfile"]
        others = [one for one in rest if one.kind != "RunProfile"]
        yield from self._group("Run profiles of Dynamic Engines", [self._stanza(generic)], done)
        yield from self._group("In engines and clusters of other programs", [self._stanza(others)], done)

    def _group(self, title: str, stanzas: Sequence[Stanza], done: set[Key]) -> Iterator[Statement]:
        filled = [stanza for stanza in stanzas if stanza.members]
        if not filled:
            return
        yield Blank()
        yield Comment(title)
        yield from looped(self.scope, filled, resource)
        done.update(one.live.key for stanza in filled for one in stanza.members)

    def _cluster(self, cluster: LiveObject, members: Sequence[LiveObject]) -> list[Stanza]:
        own = self._stanza([cluster, *self._contents(cluster)])
        stanzas = self._engines(members)
        if "remote_engines" in self.by_key[cluster.key].arguments:
            # The list refers to the engines, so they come first and get variables.
            return [*(Stanza(one.members, may_loop=False) for one in stanzas), own]
        return [own, *stanzas]

    def _engines(self, engines: Sequence[LiveObject]) -> list[Stanza]:
        return [Stanza(self._stanza([one, *self._contents(one)]).members, may_loop=True) for one in engines]

    def _contents(self, runtime: LiveObject) -> list[LiveObject]:
        kinds = _CONTENTS[runtime.kind]
        found = [one for one in self.inside[runtime.key] if one.kind in kinds]
        return sorted(by_name(found), key=lambda one: kinds.index(one.kind))

    def _stanza(self, objects: Sequence[LiveObject]) -> Stanza:
        return Stanza(tuple(self.by_key[one.key] for one in objects))

"""The module or package for each environment, with a resource for each object."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from talend_processing.adopt.account import KINDS, Account
from talend_processing.adopt.export.declaration import Declaration, Reference
from talend_processing.adopt.export.expressions import Scope
from talend_processing.adopt.export.loops import Stanza, looped
from talend_processing.adopt.export.naming import Candidate, identifier, module_name, unique
from talend_processing.adopt.export.object_names import Key, natural, parent_key, sorted_by_name
from talend_processing.adopt.export.python_source import (
    Assignment,
    Blank,
    Comment,
    Module,
    Statement,
    import_from,
    line_count,
    list_of,
    quoted,
)
from talend_processing.adopt.live_object import LiveObject, Place

_VARIABLE_WORDS: Final = {
    "RemoteEngine": "engine",
    "EngineCluster": "cluster",
    "PipelineEngine": "pipeline_engine",
}
"""By kind, the word that variable names contain, such as `engine` in `etl_1_engine`."""
MAX_LINES: Final = 1000
"""A longer module of an environment becomes a package. A longer module of a package is split."""
_TALEND: Final = "import talend_processing as talend"
_PLACES: Final = "places"
"""The module of a package that looks up the environment and its workspaces."""
_ENVIRONMENT: Final = "environment"
"""The variable for the environment."""
_RESERVED: Final = (_ENVIRONMENT, "config", "name", "engine", "pipeline_engine")
"""Names that a module uses for its environment, its config and its loops."""


def environment_module(account: Account, environment: Place, declared: Sequence[Declaration]) -> Module:
    """Return the module that declares the objects of an environment."""
    return _EnvironmentModules(account, environment, declared).module()


def environment_package(
    account: Account, environment: Place, declared: Sequence[Declaration], package: str
) -> dict[str, Module]:
    """Return the modules of a package that declares the objects of an environment.

    Each cluster has a module with its engines, or several modules if the cluster is large. The other objects
    are in modules such as `engines`. The module `places` looks up the environment and its workspaces.
    `__init__` imports the other modules.

    Args:
        account: The account.
        environment: The environment.
        declared: The resources of the environment.
        package: The name of the package, such as `environments.production`.

    """
    return _EnvironmentModules(account, environment, declared).package(package)


def variables(declared: Iterable[Declaration]) -> dict[Key, str]:
    """By kind and id, return a variable name for each engine and cluster that another resource refers to."""
    declarations = list(declared)
    referenced = {
        (reference.kind, reference.object_id)
        for one in declarations
        for value in one.arguments.values()
        for reference in (value if isinstance(value, list) else [value])
        if isinstance(reference, Reference)
    }
    candidates = [
        (
            one.live.key,
            Candidate(
                identifier(one.live.name, _VARIABLE_WORDS[one.live.kind]),
                one.live.created,
                one.live.object_id,
            ),
        )
        for one in declarations
        if one.live.kind in _VARIABLE_WORDS
    ]
    return {key: name for key, name in unique(candidates, _RESERVED, "_").items() if key in referenced}


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a module name that is not taken: `production`, or `production_2` and so on."""
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}_{number}"
    return candidate


def with_imports(scope: Scope, title: str, body: Sequence[Statement], imports: Sequence[str] = ()) -> Module:
    """Return a module that imports what its body needs, and assigns `config` if the body reads it."""
    if scope.needs_config:
        return Module(
            title, ("import pulumi", _TALEND, *imports), [Assignment("pulumi.Config()", "config"), *body]
        )
    return Module(title, (_TALEND, *imports), body)


@dataclass(frozen=True)
class _Group:
    """Resources under a common heading, such as a cluster with its engines."""

    title: str
    module: str
    """The preferred name for a module of the group in a package."""
    stanzas: Sequence[Stanza]


class _EnvironmentModules:
    def __init__(self, account: Account, environment: Place, declared: Sequence[Declaration]) -> None:
        self.environment = environment
        self.declared = declared
        names = variables(declared)
        self.scope = Scope(account, names, self._name_places(account, names.values()))
        self.by_key = {one.live.key: one for one in declared}
        self.children: dict[Key, list[LiveObject]] = defaultdict(list)
        for one in declared:
            if (parent := parent_key(one.live)) is not None:
                self.children[parent].append(one.live)

    def _name_places(self, account: Account, taken: Iterable[str]) -> dict[str, str]:
        """Return a variable for the environment and each workspace that the program looks up.

        Also set `workspaces` to these workspaces.
        """
        scope = Scope(account)
        names = {}
        if scope.look_up_call("environment", self.environment, "") is not None:
            names[self.environment.object_id] = _ENVIRONMENT
        workspaces = {
            one.live.workspace.object_id: one.live.workspace
            for one in self.declared
            if one.live.workspace is not None and "workspace_id" in one.arguments
        }
        candidates = [
            (key, Candidate(identifier(place.name, "workspace"), "", key))
            for key, place in workspaces.items()
            if scope.look_up_call("workspace", place, "") is not None
        ]
        self.workspaces = {key: workspaces[key] for key, _ in candidates}
        return names | unique(candidates, taken, "_")

    @property
    def _title(self) -> str:
        return f"Runtimes of the environment {self.environment.name or self.environment.object_id}"

    def module(self) -> Module:
        body = [*self._look_ups()]
        for group in self._groups():
            body += [Blank(), Comment(group.title), *looped(self.scope, group.stanzas)]
        return with_imports(self.scope, self._title, body)

    def package(self, package: str) -> dict[str, Module]:
        modules: dict[str, Module] = {}
        if look_ups := [*self._look_ups()]:  # empty if the credentials cannot list environments
            modules[_PLACES] = Module(
                f"{self._title}: the environment and its workspaces", (_TALEND,), look_ups
            )
        module_of_variable = dict.fromkeys(self.scope.place_variables.values(), _PLACES)
        for group in self._groups():
            for stanzas in self._slices(group):
                name = free_name(group.module, modules)
                modules[name] = self._package_module(group.title, stanzas, package, module_of_variable)
                members = (one for stanza in stanzas for one in stanza.members)
                module_of_variable |= {self.scope.variable(one.live.key): name for one in members}
        module_names = sorted(modules.keys() - {_PLACES}, key=natural)
        exports = Assignment(list_of(quoted(name) for name in module_names), "__all__")
        return {
            **modules,
            "__init__": Module(self._title, tuple(import_from(package, module_names)), [exports]),
        }

    def _slices(self, group: _Group) -> list[Sequence[Stanza]]:
        """Split the stanzas of a group into parts, one for each module. A short group has one part."""
        module_count = -(-line_count(self._package_module(group.title, group.stanzas, "", {})) // MAX_LINES)
        stanzas_per_module = -(-len(group.stanzas) // module_count)
        return [
            group.stanzas[start : start + stanzas_per_module]
            for start in range(0, len(group.stanzas), stanzas_per_module)
        ]

    def _package_module(
        self, title: str, stanzas: Sequence[Stanza], package: str, module_of_variable: Mapping[str, str]
    ) -> Module:
        """Return a module of the package, which imports variables from the modules that assign them."""
        scope = replace(self.scope, used=set(), needs_config=False)
        body = [*looped(scope, stanzas)]
        own_variables = {scope.variable(one.live.key) for stanza in stanzas for one in stanza.members}
        imported: dict[str, list[str]] = defaultdict(list)
        for variable in sorted(scope.used - own_variables, key=natural):
            if variable in module_of_variable:
                imported[module_of_variable[variable]].append(variable)
        import_lines = [
            line
            for module in sorted(imported, key=natural)
            for line in import_from(f"{package}.{module}", imported[module])
        ]
        environment = self.environment.name or self.environment.object_id
        return with_imports(
            scope, f"{title} in {environment}", body, ["", *import_lines] if import_lines else []
        )

    def _look_ups(self) -> Iterator[Statement]:
        """Yield the look-ups of the environment and its workspaces."""
        variables = self.scope.place_variables
        if self.environment.object_id in variables:
            look_up = self.scope.look_up_call("environment", self.environment, "")
            yield Assignment(look_up or "", _ENVIRONMENT)
        environment_id = f"{_ENVIRONMENT}.id" if self.environment.object_id in variables else ""
        for key, place in sorted(self.workspaces.items(), key=lambda one: variables[one[0]]):
            yield Assignment(
                self.scope.look_up_call("workspace", place, environment_id) or "", variables[key]
            )

    def _groups(self) -> list[_Group]:
        """Return the groups that are not empty: clusters with their engines, other engines, other objects."""
        groups: list[_Group] = []
        grouped: set[Key] = set()

        def add(title: str, module: str, stanzas: Sequence[Stanza]) -> None:
            non_empty = [stanza for stanza in stanzas if stanza.members]
            if non_empty:
                groups.append(_Group(title, module, non_empty))
                grouped.update(one.live.key for stanza in non_empty for one in stanza.members)

        engines = sorted_by_name(one.live for one in self.declared if one.live.kind == "RemoteEngine")
        for cluster in sorted_by_name(one.live for one in self.declared if one.live.kind == "EngineCluster"):
            members = [one for one in engines if one.properties.get("clusterId") == cluster.object_id]
            name = module_name(cluster.name, "cluster")
            add(f"Cluster {cluster.name!r}", name, self._cluster_stanzas(cluster, members))
        other_engines = [one for one in engines if one.key not in grouped]
        add("Other engines", "engines", self._engine_stanzas(other_engines))
        pipelines = sorted_by_name(one.live for one in self.declared if one.live.kind == "PipelineEngine")
        add("Pipeline Engines", "pipeline_engines", self._engine_stanzas(pipelines))
        remaining = sorted_by_name(one.live for one in self.declared if one.live.key not in grouped)
        dynamic_engine_profiles = [one for one in remaining if one.kind == "RunProfile"]
        other_objects = [one for one in remaining if one.kind != "RunProfile"]
        add(
            "Run profiles of Dynamic Engines",
            "dynamic_engines",
            [self._stanza([one]) for one in dynamic_engine_profiles],
        )
        title = "Memberships and run profiles whose engine or cluster another program declares"
        add(title, "other_programs", [self._stanza([one]) for one in other_objects])
        return groups

    def _cluster_stanzas(self, cluster: LiveObject, members: Sequence[LiveObject]) -> list[Stanza]:
        cluster_stanza = self._stanza(
            [cluster, *self._contents(cluster), *self._memberships_of_other_engines(cluster)]
        )
        stanzas = self._engine_stanzas(members)
        if "remote_engines" in self.by_key[cluster.key].arguments:
            # The cluster's list refers to the engines, so they come first, and each gets a variable.
            return [*(Stanza(one.members, may_loop=False) for one in stanzas), cluster_stanza]
        return [cluster_stanza, *stanzas]

    def _memberships_of_other_engines(self, cluster: LiveObject) -> list[LiveObject]:
        """Return the cluster's memberships of engines that this program does not declare."""
        return sorted_by_name(
            one.live
            for one in self.declared
            if one.live.kind == "ClusterMembership"
            and one.live.parents["clusterId"] == cluster.object_id
            and parent_key(one.live) not in self.by_key
        )

    def _engine_stanzas(self, engines: Sequence[LiveObject]) -> list[Stanza]:
        return [Stanza(self._stanza([one, *self._contents(one)]).members, may_loop=True) for one in engines]

    def _contents(self, runtime: LiveObject) -> list[LiveObject]:
        """Return the membership and the run profiles of an engine, or the run profiles of a cluster."""
        return sorted(sorted_by_name(self.children[runtime.key]), key=lambda one: KINDS.index(one.kind))

    def _stanza(self, objects: Sequence[LiveObject]) -> Stanza:
        return Stanza(tuple(self.by_key[one.key] for one in objects))

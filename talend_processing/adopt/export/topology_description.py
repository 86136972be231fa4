"""The objects that an `EnvironmentTopology` can describe, and their YAML files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from talend_processing.adopt.export.declaration import (
    BlockValue,
    Declaration,
    PlaceReference,
    Reference,
    Secret,
)
from talend_processing.adopt.export.naming import Candidate, config_key, identifier, slug, unique
from talend_processing.adopt.export.object_names import Key, parent_key, sorted_by_name
from talend_processing.adopt.export.python_source import comment_text
from talend_processing.adopt.live_object import Place

RUNTIME_LISTS: Final = {
    "RemoteEngine": "engines",
    "EngineCluster": "clusters",
    "PipelineEngine": "pipeline_engines",
}
"""Maps each class of engine or cluster to its list in a topology file."""
_PROFILE_LISTS: Final = {
    "RemoteEngineRunProfile": "profiles",
    "EngineClusterRunProfile": "profiles",
    "StandardRunProfile": "standard_profiles",
    "AdvancedRunProfile": "advanced_profiles",
    "BigDataRunProfile": "big_data_profiles",
    "DatabricksRunProfile": "databricks_profiles",
    "DataIntegrationRunProfile": "data_integration_profiles",
}
"""Maps each class of run profile to its list in the entry of an engine or cluster."""
_TOKEN_PATH: Final = "databricks.token"  # noqa: S105 - the name of an argument


@dataclass
class Component:
    """An `EnvironmentTopology` of the program, with the objects of one workspace."""

    environment: Place
    workspace: Place
    name: str
    """The name of the topology in Pulumi."""
    variable: str
    """The variable for the topology. Unused if no other resource refers to an object of the topology."""
    entries: dict[Key, dict[str, Any]] = field(default_factory=dict)
    """The entry of each engine or cluster in the topology file, by kind and id."""
    token: Secret | None = None
    """The token of the Databricks run profiles in the topology, if all have the same token."""

    def description(self) -> dict[str, list[dict[str, Any]]]:
        """Return the content of the topology file."""
        description: dict[str, list[dict[str, Any]]] = {}
        for kind, list_name in RUNTIME_LISTS.items():
            entries = [entry for (entry_kind, _), entry in self.entries.items() if entry_kind == kind]
            if entries:
                description[list_name] = entries
        return description

    def yaml(self) -> str:
        """Return the text of the topology file."""
        title = f"Runtimes of workspace {self.workspace.name} in environment {self.environment.name}"
        comment = f"# {comment_text(title)}: see EnvironmentTopology of talend-processing.\n"
        return comment + yaml.dump(
            self.description(), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
        )


class _Dumper(yaml.SafeDumper):
    """Writes lists of texts or numbers in brackets, indents other lists, and escapes invisible characters."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as PyYAML calls it
        """Indent a list below its key."""
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: object) -> bool:
        """Repeat equal values instead of writing anchors."""
        del data
        return True

    def write_double_quoted(self, text: str, split: bool = True) -> None:  # noqa: FBT001, FBT002 - as PyYAML calls it
        """Escape all non-ASCII characters. Only a text with invisible characters gets double quotes."""
        allowed, self.allow_unicode = self.allow_unicode, False
        super().write_double_quoted(text, split)
        self.allow_unicode = allowed


def _text_node(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, None if value.isprintable() else '"')


def _list_node(dumper: yaml.SafeDumper, value: list[object]) -> yaml.SequenceNode:
    in_brackets = all(isinstance(one, str | int) for one in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=in_brackets)


_Dumper.add_representer(str, _text_node)
_Dumper.add_representer(list, _list_node)


def components(declared: Sequence[Declaration]) -> tuple[list[Component], list[Declaration]]:
    """Assign the resources to components.

    Returns:
        The components, sorted by name, and the resources that none of them can describe, such as those with
        secrets or a repeated name.

    """
    return _ComponentBuilder(declared).build()


class _ComponentBuilder:
    """Assigns engines and clusters to components, then their memberships and run profiles."""

    def __init__(self, declared: Sequence[Declaration]) -> None:
        self.declared = declared
        self.by_key = {one.live.key: one for one in declared}
        self.component_of: dict[Key, Component] = {}
        self.taken_names: set[tuple[str, str]] = set()
        self.rest: list[Declaration] = []

    def build(self) -> tuple[list[Component], list[Declaration]]:
        self.by_location = self._components()
        objects = sorted_by_name(one.live for one in self.declared)
        kinds_in_order: tuple[tuple[str, ...], ...] = (
            tuple(RUNTIME_LISTS),
            ("ClusterMembership",),
            tuple(_PROFILE_LISTS),
        )
        for kinds in kinds_in_order:
            order = {kind: number for number, kind in enumerate(kinds)}
            for live in sorted(objects, key=lambda one: order.get(one.kind, 0)):
                if live.kind in kinds and not self._try_add(self.by_key[live.key]):
                    self.rest.append(self.by_key[live.key])
        describable_kinds = {kind for kinds in kinds_in_order for kind in kinds}
        self.rest += [one for one in self.declared if one.live.kind not in describable_kinds]
        position = {one.live.key: number for number, one in enumerate(self.declared)}
        self.rest.sort(key=lambda one: position[one.live.key])
        components_by_name = {component.name: component for component in self.component_of.values()}
        return [components_by_name[name] for name in sorted(components_by_name)], self.rest

    def _components(self) -> dict[tuple[str, str], Component]:
        """Return a component for each workspace with engines or clusters, by environment and workspace id."""
        places = {
            (environment.object_id, workspace.object_id): (environment, workspace)
            for one in self.declared
            if one.live.kind in RUNTIME_LISTS
            and (environment := one.live.environment) is not None
            and (workspace := one.live.workspace) is not None
        }
        names = unique(
            (ids, Candidate(f"{slug(environment.name)}-{slug(workspace.name)}", "", ids[1]))
            for ids, (environment, workspace) in places.items()
        )
        candidates = [(ids, Candidate(identifier(name, "runtimes"), "", name)) for ids, name in names.items()]
        variables = unique(candidates, (), "_")
        return {
            ids: Component(*environment_and_workspace, names[ids], variables[ids])
            for ids, environment_and_workspace in places.items()
        }

    def _try_add(self, declaration: Declaration) -> bool:
        """Add a resource to its component if the component can describe it. Return whether it was added."""
        kind = declaration.live.kind
        if "adopt_id" in declaration.arguments:
            return False
        if kind == "ClusterMembership":
            return self._add_membership(declaration)
        if kind in RUNTIME_LISTS:
            return self._add_runtime(declaration)
        return self._add_profile(declaration)

    def _add_runtime(self, declaration: Declaration) -> bool:
        live = declaration.live
        if live.environment is None or live.workspace is None or declaration.secrets:
            return False
        component = self.by_location[live.environment.object_id, live.workspace.object_id]
        if "remote_engines" in declaration.arguments or not self._reserve_name(
            live.kind, f"{component.name}-{live.name}"
        ):
            return False
        component.entries[live.key] = {"name": live.name, **_entry_arguments(declaration)}
        self.component_of[live.key] = component
        return True

    def _add_membership(self, declaration: Declaration) -> bool:
        engine_key = "RemoteEngine", declaration.live.parents["engineId"]
        cluster_key = "EngineCluster", declaration.live.parents["clusterId"]
        component = self.component_of.get(engine_key)
        if component is None or self.component_of.get(cluster_key) is not component:
            return False
        engine_name = self.by_key[engine_key].live.name
        if not self._reserve_name(declaration.live.kind, f"{component.name}-{engine_name}"):
            return False
        component.entries[cluster_key].setdefault("members", []).append(engine_name)
        return True

    def _add_profile(self, declaration: Declaration) -> bool:
        parent = parent_key(declaration.live)
        component = self.component_of.get(parent) if parent else None
        if parent is None or component is None:
            return False
        if declaration.live.kind == "DatabricksRunProfile":
            if not self._accepts_databricks_profile(declaration, component):
                return False
        elif declaration.secrets:
            return False
        parent_name = self.by_key[parent].live.name
        if not self._reserve_name(
            declaration.live.kind, f"{component.name}-{parent_name}-{declaration.live.name}"
        ):
            return False
        entry = component.entries[parent]
        entry.setdefault(_PROFILE_LISTS[declaration.live.kind], []).append(
            {"name": declaration.live.name, **_entry_arguments(declaration)}
        )
        return True

    def _accepts_databricks_profile(self, declaration: Declaration, component: Component) -> bool:
        """Return whether the component can describe a Databricks profile.

        Also set the component's token if all its Databricks profiles have the same token. Masked tokens may
        differ, so a masked token is set only if the component has a single Databricks profile.
        """
        if any(secret.path != _TOKEN_PATH for secret in declaration.secrets):
            return False
        databricks_profiles = [
            other
            for other in self.declared
            if other.live.kind == declaration.live.kind
            and self.component_of.get(parent_key(other.live) or ("", "")) is component
        ]
        tokens = [_token(other) for other in databricks_profiles]
        values = {token.value if token else "" for token in tokens}
        if None not in tokens and len(values) == 1 and (values != {None} or len(tokens) == 1):
            key = config_key(f"{component.name}-databricks-token")
            component.token = Secret(key, "", "", values.pop(), _TOKEN_PATH)
            return True
        return not declaration.secrets

    def _reserve_name(self, kind: str, name: str) -> bool:
        """Reserve a Pulumi name. Return False if it is taken."""
        if (kind, name) in self.taken_names:
            return False
        self.taken_names.add((kind, name))
        return True


def _token(declaration: Declaration) -> Secret | None:
    return next((secret for secret in declaration.secrets if secret.path == _TOKEN_PATH), None)


def _entry_arguments(declaration: Declaration) -> dict[str, Any]:
    """Return the arguments for an entry, without the name, references to other objects, and the token."""
    values = {name: _plain_value(value) for name, value in declaration.arguments.items() if name != "name"}
    return {name: value for name, value in values.items() if value is not None}


def _plain_value(value: object) -> Any:
    if isinstance(value, PlaceReference | Reference | Secret):
        return None
    if isinstance(value, BlockValue):
        members = {name: _plain_value(member) for name, member in value.members.items()}
        return {name: member for name, member in members.items() if member is not None}
    if isinstance(value, list):
        return [_plain_value(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _plain_value(part) for key, part in value.items()}
    return value

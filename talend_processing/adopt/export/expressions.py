"""Arguments as Python source: literals, variables, look-ups and stack config."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from talend_processing.adopt.account import Account
from talend_processing.adopt.export.declaration import (
    BlockValue,
    Declaration,
    DeclaredValue,
    PlaceReference,
    Reference,
    Secret,
)
from talend_processing.adopt.export.python_source import (
    Expression,
    Group,
    array,
    call,
    mapping,
    one_line,
    text,
)
from talend_processing.adopt.live_object import Place

_FINDERS: Final = {
    "RemoteEngine": "find_remote_engine",
    "EngineCluster": "find_engine_cluster",
    "PipelineEngine": "find_pipeline_engine",
}


@dataclass
class Scope:
    """The names that a file can refer to, and those that it uses."""

    account: Account
    variables: Mapping[tuple[str, str], Expression] = field(default_factory=dict)
    """The expression for each object that the file can refer to: a variable, or an expression such as
    `runtimes.engines["x"]`."""
    places: Mapping[str, str] = field(default_factory=dict)
    """The variables of environments and workspaces, by id."""
    used: set[str] = field(default_factory=set)
    """The variables that the file uses."""
    config: str = "config"
    """The expression for the stack's config."""
    needs_config: bool = False
    """Whether the file reads the stack's config."""

    def variable(self, key: tuple[str, str]) -> str:
        """Return the variable that an object's statement assigns, or an empty text."""
        found = self.variables.get(key, "")
        return found if isinstance(found, str) else ""

    def resource(self, one: Declaration) -> Group:
        """Return the call that declares a resource."""
        arguments = {name: self.expression(value) for name, value in one.arguments.items()}
        return call(f"talend.{one.live.kind}", text(one.pulumi_name), **arguments)

    def expression(self, value: DeclaredValue) -> Expression:
        """Return an argument's value as source."""
        if isinstance(value, str):
            return text(value)
        if isinstance(value, list):
            return array(self._item(part) for part in value)
        if isinstance(value, Mapping):
            return mapping({key: self.expression(part) for key, part in value.items()})
        if isinstance(value, bool | int):
            return repr(value)
        return self._object_expression(value)

    def _object_expression(self, value: Reference | PlaceReference | Secret | BlockValue) -> Expression:
        """Return a reference, a secret or a block as source."""
        if isinstance(value, Reference):
            return self._reference(value)
        if isinstance(value, PlaceReference):
            return self._place(value)
        if isinstance(value, Secret):
            return self._secret(value)
        members = {name: self._member(member) for name, member in value.members.items()}
        return call(f"talend.{value.name}", **members)

    def _item(self, value: DeclaredValue) -> Expression:
        """Return an item of a list as source. A list contains ids, so an object's variable gets `.id`."""
        found = self.expression(value)
        is_variable = isinstance(value, Reference) and (value.kind, value.object_id) in self.variables
        return f"{one_line(found)}.id" if is_variable else found

    def _place_variable(self, place: Place) -> str:
        """Return the variable of an environment or workspace, or an empty text."""
        found = self.places.get(place.object_id, "")
        if found:
            self.used.add(found)
        return found

    def _place(self, value: PlaceReference) -> Expression:
        """Return the variable of an environment or workspace, a look-up of its id, or the id itself."""
        if variable := self._place_variable(value.place):
            return variable
        found = self.look_up(value.kind, value.place, "")
        return text(value.place.object_id) if found is None else _attribute(found, "id")

    def look_up(self, kind: str, place: Place, environment: Expression) -> Group | None:
        """Return the look-up of a place by its name, or by its id if the name is not enough.

        Args:
            kind: environment or workspace.
            place: The place.
            environment: The expression for a workspace's environment; empty if no variable holds it.

        Returns:
            The look-up; None if the credentials cannot list the place.

        """
        if kind == "environment":
            listed = self.account.environments
            named = [one for one in listed.values() if one.name == place.name]
            arguments: dict[str, Expression] = {"name": text(place.name)}
        else:
            _, environment_id = self.account.workspaces.get(place.object_id, (place, ""))
            listed = {key: one for key, (one, _) in self.account.workspaces.items()}
            named = [
                one
                for one, where in self.account.workspaces.values()
                if (one.name, where) == (place.name, environment_id)
            ]
            parent = self.account.environments.get(environment_id)
            environment = environment or (text(parent.name) if parent else text(environment_id))
            arguments = {"name": text(place.name), "environment": environment}
        if place.object_id not in listed:
            return None
        if len(named) != 1 or not place.name:
            return call(f"talend.get_{kind}", id=text(place.object_id))
        return call(f"talend.find_{kind}", **arguments)

    def _reference(self, value: Reference) -> Expression:
        """Return an object's variable, a look-up by its name, or its id if a look-up could not find it."""
        variable = self.variables.get((value.kind, value.object_id))
        if variable:
            if isinstance(variable, str):
                self.used.add(variable)
            return variable
        runtimes = self.account.runtimes(value.kind)
        found = runtimes.get(value.object_id)
        if found is None or found.environment is None or not found.name:
            return text(value.object_id)
        same = [
            one
            for one in runtimes.values()
            if one.name == found.name and one.environment == found.environment
        ]
        if len(same) > 1 or found.environment.object_id not in self.account.environments:
            return text(value.object_id)
        place = self._place_variable(found.environment)
        environment = f"{place}.id" if place else text(found.environment.name or found.environment.object_id)
        look = call(f"talend.{_FINDERS[value.kind]}", name=text(found.name), environment=environment)
        return _attribute(look, "id")

    def _secret(self, value: Secret) -> Expression:
        self.needs_config = True
        found = call(f"{self.config}.require_secret", text(value.key))
        if not value.before and not value.after:
            return found
        around = [text(value.before)] if value.before else []
        return call("pulumi.Output.concat", *around, found, *([text(value.after)] if value.after else []))

    def _member(self, value: DeclaredValue) -> Expression:
        """Return a member of a block. A map that contains a secret becomes one Pulumi output."""
        if isinstance(value, dict) and any(isinstance(part, Secret) for part in value.values()):
            parts = mapping({key: self.expression(part) for key, part in value.items()})
            return call("pulumi.Output.all", replace(parts, head="**{"))
        return self.expression(value)


def _attribute(expression: Group, name: str) -> Group:
    return replace(expression, tail=f"{expression.tail}.{name}")

"""Python source for the arguments of resources: literals, variables, look-ups and stack config."""

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
    call,
    dict_of,
    list_of,
    one_line,
    quoted,
)
from talend_processing.adopt.live_object import Place

_FIND_FUNCTIONS: Final = {
    "RemoteEngine": "find_remote_engine",
    "EngineCluster": "find_engine_cluster",
    "PipelineEngine": "find_pipeline_engine",
}


@dataclass
class Scope:
    """The variables that an exported file can use, and those that it does use."""

    account: Account
    variables: Mapping[tuple[str, str], Expression] = field(default_factory=dict)
    """By kind and id, the expression for each object that the file can refer to: a variable, or an expression
    such as `runtimes.engines["x"]`."""
    place_variables: Mapping[str, str] = field(default_factory=dict)
    """The variables of environments and workspaces, by id."""
    used: set[str] = field(default_factory=set)
    """The variables that the file uses."""
    config: str = "config"
    """The expression for the stack's config."""
    needs_config: bool = False
    """Whether the file reads the stack's config."""

    def variable(self, key: tuple[str, str]) -> str:
        """Return the variable to which the file assigns an object, or an empty text."""
        expression = self.variables.get(key, "")
        return expression if isinstance(expression, str) else ""

    def resource(self, declaration: Declaration) -> Group:
        """Return the call that declares a resource."""
        arguments = {name: self.expression(value) for name, value in declaration.arguments.items()}
        return call(f"talend.{declaration.live.kind}", quoted(declaration.pulumi_name), **arguments)

    def expression(self, value: DeclaredValue) -> Expression:
        """Return an argument's value as source."""
        if isinstance(value, str):
            return quoted(value)
        if isinstance(value, list):
            return list_of(self._item(part) for part in value)
        if isinstance(value, Mapping):
            return dict_of({key: self.expression(part) for key, part in value.items()})
        if isinstance(value, bool | int):
            return repr(value)
        return self._reference_secret_or_block(value)

    def _reference_secret_or_block(
        self, value: Reference | PlaceReference | Secret | BlockValue
    ) -> Expression:
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
        item = self.expression(value)
        is_variable = isinstance(value, Reference) and (value.kind, value.object_id) in self.variables
        return f"{one_line(item)}.id" if is_variable else item

    def _place_variable(self, place: Place) -> str:
        """Return the variable of an environment or workspace, or an empty text."""
        variable = self.place_variables.get(place.object_id, "")
        if variable:
            self.used.add(variable)
        return variable

    def _place(self, value: PlaceReference) -> Expression:
        """Return an environment or workspace as source: its variable, a look-up, or its id."""
        if variable := self._place_variable(value.place):
            return variable
        look_up = self.look_up_call(value.kind, value.place, "")
        return quoted(value.place.object_id) if look_up is None else _attribute(look_up, "id")

    def look_up_call(self, kind: str, place: Place, environment: Expression) -> Group | None:
        """Return the look-up of an environment or workspace: by name, or by id if the name is not unique.

        Args:
            kind: `"environment"` or `"workspace"`.
            place: The environment or workspace.
            environment: For a workspace, the expression for its environment. If it is empty, the look-up
                contains the name of the environment, or its id if the name is unknown.

        Returns:
            The look-up, or None if the credentials cannot see the environment or workspace.

        """
        if kind == "environment":
            visible = self.account.environments
            same_name = [one for one in visible.values() if one.name == place.name]
            arguments: dict[str, Expression] = {"name": quoted(place.name)}
        else:
            _, environment_id = self.account.workspaces.get(place.object_id, (place, ""))
            visible = {key: one for key, (one, _) in self.account.workspaces.items()}
            same_name = [
                one
                for one, parent_id in self.account.workspaces.values()
                if (one.name, parent_id) == (place.name, environment_id)
            ]
            parent = self.account.environments.get(environment_id)
            environment = environment or (quoted(parent.name) if parent else quoted(environment_id))
            arguments = {"name": quoted(place.name), "environment": environment}
        if place.object_id not in visible:
            return None
        if len(same_name) != 1 or not place.name:
            return call(f"talend.get_{kind}", id=quoted(place.object_id))
        return call(f"talend.find_{kind}", **arguments)

    def _reference(self, value: Reference) -> Expression:
        """Return an engine or a cluster as source: its variable, a look-up by name, or its id.

        A look-up needs a name that is unique in an environment that the credentials can see.
        """
        variable = self.variables.get((value.kind, value.object_id))
        if variable:
            if isinstance(variable, str):
                self.used.add(variable)
            return variable
        runtimes = self.account.runtimes(value.kind)
        runtime = runtimes.get(value.object_id)
        if runtime is None or runtime.environment is None or not runtime.name:
            return quoted(value.object_id)
        same_name = [
            one
            for one in runtimes.values()
            if one.name == runtime.name and one.environment == runtime.environment
        ]
        if len(same_name) > 1 or runtime.environment.object_id not in self.account.environments:
            return quoted(value.object_id)
        place_variable = self._place_variable(runtime.environment)
        environment = (
            f"{place_variable}.id"
            if place_variable
            else quoted(runtime.environment.name or runtime.environment.object_id)
        )
        function = f"talend.{_FIND_FUNCTIONS[value.kind]}"
        return _attribute(call(function, name=quoted(runtime.name), environment=environment), "id")

    def _secret(self, value: Secret) -> Expression:
        self.needs_config = True
        secret = call(f"{self.config}.require_secret", quoted(value.key))
        if not value.before and not value.after:
            return secret
        before = [quoted(value.before)] if value.before else []
        after = [quoted(value.after)] if value.after else []
        return call("pulumi.Output.concat", *before, secret, *after)

    def _member(self, value: DeclaredValue) -> Expression:
        """Return the source of a nested class's argument. A map with a secret becomes one Pulumi output."""
        if isinstance(value, dict) and any(isinstance(part, Secret) for part in value.values()):
            entries = dict_of({key: self.expression(part) for key, part in value.items()})
            return call("pulumi.Output.all", replace(entries, head="**{"))
        return self.expression(value)


def _attribute(expression: Group, name: str) -> Group:
    return replace(expression, tail=f"{expression.tail}.{name}")

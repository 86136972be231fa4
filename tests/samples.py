"""Arguments for any resource, derived from its declaration. Its parents are created first."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from talend_processing.provider.kinds.registry import find
from talend_processing.provider.kinds.spec import Property, ResourceSpec, Role, Shape
from talend_processing.simulator import Simulator

Make = Callable[[str, dict[str, Any]], str]
"""Creates an object of a kind from its arguments and returns its id."""

_NUMBERS = itertools.count(1)
_TEXTS = {"definition": "1", "jvm_arguments": "-Xmx1g"}
"""Texts that must have a certain form: JSON, and an argument that a JVM accepts."""
_REQUIRED_BY_RULE = {"RunProfile": {"scopeId"}}
"""Arguments that a rule of the kind requires, because the sample is for a Dynamic Engine."""
_EXCLUDED_BY_RULE = {"RunProfile": {"runtimeId"}}
"""Arguments that the rule does not allow together with those."""


class Samples:
    """Generates arguments for objects in the first workspace of a simulator."""

    def __init__(self, make: Make, simulator: Simulator) -> None:
        state = simulator.state()
        workspace = state["workspaces"][0]
        environment = workspace["environmentId"]
        self.make = make
        self.scope_ids = {
            "workspaceId": workspace["id"],
            "environmentId": environment,
            "scopeId": environment,
        }
        self.elsewhere = next(place["id"] for place in state["environments"] if place["id"] != environment)

    def least(self, spec: ResourceSpec) -> dict[str, Any]:
        """Return the required arguments, and a name."""
        needed = _REQUIRED_BY_RULE.get(spec.kind, set())
        required = {p.wire: self._value(p) for p in spec.arguments if p.required or p.wire in needed}
        return required | self._named(spec)

    def most(self, spec: ResourceSpec) -> dict[str, Any]:
        """Return all arguments that are part of the object."""
        full = {
            prop.wire: self._value(prop)
            for prop in spec.arguments
            if prop.required or (prop.role is Role.BODY and not prop.action)
            if prop.wire not in _EXCLUDED_BY_RULE.get(spec.kind, set())
        }
        return full | self._named(spec)

    def changed(self, prop: Property, value: Any) -> Any:
        """Return another value of the same shape."""
        if prop.wire == "scopeId":
            return self.elsewhere
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return value + 1
        if isinstance(value, str):
            others = [known for known in (*prop.only, *prop.known) if known != value]
            another = "-Dchanged=true" if value.startswith("-") else value * 2
            return others[0] if others else another
        if isinstance(value, list):
            return [*value, self.changed(prop, value[0])]
        if prop.shape.kind == "block":
            first = next(member for member in prop.shape.fields if member.wire in value)
            return value | {first.wire: self.changed(first, value[first.wire])}
        return {
            key: self.changed(prop, part) if part == next(iter(value.values())) else part
            for key, part in value.items()
        }

    def _named(self, spec: ResourceSpec) -> dict[str, Any]:
        if not any(prop.wire == "name" for prop in spec.arguments):
            return {}
        return {"name": f"{spec.kind}-{next(_NUMBERS)}"}

    def _value(self, prop: Property) -> Any:
        if prop.role is Role.PARENT and prop.parent_kinds:
            return self.make(prop.parent_kinds[0], self.least(find(prop.parent_kinds[0])))
        if prop.wire in self.scope_ids:
            return self.scope_ids[prop.wire]
        return self._of_shape(prop, prop.shape)

    def _of_shape(self, prop: Property, shape: Shape) -> Any:
        if shape.kind == "block":
            return {member.wire: self._of_shape(member, member.shape) for member in shape.fields}
        if shape.kind == "list" and shape.item:
            return [self._of_shape(prop, shape.item)]
        if shape.kind == "map" and shape.item:
            return {"ANY_key.1": self._of_shape(prop, shape.item)}
        if shape.kind == "integer":
            return prop.at_least or 1
        if shape.kind == "boolean":
            return True
        if prop.only or prop.known:
            return (*prop.only, *prop.known)[0]
        return _TEXTS.get(prop.name, f"{prop.name} text")

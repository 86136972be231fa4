"""A policy's view of a resource: plain values, with a marker for unknown ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from talend_processing.jvm.arguments import Argument, parse
from talend_processing.provider.kinds.registry import all_parts, all_specs
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import UNKNOWN, Value
from talend_processing.stack.step import TYPE_PREFIX

JVM_ARGUMENTS: Final = "jvmArguments"
"""The property with the JVM arguments."""


def kinds_with(argument: str) -> tuple[str, ...]:
    """Return the kinds of resource with an argument of this wire name."""
    return tuple(
        kind for kind, spec in all_specs().items() if any(prop.wire == argument for prop in spec.arguments)
    )


JVM_PROFILES: Final = kinds_with(JVM_ARGUMENTS)
"""The kinds of resource with JVM arguments."""


@dataclass(frozen=True)
class Subject:
    """One resource of this provider, as a policy sees it."""

    kind: str
    """The name of its class, such as RemoteEngine."""
    name: str
    """Pulumi's name for it."""
    urn: str
    values: Mapping[str, Value]
    """Its properties by their names in state, with `UNKNOWN` for values that only `up` will know.

    A policy of one resource sees the arguments. A policy of a whole stack also sees the outputs, except
    those of a resource that the preview would change.
    """
    protected: bool = False
    references: dict[str, tuple[Subject, ...]] = field(default_factory=dict)
    """The resources that each property refers to. Only policies of a whole stack see them."""

    @property
    def stack(self) -> str:
        """The name of the stack."""
        return self.urn.removeprefix("urn:pulumi:").partition("::")[0]

    @property
    def project(self) -> str:
        """The name of the project."""
        return self.urn.split("::")[1]

    @property
    def spec(self) -> ResourceSpec:
        """Its declaration."""
        return (all_specs() | all_parts())[self.kind]

    @property
    def is_written(self) -> bool:
        """Whether `up` would create, update or replace it. Only a policy of a whole stack can use it.

        Such a policy sees no outputs of a resource that the preview would change. After an update it sees the
        outputs of all resources, so the result is then always False.
        """
        arguments = {prop.wire for prop in self.spec.arguments}
        return not any(prop.wire in self.values and prop.wire not in arguments for prop in self.spec.outputs)

    def text(self, wire: str) -> str | None:
        """Return the text of a property, or None if it is empty or unknown."""
        value = self.values.get(wire)
        return value if isinstance(value, str) and value else None

    def texts(self, wire: str) -> list[str | None]:
        """Return the items of a list, with None for items that are unknown or not texts.

        The result is empty if the property is missing or unknown as a whole.
        """
        value = self.values.get(wire)
        if not isinstance(value, list):
            return []
        return [one if isinstance(one, str) else None for one in value]

    @property
    def jvm_arguments(self) -> tuple[Argument, ...]:
        """The known JVM arguments. Empty if there are none."""
        return parse(self.texts(JVM_ARGUMENTS))

    def number(self, *path: str) -> int | None:
        """Return a known whole number by its path through nested blocks, or None."""
        value = self.at(*path)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def at(self, *path: str) -> Value:
        """Return the value at a path through nested blocks, or None."""
        value: Value = self.values
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return value

    def is_unknown(self, wire: str) -> bool:
        """Whether a property is declared but not known yet."""
        return self.values.get(wire) is UNKNOWN

    def referred(self, wire: str, *kinds: str) -> tuple[Subject, ...]:
        """Return the resources that a property refers to, optionally only those of some kinds."""
        return tuple(one for one in self.references.get(wire, ()) if not kinds or one.kind in kinds)

    def python_name(self, wire: str) -> str:
        """Return the name of a property in the program."""
        return self.spec.python_name(wire)


@dataclass(frozen=True)
class Stack:
    """All resources of this provider in one stack."""

    subjects: Sequence[Subject]

    def of(self, *kinds: str) -> Iterable[Subject]:
        """Return the resources of these kinds."""
        return (one for one in self.subjects if one.kind in kinds)


def kind_of(resource_type: str) -> str | None:
    """Return the kind for a type token, or None for another provider's type."""
    kind = resource_type.removeprefix(TYPE_PREFIX)
    return kind if kind != resource_type and kind in all_specs() | all_parts() else None

"""The resources of a stack as policies see them: plain values, and `UNKNOWN` for values not known yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from talend_processing.jvm.arguments import Argument, parse
from talend_processing.provider.kinds.registry import object_specs, operation_specs
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import UNKNOWN, Value
from talend_processing.stack.step import TYPE_PREFIX

JVM_ARGUMENTS: Final = "jvmArguments"
"""The name of the property `jvm_arguments` in the state."""


def kinds_with(argument: str) -> tuple[str, ...]:
    """Return the kinds of resource that have an argument, such as `jvmArguments`."""
    return tuple(
        kind for kind, spec in object_specs().items() if any(prop.wire == argument for prop in spec.arguments)
    )


JVM_PROFILES: Final = kinds_with(JVM_ARGUMENTS)
"""The kinds of run profile that have JVM arguments."""


@dataclass(frozen=True)
class Subject:
    """One resource of this provider, as a policy sees it.

    The parameter `wire` of a method is the name of a property in the state, such as `jvmArguments`.
    """

    kind: str
    """The name of its class, such as RemoteEngine."""
    name: str
    """The name that the program gives it, the last part of its URN."""
    urn: str
    values: Mapping[str, Value]
    """Its properties by their names in the state, such as `jvmArguments`.

    A `ResourcePolicy` sees only the arguments. A `StackPolicy` also sees the outputs of each resource, unless
    a preview plans to change the resource. A value that is not known before `up` is `UNKNOWN`.
    """
    protected: bool = False
    """Whether it has the option `protect`."""
    references: dict[str, tuple[Subject, ...]] = field(default_factory=dict)
    """The resources that each property refers to, by property. Empty in a `ResourcePolicy`."""

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
        """The declaration of its kind."""
        return (object_specs() | operation_specs())[self.kind]

    @property
    def is_written(self) -> bool:
        """Whether a preview plans to create, update or replace it. Useful only in a `StackPolicy`.

        In a preview, such a resource has no outputs yet. At the end of an update all resources have outputs,
        so the result is False.
        """
        arguments = {prop.wire for prop in self.spec.arguments}
        return not any(prop.wire in self.values and prop.wire not in arguments for prop in self.spec.outputs)

    def text(self, wire: str) -> str | None:
        """Return the text of a property, or None if it is missing, empty or unknown."""
        value = self.values.get(wire)
        return value if isinstance(value, str) and value else None

    def texts(self, wire: str) -> list[str | None]:
        """Return the items of a list, with None in place of unknown items and of items that are not texts.

        If the property is missing, or the whole list is unknown, the result is empty.
        """
        value = self.values.get(wire)
        if not isinstance(value, list):
            return []
        return [one if isinstance(one, str) else None for one in value]

    @property
    def jvm_arguments(self) -> tuple[Argument, ...]:
        """The known JVM arguments."""
        return parse(self.texts(JVM_ARGUMENTS))

    def number(self, *path: str) -> int | None:
        """Return the whole number at a path through nested blocks, or None if it is missing or unknown."""
        value = self.at(*path)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def at(self, *path: str) -> Value:
        """Return the value at a path through nested blocks, or None if it is missing."""
        value: Value = self.values
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def is_unknown(self, wire: str) -> bool:
        """Whether the program sets a property to a value that is not known yet."""
        return self.values.get(wire) is UNKNOWN

    def referred(self, wire: str, *kinds: str) -> tuple[Subject, ...]:
        """Return the resources that a property refers to. If kinds are given, return only those kinds."""
        return tuple(one for one in self.references.get(wire, ()) if not kinds or one.kind in kinds)

    def python_name(self, wire: str) -> str:
        """Return the Python name of a property, such as `jvm_arguments` for `jvmArguments`."""
        return self.spec.python_name(wire)


@dataclass(frozen=True)
class Stack:
    """All resources of this provider in one stack."""

    subjects: Sequence[Subject]

    def of(self, *kinds: str) -> Iterable[Subject]:
        """Return the resources of these kinds."""
        return (one for one in self.subjects if one.kind in kinds)


def kind_of(resource_type: str) -> str | None:
    """Return the kind in a Pulumi type, such as RemoteEngine, or None for a type of another provider."""
    kind = resource_type.removeprefix(TYPE_PREFIX)
    return kind if kind != resource_type and kind in object_specs() | operation_specs() else None

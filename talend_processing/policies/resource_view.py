"""What a policy sees of a resource: plain values, with those that are not known yet set apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from talend_processing.jvm.arguments import Argument, parse
from talend_processing.provider.kinds.registry import all_parts, all_specs
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import UNKNOWN, Value

TYPE_PREFIX = "pulumi-python:dynamic/talend:"
JVM_PROFILES: Final = (
    "RemoteEngineRunProfile",
    "EngineClusterRunProfile",
    "DataIntegrationRunProfile",
    "RunProfile",
)
"""The kinds of resource that hold JVM arguments."""
JVM_ARGUMENTS: Final = "jvmArguments"
"""The property that holds them."""


@dataclass(frozen=True)
class Subject:
    """One resource of this provider, as a program declares it."""

    kind: str
    """The name of its class, such as RemoteEngine."""
    name: str
    """Pulumi's name for it."""
    urn: str
    values: Mapping[str, Value]
    """Its properties by their names in state; `UNKNOWN` where only an `up` will tell."""
    protected: bool = False
    references: dict[str, tuple[Subject, ...]] = field(default_factory=dict)
    """The resources that a property is made from; only policies of a whole stack see them."""

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
        """Whether it is created, updated or replaced; only policies of a whole stack, at a preview, can tell.

        What stays as it is has the outputs that state holds, what changes has its arguments alone.
        """
        arguments = {prop.wire for prop in self.spec.arguments}
        return not any(prop.wire in self.values and prop.wire not in arguments for prop in self.spec.outputs)

    def text(self, wire: str) -> str | None:
        """A text that is given and known."""
        value = self.values.get(wire)
        return value if isinstance(value, str) and value else None

    def texts(self, wire: str) -> list[str | None]:
        """A list of texts, in its places None for what is not known; empty if the whole list is not."""
        value = self.values.get(wire)
        if not isinstance(value, list):
            return []
        return [one if isinstance(one, str) else None for one in value]

    @property
    def jvm_arguments(self) -> tuple[Argument, ...]:
        """Its JVM arguments that are known; empty if it has none."""
        return parse(self.texts(JVM_ARGUMENTS))

    def number(self, *path: str) -> int | None:
        """A number that is given and known, by its path through nested blocks."""
        value = self.at(*path)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def at(self, *path: str) -> Value:
        """What is at a path through nested blocks; None if nothing is."""
        value: Value = self.values
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return value

    def is_unknown(self, wire: str) -> bool:
        """Whether a property is given and not known yet."""
        return self.values.get(wire) is UNKNOWN

    def referred(self, wire: str, *kinds: str) -> tuple[Subject, ...]:
        """The resources that a property is made from; of some kinds, or of any."""
        return tuple(one for one in self.references.get(wire, ()) if not kinds or one.kind in kinds)

    def python_name(self, wire: str) -> str:
        """What a program calls a property."""
        return self.spec.python_name(wire)


@dataclass(frozen=True)
class Stack:
    """All resources of this provider in one stack."""

    subjects: Sequence[Subject]

    def of(self, *kinds: str) -> Iterable[Subject]:
        """The resources of some kinds."""
        return (one for one in self.subjects if one.kind in kinds)


def kind_of(resource_type: str) -> str | None:
    """The kind that a type of resource names; None if it is not of this provider."""
    kind = resource_type.removeprefix(TYPE_PREFIX)
    return kind if kind != resource_type and kind in all_specs() | all_parts() else None

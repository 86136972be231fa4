"""The resource that declares an existing object: its arguments as values, references and secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from talend_processing.adopt.export.naming import config_key, digest
from talend_processing.adopt.live_object import PLACES, LiveObject, Place
from talend_processing.adopt.secret_values import is_masked, secret_in
from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.spec import Property, Role
from talend_processing.provider.kinds.values import Value
from talend_processing.provider.lifecycle.state import observe

_PLACEHOLDER: Final = "-masked"
"""Replaces a masked secret when the provider checks the arguments."""


@dataclass(frozen=True)
class Reference:
    """An argument's value that is the id of an engine or a cluster."""

    kind: str
    """The class of the engine or cluster, such as `RemoteEngine`."""
    object_id: str


@dataclass(frozen=True)
class PlaceReference:
    """An argument's value that is the id of an environment or a workspace."""

    kind: str
    """`"environment"` or `"workspace"`."""
    place: Place


@dataclass(frozen=True)
class Secret:
    """A secret that the program reads from the stack's config."""

    key: str
    """The key in the stack's config, without a namespace."""
    before: str
    """The text before the secret in its argument, such as `-Ddb.password=`."""
    after: str
    """The text after the secret in its argument."""
    value: str | None = field(repr=False)
    """The value in the API, or None if the API masks it."""
    path: str
    """The argument that contains the secret, such as `jvm_arguments[0]`."""


@dataclass(frozen=True)
class BlockValue:
    """An argument's value that is an instance of a nested class."""

    name: str
    """The class, such as `EngineDebugArgs`."""
    members: Mapping[str, DeclaredValue]


_Single: TypeAlias = str | int | bool | Reference | PlaceReference | Secret | BlockValue
DeclaredValue: TypeAlias = "_Single | list[DeclaredValue] | dict[str, DeclaredValue]"


@dataclass(frozen=True)
class Declaration:
    """A resource of the exported program."""

    live: LiveObject
    pulumi_name: str
    arguments: Mapping[str, DeclaredValue]
    """The arguments by their Python names."""
    unseen: tuple[str, ...] = ()
    """Secret arguments that the API does not show. It is unknown whether the object has them."""
    inputs: Mapping[str, Value] = field(default_factory=dict, repr=False)
    """The arguments as the provider gets them, by their API names. Masked secrets have a placeholder."""

    def with_adopt_id(self) -> Declaration:
        """Return the declaration with `adopt_id`, which selects the existing object by its id."""
        return replace(self, arguments={**self.arguments, "adopt_id": self.live.object_id})

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """All secrets among the arguments."""
        return tuple(_secrets(self.arguments))


class UndeclarableError(Exception):
    """No program can declare the object. The message gives the reason."""


class ConfigKeys:
    """The config keys that a program uses, each for one secret."""

    def __init__(self) -> None:
        self._owners: dict[str, tuple[str, str]] = {}

    def key(self, pulumi_name: str, hint: str, path: str) -> str:
        """Return a key such as `etl-1-db-password`, made from a Pulumi name and the hint `db.password`.

        Append a hash if a secret with another Pulumi name or another `path` has this key.
        """
        owner = pulumi_name, path
        key = config_key(f"{pulumi_name}-{hint}")
        if self._owners.setdefault(key, owner) != owner:
            key = config_key(f"{key}-{digest(':'.join(owner))}")
            self._owners.setdefault(key, owner)
        return key


def declare(
    live: LiveObject, pulumi_name: str, keys: ConfigKeys, *, full: bool = False, members: bool = False
) -> Declaration:
    """Return the resource that declares an existing object.

    Args:
        live: The object.
        pulumi_name: The name of the resource in Pulumi.
        keys: The config keys of the program.
        full: Whether to write arguments that are False, and a name that equals the Pulumi name.
        members: Whether the resource of a cluster lists the cluster's engines.

    Raises:
        UndeclarableError: The object has no name, or the provider would refuse its values.

    """
    if any(prop.wire == "name" for prop in live.spec.arguments) and not live.name:
        raise UndeclarableError("it has no name")
    collected = _Arguments(live, pulumi_name, keys, full=full, members=members)
    arguments = dict(collected.arguments())
    # The provider refuses a name with white space around it, unless `adopt_id` selects an existing object.
    padded = live.name != live.name.strip()
    failures = check(
        live.spec, {**collected.inputs, "adoptId": live.object_id} if padded else collected.inputs
    ).failures
    if failures:
        raise UndeclarableError("; ".join(failures))
    declaration = Declaration(live, pulumi_name, arguments, tuple(collected.unseen), collected.inputs)
    return declaration.with_adopt_id() if padded else declaration


class _Arguments:
    """Collects the arguments for the program, and the plain inputs for the provider's check."""

    def __init__(
        self, live: LiveObject, pulumi_name: str, keys: ConfigKeys, *, full: bool, members: bool
    ) -> None:
        self.live = live
        self.pulumi_name = pulumi_name
        self.keys = keys
        self.full = full
        self.members = members
        self.inputs: dict[str, Value] = {}
        self.unseen: list[str] = []

    def arguments(self) -> Iterator[tuple[str, DeclaredValue]]:
        for prop in _name_first(self.live.spec.arguments):
            value = self._argument(prop)
            if value is not None:
                yield prop.name, value

    def _argument(self, prop: Property) -> DeclaredValue | None:
        observed = observe(prop, self.live.properties)
        if prop.role is Role.PARENT:
            parent_id = self.inputs[prop.wire] = self.live.parents[prop.wire]
            return Reference(prop.parent_kinds[0], parent_id)
        if prop.role is not Role.BODY:
            return None
        if prop.wire in PLACES:
            return self._place(prop, observed)
        if prop.lists_members:
            return self._member_list(prop, observed)
        return None if self._is_runtime_id_of_dynamic_engine(prop) else self._plain_argument(prop, observed)

    def _plain_argument(self, prop: Property, observed: Value) -> DeclaredValue | None:
        """Return an argument that refers to no other object, or None to leave it out."""
        if prop.secret:
            return self._whole_secret(observed, prop.name)
        if observed is None and prop.required and prop.shape.kind == "list":
            observed = []  # null and an empty list mean the same to the API
        if observed is None or not (prop.required or self._must_be_written(prop, observed)):
            return None
        observed = self.inputs[prop.wire] = _without_nulls(observed)
        if prop.wire == "name" and observed == self.pulumi_name and not self.full:
            return None
        if prop.shape.kind == "block" and isinstance(observed, Mapping):
            block, block_inputs = self._block(prop, observed, prop.name)
            if not block_inputs and not prop.required:  # no member has a value
                del self.inputs[prop.wire]
                return None
            self.inputs[prop.wire] = block_inputs
            return block
        return self._value(observed, prop.name, prop.name)

    def _must_be_written(self, prop: Property, observed: Value) -> bool:
        return prop.is_given(observed) and (observed is not False or self.full)

    def _place(self, prop: Property, observed: Value) -> DeclaredValue | None:
        if observed is None:
            return None
        self.inputs[prop.wire] = observed
        kind = PLACES[prop.wire]
        place = self.live.environment if kind == "environment" else self.live.workspace
        return PlaceReference(kind, place or Place(str(observed), ""))

    def _is_runtime_id_of_dynamic_engine(self, prop: Property) -> bool:
        """Return whether this is `runtime_id` in a Dynamic Engine's profile, which has `scope_id` instead."""
        return (
            prop.observed == "processorId" and self.live.properties.get("processorType") == "DYNAMIC_ENGINE"
        )

    def _member_list(self, prop: Property, observed: Value) -> DeclaredValue | None:
        if not self.members or not isinstance(observed, list):
            return None
        engines = sorted(str(engine) for engine in observed)
        self.inputs[prop.wire] = engines
        return [Reference("RemoteEngine", engine) for engine in engines]

    def _whole_secret(self, observed: Value, path: str) -> DeclaredValue | None:
        """Return an argument or a member that contains nothing but a secret."""
        if not isinstance(observed, str) or not observed:
            self.unseen.append(path)
            return None
        value = None if is_masked(observed) else observed
        return Secret(self.keys.key(self.pulumi_name, path, path), "", "", value, path)

    def _block(
        self, prop: Property, observed: Mapping[str, Value], path: str
    ) -> tuple[BlockValue, dict[str, Value]]:
        members: dict[str, DeclaredValue] = {}
        inputs: dict[str, Value] = {}
        for member in prop.shape.fields:
            value, member_path = _without_nulls(observed.get(member.wire)), f"{path}.{member.name}"
            if member.secret:
                secret = self._whole_secret(value, member_path)
                if isinstance(secret, Secret):
                    members[member.name] = secret
                    inputs[member.wire] = secret.value or _PLACEHOLDER
            elif member.shape.kind == "block" and isinstance(value, Mapping):
                members[member.name], inputs[member.wire] = self._block(member, value, member_path)
            elif member.is_given(value) or (member.required and value is not None):
                members[member.name] = self._value(value, member_path, member.name)
                inputs[member.wire] = value
        return BlockValue(prop.shape.block, members), inputs

    def _value(self, value: Value, path: str, name: str) -> DeclaredValue:
        if isinstance(value, bool | int):
            return value
        if isinstance(value, list):
            return [self._value(part, f"{path}[{number}]", "") for number, part in enumerate(value)]
        if isinstance(value, Mapping):
            return {str(key): self._value(part, f"{path}[{key!r}]", str(key)) for key, part in value.items()}
        text = value if isinstance(value, str) else str(value)
        contained = secret_in(text, name)
        if contained is None:
            return text
        jvm_option = re.match(r"-D([\w.-]+)=", contained.before)
        key = self.keys.key(self.pulumi_name, jvm_option[1] if jvm_option else name or path, path)
        return Secret(key, contained.before, contained.after, contained.secret, path)


def _without_nulls(value: Value) -> Value:
    """Remove the null members of a map. The API treats them like absent members."""
    if not isinstance(value, Mapping):
        return value
    return {key: part for key, part in value.items() if part is not None}


def _name_first(arguments: tuple[Property, ...]) -> list[Property]:
    order = {"name": 0, "cluster_id": 1, "engine_id": 1, "environment_id": 2, "workspace_id": 3}
    return sorted(arguments, key=lambda prop: order.get(prop.name, 4))


def _secrets(value: object) -> Iterator[Secret]:
    if isinstance(value, Secret):
        yield value
    elif isinstance(value, BlockValue):
        yield from _secrets(value.members)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _secrets(part)
    elif isinstance(value, list):
        for part in value:
            yield from _secrets(part)

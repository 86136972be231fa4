"""The declaration of a kind of resource as plain data. Check, diff and the lifecycles use it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Final, Literal, TypeAlias

from talend_processing.provider.kinds.values import Inputs, Value, is_empty, same

DECLARED: Final = "__declared"
"""The key in state for the names of the arguments that the last `up` declared. Pulumi hides it."""
API_URL: Final = "__apiUrl"
"""The key in state for the API's base URL. Pulumi hides it."""


class Role(Enum):
    """The purpose of an argument."""

    BODY = "body"
    """Part of the object: sent in the body of a create, and of an update if a PUT can change it."""
    PARENT = "parent"
    """An id in the path."""
    OPTION = "option"
    """Not part of the object: it controls the lifecycle, for example how to adopt, unpair or wait."""
    COMPUTED = "computed"
    """Only an output: filled in by the API or the provider."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The type of a value: `text`, `integer`, `boolean`, `list`, `map`, `block` or `any`."""

    kind: str
    item: Shape | None = None
    fields: tuple[Property, ...] = ()
    block: str = ""
    """The name of the class that declares a block."""

    def with_secrets(self, observed: Value, given: Value) -> Value:
        """Return an observed block with the declared values of its secret members, which the API masks.

        Secret members that are not declared are removed. A value that is not a block is returned unchanged.
        """
        if self.kind != "block" or not isinstance(observed, Mapping):
            return observed
        declared_block = given if isinstance(given, Mapping) else {}
        block = dict(observed)
        for member in self.fields:
            declared_value = declared_block.get(member.wire)
            if member.secret:
                block.pop(member.wire, None)
                if declared_value is not None:
                    block[member.wire] = declared_value
            elif member.wire in block:
                block[member.wire] = member.shape.with_secrets(block[member.wire], declared_value)
        return block


SHAPES: Final[Mapping[str, str]] = {
    "text": "a string",
    "integer": "a whole number",
    "boolean": "true or false",
    "list": "a list",
    "map": "a map",
    "block": "an object",
}
"""The name of each shape in messages. Every value fits `any`, so it needs none."""

Advice: TypeAlias = Callable[[Sequence[str | None]], Iterable[tuple[int, str]]]
"""Yields the index of each unusual text in a list, with a phrase. A text that is not known yet is None.

The phrase says why the text is unusual and what to write. It never contains a value.
"""


@dataclass(frozen=True, slots=True)
class Property:
    """One argument or output of a resource, or one member of a nested block."""

    name: str
    """The name in Python."""
    wire: str
    """The name in the API and in state."""
    shape: Shape
    role: Role = Role.BODY
    required: bool = False
    default: Value = None
    replace: bool = False
    secret: bool = False
    unordered: bool = False
    observed: str = ""
    """The dotted path of its value in a response of the API. Empty: its wire name."""
    keep: bool = False
    """Whether state keeps the value if a response lacks it, like a key that the API shows only for a time."""
    known: tuple[str, ...] = ()
    """The known values. Other values are sent with a warning. Empty: all values are known."""
    only: tuple[str, ...] = ()
    """The allowed values. Empty: all are allowed."""
    at_least: int | None = None
    """The minimum of an integer. For a list, a positive value means that it must not be empty."""
    at_most: int | None = None
    """The maximum of an integer, or of the length of a text."""
    advice: Advice | None = None
    """Finds texts in a list that the API accepts but that are probably mistakes."""
    of: tuple[str, ...] = ()
    """The kinds of resource that it accepts instead of an id."""
    action: bool = False
    """Whether a change calls special operations instead of a PUT (`Updates.act`)."""
    blank: bool = False
    """Whether a blank text is allowed."""
    lapses: bool = False
    """Whether removing it from the program changes nothing."""
    ineffective: tuple[str, ...] = ()
    """Values in state that mean that the create had no effect, so that the next `up` repeats it."""

    @property
    def is_argument(self) -> bool:
        """Whether a program can give it."""
        return self.role is not Role.COMPUTED

    @property
    def declared_in_state(self) -> bool:
        """Whether state holds the declared value of an argument, not the observed one."""
        return self.replace or self.secret or self.role is not Role.BODY

    @property
    def is_put(self) -> bool:
        """Whether a PUT changes it."""
        return self.role is Role.BODY and not self.replace and not self.action

    @property
    def lists_members(self) -> bool:
        """Whether it is the exact list of the object's members, which join and leave one by one."""
        return self.role is Role.BODY and self.action

    def is_given(self, value: Value) -> bool:
        """Whether a value counts as given. To the API, an empty value is absent, except a list of members."""
        return value is not None and (self.lists_members or not is_empty(value))

    def fits(self, declared: Value, observed: Value) -> bool:
        """Whether the observed value equals the declared one. Only the declared members of a block count."""
        return _fits(self.shape, declared, observed, unordered=self.unordered)


def _fits(shape: Shape, declared: Value, observed: Value, *, unordered: bool) -> bool:
    # The API adds members to a block that were not given, but no entries to a map with arbitrary keys.
    if shape.kind == "block" and isinstance(declared, Mapping) and isinstance(observed, Mapping):
        return all(
            _fits(member.shape, declared.get(member.wire), observed.get(member.wire), unordered=False)
            for member in shape.fields
            if member.wire in declared
        )
    return same(declared, observed, unordered=unordered)


Place: TypeAlias = tuple[str, tuple[str, ...]]
"""The location of objects: the name of a collection and the parents' ids."""

Rule: TypeAlias = Callable[[Inputs], Iterable[str]]
"""Yields one sentence for each fault of the arguments, which it gets by wire name.

A rule ends when it reads an argument that is not known yet or is invalid. So an argument that it finds absent
is one that the program does not give.
"""


Form: TypeAlias = Literal[
    "object", "membership", "singleton", "intent", "execution", "completion", "pairing", "termination"
]
"""What a resource represents: an object, an engine in a cluster, a setting of the account, a part of a run,
the wait for a pairing or the termination of a run."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The location of a kind's objects in the API, and what the lifecycle needs to know about the kind."""

    collection: str
    """The attribute of the client with the operations on the objects."""
    noun: str
    """The name of the kind in messages."""
    parents: tuple[str, ...] = ()
    """The arguments (wire names) in the path, in the order of the path."""
    key: tuple[str, ...] = ("name",)
    """The natural key within the parents, as wire names."""
    form: Form = "object"
    """What a resource of this kind represents."""
    lifecycle: str = ""
    """The class of its lifecycle, such as `clusters.ClusterLifecycle`. Empty: the lifecycle of its form.

    It is a name, so that a program need not import lifecycles. `lifecycle_of` imports the class.
    """
    run: str = ""
    """The kind of run that it belongs to (`provider/runs/kinds.py`), or `pairing`. Empty: none of these."""
    children: tuple[str, ...] = ()
    """The collections inside the object, which are empty in a new object."""
    environment: str = ""
    """The key in state for the id of the object's environment.

    An object counts as gone only if its environment is visible.
    """
    parent_collection: str = ""
    """The parent's collection, if only the parent shows the environment or workspace.

    `state.with_environment` reads it.
    """
    dies_with_parent: bool = False
    """Whether deleting the parent deletes it."""
    singleton_id: str = ""
    """The id in state of a setting that every account has once."""


@dataclass(frozen=True)
class ResourceSpec:
    """A declared kind: its properties, its endpoint and the rules between properties."""

    kind: str
    endpoint: Endpoint
    properties: tuple[Property, ...]
    rules: tuple[Rule, ...] = ()

    @cached_property
    def arguments(self) -> tuple[Property, ...]:
        """The properties that a program can give."""
        return tuple(prop for prop in self.properties if prop.is_argument)

    @cached_property
    def outputs(self) -> tuple[Property, ...]:
        """The properties that are only outputs."""
        return tuple(prop for prop in self.properties if not prop.is_argument)

    @cached_property
    def outcomes(self) -> tuple[Property, ...]:
        """Properties whose value in state can mean that the create had no effect."""
        return tuple(prop for prop in self.properties if prop.ineffective)

    @cached_property
    def implied(self) -> Mapping[str, Value]:
        """The defaults of options, which state omits. Empty for a part of a run, whose state has them."""
        if self.endpoint.run:
            return {}
        options = (prop for prop in self.arguments if prop.role is Role.OPTION)
        return {prop.wire: prop.default for prop in options if prop.default is not None}

    @cached_property
    def members(self) -> str:
        """The argument (wire name) with the exact list of members, or empty."""
        return next((prop.wire for prop in self.arguments if prop.lists_members), "")

    def place(self, values: Mapping[str, Value]) -> Place:
        """Return the collection and the parents' ids in an object's path."""
        return self.endpoint.collection, tuple(str(values[parent]) for parent in self.endpoint.parents)

    def describe(self, values: Mapping[str, Value], object_id: str = "") -> str:
        """Return the object's kind, name and id for a message: `Remote Engine 'etl-1' (5c9…)`."""
        name = values.get("name")
        words = [self.endpoint.noun]
        if isinstance(name, str):
            words.append(f"'{name}'")
        if object_id:
            words.append(f"({object_id})")
        return " ".join(words)

    def python_name(self, wire: str) -> str:
        """Return the name of a property in Python."""
        return next((prop.name for prop in self.properties if prop.wire == wire), wire)

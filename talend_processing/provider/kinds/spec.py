"""The declaration of a kind of resource as data, which `check`, `diff` and the lifecycles interpret."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Final, Literal, TypeAlias

from talend_processing.provider.kinds.values import Inputs, Value, is_empty, same

DECLARED: Final = "__declared"
"""The key in state for the names of the arguments that the last `up` declared. Pulumi does not print it."""
API_URL: Final = "__apiUrl"
"""The key in state for the API's base URL. Pulumi does not print it."""


class Role(Enum):
    """The purpose of a property."""

    BODY = "body"
    """Part of the object: sent in the body of a create, and of an update if a PUT can change it."""
    PARENT = "parent"
    """The id of a parent, which is part of the path of requests."""
    OPTION = "option"
    """Not part of the object: it controls the lifecycle, for example how to adopt, unpair or wait."""
    COMPUTED = "computed"
    """An output, which the API or the provider sets."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The type of a value."""

    kind: str
    """`text`, `integer`, `boolean`, `list`, `map`, `block` or `any`."""
    item: Shape | None = None
    """The type of the items of a list or the values of a map."""
    fields: tuple[Property, ...] = ()
    """The fields of a block, which is an object with a fixed set of fields."""
    block: str = ""
    """The name of the Python class of a block."""

    def with_secrets(self, observed: Value, declared: Value) -> Value:
        """Return the block `observed` with the secret fields of `declared`, because a response masks them.

        Remove the secret fields that `declared` lacks. If `observed` is not a block, return it unchanged.
        """
        if self.kind != "block" or not isinstance(observed, Mapping):
            return observed
        declared_block = declared if isinstance(declared, Mapping) else {}
        block = dict(observed)
        for field in self.fields:
            declared_value = declared_block.get(field.wire)
            if field.secret:
                block.pop(field.wire, None)
                if declared_value is not None:
                    block[field.wire] = declared_value
            elif field.wire in block:
                block[field.wire] = field.shape.with_secrets(block[field.wire], declared_value)
        return block


SHAPES: Final[Mapping[str, str]] = {
    "text": "a string",
    "integer": "a whole number",
    "boolean": "true or false",
    "list": "a list",
    "map": "a map",
    "block": "an object",
}
"""Maps each `Shape.kind` to its name in messages. No message mentions `any`, because every value fits it."""

Advice: TypeAlias = Callable[[Sequence[str | None]], Iterable[tuple[int, str]]]
"""Finds probable mistakes in a list of texts. A text that is not known yet is None.

Yields the index of each text with a mistake, and a phrase that explains the mistake without the text itself.
"""


@dataclass(frozen=True, slots=True)
class Property:
    """One argument or output of a resource, or one field of a nested block."""

    name: str
    """The name in Python."""
    wire: str
    """The name in the API and in state."""
    shape: Shape
    role: Role = Role.BODY
    required: bool = False
    default: Value = None
    replace: bool = False
    """Whether only a replacement of the object can change the property."""
    secret: bool = False
    unordered: bool = False
    """Whether the order of a list has no meaning."""
    observed: str = ""
    """The path of the value in a response, such as `workspace.id`. If empty, the path is `wire`."""
    keep: bool = False
    """Whether state keeps the value if a response lacks it, such as a pairing key that has been used."""
    known: tuple[str, ...] = ()
    """The known values. Another value causes a warning. If empty, no value causes a warning."""
    only: tuple[str, ...] = ()
    """The allowed values. Another value is an error. If empty, all values are allowed."""
    at_least: int | None = None
    """The minimum of an integer. For a list, a positive value means that it must not be empty."""
    at_most: int | None = None
    """The maximum of an integer, or of the length of a text."""
    advice: Advice | None = None
    """Finds texts in a list that are probably mistakes, although the API accepts them."""
    parent_kinds: tuple[str, ...] = ()
    """The kinds of resource that a program may pass instead of the id of a parent."""
    action: bool = False
    """Whether `Updates.act` applies a change, by operations other than a PUT."""
    blank: bool = False
    """Whether a blank text is allowed."""
    lapses: bool = False
    """Whether `diff` ignores that the program no longer sets the argument."""
    ineffective: tuple[str, ...] = ()
    """Values of an output that mean that the create had no effect. The next `up` repeats the create."""

    @property
    def is_argument(self) -> bool:
        """Whether a program can set it."""
        return self.role is not Role.COMPUTED

    @property
    def declared_in_state(self) -> bool:
        """Whether state contains the declared value of an argument, not the value in the API's response."""
        return self.replace or self.secret or self.role is not Role.BODY

    @property
    def is_put(self) -> bool:
        """Whether a PUT changes it."""
        return self.role is Role.BODY and not self.replace and not self.action

    @property
    def lists_members(self) -> bool:
        """Whether it is the exact list of the object's members, such as the engines of a cluster."""
        return self.role is Role.BODY and self.action

    def is_given(self, value: Value) -> bool:
        """Whether the value is neither None nor empty. An empty list of members also counts as given."""
        return value is not None and (self.lists_members or not is_empty(value))

    def fits(self, declared: Value, observed: Value) -> bool:
        """Whether two values are equal. In a block, only the declared fields are compared."""
        return _fits(self.shape, declared, observed, unordered=self.unordered)


def _fits(shape: Shape, declared: Value, observed: Value, *, unordered: bool) -> bool:
    # The API may add fields to a declared block. It adds nothing to a map.
    if shape.kind == "block" and isinstance(declared, Mapping) and isinstance(observed, Mapping):
        return all(
            _fits(field.shape, declared.get(field.wire), observed.get(field.wire), unordered=False)
            for field in shape.fields
            if field.wire in declared
        )
    return same(declared, observed, unordered=unordered)


CollectionKey: TypeAlias = tuple[str, tuple[str, ...]]
"""The location of objects: the name of a collection and the parents' ids."""

Rule: TypeAlias = Callable[[Inputs], Iterable[str]]
"""Yields an error text for each fault in the arguments.

A rule ends when it reads an argument that is not known yet or is invalid. So if a rule finds no
value for an argument, the program does not set the argument.
"""


Form: TypeAlias = Literal[
    "object", "membership", "singleton", "intent", "execution", "completion", "pairing", "termination"
]
"""What a resource represents: an object, the membership of an engine in a cluster, or a setting that an
account has once (`singleton`). For a run: the intent, the start (`execution`), the wait for its end
(`completion`) or the termination. For an engine: the wait for its pairing."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The location of a kind's objects in the API, and other data for its lifecycle."""

    collection: str
    """The attribute of the client with the operations on the objects, such as `remote_engines`."""
    noun: str
    """The name of the kind in messages, such as `Remote Engine`."""
    parents: tuple[str, ...] = ()
    """The arguments with the ids of the parents, in the order of the path. Names as in state."""
    key: tuple[str, ...] = ("name",)
    """The arguments that together identify an object within its parents. Names as in state."""
    form: Form = "object"
    """What a resource of this kind represents."""
    lifecycle: str = ""
    """The name of the class of its lifecycle, such as `clusters.ClusterLifecycle`. If empty, `form` decides.

    Only `lifecycle_of` imports the class, so that a program need not import it.
    """
    run: str = ""
    """The kind of run, such as `task`. For a pairing, `pairing`.

    Empty for the forms `object`, `membership` and `singleton`.
    """
    children: tuple[str, ...] = ()
    """The collections inside the object, such as those of run profiles. They are empty in a new object."""
    environment: str = ""
    """The key in state for the id of the object's environment.

    If the API does not find the object, the object counts as deleted only if its environment is visible.
    """
    parent_collection: str = ""
    """The parent's collection, if the environment or the workspace must be read from the parent."""
    dies_with_parent: bool = False
    """Whether the API deletes the object together with its parent."""
    singleton_id: str = ""
    """The id in state, if every account has exactly one such object."""


@dataclass(frozen=True)
class ResourceSpec:
    """The declaration of a kind of resource: its properties, its endpoint and the rules for its arguments."""

    kind: str
    endpoint: Endpoint
    properties: tuple[Property, ...]
    rules: tuple[Rule, ...] = ()

    @cached_property
    def arguments(self) -> tuple[Property, ...]:
        """The properties that a program can set."""
        return tuple(prop for prop in self.properties if prop.is_argument)

    @cached_property
    def outputs(self) -> tuple[Property, ...]:
        """The properties that a program cannot set."""
        return tuple(prop for prop in self.properties if not prop.is_argument)

    @cached_property
    def outcomes(self) -> tuple[Property, ...]:
        """The outputs whose value can mean that the create had no effect (`Property.ineffective`)."""
        return tuple(prop for prop in self.properties if prop.ineffective)

    @cached_property
    def option_defaults(self) -> Mapping[str, Value]:
        """The defaults of options. If `Endpoint.run` is empty, state omits an option that has its default."""
        if self.endpoint.run:
            return {}
        options = (prop for prop in self.arguments if prop.role is Role.OPTION)
        return {prop.wire: prop.default for prop in options if prop.default is not None}

    @cached_property
    def members(self) -> str:
        """The name in state of the argument with the exact list of members, or empty."""
        return next((prop.wire for prop in self.arguments if prop.lists_members), "")

    def collection_key(self, values: Mapping[str, Value]) -> CollectionKey:
        """Return the location of an object with these values."""
        return self.endpoint.collection, tuple(str(values[parent]) for parent in self.endpoint.parents)

    def describe(self, values: Mapping[str, Value], object_id: str = "") -> str:
        """Return a description of an object for a message, such as `Remote Engine 'etl-1' (5c9…)`."""
        name = values.get("name")
        words = [self.endpoint.noun]
        if isinstance(name, str):
            words.append(f"'{name}'")
        if object_id:
            words.append(f"({object_id})")
        return " ".join(words)

    def python_name(self, wire: str) -> str:
        """Return the name in Python of a property with this name in state."""
        return next((prop.name for prop in self.properties if prop.wire == wire), wire)

"""What a declaration says, as plain data: the one thing that check, diff and every call work from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Final, Literal, TypeAlias

from talend_processing.provider.kinds.values import Inputs, Value, is_empty, same

DECLARED: Final = "__declared"
"""Where state keeps the names of the arguments that the last `up` declared. Pulumi hides it."""
API_URL: Final = "__apiUrl"
"""Where state keeps the address of the account."""


class Role(Enum):
    """What an argument is for."""

    BODY = "body"
    """Sent in the body of a create and an update."""
    PARENT = "parent"
    """An id that paths are made of."""
    OPTION = "option"
    """Never part of the object: it says how to join, unpair, delete or adopt."""
    COMPUTED = "computed"
    """Filled in by the API."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The type of a value: `text`, `integer`, `boolean`, `list`, `map`, `block` or `any`."""

    kind: str
    item: Shape | None = None
    fields: tuple[Property, ...] = ()
    block: str = ""
    """The class that declares a block."""

    def with_secrets(self, observed: Value, given: Value) -> Value:
        """Return an observed block with its secret members as they were declared: the API masks them."""
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
"""What messages call a shape."""

Advice: TypeAlias = Callable[[Sequence[str | None]], Iterable[tuple[int, str]]]
"""Looks at a list of texts (None is not known yet) and yields the index of each unusual one with a phrase.

The phrase says why the text is unusual and what to write, and never holds a value.
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
    """Where the API's answer holds it, a dotted path; the wire name unless said otherwise."""
    keep: bool = False
    """An answer without it keeps the value that was there (a key that is shown only once)."""
    known: tuple[str, ...] = ()
    """The values that are known; others are passed on with a warning."""
    only: tuple[str, ...] = ()
    """The values that are allowed."""
    at_least: int | None = None
    at_most: int | None = None
    advice: Advice | None = None
    """Finds what the API accepts in a list of texts but a user probably does not mean."""
    of: tuple[str, ...] = ()
    """The kinds of resource whose id it can be."""
    action: bool = False
    """Whether a change of it calls operations of its own instead of a PUT (`Updates.act`)."""
    blank: bool = False
    """Whether an empty text is a value."""
    lapses: bool = False
    """Whether nothing changes when the program gives it no longer."""
    undone: tuple[str, ...] = ()
    """Values in state after which the next `up` repeats the create, because it has had no effect."""

    @property
    def is_argument(self) -> bool:
        """Whether a program gives it."""
        return self.role is not Role.COMPUTED

    @property
    def declared_in_state(self) -> bool:
        """Whether state keeps what was declared rather than what was observed."""
        return self.replace or self.secret or self.role is not Role.BODY

    @property
    def is_put(self) -> bool:
        """Whether a PUT changes it."""
        return self.role is Role.BODY and not self.replace and not self.action

    @property
    def lists_members(self) -> bool:
        """Whether it lists the object's members exactly, each of which joins and leaves by itself."""
        return self.role is Role.BODY and self.action

    def is_given(self, value: Value) -> bool:
        """Whether a value counts as given. To the API, empty means absent, except for a list of members."""
        return value is not None and (self.lists_members or not is_empty(value))

    def fits(self, declared: Value, observed: Value) -> bool:
        """Whether the observed value equals the declared one."""
        return _fits(self.shape, declared, observed, unordered=self.unordered)

    def observe(self, answer: Mapping[str, Value], given: Value = None) -> Value:
        """Return its value in an answer of the API.

        Args:
            answer: The answer.
            given: What the program declares. Some answers join a list of JVM arguments with blanks: if that
                is what the declaration gives, the declaration is returned.

        """
        value: Value = answer
        for name in (self.observed or self.wire).split("."):
            if not isinstance(value, (dict, Mapping)):  # an answer is a dict, which is quicker to tell
                return None
            value = value.get(name)
        if self.shape.kind == "list" and isinstance(value, str):
            return _parted(value, given)
        return value


def _parted(joined: str, given: Value) -> Value:
    """Return the list that an answer has joined."""
    from talend_processing.jvm.arguments import split  # noqa: PLC0415 - a program that declares needs none of it

    if isinstance(given, list) and " ".join(map(str, given)).split() == joined.split():
        return given
    return list(split(joined))


def _fits(shape: Shape, declared: Value, observed: Value, *, unordered: bool) -> bool:
    # The API fills in members of a block that were not given; a free map is all the program's.
    if shape.kind == "block" and isinstance(declared, Mapping) and isinstance(observed, Mapping):
        return all(
            _fits(member.shape, declared.get(member.wire), observed.get(member.wire), unordered=False)
            for member in shape.fields
            if member.wire in declared
        )
    return same(declared, observed, unordered=unordered)


Place: TypeAlias = tuple[str, tuple[str, ...]]
"""Where objects are: the name of a collection and the parents' ids."""

Rule: TypeAlias = Callable[[Inputs], Iterable[str]]
"""Looks at the arguments (by wire name) and yields one sentence for each fault.

A rule that asks for an argument that is not known yet ends there, so an absent one is one that is not given.
"""


Form: TypeAlias = Literal[
    "object", "membership", "singleton", "intent", "execution", "completion", "pairing", "termination"
]
"""What a resource stands for: an object, an engine in a cluster, an account's setting or a part of a run."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the objects of a kind are in the API. What a create or a delete does is up to their lifecycle."""

    collection: str
    """The group of operations in the client."""
    noun: str
    """What messages call the object."""
    parents: tuple[str, ...] = ()
    """The arguments (wire names) that stand in the path, in its order."""
    key: tuple[str, ...] = ("name",)
    """The natural key within the parents, as wire names."""
    form: Form = "object"
    """What a resource of this kind stands for."""
    lifecycle: str = ""
    """The class of its lifecycle, such as `clusters.ClusterLifecycle`, if it is not that of its form.

    It is a name, because a program declares resources without importing lifecycles: see `lifecycle_of`.
    """
    run: str = ""
    """The kind of run that it is a part of (`provider/runs/kinds.py`); empty for what exists by itself."""
    children: tuple[str, ...] = ()
    """Collections inside the object; those of a new object are known to be empty."""
    environment: str = ""
    """Where state holds the environment's id: an object is gone only while its environment is visible."""
    parent_collection: str = ""
    """The parent's collection, if only the parent shows the environment (`session/environment.py`)."""
    dies_with_parent: bool = False
    """Whether deleting the parent deletes it."""
    singleton_id: str = ""
    """The id in state of what every account has once."""


@dataclass(frozen=True)
class ResourceSpec:
    """A declared kind: its properties, its endpoint and the rules that tie properties together."""

    kind: str
    endpoint: Endpoint
    properties: tuple[Property, ...]
    rules: tuple[Rule, ...] = ()

    @cached_property
    def arguments(self) -> tuple[Property, ...]:
        """What a program gives."""
        return tuple(prop for prop in self.properties if prop.is_argument)

    @cached_property
    def outputs(self) -> tuple[Property, ...]:
        """What the API fills in."""
        return tuple(prop for prop in self.properties if not prop.is_argument)

    @cached_property
    def undoable(self) -> tuple[Property, ...]:
        """Properties that can tell that a create has had no effect."""
        return tuple(prop for prop in self.properties if prop.undone)

    @cached_property
    def implied(self) -> Mapping[str, Value]:
        """Options with their defaults, which state leaves out; the parts of a run keep theirs."""
        if self.endpoint.run:
            return {}
        options = (prop for prop in self.arguments if prop.role is Role.OPTION)
        return {prop.wire: prop.default for prop in options if prop.default is not None}

    @cached_property
    def members(self) -> str:
        """The argument (wire name) that lists the object's members exactly; empty if there is none."""
        return next((prop.wire for prop in self.arguments if prop.lists_members), "")

    def place(self, values: Mapping[str, Value]) -> Place:
        """Return the collection and the parents' ids that an object's path is made of."""
        return self.endpoint.collection, tuple(str(values[parent]) for parent in self.endpoint.parents)

    def describe(self, values: Mapping[str, Value], object_id: str = "") -> str:
        """Return an object in words: `Remote Engine 'etl-1' (5c9…)`."""
        name = values.get("name")
        words = [self.endpoint.noun]
        if isinstance(name, str):
            words.append(f"'{name}'")
        if object_id:
            words.append(f"({object_id})")
        return " ".join(words)

    def python_name(self, wire: str) -> str:
        """The name that a user knows a property by."""
        return next((prop.name for prop in self.properties if prop.wire == wire), wire)

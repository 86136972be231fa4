"""What a declaration says, as plain data: the one thing that check, diff and every call work from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Final, TypeAlias

from talend_processing.provider.kinds.values import Inputs, Value, is_empty, same


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
    action: str | None = None
    """What a change of it calls instead of a PUT (`lifecycle/custom_operations.py`)."""
    blank: bool = False
    """Whether an empty text is a value."""
    lapses: bool = False
    """Whether giving it no longer changes nothing."""
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
        return self.role is Role.BODY and not self.replace and self.action is None

    def is_given(self, value: Value) -> bool:
        """Whether a value says something: to the API empty is absent, but a list of no members is not."""
        members = self.role is Role.BODY and self.action is not None
        return value is not None if members else not is_empty(value)

    def fits(self, declared: Value, observed: Value) -> bool:
        """Whether an observation is what was declared."""
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
"""A list of objects: the name of a collection and the ids that it is listed by."""

Rule: TypeAlias = Callable[[Inputs], Iterable[str]]
"""Looks at the arguments (by wire name) and yields one sentence for each fault.

A rule that asks for an argument that is not known yet ends there, so an absent one is one that is not given.
"""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the objects of a kind live in the API, and what is particular about their life."""

    collection: str
    """The group of operations in the client."""
    noun: str
    """What messages call the object."""
    parents: tuple[str, ...] = ()
    """The arguments (wire names) that stand in the path, in its order."""
    key: tuple[str, ...] = ("name",)
    """The natural key within the parents, as wire names."""
    same: Callable[[Inputs, Mapping[str, Value]], bool] | None = None
    """Whether an object with the same key is the same; all are unless said otherwise."""
    life: str = "collection"
    """Which lifecycle serves it (`provider/lifecycle/lifecycles.py`)."""
    run: str = ""
    """The kind of run that it is a part of (`provider/runs/kinds.py`); none for what exists by itself."""
    detail: bool = False
    """Whether the list leaves out what must be compared, so that each object needs its own GET."""
    children: tuple[str, ...] = ()
    """Collections inside the object; those of one just created are known to be empty."""
    replacement: str | None = None
    """The option (wire name) that names what takes its place at a delete."""
    unblock: tuple[str, ...] = ()
    """What to try, in order, when a delete is refused (`lifecycle/custom_operations.py`)."""
    unblock_at: tuple[int, ...] = (406, 409)
    """The statuses that say that something stands in a delete's way."""
    environment: str = ""
    """Where state holds the environment's id: gone is believed only while that is visible."""
    parent_collection: str = ""
    """The parent's collection, where only the parent tells where both lie (`lifecycle/environment.py`)."""
    fill: Mapping[str, Value] = field(default_factory=dict)
    """What a create sends where the program gives nothing."""
    body_parents: Mapping[str, str] = field(default_factory=dict)
    """Members of a create's body that repeat a parent's id: body name by wire name."""
    silent: bool = False
    """Whether a create answers without naming the object."""
    dies_with_parent: bool = False
    """Whether deleting the parent deletes it."""
    members: str = ""
    """The argument (wire name) that says exactly its edges to others (`session/declared_members.py`)."""
    enrich: str | None = None
    """Adds to an answer what another list knows (`lifecycle/custom_operations.py`)."""
    listing: Callable[[Mapping[str, Value]], Place] | None = None
    """Which list its objects stand in, where that is not its collection's own (`session/list_calls.py`)."""


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

    def python_name(self, wire: str) -> str:
        """The name that a user knows a property by."""
        return next((prop.name for prop in self.properties if prop.wire == wire), wire)

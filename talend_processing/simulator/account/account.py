"""The simulated account: its objects, its time and its scheduled events.

A seed is the initial contents of an account, such as `{"tasks": [{"name": "load", …}]}`.
"""

from __future__ import annotations

import heapq
import random
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from talend_processing.simulator.account.clock import Clock, timestamp
from talend_processing.simulator.account.execution_index import ExecutionIndex
from talend_processing.simulator.account.seed_errors import SeedError, located
from talend_processing.simulator.control.open_rules import Switches
from talend_processing.simulator.http.responses import Record, not_found
from talend_processing.simulator.http.validation import Shape, ValueType

Derived = TypeVar("Derived")


@dataclass(frozen=True, slots=True)
class Resource:
    """A kind of object in an account, such as tasks."""

    name: str
    """The section in seeds, such as `tasks`."""
    title: str
    """The name in error messages, such as `Task`."""
    shape: Shape
    fill_defaults: Callable[[Account, Record], Record]
    """Adds the fields that an object in a seed may omit, and schedules the object's events."""
    id_field: str
    """The name of the field that contains the id."""
    order: int
    """Kinds are loaded by ascending `order`: an object may refer only to objects that are already loaded."""
    owner_field: str | None
    """For executions of tasks and plans: the name of the field that contains the id of the task or plan."""

    def table(self) -> dict[str, Record]:
        """Create an empty table for these objects."""
        return {} if self.owner_field is None else ExecutionIndex(self.owner_field)


RESOURCES: dict[str, Resource] = {}
"""All kinds of objects by `name`."""

SINGLETONS: dict[str, tuple[ValueType, object]] = {}
"""Settings of the account, such as `jobJvmRollback`, by name, each with its type and its initial value."""

_EVENTS: dict[str, Callable[[Account, str, int], None]] = {}

_SETTLE_HOOKS: list[Callable[[Account], None]] = []


def resource(
    name: str, title: str, shape: Shape, *, order: int, id_field: str = "id", owner_field: str | None = None
) -> Callable[[Callable[[Account, Record], Record]], Callable[[Account, Record], Record]]:
    """Register a kind of object. The decorated function becomes `fill_defaults`."""

    def add(fill_defaults: Callable[[Account, Record], Record]) -> Callable[[Account, Record], Record]:
        RESOURCES[name] = Resource(name, title, shape, fill_defaults, id_field, order, owner_field)
        return fill_defaults

    return add


def event(name: str) -> Callable[[Callable[[Account, str, int], None]], Callable[[Account, str, int], None]]:
    """Register a handler of an event. It is called with the account, the object's id and the event's time."""

    def add(handler: Callable[[Account, str, int], None]) -> Callable[[Account, str, int], None]:
        _EVENTS[name] = handler
        return handler

    return add


def on_settle(hook: Callable[[Account], None]) -> Callable[[Account], None]:
    """Call the decorated function at the end of every `Account.settle`."""
    _SETTLE_HOOKS.append(hook)
    return hook


class Account:
    """The simulated account. It is not thread-safe: callers must hold the simulator's lock."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self.clock = clock
        self.switches = switches
        self._random = random.Random(20210301)  # noqa: S311 - ids are reproducible and not secret
        self._tables: dict[str, dict[str, Record]] = {name: kind.table() for name, kind in RESOURCES.items()}
        self._derived: dict[type, object] = {}
        self.singletons: dict[str, Any] = {name: value for name, (_, value) in SINGLETONS.items()}
        self._events: list[tuple[int, int, str, str]] = []
        self._event_count = 0
        self._event_time: int | None = None

    # time
    def now(self) -> int:
        """Return the time of the current event, or else of the clock, in milliseconds since 1970."""
        return self.clock.now() if self._event_time is None else self._event_time

    def stamp(self) -> str:
        """Return the current time in the API's format."""
        return timestamp(self.now())

    def schedule(self, at: int, name: str, object_id: str) -> None:
        """Schedule an event of an object. Events at the same time are handled in the order of scheduling."""
        self._event_count += 1
        heapq.heappush(self._events, (at, self._event_count, name, object_id))

    def settle(self) -> None:
        """Handle all events that are due, each at its scheduled time. Then call the `on_settle` hooks."""
        now = self.clock.now()
        try:
            while self._events and self._events[0][0] <= now:
                self._event_time, _, name, object_id = heapq.heappop(self._events)
                _EVENTS[name](self, object_id, self._event_time)
        finally:
            self._event_time = None
        for hook in _SETTLE_HOOKS:
            hook(self)

    def derived(self, data_type: type[Derived]) -> Derived:
        """Return the account's only instance of a class such as `Slots`. The first call creates it."""
        instance = self._derived.get(data_type)
        if not isinstance(instance, data_type):
            instance = self._derived[data_type] = data_type()
        return instance

    # ids
    def hex_id(self) -> str:
        """Return a new id of 24 hexadecimal digits, as engines, tasks and most other objects have."""
        return self._unused_id(lambda: f"{self._random.getrandbits(96):024x}")

    def uuid(self) -> str:
        """Return a new UUID, the format of `runtimeId` and of the ids of plans and executions."""
        return self._unused_id(lambda: str(uuid.UUID(int=self._random.getrandbits(128), version=4)))

    def continue_ids(self, previous: Account) -> None:
        """Continue the sequence of ids of the account that this one replaces, so that no id is used again."""
        self._random = previous._random

    def _unused_id(self, draw_id: Callable[[], str]) -> str:
        while any((new_id := draw_id()) in table for table in self._tables.values()):
            # The account was loaded with an object that another simulator created with this id.
            # The next ids of this sequence may be that simulator's too, so start a different sequence.
            self._random = random.Random(new_id)  # noqa: S311 - ids are reproducible and not secret
        return new_id

    def random_key(self) -> str:
        """Return a key of 64 upper-case hexadecimal digits, the format of the keys of unpaired engines."""
        return f"{self._random.getrandbits(256):064X}"

    # objects
    def table(self, name: str) -> dict[str, Record]:
        """Return all objects of a kind by id, in the order of their creation."""
        return self._tables[name]

    def execution_index(self, name: str) -> ExecutionIndex:
        """Return the table of executions of tasks or plans."""
        table = self._tables[name]
        if not isinstance(table, ExecutionIndex):
            raise TypeError(f"{name} is not a table of executions")
        return table

    def get(self, name: str, object_id: str) -> Record:
        """Return an object, or raise a 404 if it does not exist."""
        record = self._tables[name].get(object_id)
        if record is None:
            raise not_found(RESOURCES[name].title, object_id)
        return record

    # seeds
    def load(self, seed: Mapping[str, Any]) -> None:
        """Add the contents of a seed.

        Raises:
            SeedError: The seed is invalid.

        """
        if errors := list(_schema_errors(seed)):
            raise SeedError(errors)
        for name in SINGLETONS:
            if name in seed:
                self.singletons[name] = copy_json(seed[name])
        for kind in sorted(RESOURCES.values(), key=lambda kind: kind.order):
            errors = [
                error
                for index, seed_object in enumerate(seed.get(kind.name, ()))
                for error in self._add(kind, f"{kind.name}[{index}]", seed_object)
            ]
            if errors:  # stop, because objects that refer to the invalid ones would cause misleading errors
                raise SeedError(errors)

    def _add(self, kind: Resource, path: str, seed_object: Record) -> list[str]:
        """Add an object of a seed, or return its errors. They begin with `path`, such as `tasks[0]`."""
        table = self._tables[kind.name]
        try:
            with located(path, seed_object):
                record = kind.fill_defaults(self, copy_json(seed_object))
        except SeedError as error:
            return error.errors
        if record[kind.id_field] in table:
            return [f"{path}: duplicate id {record[kind.id_field]} in {kind.name}"]
        table[record[kind.id_field]] = record
        return []

    def state(self) -> Record:
        """Return the contents of the account as a seed."""
        self.settle()
        contents: Record = {name: copy_json(value) for name, value in self.singletons.items()}
        for name in RESOURCES:
            contents[name] = [copy_json(record) for record in self._tables[name].values()]
        return contents

    def referenced(self, name: str, object_id: object, referrer: str) -> Record:
        """Return an object to which another object of a seed refers.

        `referrer` describes that other object for the error, such as "engine etl-1".

        Raises:
            SeedError: The object does not exist.

        """
        record = self._tables[name].get(str(object_id))
        if record is None:
            raise SeedError(
                [f"{referrer} refers to {object_id}, but no object in {name} has this id"], value=object_id
            )
        return record


def copy_json(value: Any) -> Any:
    """Return a deep copy of a JSON value, in less time than `copy.deepcopy`."""
    if isinstance(value, dict):
        return {
            key: copy_json(item) if isinstance(item, (dict, list)) else item for key, item in value.items()
        }
    if isinstance(value, list):
        return [copy_json(item) if isinstance(item, (dict, list)) else item for item in value]
    return value


def _schema_errors(seed: Mapping[str, Any]) -> Iterator[str]:
    for name, section in seed.items():
        if name in SINGLETONS:
            yield from SINGLETONS[name][0].errors(section, name)
        elif name not in RESOURCES:
            yield f"{name}: unknown section, expected one of {', '.join(sorted([*RESOURCES, *SINGLETONS]))}"
        elif not isinstance(section, list):
            yield f"{name}: must be an array"
        else:
            for index, record in enumerate(section):
                yield from RESOURCES[name].shape.errors(record, f"{name}[{index}]")

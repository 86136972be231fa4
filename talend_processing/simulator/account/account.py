"""All that the simulated account holds, its time, and what is due to happen in it."""

from __future__ import annotations

import heapq
import random
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from talend_processing.simulator.account.clock import Clock, timestamp
from talend_processing.simulator.account.execution_index import Chronicle
from talend_processing.simulator.account.seed_errors import SeedError, located
from talend_processing.simulator.control.switches import Switches
from talend_processing.simulator.http.responses import Record, not_found
from talend_processing.simulator.http.validation import Kind, Shape

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Noun:
    """A kind of object that a seed may hold."""

    name: str
    title: str
    shape: Shape
    complete: Callable[[World, Record], Record]
    """Adds what a seed may leave out, and makes due what is under way."""
    key: str
    order: int
    owner: str | None
    """For executions, which are kept by time: the field that says what was executed."""

    def table(self) -> dict[str, Record]:
        """An empty table for such objects."""
        return {} if self.owner is None else Chronicle(self.owner)


NOUNS: dict[str, Noun] = {}
"""Every kind of object, by its name in seeds and in the state."""

SETTINGS: dict[str, tuple[Kind, object]] = {}
"""What the account has one of: its kind and its value in a new account."""

_EVENTS: dict[str, Callable[[World, str, int], None]] = {}

_PULSES: list[Callable[[World], None]] = []


def noun(
    name: str, title: str, shape: Shape, *, order: int, key: str = "id", owner: str | None = None
) -> Callable[[Callable[[World, Record], Record]], Callable[[World, Record], Record]]:
    """Keep objects of this kind; the decorated function completes those of a seed."""

    def add(complete: Callable[[World, Record], Record]) -> Callable[[World, Record], Record]:
        NOUNS[name] = Noun(name, title, shape, complete, key, order, owner)
        return complete

    return add


def event(name: str) -> Callable[[Callable[[World, str, int], None]], Callable[[World, str, int], None]]:
    """Let the decorated function happen to an object (its id, the time) when it is due."""

    def add(happen: Callable[[World, str, int], None]) -> Callable[[World, str, int], None]:
        _EVENTS[name] = happen
        return happen

    return add


def pulse(happen: Callable[[World], None]) -> Callable[[World], None]:
    """Let the decorated function look, before every request and after a change of time, what can go on."""
    _PULSES.append(happen)
    return happen


class World:
    """The account. Not thread-safe: whoever uses it holds the simulator's lock."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self.clock = clock
        self.switches = switches
        self.clear()

    def clear(self) -> None:
        """An account with nothing in it; ids begin again in the same order."""
        self._random = random.Random(20210301)  # noqa: S311 - the same ids in every run, no secrets
        self._tables: dict[str, dict[str, Record]] = {name: one.table() for name, one in NOUNS.items()}
        self._parts: dict[type, object] = {}
        self.settings: dict[str, Any] = {name: value for name, (_, value) in SETTINGS.items()}
        self._due: list[tuple[int, int, str, str]] = []
        self._scheduled = 0
        self._moment: int | None = None

    # time
    def now(self) -> int:
        """Epoch milliseconds: of the event that happens, or of the clock."""
        return self.clock.now() if self._moment is None else self._moment

    def stamp(self) -> str:
        """The time now, as the API writes it."""
        return timestamp(self.now())

    def schedule(self, at: int, name: str, object_id: str) -> None:
        """Let an event happen to an object at that time."""
        self._scheduled += 1
        heapq.heappush(self._due, (at, self._scheduled, name, object_id))

    def settle(self) -> None:
        """Let all happen that is due, in order, each at its own time."""
        now = self.clock.now()
        try:
            while self._due and self._due[0][0] <= now:
                self._moment, _, name, object_id = heapq.heappop(self._due)
                _EVENTS[name](self, object_id, self._moment)
        finally:
            self._moment = None
        for happen in _PULSES:
            happen(self)

    def part(self, kind: type[Part]) -> Part:
        """What a noun keeps beside its objects and can make again from them, such as counts."""
        found = self._parts.get(kind)
        if not isinstance(found, kind):
            found = self._parts[kind] = kind()
        return found

    # ids
    def hex_id(self) -> str:
        """24 hexadecimal digits, as most objects have."""
        return self._unused(lambda: f"{self._random.getrandbits(96):024x}")

    def uuid(self) -> str:
        """A UUID, as runtimes, plans and executions have."""
        return self._unused(lambda: str(uuid.UUID(int=self._random.getrandbits(128), version=4)))

    def follow(self, before: World) -> None:
        """Go on with the ids of the account that was here before: none of what it deleted comes again."""
        self._random = before._random

    def _unused(self, draw: Callable[[], str]) -> str:
        while any((found := draw()) in table for table in self._tables.values()):
            # A seed holds what another simulator made, whose ids began as these do: leave its order.
            self._random = random.Random(found)  # noqa: S311 - the same ids in every run, no secrets
        return found

    def key(self) -> str:
        """A pre-authorised key: 64 upper-case hexadecimal digits."""
        return f"{self._random.getrandbits(256):064X}"

    # objects
    def table(self, name: str) -> dict[str, Record]:
        """All objects of a kind by id, in the order in which they were created."""
        return self._tables[name]

    def chronicle(self, name: str) -> Chronicle:
        """All executions of a kind."""
        found = self._tables[name]
        if not isinstance(found, Chronicle):
            raise TypeError(f"{name} is no table of executions")
        return found

    def get(self, name: str, object_id: str) -> Record:
        """One object, or the 404 that says it is not there."""
        found = self._tables[name].get(object_id)
        if found is None:
            raise not_found(NOUNS[name].title, object_id)
        return found

    # seeds
    def load(self, seed: Mapping[str, Any]) -> None:
        """Add what a seed holds, or say what is wrong with it."""
        if faults := list(_faults(seed)):
            raise SeedError(faults)
        for name in SETTINGS:
            if name in seed:
                self.settings[name] = copied(seed[name])
        for one in sorted(NOUNS.values(), key=lambda one: one.order):
            faults = [
                fault
                for index, given in enumerate(seed.get(one.name, ()))
                for fault in self._added(one, f"{one.name}[{index}]", given)
            ]
            if faults:  # what refers to these objects would only be told that they are not there
                raise SeedError(faults)

    def _added(self, one: Noun, at: str, given: Record) -> list[str]:
        """Add an object of a seed, or say what is wrong with it."""
        table = self._tables[one.name]
        try:
            with located(at, given):
                record = one.complete(self, copied(given))
        except SeedError as error:
            return error.faults
        if record[one.key] in table:
            return [f"{at}: another of the {one.name} has the id {record[one.key]}"]
        table[record[one.key]] = record
        return []

    def state(self) -> Record:
        """All that the account holds, as a seed that makes the same account."""
        self.settle()
        found: Record = {name: copied(value) for name, value in self.settings.items()}
        for name in NOUNS:
            found[name] = [copied(record) for record in self._tables[name].values()]
        return found

    def parent(self, name: str, object_id: object, of: str) -> Record:
        """What an object of a seed refers to, or why the seed cannot be loaded."""
        found = self._tables[name].get(str(object_id))
        if found is None:
            raise SeedError([f"{of} refers to {object_id}, and no {name} has that id"], at_value=object_id)
        return found


def copied(value: Any) -> Any:
    """A copy of what JSON can hold; `copy.deepcopy` takes ten times as long for a large account."""
    if isinstance(value, dict):
        return {key: copied(item) if isinstance(item, (dict, list)) else item for key, item in value.items()}
    if isinstance(value, list):
        return [copied(item) if isinstance(item, (dict, list)) else item for item in value]
    return value


def _faults(seed: Mapping[str, Any]) -> Iterator[str]:
    for name, given in seed.items():
        if name in SETTINGS:
            yield from SETTINGS[name][0].faults(given, name)
        elif name not in NOUNS:
            yield f"{name}: nothing is called so: there are {', '.join(sorted([*NOUNS, *SETTINGS]))}"
        elif not isinstance(given, list):
            yield f"{name}: must be an array"
        else:
            for index, record in enumerate(given):
                yield from NOUNS[name].shape.faults(record, f"{name}[{index}]")

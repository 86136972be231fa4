"""Simulated machines, which pair the engines of a simulated account."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol

from talend_processing.simulator.control.remote_control import SimulatorControlError


class Controlled(Protocol):
    """A simulator, in this process or in another one."""

    def state(self) -> dict[str, Any]:
        """Return the contents of the account."""
        ...

    def pair(self, engine_id: str) -> None:
        """Pair an engine, as if a machine had started with its key."""
        ...


@contextmanager
def pairing(simulator: Controlled) -> Iterator[None]:
    """Let each engine of the account pair itself: existing ones now, and others soon after their creation.

    Each engine pairs itself only once. A machine keeps the key that it was started with, so an engine that is
    unpaired later stays unpaired.
    """
    over = threading.Event()
    started: set[str] = set()

    def pair() -> None:
        while not over.wait(0.1):
            state = simulator.state()
            for engine in (*state["remoteEngines"], *state["pipelineEngines"]):
                if engine["id"] not in started:
                    started.add(engine["id"])
                    _start(simulator, engine)

    with ThreadPoolExecutor(1) as pool:
        machines = pool.submit(pair)
        try:
            yield
        finally:
            over.set()
            machines.result()


def _start(simulator: Controlled, engine: dict[str, Any]) -> None:
    if engine["status"] == "PAIRED":
        return
    try:
        simulator.pair(engine["id"])
    except (KeyError, SimulatorControlError):
        state = simulator.state()
        # The engine may have been deleted in the meantime. Any other failure is an error.
        if any(one["id"] == engine["id"] for one in (*state["remoteEngines"], *state["pipelineEngines"])):
            raise

"""Pairing of the engines of a simulated account, as if their machines had started."""

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
        """Pair an engine, as if a machine had started with its pairing key."""
        ...


@contextmanager
def pairing(simulator: Controlled) -> Iterator[None]:
    """Pair every engine of the account once during the `with` block, new engines soon after their creation.

    An engine that is unpaired later stays unpaired, because its machine keeps the old pairing key.
    """
    stopped = threading.Event()
    seen_ids: set[str] = set()

    def pair_new_engines() -> None:
        while not stopped.wait(0.1):
            state = simulator.state()
            for engine in (*state["remoteEngines"], *state["pipelineEngines"]):
                if engine["id"] not in seen_ids:
                    seen_ids.add(engine["id"])
                    _pair_unless_deleted(simulator, engine)

    with ThreadPoolExecutor(1) as pool:
        worker = pool.submit(pair_new_engines)
        try:
            yield
        finally:
            stopped.set()
            worker.result()


def _pair_unless_deleted(simulator: Controlled, engine: dict[str, Any]) -> None:
    if engine["status"] == "PAIRED":
        return
    try:
        simulator.pair(engine["id"])
    except (KeyError, SimulatorControlError):
        state = simulator.state()
        # The engine may have been deleted in the meantime. Any other failure is an error.
        if any(one["id"] == engine["id"] for one in (*state["remoteEngines"], *state["pipelineEngines"])):
            raise

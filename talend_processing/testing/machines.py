"""The machines of a simulated account."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol


class Controlled(Protocol):
    """A simulator, in this process or in another one."""

    @property
    def url(self) -> str:
        """Where it listens."""
        ...

    def state(self) -> dict[str, Any]:
        """All that the account holds."""
        ...

    def pair(self, engine_id: str) -> None:
        """Do what an engine does when it starts with its key."""
        ...


@contextmanager
def pairing(simulator: Controlled) -> Iterator[None]:
    """Let the machines start: each engine of the account pairs itself a moment after it was made."""
    over = threading.Event()

    def pair() -> None:
        while not over.wait(0.1):
            state = simulator.state()
            for engine in (*state["remoteEngines"], *state["pipelineEngines"]):
                if engine["status"] != "PAIRED":
                    simulator.pair(engine["id"])

    with ThreadPoolExecutor(1) as pool:
        machines = pool.submit(pair)
        try:
            yield
        finally:
            over.set()
            machines.result()

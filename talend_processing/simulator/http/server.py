"""The simulator as an HTTP server, which runs in a thread of this process from `start` to `stop`."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.account.clock import Clock
from talend_processing.simulator.account.seed_files import load_seed
from talend_processing.simulator.account.seeds import read_seed
from talend_processing.simulator.control.control_routes import ControlRoutes
from talend_processing.simulator.control.controls import SimulatorControls
from talend_processing.simulator.control.initial_rules import rules_or_default
from talend_processing.simulator.control.open_rules import Switches
from talend_processing.simulator.http.connection import Connection
from talend_processing.simulator.http.service import Service

_BACKLOG = 1024


class Simulator(SimulatorControls):
    """A server of the API for one simulated account.

    Use it as a context manager, or call `start` and `stop`.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        seed: Mapping[str, Any] | Path | None = None,
        switches: Mapping[str, object] | None = None,
        clock: Clock | None = None,
        rules: Path | str | None = None,
    ) -> None:
        """Create a simulator that does not listen yet.

        Args:
            host: The address to listen on.
            port: The port, or 0 for a free one.
            seed: The initial contents of the account. The default is `DEFAULT_SEED`.
            switches: Values of switches, by name. They take precedence over `rules`.
            clock: The clock of the simulator. The default follows the system clock.
            rules: A report of `talend-processing probe` with values for switches, or `least-friendly`,
                which sets each switch to the value that is hardest for clients. The default is the
                value of the environment variable `TALEND_SIMULATOR_RULES`.

        Raises:
            ValueError: The seed, a switch or `rules` is invalid.

        """
        self._seed = read_seed(seed)
        self._rules = initial_rules = rules_or_default(rules)
        initial_values = {**(initial_rules.values if initial_rules else {}), **(switches or {})}
        all_switches, simulated_clock = Switches(initial_values), clock or Clock()
        account = Account(simulated_clock, all_switches)
        self._service = Service(account, simulated_clock, all_switches)
        load_seed(self._service.account, self._seed)
        self._service.controls = ControlRoutes(self)
        self._address = host, port
        self._url: str | None = None
        self._connections: set[Connection] = set()
        self._thread_and_loop: tuple[threading.Thread, asyncio.AbstractEventLoop] | None = None

    @property
    def url(self) -> str:
        """The base URL, `http://HOST:PORT`."""
        if self._url is None:
            raise RuntimeError("the simulator has not been started: use it in a with statement")
        return self._url

    def start(self) -> Self:
        """Bind the port, serve requests from now on, and return the simulator.

        Raises:
            OSError: The simulator cannot listen on the address, for instance because the port is in use.
            OverflowError: The port is not a number from 0 to 65535.

        """
        host, _ = self._address
        is_ipv6 = ":" in host
        family = socket.AF_INET6 if is_ipv6 else socket.AF_INET
        listening_socket = socket.create_server(self._address, family=family, backlog=_BACKLOG)
        self._url = f"http://{f'[{host}]' if is_ipv6 else host}:{listening_socket.getsockname()[1]}"
        loop, ready = asyncio.new_event_loop(), threading.Event()
        thread = threading.Thread(
            target=self._run, args=(loop, listening_socket, ready), name=f"simulator {self.url}", daemon=True
        )
        self._thread_and_loop = thread, loop
        thread.start()
        # An immediate `stop` must not stop the loop before the server is created.
        ready.wait()
        return self

    def stop(self) -> None:
        """Close all connections and the port."""
        if self._thread_and_loop is None:
            return
        thread, loop = self._thread_and_loop
        self._thread_and_loop = None
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(
        self, loop: asyncio.AbstractEventLoop, listening_socket: socket.socket, ready: threading.Event
    ) -> None:
        asyncio.set_event_loop(loop)
        try:
            server = loop.run_until_complete(
                loop.create_server(
                    lambda: Connection(self._service, self._connections),
                    sock=listening_socket,
                    backlog=_BACKLOG,
                )
            )
        finally:
            ready.set()
        loop.run_forever()
        # `Server.close` does not close accepted sockets that lack a `Connection`. Wait until each has one.
        loop.run_until_complete(asyncio.sleep(0))
        server.close()
        for connection in list(self._connections):
            connection.close()
        # A transport closes its socket in the next iteration of the loop.
        loop.run_until_complete(asyncio.sleep(0))

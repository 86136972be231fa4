"""The simulator's command line, `python -m talend_processing.simulator`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from talend_processing.simulator.account.seeds import seed_schema
from talend_processing.simulator.control.open_rules import parse_switch
from talend_processing.simulator.http.server import Simulator

_DEFAULT_PORT = 8765
_CANNOT_LISTEN = 1
_INVALID_OPTION = 2
"""Exit codes. The commands of `talend_processing.cli` use the same ones for a failure and a usage error."""


def parser() -> argparse.ArgumentParser:
    """Build the parser of the command line."""
    options_parser = argparse.ArgumentParser(
        prog="talend-processing simulator", description="Serve a simulated Talend Processing API."
    )
    options_parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default %(default)s)"
    )
    options_parser.add_argument(
        "--port", type=int, default=_DEFAULT_PORT, help="port, 0 for a free one (default %(default)s)"
    )
    options_parser.add_argument(
        "--seed", type=Path, help="JSON or YAML file with the initial contents of the account"
    )
    options_parser.add_argument(
        "--switch",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a switch (a rule that the API reference leaves open); repeatable",
    )
    options_parser.add_argument(
        "--rules",
        type=Path,
        help="a report of `talend-processing probe` with values for switches, or `least-friendly`,"
        " which sets each switch to the value that is hardest for clients",
    )
    options_parser.add_argument(
        "--schema", action="store_true", help="print the JSON Schema of seed files and exit"
    )
    return options_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = parser().parse_args(arguments)
    if options.schema:
        return print_schema()
    return serve(options.host, options.port, options.seed, options.switch, rules=options.rules)


def print_schema() -> int:
    """Print the JSON Schema of seed files, and return the exit code 0."""
    sys.stdout.write(json.dumps(seed_schema(), indent=2) + "\n")
    return 0


def serve(
    host: str, port: int, seed: Path | None, switches: Iterable[str], *, rules: Path | None = None
) -> int:
    """Serve until SIGINT or SIGTERM arrives, and return the exit code 0.

    On failure, print one line on stderr. Return 1 if the simulator cannot listen on the address, or 2 if the
    seed, a switch, `rules` or the port number is invalid.
    """
    stop_requested = threading.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stop_requested.set())
    try:
        switch_values = dict(parse_switch(text) for text in switches)
        simulator = Simulator(host=host, port=port, seed=seed, switches=switch_values, rules=rules).start()
    except OSError as error:
        reason = f"{error.strerror}; choose another --port or --host"
        sys.stderr.write(f"error: cannot listen on {host}:{port}: {reason}\n")
        return _CANNOT_LISTEN
    except OverflowError:
        sys.stderr.write(f"error: --port takes a number from 0 to 65535, not {port}\n")
        return _INVALID_OPTION
    except ValueError as error:
        sys.stderr.write(f"error: {error}\n")
        return _INVALID_OPTION
    for warning in simulator.rules()["ignored"]:
        sys.stderr.write(f"warning: {warning}\n")
    sys.stdout.write(f"listening on {simulator.url}\n")
    sys.stdout.flush()
    while not stop_requested.wait(1.0):  # on Windows, a wait without a timeout blocks the handler of Ctrl-C
        pass
    simulator.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

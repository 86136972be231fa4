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
from talend_processing.simulator.control.open_rules import from_text
from talend_processing.simulator.http.server import Simulator

_DEFAULT_PORT = 8765
_FAILED = 1
_USAGE = 2
"""Exit codes of a failed command and of invalid options, the same as in `cli/shared/exits.py`."""


def parser() -> argparse.ArgumentParser:
    """Build the parser of the command line."""
    options = argparse.ArgumentParser(
        prog="talend-processing simulator", description="Serve a simulated Talend Processing API."
    )
    options.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    options.add_argument(
        "--port", type=int, default=_DEFAULT_PORT, help="port, 0 for a free one (default %(default)s)"
    )
    options.add_argument("--seed", type=Path, help="the initial contents of the account, a JSON or YAML file")
    options.add_argument(
        "--switch",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a switch (a rule that the API reference leaves open); repeatable",
    )
    options.add_argument(
        "--rules",
        type=Path,
        help="set the switches to the values in a report of `probe`, or to `least-friendly`",
    )
    options.add_argument("--schema", action="store_true", help="print the JSON Schema of seeds and exit")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = parser().parse_args(arguments)
    if given.schema:
        return print_schema()
    return serve(given.host, given.port, given.seed, given.switch, rules=given.rules)


def print_schema() -> int:
    """Print the JSON Schema of seeds, and return the exit code 0."""
    sys.stdout.write(json.dumps(seed_schema(), indent=2) + "\n")
    return 0


def serve(
    host: str, port: int, seed: Path | None, switches: Iterable[str], *, rules: Path | None = None
) -> int:
    """Serve until SIGINT or SIGTERM arrives, and return the exit code 0.

    On failure, print one line on stderr. Return 1 if the simulator cannot listen on the address, or 2 if the
    seed, a switch, the report or the port number is invalid.
    """
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        values = dict(from_text(text) for text in switches)
        simulator = Simulator(host=host, port=port, seed=seed, switches=values, rules=rules).start()
    except OSError as error:
        reason = f"{error.strerror}; choose another --port or --host"
        sys.stderr.write(f"error: cannot listen on {host}:{port}: {reason}\n")
        return _FAILED
    except OverflowError:
        sys.stderr.write(f"error: --port takes a number from 0 to 65535, was given {port}\n")
        return _USAGE
    except ValueError as error:
        sys.stderr.write(f"error: {error}\n")
        return _USAGE
    for text in simulator.rules()["ignored"]:
        sys.stderr.write(f"warning: {text}\n")
    sys.stdout.write(f"listening on {simulator.url}\n")
    sys.stdout.flush()
    while not ended.wait(1.0):  # on Windows, a wait without a timeout blocks the handler of Ctrl-C
        pass
    simulator.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m talend_processing.simulator`: serve until SIGINT or SIGTERM."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from talend_processing.simulator.account.seeds import seed_schema
from talend_processing.simulator.control.switches import from_text
from talend_processing.simulator.http.server import Simulator

_DEFAULT_PORT = 8765
_FAILED = 1
_USAGE = 2
"""What a command that cannot go on ends with, as in `cli/shared/exits.py`, and argparse for bad options."""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = argparse.ArgumentParser(
        prog="talend-processing simulator", description="Serve a simulated Talend Processing API."
    )
    found.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    found.add_argument(
        "--port", type=int, default=_DEFAULT_PORT, help="port, 0 for a free one (default %(default)s)"
    )
    found.add_argument("--seed", type=Path, help="what the account holds, a JSON or YAML file")
    found.add_argument(
        "--switch", action="append", default=[], metavar="NAME=VALUE", help="set an open rule; repeatable"
    )
    found.add_argument("--rules", type=Path, help="set the open rules as a report of `probe` observed them")
    found.add_argument("--schema", action="store_true", help="print the JSON Schema of seeds, and end")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve as the command line says."""
    given = parser().parse_args(arguments)
    if given.schema:
        return print_schema()
    return serve(given.host, given.port, given.seed, given.switch, rules=given.rules)


def print_schema() -> int:
    """Print the JSON Schema of seeds."""
    sys.stdout.write(json.dumps(seed_schema(), indent=2) + "\n")
    return 0


def serve(
    host: str, port: int, seed: Path | None, switches: Iterable[str], *, rules: Path | None = None
) -> int:
    """Serve until a signal; 1 or, for what is given wrongly, 2 with one line on stderr if that cannot be."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        values = dict(from_text(text) for text in switches)
        simulator = Simulator(host=host, port=port, seed=seed, switches=values, rules=rules).start()
    except OSError as error:
        where = f"{host}:{port}"
        sys.stderr.write(f"error: cannot listen on {where}: {error.strerror}; choose another --port\n")
        return _FAILED
    except (ValueError, OverflowError) as error:
        sys.stderr.write(f"error: {error}\n")
        return _USAGE
    for text in simulator.rules()["ignored"]:
        sys.stderr.write(f"warning: {text}\n")
    sys.stdout.write(f"listening on {simulator.url}\n")
    sys.stdout.flush()
    while not ended.wait(1.0):  # on Windows, a wait without an end keeps Ctrl-C from its handler
        pass
    simulator.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

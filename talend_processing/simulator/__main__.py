"""`python -m talend_processing.simulator`: serve until SIGINT or SIGTERM."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from talend_processing.simulator.seeds import seed_schema
from talend_processing.simulator.server import Simulator
from talend_processing.simulator.switches import from_text

_DEFAULT_PORT = 8765


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
    found.add_argument("--schema", action="store_true", help="print the JSON Schema of seeds, and end")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve; 1 with one line on stderr if that cannot be."""
    given = parser().parse_args(arguments)
    if given.schema:
        sys.stdout.write(json.dumps(seed_schema(), indent=2) + "\n")
        return 0
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        switches = dict(from_text(text) for text in given.switch)
        simulator = Simulator(host=given.host, port=given.port, seed=given.seed, switches=switches).start()
    except OSError as error:
        where = f"{given.host}:{given.port}"
        sys.stderr.write(f"error: cannot listen on {where}: {error.strerror}; choose another --port\n")
        return 1
    except (ValueError, OverflowError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.write(f"listening on {simulator.url}\n")
    sys.stdout.flush()
    ended.wait()
    simulator.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

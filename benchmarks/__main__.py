"""Measure, and write the tables of docs/performance.md.

    python -m benchmarks                                    # everything, about two hours
    python -m benchmarks --quick                            # small sizes, printed only: a quick check
    python -m benchmarks --only operations --sizes 10,100   # one table

The tables of the operations take about 20 minutes on two free cores (4 without checkpoints, 16 with):

    python -m benchmarks --only operations --latencies 0 --without-documented --checkpoints off
    python -m benchmarks --only operations --latencies 0 --without-documented --checkpoints on

Every run uses simulators on this machine and temporary folders.
"""

from __future__ import annotations

import argparse
import compileall
import os
import signal
import sys
from pathlib import Path

from benchmarks.contender import PROVIDERS, ROOT
from benchmarks.run import Run
from benchmarks.tables import creates, drift, footprint, operations, refresh, review, size, waits
from tools.toolchain.find import engine_folder

PAGE = ROOT / "docs" / "performance.md"
TABLES = {
    table.NAME: table.measure
    for table in (footprint, refresh, drift, review, creates, waits, size, operations)
}


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def compile_modules() -> None:
    """Compile what the programs import, as an installation does, so that no measured command compiles it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for folder in ("talend_processing", "benchmarks"):
        compileall.compile_dir(ROOT / folder, quiet=1)


def main() -> None:
    """Run the benchmarks from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, once, printed only")
    parser.add_argument("--sizes", type=_numbers, help="numbers of resources (10,100,1000)")
    parser.add_argument("--only", nargs="+", choices=TABLES, metavar="TABLE", help=", ".join(TABLES))
    parser.add_argument("--latencies", type=_numbers, help="milliseconds (0,50)")
    parser.add_argument(
        "--checkpoints", choices=("on", "off"), nargs="+", help="one of them or both (off on)"
    )
    parser.add_argument("--repeat", type=int, help="how often each operation runs (3)")
    parser.add_argument(
        "--without-documented", action="store_true", help="leave the slowest provider out of the operations"
    )
    parser.add_argument("--output", type=Path, help="the page to write (docs/performance.md)")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    run = Run(
        engine=engine_folder(),
        sizes=given.sizes or ((20,) if given.quick else (10, 100, 1000)),
        latencies=tuple(ms / 1000 for ms in given.latencies or (0, 50)),
        checkpoints=tuple(word == "on" for word in given.checkpoints or ("off", "on")),
        repeats=given.repeat or (1 if given.quick else 3),
        providers=("empty", "ours") if given.without_documented else PROVIDERS,
        quick=given.quick,
        output=given.output or (None if given.quick else PAGE),
    )
    compile_modules()
    for name in given.only or TABLES:
        run.say(f"table {name}")
        TABLES[name](run)


if __name__ == "__main__":
    main()

"""What runs of the tests that were killed have left: a host waits for its engine for ever."""

from __future__ import annotations

import os
import re
import signal
from contextlib import suppress
from pathlib import Path

from talend_processing.testing.processes import values_of
from talend_processing.testing.surroundings import HOME

_LOCK = ".lock"
"""Where pytest keeps the id of the process that a run's folder belongs to, until that ends in peace."""


def end_what_killed_runs_left(runs: Path) -> list[int]:
    """End the processes whose stacks lie in the folder of a dead run, and nothing else.

    Args:
        runs: The folder in which pytest makes one for each run.

    """
    ended: list[int] = []
    for pid, home in values_of(HOME).items():
        below = Path(home).relative_to(runs).parts if Path(home).is_relative_to(runs) else ()
        if below and re.fullmatch(r"pytest-\d+", below[0]) and _was_killed(runs / below[0]):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                ended.append(pid)
    return ended


def _was_killed(run: Path) -> bool:
    """Whether the run is dead for certain: its lock is there, and its process is not."""
    try:
        os.kill(int((run / _LOCK).read_text()), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False
    return False

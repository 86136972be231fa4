"""The progress of a run on stderr: an updated line at a terminal, otherwise a line for each new status."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from talend_processing.cli.shared.output import say
from talend_processing.secret_text import mask

if TYPE_CHECKING:
    from talend_processing.provider.runs.wait import Show


@contextmanager
def progress(run: str) -> Iterator[Show]:
    """Yield a function that shows the status of a run, such as `task 5c5b62e1`."""
    if sys.stderr.isatty():
        with _updated_line(run) as show:
            yield show
    else:
        yield _log_changes()


def _log_changes() -> Show:
    """Return a function that writes a line if the status has changed."""
    last_status = ""

    def show(status: str, waited_seconds: float) -> None:
        nonlocal last_status
        if status != last_status:
            say(f"{status}, {waited_seconds:.0f} s")
            last_status = status

    return show


@contextmanager
def _updated_line(run: str) -> Iterator[Show]:
    """Yield a function that updates a line at the terminal. The line disappears at the end."""
    from rich.console import Console  # noqa: PLC0415 - only at a terminal
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        row_id = bar.add_task(escape(run), total=None)

        def show(status: str, _waited_seconds: float) -> None:
            bar.update(row_id, description=escape(mask(f"{run}: {status}")))

        yield show

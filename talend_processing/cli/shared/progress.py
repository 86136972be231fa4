"""Progress of a wait on stderr: an updated line at a terminal, otherwise one line for each change."""

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
def progress(what: str) -> Iterator[Show]:
    """Yield a function that shows the progress of a run. At a terminal, the line disappears at the end."""
    if sys.stderr.isatty():
        with _updated_line(what) as show:
            yield show
    else:
        yield _lines()


def _lines() -> Show:
    """Return a function for logs, which writes a line only if the text differs from the last one."""
    last = ""

    def show(seen: str, waited: float) -> None:
        nonlocal last
        if seen != last:
            say(f"{seen}, {waited:.0f} s")
            last = seen

    return show


@contextmanager
def _updated_line(what: str) -> Iterator[Show]:
    """Yield a function that updates one line of a terminal. Its elapsed time also advances between calls."""
    from rich.console import Console  # noqa: PLC0415 - only at a terminal
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        row = bar.add_task(escape(what), total=None)

        def show(seen: str, _waited: float) -> None:
            bar.update(row, description=escape(mask(f"{what}: {seen}")))

        yield show

"""Time savers for short processes: imports without unused parts, and an exit without garbage collection."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import cast

_COMMAND_LINE = "httpx._main"
"""The command line of httpx. `import httpx` loads it, with rich and click if these are installed.

Loading it takes most of the time of the import, and httpx works without it.
"""


@contextmanager
def fast_imports() -> Iterator[None]:
    """Import in this block without httpx's command line and without the garbage collector.

    Example:
        >>> with fast_imports():
        ...     from talend_processing.client.api.client import TalendClient

    """
    collecting = gc.isenabled()
    gc.disable()
    # None in sys.modules makes an import fail with ImportError, which httpx handles.
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    modules.setdefault(_COMMAND_LINE, None)
    try:
        yield
    finally:
        if modules[_COMMAND_LINE] is None:
            del modules[_COMMAND_LINE]
        if collecting:
            gc.enable()


def fast_exit() -> None:
    """Let this process exit without Python's last two garbage collections.

    They take about 0.1 seconds after an import of Pulumi's SDK, and the exit releases the memory anyway. The
    garbage collector skips frozen objects.

    Example:
        >>> fast_exit()

    """
    atexit.register(gc.freeze)

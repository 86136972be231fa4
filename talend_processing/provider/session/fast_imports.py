"""The client's libraries, loaded without what only takes time: the first calls of every run wait for them."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import cast

_COMMAND_LINE = "httpx._main"
"""httpx imports its own command line, and with it rich and click, wherever these are installed; without, it
goes on. That is most of the time that httpx takes."""


@contextmanager
def quickly() -> Iterator[None]:
    """Import in this block without httpx's command line, and without the collector: it would find nothing."""
    collecting = gc.isenabled()
    gc.disable()
    # To Python, None stands for a module that cannot be imported.
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    modules.setdefault(_COMMAND_LINE, None)
    try:
        yield
    finally:
        if modules[_COMMAND_LINE] is None:
            del modules[_COMMAND_LINE]
        if collecting:
            gc.enable()

"""Lazy imports: a package imports each name on its first use, so a program loads only the modules it uses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

_one_at_a_time = threading.RLock()


def load(module: str, name: str) -> Any:
    """Import a module and return its attribute `name`. Only one thread at a time imports in this way.

    The threads of the provider's process need the same modules at the same time. Python locks each module
    separately. So if two modules import each other, two threads that import them can see a half-initialised
    module. Besides, Python 3.11 can fail if several threads compile modules at the same time.
    """
    with _one_at_a_time:
        return getattr(import_module(module), name)


def lazily(
    package: dict[str, Any], modules: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` for a package whose names are imported on their first use.

    Args:
        package: The `globals()` of the package, which store each name after its first use.
        modules: The module of each name, relative to the package or with its full name.

    """
    where: str = package["__name__"]
    root = where.partition(".")[0] + "."

    def find(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {where!r} has no attribute {name!r}")
        module = modules[name]
        found: object = load(module if module.startswith(root) else f"{where}.{module}", name)
        package[name] = found
        return found

    return find, listed(package)


def listed(package: Mapping[str, Any]) -> Callable[[], list[str]]:
    """Return `__dir__` for a package: its public names and its special names, such as `__doc__`."""
    return lambda: sorted({*package["__all__"], *(name for name in package if name.startswith("__"))})

"""Lazy imports: a package imports each name on first use, so a program loads only what it uses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

_one_at_a_time = threading.RLock()


def load(module: str, name: str) -> Any:
    """Return a name of a module. Only one thread imports at a time.

    A host's threads first need most modules at once. Python locks each module by itself: two threads that
    import modules which need each other can see a half-initialised one, and Python's compiler is not safe in
    several threads at once.
    """
    with _one_at_a_time:
        return getattr(import_module(module), name)


def lazily(
    package: dict[str, Any], modules: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The `__getattr__` and `__dir__` of a package: it lists all public names before any is imported.

    Args:
        package: Its `globals()`, which keep each name after its first use.
        modules: The module that each name is in: within the package, or in full from its root.

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
    """The `__dir__` of a package: its public names, and what Python keeps in every module."""
    return lambda: sorted({*package["__all__"], *(name for name in package if name.startswith("__"))})

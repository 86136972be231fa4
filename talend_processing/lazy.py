"""Names of a package that are imported when they are first asked for: a program pays for what it uses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

_one_at_a_time = threading.RLock()


def load(module: str, name: str) -> Any:
    """What a module has under a name; imported by one thread at a time.

    A host's threads first need most modules at once. Python locks one module at a time: threads that import
    what needs one another can meet it half made, and its compiler is not safe in all that it does at once.
    """
    with _one_at_a_time:
        return getattr(import_module(module), name)


def lazily(package: dict[str, Any], modules: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` of a package.

    Args:
        package: Its `globals()`, where a name is kept once it was asked for.
        modules: The module of the package that each name is in.

    """
    where: str = package["__name__"]

    def find(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {where!r} has no attribute {name!r}")
        found: object = load(f"{where}.{modules[name]}", name)
        package[name] = found
        return found

    return find

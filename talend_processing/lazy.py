"""Names of a package that are imported when they are first asked for: a program pays for what it uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


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
        found: object = getattr(import_module(f"{where}.{modules[name]}"), name)
        package[name] = found
        return found

    return find

"""Lazy imports: a package imports each name on its first use, so a program loads only the modules it uses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

_import_lock = threading.RLock()


def load(module: str, name: str) -> Any:
    """Import a module and return its attribute `name`. Only one thread at a time runs the import.

    Python locks each module separately. If two modules import each other and two threads import one module
    each, a thread could see a half-initialised module. Python 3.11 can also fail if several threads compile
    modules at once.
    """
    with _import_lock:
        return getattr(import_module(module), name)


def lazily(
    package: dict[str, Any], modules: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` for a package whose names are imported on their first use.

    Args:
        package: The `globals()` of the package. A name is stored there after its first use.
        modules: Maps each name to the module that defines it, as in `{"Engine": "engine"}`. The module is
            relative to the package or has its full name.

    """
    package_name: str = package["__name__"]
    root = package_name.partition(".")[0] + "."

    def find(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {package_name!r} has no attribute {name!r}")
        module = modules[name]
        value: object = load(module if module.startswith(root) else f"{package_name}.{module}", name)
        package[name] = value
        return value

    return find, make_dir(package)


def make_dir(package: Mapping[str, Any]) -> Callable[[], list[str]]:
    """Return `__dir__` for a package: its public names and its special names, such as `__doc__`."""
    return lambda: sorted({*package["__all__"], *(name for name in package if name.startswith("__"))})

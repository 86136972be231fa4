"""All declared kinds by name. A kind is found by importing the module that declares it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from talend_processing.provider.kinds.spec import ResourceSpec


class UnknownKindError(LookupError):
    """State names a kind that this version does not have."""


_SPECS: dict[str, ResourceSpec] = {}


def register(spec: ResourceSpec) -> None:
    """Make a kind known to the provider."""
    _SPECS[spec.kind] = spec


def find(kind: str) -> ResourceSpec:
    """The declaration of a kind; imports the module that declares it if it is not known yet."""
    if kind not in _SPECS:
        _import(kind)
    try:
        return _SPECS[kind]
    except KeyError:
        raise UnknownKindError(
            f"{kind} is not a resource of this version of talend-processing; a newer one made this state"
        ) from None


def all_specs() -> dict[str, ResourceSpec]:
    """Every declared kind of object; the parts of runs are not among them."""
    import_declarations()
    return {kind: spec for kind, spec in _SPECS.items() if not spec.endpoint.run}


def all_parts() -> dict[str, ResourceSpec]:
    """Every declared part of a run, and what only waits or ends one."""
    import_declarations()
    return {kind: spec for kind, spec in _SPECS.items() if spec.endpoint.run}


def import_declarations() -> None:
    """Import the package's declarations, in the provider's process where no program did."""
    for package in _packages():
        for name in package.__all__:
            getattr(package, name)


def _import(kind: str) -> None:
    """Import what declares one kind: a process seldom serves them all."""
    for package in _packages():
        if kind in package.__all__:
            getattr(package, kind)
            return
    import_declarations()  # a part of a run stands in the module of the run


def _packages() -> Iterator[ModuleType]:
    from importlib import import_module  # noqa: PLC0415 - only the provider's process needs it

    for package in ("talend_processing.resources", "talend_processing.operations"):
        yield import_module(package)

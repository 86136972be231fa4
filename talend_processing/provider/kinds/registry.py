"""The registry of all kinds of resource. It imports the module that declares a kind only when needed."""

from __future__ import annotations

import functools
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talend_processing.provider.kinds.spec import ResourceSpec


class UnknownKindError(LookupError):
    """State contains a kind of resource that this version of the package does not have."""


_PACKAGES = ("talend_processing.resources", "talend_processing.operations")
_SPECS: dict[str, ResourceSpec] = {}


def register(spec: ResourceSpec) -> None:
    """Add a kind."""
    _SPECS[spec.kind] = spec


def find(kind: str) -> ResourceSpec:
    """Return the declaration of a kind, and import its module if necessary.

    Raises:
        UnknownKindError: This version has no such kind.

    """
    if kind not in _SPECS:
        _import(kind)
    try:
        return _SPECS[kind]
    except KeyError:
        raise UnknownKindError(
            f"{kind} is not a resource of this version of talend-processing. A newer version wrote"
            " this state: update talend-processing"
        ) from None


def object_specs() -> dict[str, ResourceSpec]:
    """Return the kinds of resource that have an object in the account, by name."""
    import_declarations()
    return {kind: _SPECS[kind] for kind in sorted(_SPECS) if not _SPECS[kind].endpoint.run}


def operation_specs() -> dict[str, ResourceSpec]:
    """Return the kinds that have no object in the account: the parts of runs, pairings and terminations."""
    import_declarations()
    return {kind: _SPECS[kind] for kind in sorted(_SPECS) if _SPECS[kind].endpoint.run}


def runtimes() -> dict[str, ResourceSpec]:
    """Return the kinds of engine and cluster, whose objects contain run profiles."""
    return {kind: spec for kind, spec in object_specs().items() if spec.endpoint.children}


@functools.cache
def runtime_kind(collection: str) -> str:
    """Return the kind of the engines or clusters in a collection of the client."""
    return next(kind for kind, spec in runtimes().items() if spec.endpoint.collection == collection)


@functools.cache
def profile_kinds(runtime: str) -> tuple[str, ...]:
    """Return the kinds of run profile for a kind of engine or cluster."""
    collection = find(runtime).endpoint.collection
    return tuple(
        kind for kind, spec in object_specs().items() if spec.endpoint.parent_collection == collection
    )


def import_declarations() -> None:
    """Import all declarations of the package."""
    for package in map(import_module, _PACKAGES):
        for name in package.__all__:
            getattr(package, name)  # imports the module


def _import(kind: str) -> None:
    """Import the module that declares a kind. Importing all modules would take longer."""
    for package in map(import_module, _PACKAGES):
        if kind in package.__all__:
            getattr(package, kind)  # imports the module
            return
    import_declarations()  # `__all__` does not list the parts of runs

"""Read the output of `pulumi stack export`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from talend_processing.stack.document import DocumentError, expect, parse_object
from talend_processing.stack.source_position import trace_of
from talend_processing.stack.step import URN, Step, display_text, plain_map
from talend_processing.stack.step_reader import RESOURCE, is_retained, references_of

_VERSIONS: Final = (3, 4)
"""The supported versions of the format of exported states."""
_ADVICE: Final = "export the state with `pulumi stack export > state.json`"


@dataclass(frozen=True)
class ManagedResource:
    """A resource of this provider in an exported state, unless it was read by `.get()`."""

    urn: str
    kind: str
    object_id: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    ignored: tuple[str, ...] = ()
    """The paths in Pulumi's option `ignore_changes`, with API names, such as `jvmArguments[0]`."""


@dataclass(frozen=True)
class State:
    """The state of a stack."""

    name: str
    stack: str
    project: str
    steps: tuple[Step, ...]
    """Each resource as a step with the operation `same`, except those in `delete_pending`."""
    managed: tuple[ManagedResource, ...]
    delete_pending: tuple[Step, ...] = ()
    """Objects that an earlier `up` replaced but could not delete. The next `up` deletes them."""


def read_state(text: str, *, name: str = "the state") -> State:
    """Read a state from the output of `pulumi stack export`.

    Raises:
        DocumentError: The text is truncated, not a state, or of an unknown version.

    """
    document = parse_object(text, name, _ADVICE)
    deployment = document.get("deployment")
    if not isinstance(deployment, Mapping):
        raise DocumentError(
            f"{name}: it has no object `deployment`, so it is not a state of Pulumi; {_ADVICE}"
        )
    if (version := document.get("version")) not in _VERSIONS:
        raise DocumentError(
            f"{name}: version {version!r} of the state is not one of {', '.join(map(str, _VERSIONS))}."
            " If a newer pulumi wrote this state, update talend-processing"
        )
    resources = deployment.get("resources") or []
    if not isinstance(resources, list):
        raise DocumentError(f"{name}, deployment.resources: it must be a list; {_ADVICE}")
    for index, resource in enumerate(resources):
        _check(resource, name, f"deployment.resources[{index}]")
    match = URN.fullmatch(resources[0]["urn"]) if resources else None
    # A resource that is still to be deleted has the same URN as its replacement.
    current = [resource for resource in resources if not resource.get("delete")]
    to_delete = [resource for resource in resources if resource.get("delete")]
    return State(
        name,
        match["stack"] if match else "",
        match["project"] if match else "",
        tuple(_step(resource) for resource in current),
        tuple(managed for resource in current for managed in _managed(resource)),
        tuple(replace(_step(resource), op="delete", new=None, delete_pending=True) for resource in to_delete),
    )


def _check(resource: Any, name: str, location: str) -> None:
    urn = resource.get("urn") if isinstance(resource, Mapping) else None
    if not isinstance(urn, str) or not URN.fullmatch(urn):
        raise DocumentError(f"{name}, {location}: a resource must have a valid `urn`; {_ADVICE}")
    expect(resource, RESOURCE, f"{name}, {display_text(urn.rpartition('::')[2])!r} in {location}", _ADVICE)


def _step(resource: Mapping[str, Any]) -> Step:
    inputs, outputs = plain_map(resource.get("inputs")), plain_map(resource.get("outputs"))
    return Step(
        op="same",
        urn=str(resource["urn"]),
        old={**inputs, **outputs},
        new=inputs,
        old_inputs=inputs,
        object_id=str(resource.get("id") or ""),
        parent=str(resource.get("parent") or ""),
        references=references_of(resource),
        trace=trace_of(resource),
        retained=is_retained(resource),
    )


def _managed(resource: Mapping[str, Any]) -> list[ManagedResource]:
    """Return the resource in a list, or an empty list if `.get()` read it or it is of another provider."""
    kind = resource.get("type") or str(resource["urn"]).split("::")[2].rpartition("$")[2]
    if "/talend:" not in kind or resource.get("external"):
        return []
    inputs, outputs = resource.get("inputs") or {}, resource.get("outputs") or {}
    ignored = tuple(map(str, resource.get("ignoreChanges") or ()))
    return [
        ManagedResource(
            str(resource["urn"]),
            kind.rpartition(":")[2],
            str(resource.get("id") or ""),
            inputs,
            outputs,
            ignored,
        )
    ]

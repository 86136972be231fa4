"""Check that a state has the properties that a comparison needs. Only an edited state lacks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from talend_processing.client.operation import is_id
from talend_processing.provider.kinds.spec import API_URL, DECLARED, ResourceSpec
from talend_processing.provider.kinds.values import Value
from talend_processing.stack.document import DocumentError
from talend_processing.stack.secret_markers import MASKED, unwrapped
from talend_processing.stack.state import ManagedResource
from talend_processing.stack.step import display_text

_HINT: Final = (
    "Export the state again. If the stack itself has this fault, remove the resource with"
    " `pulumi state delete`, and let the program adopt the object"
)


def check_managed(resource: ManagedResource, name: str, spec: ResourceSpec | None = None) -> None:
    """Check that a resource has the properties that the comparison needs.

    Args:
        resource: The resource.
        name: The name of the state in messages.
        spec: The declaration of the resource's class. If it is None, only the id is checked.

    Raises:
        DocumentError: A property is missing or invalid.

    """
    fault = next(_faults(resource, spec), None)
    if fault:
        raise DocumentError(
            f"{name}: {resource.kind} {display_text(resource.urn.rpartition('::')[2])!r}: {fault}. {_HINT}"
        )


def _faults(resource: ManagedResource, spec: ResourceSpec | None) -> Iterator[str]:
    if not resource.object_id:
        yield "its `id` is missing"
    if spec is None:
        return
    if not all(is_id(part) for part in _ids_in(resource, spec)):
        yield "its `id` is not valid"
    for section, values in (("inputs", resource.inputs), ("outputs", resource.outputs)):
        if not values.keys() - {"__provider"}:
            yield f"its `{section}` are missing"
        yield from _secret_faults(section, values)
    for name in spec.endpoint.parents:
        parent_id = unwrapped(resource.outputs.get(name))
        if parent_id is not MASKED and not (isinstance(parent_id, str) and is_id(parent_id)):
            yield f"its `outputs.{name}` is not an id"
    # The comparison skips arguments that are not in this list, so an incomplete list would hide drift.
    # Parents are always declared, so a list without them is incomplete.
    declared = unwrapped(resource.outputs.get(DECLARED))
    if not isinstance(declared, list) or any(parent not in declared for parent in spec.endpoint.parents):
        yield f"its `outputs.{DECLARED}` does not list its arguments"
    url = unwrapped(resource.outputs.get(API_URL))
    if url is not MASKED and not isinstance(url, str):
        yield f"its `outputs.{API_URL}` is not a URL"


def _ids_in(resource: ManagedResource, spec: ResourceSpec) -> list[str]:
    """Return the ids that the resource's id consists of. A membership has two."""
    return resource.object_id.split("/") if spec.endpoint.form == "membership" else [resource.object_id]


def _secret_faults(section: str, values: Mapping[str, Value]) -> Iterator[str]:
    for name, value in values.items():
        try:
            unwrapped(value)
        except (ValueError, RecursionError):
            yield f"the plaintext of its `{section}.{display_text(name)}` is not JSON"

"""Read one step of a preview, from a document or a stream."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from talend_processing.stack.document import EACH, DocumentError, Shape, expect
from talend_processing.stack.source_position import trace_of
from talend_processing.stack.step import Step, plain_map

RESOURCE: Final[Shape] = {
    "type": str,
    "id": str,
    "parent": str,
    "inputs": dict,
    "outputs": dict,
    "propertyDependencies": {EACH: [str]},
    "stackTrace": list,
    "ignoreChanges": [str],
}
"""The shape of a resource in previews and states."""
_OPS: Final = {
    **{op: op for op in ("same", "create", "update", "replace", "delete", "read", "refresh", "import")},
    "create-replacement": "replace",
    "delete-replaced": "replace",
    "discard-replaced": "replace",
    "remove-pending-replace": "replace",
    "import-replacement": "replace",
    "read-replacement": "replace",
    "read-discard": "read",  # the program no longer reads it; the object stays
}
"""Maps each operation of Pulumi to the operation of a `Step`."""

MemberNames: TypeAlias = tuple[str, str, str]
"""The names of three members of a step in JSON: the old resource, the new one, and the changed arguments."""


def read_step(document: Any, member_names: MemberNames, location: str, advice: str) -> Step:
    """Read a step from its JSON object. The `member_names` depend on the format of the preview.

    Raises:
        DocumentError: The object is invalid, or its operation is unknown. The message begins with `location`,
            which names the file and the place in it.

    """
    if not isinstance(document, Mapping) or not isinstance(document.get("urn"), str):
        raise DocumentError(f"{location}: a step must have a `urn`; {advice}")
    op = operation_of(document.get("op"), location)
    old_name, new_name, changed_name = member_names
    expect(document, {old_name: RESOURCE, new_name: RESOURCE, changed_name: [str]}, location, advice)
    old, new = document.get(old_name), document.get(new_name)
    # `delete` marks an old object that an earlier `up` could not delete, but also the old object of a
    # replacement in this preview.
    delete_pending = bool(old and old.get("delete")) and not (op == "replace" and new)
    if op == "refresh":
        # `new` is the object as the API has it now. Another step tells what the `up` will do with it.
        op, old = "same", new or old
    elif delete_pending:
        op = "delete"
    before, after = old or {}, new or {}
    return Step(
        op=op,
        urn=document["urn"],
        old=None if old is None else {**plain_map(before.get("inputs")), **plain_map(before.get("outputs"))},
        new=None if new is None else plain_map(after.get("inputs")),
        old_inputs=plain_map(before.get("inputs")),
        object_id=str(before.get("id") or ""),
        parent=str((after or before).get("parent") or ""),
        references=references_of(after or before),
        trace=trace_of(after or before),
        changed=frozenset(_first_name(path) for path in document.get(changed_name) or ()),
        retained=is_retained(before),
        delete_pending=delete_pending,
    )


def references_of(resource: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return, by argument, the URNs of the resources that the argument refers to."""
    dependencies = resource.get("propertyDependencies") or {}
    return {str(name): tuple(urns or ()) for name, urns in dependencies.items()}


def is_retained(resource: Mapping[str, Any]) -> bool:
    """Return whether a delete keeps the object in the account, due to `retain_on_delete` or `.get()`."""
    return bool(resource.get("retainOnDelete") or resource.get("external"))


def _first_name(path: str) -> str:
    """Return the first name in a path: `jvmArguments` for `jvmArguments[0]`."""
    return path.partition(".")[0].partition("[")[0]


def operation_of(op: object, location: str) -> str:
    """Return the operation of a `Step` for an operation of Pulumi.

    Raises:
        DocumentError: The operation is unknown, for instance because Pulumi is newer.

    """
    try:
        return _OPS[str(op)]
    except KeyError:
        raise DocumentError(
            f"{location}: the operation {op!r} is not one of {', '.join(_OPS)}."
            " If a newer pulumi wrote this document, update talend-processing"
        ) from None

"""From what a preview tells of a resource, in either of its forms, to a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from talend_processing.stack.document import EACH, Shape, expect
from talend_processing.stack.errors import DocumentError
from talend_processing.stack.source_position import trace_of
from talend_processing.stack.step import Step, plain_map
from talend_processing.stack.step_operation import meaning

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
"""What previews and states hold of a resource, as far as it is read."""

Names: TypeAlias = tuple[str, str, str]
"""What a form of preview calls the resource before, the resource after, and the arguments that differ."""


def read_step(told: Any, names: Names, where: str, how: str) -> Step:
    """The step that an object tells of.

    Args:
        told: The object.
        names: How it calls its members.
        where: Where it stands, for messages.
        how: How to make a document that is right, likewise.

    Raises:
        DocumentError: It is not what Pulumi writes, or its operation is not known.

    """
    if not isinstance(told, Mapping) or not isinstance(told.get("urn"), str):
        raise DocumentError(f"{where}: a step must have a `urn`; {how}")
    op = meaning(told.get("op"), where)
    expect(told, {names[0]: RESOURCE, names[1]: RESOURCE, names[2]: [str]}, where, how)
    old, new = told.get(names[0]), told.get(names[1])
    # A replacement that creates first marks the object before too.
    pending = bool(old and old.get("delete")) and not (op == "replace" and new)
    if op == "refresh":
        # What the API showed is what there is; what becomes of it, another step tells.
        op, old = "same", new or old
    elif pending:
        op = "delete"
    before, after = old or {}, new or {}
    return Step(
        op=op,
        urn=told["urn"],
        old=None if old is None else {**plain_map(before.get("inputs")), **plain_map(before.get("outputs"))},
        new=None if new is None else plain_map(after.get("inputs")),
        old_inputs=plain_map(before.get("inputs")),
        object_id=str(before.get("id") or ""),
        parent=str((after or before).get("parent") or ""),
        references=references_of(after or before),
        trace=trace_of(after or before),
        changed=frozenset(_top(path) for path in told.get(names[2]) or ()),
        retained=is_retained(before),
        pending=pending,
    )


def references_of(resource: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The resources that each argument comes from."""
    listed = resource.get("propertyDependencies") or {}
    return {str(name): tuple(urns or ()) for name, urns in listed.items()}


def is_retained(resource: Mapping[str, Any]) -> bool:
    """Whether the removal of a resource leaves its object: it is kept on delete, or only read by `.get()`."""
    return bool(resource.get("retainOnDelete") or resource.get("external"))


def _top(path: str) -> str:
    """The argument that a path begins with."""
    return path.partition(".")[0].partition("[")[0]

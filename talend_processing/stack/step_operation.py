"""The operations in a preview and their meaning in a review."""

from __future__ import annotations

from typing import Final

from talend_processing.stack.errors import DocumentError

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


def meaning(op: object, where: str) -> str:
    """Return the operation of a step.

    Raises:
        DocumentError: The operation is unknown. It comes from a newer version of Pulumi.

    """
    try:
        return _OPS[str(op)]
    except KeyError:
        raise DocumentError(
            f"{where}: the operation {op!r} is not one of {', '.join(_OPS)}."
            " A newer pulumi made it: update talend-processing"
        ) from None

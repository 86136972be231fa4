"""Failures that are asked for: they wait in what they are for, and the next execution takes the first one."""

from __future__ import annotations

from talend_processing.simulator.http.responses import Record
from talend_processing.simulator.http.validation import NAME, TEXT, Array, Integer, Shape, Text

ENDS = {
    "success": "execution_successful",
    "failure": "execution_failed",
    "rejected": "execution_rejected",
    "deploy_failed": "deploy_failed",
    "shutdown": "terminated_shutdown",
    "never": "",
}
"""How an execution of a task can come out, and the status that it ends with."""

PROMOTION_ENDS = {"success": "PROMOTED", "warning": "PROMOTION_WARNING", "failure": "PROMOTION_FAILED"}

_COUNT = Integer(1)
FAILURES = Array(
    Shape({"outcome": Text(tuple(ENDS))}, {"count": _COUNT, "errorType": TEXT, "errorMessage": TEXT})
)
PROMOTION_FAILURES = Array(
    Shape({"outcome": Text(tuple(PROMOTION_ENDS))}, {"count": _COUNT, "artifact": NAME, "errorMessage": TEXT})
)


def take(record: Record) -> Record | None:
    """The failure that waits first; without a count it stays for every execution."""
    waiting: list[Record] = record.get("failures", [])
    if not waiting:
        return None
    first = waiting[0]
    if "count" in first:
        first["count"] -= 1
        if not first["count"]:
            del waiting[0]
            if not waiting:
                del record["failures"]
    return first

"""`failures`, a field of a task, plan step or promotion: the outcomes of its next executions."""

from __future__ import annotations

from talend_processing.simulator.http.responses import Record
from talend_processing.simulator.http.validation import NAME, TEXT, Array, Integer, Shape, Text

STATUS_BY_OUTCOME = {
    "success": "execution_successful",
    "failure": "execution_failed",
    "rejected": "execution_rejected",
    "deploy_failed": "deploy_failed",
    "shutdown": "terminated_shutdown",
    "never": "",
}
"""The outcomes of a task's execution, each with the final status.

With `never`, the execution runs until it is terminated or its timeout is over.
"""

PROMOTION_STATUS_BY_OUTCOME = {
    "success": "PROMOTED",
    "warning": "PROMOTION_WARNING",
    "failure": "PROMOTION_FAILED",
}

_COUNT = Integer(1)
OUTCOME_OVERRIDES = Array(
    Shape(
        {"outcome": Text(tuple(STATUS_BY_OUTCOME))},
        {"count": _COUNT, "errorType": TEXT, "errorMessage": TEXT},
    )
)
PROMOTION_OUTCOME_OVERRIDES = Array(
    Shape(
        {"outcome": Text(tuple(PROMOTION_STATUS_BY_OUTCOME))},
        {"count": _COUNT, "artifact": NAME, "errorMessage": TEXT},
    )
)


def take_outcome_override(record: Record) -> Record | None:
    """Return the first of `failures`, if any, and reduce its count. An entry without a count always stays."""
    failures: list[Record] = record.get("failures", [])
    if not failures:
        return None
    first = failures[0]
    if "count" in first:
        first["count"] -= 1
        if not first["count"]:
            del failures[0]
            if not failures:
                del record["failures"]
    return first

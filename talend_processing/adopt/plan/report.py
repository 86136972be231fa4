"""Format the plan of an adoption as text or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from talend_processing.adopt.plan.matching import name_of
from talend_processing.adopt.plan.model import Decision, Plan, Status
from talend_processing.secret_text import mask, mask_values

_MARKS: Final[dict[Status, tuple[str, str]]] = {
    "identical": ("=", "adopted as it is"),
    "changed": ("~", "adopted; the next `pulumi up` changes:"),
    "create": ("+", "created by `pulumi up`"),
    "ambiguous": ("?", "several objects match"),
    "impossible": ("!", "cannot be adopted"),
}
_COUNTS: Final[dict[Status, str]] = {
    "identical": "identical",
    "changed": "adopted and then changed",
    "create": "to be created",
    "ambiguous": "ambiguous",
    "impossible": "impossible",
}
_MAX_NAME_WIDTH: Final = 60


def headline(plan: Plan) -> str:
    """Return one line with the number of resources for each decision."""
    counts = [f"{len(found)} {words}" for status, words in _COUNTS.items() if (found := plan.of(status))]
    summary = ", ".join(counts) or "nothing to adopt"
    return f"{plan.project}/{plan.stack}: {summary} ({plan.in_state} in the state already)"


def text_report(plan: Plan) -> str:
    """Return the plan as a table. Resources that need attention come last."""
    return "\n".join(map(mask, _lines(plan))) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    names = [name_of(one.planned.urn) for one in plan.decisions]
    width = min(max(map(len, names), default=0), _MAX_NAME_WIDTH)
    for status, (mark, words) in _MARKS.items():
        for one in plan.of(status):
            outcome = f"{words}: {one.reason}" if one.reason else words
            where = f"  {one.object_id}" if one.object_id and not one.reason else ""
            yield f"{mark} {name_of(one.planned.urn):<{width}}{where}  {outcome}"
            yield from (
                f"    {change.argument}: {change.found} -> {change.declared}" for change in one.changes
            )
    yield headline(plan)


def json_report(plan: Plan, *, imported: bool, deviations: list[str]) -> str:
    """Return the plan as JSON. The member `version` changes only when another member is renamed or removed.

    Args:
        plan: The plan.
        imported: Whether its objects are in the state now.
        deviations: The deviations of the preview after the import from the plan.

    """
    document = {
        "version": 1,
        "project": plan.project,
        "stack": plan.stack,
        "apiUrl": plan.api_url,
        "inState": plan.in_state,
        "resources": [_resource(one) for one in plan.decisions],
        "imported": imported,
        "deviations": deviations,
    }
    return json.dumps(mask_values(document), indent=2, ensure_ascii=False) + "\n"


def _resource(one: Decision) -> dict[str, Any]:
    return {
        "urn": one.planned.urn,
        "kind": one.planned.kind,
        "name": one.planned.name,
        "status": one.status,
        "id": one.object_id or None,
        "reason": one.reason or None,
        "changes": [
            {"argument": change.argument, "account": change.found, "program": change.declared}
            for change in one.changes
        ],
    }

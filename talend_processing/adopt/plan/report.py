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
_COUNT_WORDS: Final[dict[Status, str]] = {
    "identical": "identical",
    "changed": "adopted and then changed",
    "create": "to be created",
    "ambiguous": "ambiguous",
    "impossible": "impossible",
}
_MAX_NAME_WIDTH: Final = 60


def headline(plan: Plan) -> str:
    """Return one line with the number of resources for each decision."""
    counts = [
        f"{len(decisions)} {words}"
        for status, words in _COUNT_WORDS.items()
        if (decisions := plan.with_status(status))
    ]
    summary = ", ".join(counts) or "nothing to adopt"
    return f"{plan.project}/{plan.stack}: {summary} ({plan.managed_count} in the state already)"


def text_report(plan: Plan) -> str:
    """Return the plan as a table. Resources that need attention come last."""
    return "\n".join(map(mask, _lines(plan))) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    names = [name_of(one.planned.urn) for one in plan.decisions]
    width = min(max(map(len, names), default=0), _MAX_NAME_WIDTH)
    for status, (mark, words) in _MARKS.items():
        for decision in plan.with_status(status):
            outcome = f"{words}: {decision.reason}" if decision.reason else words
            adopted_id = f"  {decision.object_id}" if decision.object_id and not decision.reason else ""
            yield f"{mark} {name_of(decision.planned.urn):<{width}}{adopted_id}  {outcome}"
            for change in decision.changes:
                yield f"    {change.argument}: {change.account_value} -> {change.program_value}"
    yield headline(plan)


def json_report(plan: Plan, *, imported: bool, deviations: list[str]) -> str:
    """Return the plan as JSON. The member `version` changes only when another member is renamed or removed.

    Args:
        plan: The plan.
        imported: Whether the adopted objects are in the state now.
        deviations: Where the preview after the import deviates from the plan, one text for each resource.

    """
    document = {
        "version": 1,
        "project": plan.project,
        "stack": plan.stack,
        "apiUrl": plan.api_url,
        "inState": plan.managed_count,
        "resources": [_resource(one) for one in plan.decisions],
        "imported": imported,
        "deviations": deviations,
    }
    return json.dumps(mask_values(document), indent=2, ensure_ascii=False) + "\n"


def _resource(decision: Decision) -> dict[str, Any]:
    return {
        "urn": decision.planned.urn,
        "kind": decision.planned.kind,
        "name": decision.planned.name,
        "status": decision.status,
        "id": decision.object_id or None,
        "reason": decision.reason or None,
        "changes": [
            {"argument": change.argument, "account": change.account_value, "program": change.program_value}
            for change in decision.changes
        ],
    }

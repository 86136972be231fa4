"""Format the drift as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from talend_processing.drift.report import Drift, StackResource
from talend_processing.secret_text import mask_values


def json_report(drift: Drift) -> str:
    """Return the JSON document. Its `version` changes only when a member is renamed or removed."""
    document = {
        "version": 1,
        "project": drift.project,
        "stack": drift.stack,
        "apiUrl": drift.api_url,
        "resources": drift.resources,
        "drift": drift.has_drift,
        "changed": [
            {**_resource(one.resource), "changes": [asdict(change) for change in one.changes]}
            for one in drift.changed
        ],
        "missing": [_resource(one) for one in drift.missing],
        "unmanaged": [
            {
                "kind": one.kind,
                "id": one.object_id,
                "title": one.title,
                "environment": one.environment or None,
                "in": one.where or None,
                "adopt": one.adopt,
            }
            for one in drift.unmanaged
        ],
        "unread": [{**_resource(one.resource), "why": one.why} for one in drift.unread],
        "notes": list(drift.notes),
    }
    return json.dumps(mask_values(document), indent=2) + "\n"


def _resource(one: StackResource) -> dict[str, Any]:
    position = asdict(one.position) if one.position else None
    return {
        "urn": one.urn,
        "kind": one.kind,
        "id": one.object_id,
        "title": one.title,
        "position": position,
    }

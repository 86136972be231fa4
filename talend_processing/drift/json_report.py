"""Format the drift as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from talend_processing.drift.report import Drift, StackResource
from talend_processing.secret_text import mask_values


def json_report(drift: Drift) -> str:
    """Return the drift as JSON. Its `version` changes only when another member is renamed or removed."""
    document = {
        "version": 1,
        "project": drift.project,
        "stack": drift.stack,
        "apiUrl": drift.api_url,
        "resources": drift.resource_count,
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
                "in": one.container or None,
                "adopt": one.adoption_line,
            }
            for one in drift.unmanaged
        ],
        "unread": [{**_resource(one.resource), "why": one.reason} for one in drift.unread],
        "notes": list(drift.notes),
    }
    return json.dumps(mask_values(document), indent=2) + "\n"


def _resource(resource: StackResource) -> dict[str, Any]:
    return {
        "urn": resource.urn,
        "kind": resource.kind,
        "id": resource.object_id,
        "title": resource.title,
        "position": asdict(resource.position) if resource.position else None,
    }

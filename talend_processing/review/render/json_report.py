"""A review as JSON, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from talend_processing.review.findings.report import Review
from talend_processing.secret_text import mask_values


def json_report(review: Review) -> str:
    """Return the JSON document. Its `version` changes only when a key is renamed or removed."""
    document = {
        "version": 1,
        "project": review.project,
        "stack": review.stack,
        "risk": review.risk.word,
        "complete": review.includes_unchanged,
        "resources": review.counts,
        "findings": [
            {
                "rule": finding.rule,
                "risk": finding.risk.word,
                "what": finding.what,
                "reason": finding.reason,
                "details": list(finding.details),
                "urn": finding.step.urn,
                "kind": finding.step.kind,
                "id": finding.step.object_id or None,
                "position": asdict(finding.position) if finding.position else None,
            }
            for finding in review.findings
        ],
        "capacity": [asdict(capacity) for capacity in review.capacity],
        "before": [node.as_json() for node in review.before.nodes],
        "after": [node.as_json() for node in review.after.nodes],
        "notes": list(review.notes),
    }
    return json.dumps(mask_values(document), indent=2) + "\n"

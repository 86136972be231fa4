"""A review as SARIF 2.1.0, whose results land on the lines of the user's program."""

from __future__ import annotations

import json
from typing import Any, Final

from talend_processing import __version__
from talend_processing.review.finding import Finding, Risk
from talend_processing.review.report import Review

_LEVELS: Final = {Risk.HIGH: "error", Risk.MEDIUM: "warning", Risk.LOW: "note", Risk.NONE: "note"}


def sarif(review: Review, *, program: str = "") -> str:
    """The document's text; `program` is the program's folder within the repository."""
    rules = sorted({finding.rule for finding in review.findings})
    run = {
        "tool": {
            "driver": {
                "name": "talend-processing review",
                "semanticVersion": __version__,
                "rules": [{"id": rule, "name": rule} for rule in rules],
            }
        },
        "results": [_result(finding, rules, program) for finding in review.findings],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(document, indent=2) + "\n"


def _result(finding: Finding, rules: list[str], program: str) -> dict[str, Any]:
    text = f"{finding.what}: {finding.reason}".replace("`", "'")
    details = "".join(f"\n{detail.replace('`', '')}" for detail in finding.details)
    # A finding without a line, such as that of a deleted resource, lands on the first of the program.
    path, line = (finding.position.path, finding.position.line) if finding.position else ("__main__.py", 1)
    if finding.step.op == "delete":
        line = 1  # the state remembers a line that is no longer that resource's
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": _LEVELS[finding.risk],
        "message": {"text": text + details},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "/".join(filter(None, (program.strip("/"), path)))},
                    "region": {"startLine": line},
                },
                "logicalLocations": [{"fullyQualifiedName": finding.step.urn}],
            }
        ],
        "partialFingerprints": {"urn/v1": f"{finding.rule}:{finding.step.urn}"},
    }

"""A review as SARIF 2.1.0, with results on the lines of the user's program."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from typing import Any, Final
from urllib.parse import quote

from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.report import Review
from talend_processing.review.findings.rules import RULES, Risk, Rule
from talend_processing.secret_text import mask_values
from talend_processing.stack.source_position import Position
from talend_processing.version import __version__

_LEVELS: Final = {Risk.HIGH: "error", Risk.MEDIUM: "warning", Risk.LOW: "note", Risk.NONE: "note"}


def sarif(review: Review, *, program_folder: str = "") -> str:
    """Return the SARIF document. `program_folder` is the folder of Pulumi.yaml within the repository."""
    rule_names = sorted({finding.rule for finding in review.findings})
    files = Counter(one.position.path for one in review.findings if one.position and one.step.op != "delete")
    fallback_file = files.most_common(1)[0][0] if files else "Pulumi.yaml"
    sarif_run = {
        "tool": {
            "driver": {
                "name": "talend-processing review",
                "semanticVersion": __version__,
                "rules": [_rule(RULES[name]) for name in rule_names],
            }
        },
        # GitHub replaces earlier results with the same id, so each stack needs its own id.
        "automationDetails": {"id": f"talend-processing/{review.project}/{review.stack}/"},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "note", "message": {"text": note}} for note in review.notes
                ],
            }
        ],
        "results": [
            _result(finding, rule_names, program_folder, fallback_file, set(files))
            for finding in review.findings
        ],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [sarif_run],
    }
    return json.dumps(mask_values(document), indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "name": rule.name,
        "shortDescription": {"text": rule.what.replace("`", "'")},
        "fullDescription": {"text": rule.why.replace("`", "'")},
        "defaultConfiguration": {"level": _LEVELS[rule.risks[0]]},
    }


def _result(
    finding: Finding, rule_names: list[str], program_folder: str, fallback_file: str, files: set[str]
) -> dict[str, Any]:
    text = f"{finding.what}: {finding.reason}".replace("`", "'")
    details = "".join(f"\n{detail.replace('`', '')}" for detail in finding.details)
    position, *callers = finding.step.trace or (Position(fallback_file, 1),)
    if finding.step.op == "delete":
        # The line in the state may now belong to another resource, and the file may not exist any more.
        position, callers = Position(position.path if position.path in files else fallback_file, 1), []
    result = {
        "ruleId": finding.rule,
        "ruleIndex": rule_names.index(finding.rule),
        "level": _LEVELS[finding.risk],
        "message": {"text": text + details},
        "locations": [
            _location(position, program_folder)
            | {"logicalLocations": [{"fullyQualifiedName": finding.step.urn}]}
        ],
        "partialFingerprints": {"urn/v1": f"{finding.rule}:{finding.step.urn}"},
        "properties": {"risk": finding.risk.word},
    }
    if callers:
        result["relatedLocations"] = [
            {"id": number, **_location(one, program_folder), "message": {"text": "declared from here"}}
            for number, one in enumerate(callers, 1)
        ]
    return result


def _location(position: Position, program_folder: str) -> dict[str, Any]:
    path = posixpath.normpath(posixpath.join(program_folder.strip("/"), position.path))
    return {
        "physicalLocation": {"artifactLocation": {"uri": quote(path)}, "region": {"startLine": position.line}}
    }

"""The report of a run: a YAML file, and a table for the terminal.

A report contains no ids, names of objects, hosts, tokens or times of day. From the API's responses it takes
only numbers, and error codes, header names and field names that have the usual format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from talend_processing.probe.experiment import Finding, Observed, Rule, Unobserved, as_text, is_as_assumed
from talend_processing.probe.registry import NOT_COVERED, RULES

FORMAT: Final = 1
"""The version of the file format, which increases when the meaning of a member changes."""
_NAME_WIDTH: Final = 27
_VALUE_WIDTH: Final = 22
_HEADER: Final = """\
# Written by `talend-processing probe`: what the API does in one account where its reference leaves that open.
# It contains no ids, names, hosts, tokens or times of day. To use it: `talend-processing simulator --rules`.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A rule and the finding about it."""

    rule: Rule
    finding: Finding

    @property
    def deviates(self) -> bool:
        """Whether the finding excludes the assumed value."""
        return isinstance(self.finding, Observed) and not any(
            is_as_assumed(self.rule, value) for value in (self.finding.value, *self.finding.also_possible)
        )


def rows(findings: Mapping[str, Finding]) -> list[Row]:
    """Return the rows of a report: deviations, then other observed rules, then unobserved rules."""
    unsorted = [Row(RULES[name], finding) for name, finding in findings.items()]
    return sorted(unsorted, key=lambda row: (not row.deviates, isinstance(row.finding, Unobserved)))


def report_as_yaml(
    findings: Mapping[str, Finding],
    *,
    versions: Mapping[str, str],
    day: date,
    complete: bool,
    calls: int,
) -> str:
    """Return the report as YAML.

    Args:
        findings: The finding about each rule, by the rule's name.
        versions: The installed version of each program, such as `Python`.
        day: The day of the run.
        complete: False if `--only` was given or the run ended early.
        calls: The number of API calls.

    """
    document: dict[str, object] = {
        "format": FORMAT,
        "day": day.isoformat(),
        "versions": dict(versions),
        "complete": complete,
        "calls": calls,
        "rules": [_entry(row) for row in rows(findings)],
        "notCovered": dict(NOT_COVERED),
    }
    return _HEADER + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)


def _entry(row: Row) -> dict[str, object]:
    rule, finding = row.rule, row.finding
    entry: dict[str, object] = {"rule": rule.name, "question": rule.question}
    if isinstance(finding, Unobserved):
        return entry | {"notObserved": finding.reason, "assumed": rule.assumed}
    entry |= {"observed": finding.value}
    if finding.also_possible:
        entry["notExcluded"] = list(finding.also_possible)
    if finding.note:
        entry["note"] = finding.note
    return entry | {
        "assumed": rule.assumed,
        "deviates": row.deviates,
        "consequence": rule.consequence(finding.value),
        "simulator": rule.has_switch,
    }


def observed_rules(path: Path) -> frozenset[str]:
    """Return the names of the rules with an observed value in an earlier report.

    The set is empty if the file cannot be read or is not a report.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return frozenset()
    entries = document.get("rules") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        return frozenset()
    return frozenset(str(one.get("rule")) for one in entries if isinstance(one, dict) and "observed" in one)


def table(rows: Sequence[Row]) -> str:
    """Return the table for the terminal, with the consequence of each deviation and a summary line."""
    lines = [f"{'rule':<{_NAME_WIDTH}} {'observed':<{_VALUE_WIDTH}} assumed"]
    for row in rows:
        lines += _table_lines(row)
    deviations = sum(row.deviates for row in rows)
    unobserved = sum(isinstance(row.finding, Unobserved) for row in rows)
    lines.append("")
    lines.append(
        f"{len(rows)} rules: {deviations} deviate, {len(rows) - deviations - unobserved} are as assumed,"
        f" {unobserved} could not be observed"
    )
    return "\n".join(lines) + "\n"


def _table_lines(row: Row) -> list[str]:
    finding = row.finding
    name, assumed = f"{row.rule.name:<{_NAME_WIDTH}}", as_text(row.rule.assumed)
    if not isinstance(finding, Observed):
        return [f"{name} {'-':<{_VALUE_WIDTH}} {assumed}    not observed: {finding.reason}"]
    values = " or ".join(as_text(value) for value in (finding.value, *finding.also_possible))
    line = f"{name} {values:<{_VALUE_WIDTH}} {assumed}"
    if not row.deviates:
        return [line]
    return [f"{line}    deviates", f"    {row.rule.consequence(finding.value)}"]

"""The table for the terminal, with deviations first."""

from __future__ import annotations

from collections.abc import Sequence

from talend_processing.probe.report import Row
from talend_processing.probe.rules import Observed, Unobserved, shown

_NAME_WIDTH = 27
_VALUE_WIDTH = 22


def table(rows: Sequence[Row]) -> str:
    """Return the rows as text: a line for each rule, and the consequence of each deviation."""
    lines = [f"{'rule':<{_NAME_WIDTH}} {'observed':<{_VALUE_WIDTH}} assumed"]
    for row in rows:
        lines += _lines(row)
    deviations = sum(row.deviates for row in rows)
    unobserved = sum(isinstance(row.finding, Unobserved) for row in rows)
    lines.append("")
    lines.append(
        f"{len(rows)} rules: {deviations} deviate, {len(rows) - deviations - unobserved} are as assumed,"
        f" {unobserved} could not be observed"
    )
    return "\n".join(lines) + "\n"


def _lines(row: Row) -> list[str]:
    finding = row.finding
    name, assumed = f"{row.rule.name:<{_NAME_WIDTH}}", shown(row.rule.assumed)
    if not isinstance(finding, Observed):
        return [f"{name} {'-':<{_VALUE_WIDTH}} {assumed}    not observed: {finding.reason}"]
    values = " or ".join(shown(value) for value in (finding.value, *finding.also))
    line = f"{name} {values:<{_VALUE_WIDTH}} {assumed}"
    if not row.deviates:
        return [line]
    return [f"{line}    deviates", f"    {row.rule.consequence(finding.value)}"]

"""A review as Markdown, for a comment on a pull request."""

from __future__ import annotations

import itertools

from talend_processing.graph.mermaid import MAX_NODES, mermaid
from talend_processing.markup import code, prose, text
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.report import Review
from talend_processing.review.findings.rules import Risk

_SYMBOLS = {Risk.HIGH: "🔴", Risk.MEDIUM: "🟠", Risk.LOW: "🟢", Risk.NONE: "⚪"}
_UNCHANGING_OPS = frozenset({"same", "read", "refresh"})
_MAX_CHARACTERS = 30_000
"""Maximum length of all rows of findings together. A GitHub comment has at most 65,536 characters, including
the pictures."""


def markdown(review: Review) -> str:
    """Return the text of the comment."""
    lines = [
        f"## What this change does to {code(f'{review.project}/{review.stack}')}",
        "",
        _headline(review),
        "",
    ]
    if review.findings:
        lines += ["| Risk | What happens | Why it matters | Declared in |", "|---|---|---|---|"]
        rows = [_row(finding) for finding in review.findings]
        lengths = itertools.accumulate(len(row) + 1 for row in rows)
        fitting_rows = sum(1 for length in lengths if length <= _MAX_CHARACTERS)
        lines += rows[:fitting_rows]
        if fitting_rows < len(rows):
            lines += ["", f"… and {len(rows) - fitting_rows} more findings of the same or a lower risk."]
        lines.append("")
    if any(one.changes for one in review.capacity):
        scope = "" if review.includes_unchanged else " of the resources that the preview shows"
        lines += [f"### Capacity{scope}", "", *_capacity(review), ""]
    if review.findings and max(len(review.before.nodes), len(review.after.nodes)) > 0:
        lines += _pictures(review)
    if review.notes:
        lines += ["### Not checked", "", *(f"- {prose(note)}" for note in review.notes), ""]
    return "\n".join(lines).rstrip() + "\n"


def _headline(review: Review) -> str:
    if not review.findings:
        return "⚪ **Nothing that runs is affected.**"
    counts = {risk: sum(1 for one in review.findings if one.risk is risk) for risk in reversed(Risk)}
    by_risk = ", ".join(f"{number} {risk.word}" for risk, number in counts.items() if number)
    op_counts = sorted((op, number) for op, number in review.counts.items() if op not in _UNCHANGING_OPS)
    by_op = ", ".join(f"{number} to {op}" for op, number in op_counts)
    return f"{_SYMBOLS[review.risk]} **Risk: {review.risk.word}** ({by_risk}). Resources: {by_op}."


def _row(finding: Finding) -> str:
    declared_in = prose(finding.source_line("`")) or code(finding.step.name)
    why = "<br>".join(map(prose, [finding.reason, *finding.details]))
    risk = f"{_SYMBOLS[finding.risk]} {finding.risk.word}"
    return f"| {risk} | {prose(finding.what)} | {why} | {declared_in} |"


def _capacity(review: Review) -> list[str]:
    def cell(before_and_after: tuple[int, int]) -> str:
        before, after = before_and_after
        return str(before) if before == after else f"**{before} → {after}**"

    rows = [
        "| Environment | Remote Engines | paired (right after the change) | Clusters | Pipeline Engines |",
        "|---|---|---|---|---|",
    ]
    rows += [
        f"| {text(one.environment)} | {cell(one.engines)} | {cell(one.paired)} | {cell(one.clusters)}"
        f" | {cell(one.pipeline_engines)} |"
        for one in review.capacity
    ]
    return rows


def _pictures(review: Review) -> list[str]:
    node_count = max(
        sum(1 for node in topology.nodes if node.kind != "profile")
        for topology in (review.before, review.after)
    )
    if node_count > MAX_NODES:
        return [
            f"The topology has {node_count} engines and clusters: `talend-processing graph` draws it as SVG.",
            "",
        ]
    lines: list[str] = []
    for title, topology in (("before", review.before.without_update_marks()), ("after", review.after)):
        if not topology.nodes:
            continue
        open_attribute = " open" if title == "after" else ""
        lines += [
            f"<details{open_attribute}><summary>Topology {title}</summary>",
            "",
            "```mermaid",
            mermaid(topology),
            "```",
        ]
        lines += ["", "</details>", ""]
    return lines

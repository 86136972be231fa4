"""A review as text for a terminal."""

from __future__ import annotations

from typing import Final, TextIO

from talend_processing.console import console_on, styled
from talend_processing.review.findings.report import Review
from talend_processing.review.findings.rules import Risk

_COLOURS: Final = {Risk.HIGH: "bold red", Risk.MEDIUM: "yellow", Risk.LOW: "green", Risk.NONE: "dim"}


def terminal(review: Review, out: TextIO) -> None:
    """Print the review."""
    from rich.table import Table  # noqa: PLC0415 - only the extra `cli` brings it

    console = console_on(out)
    heading = f"{review.project}/{review.stack}: risk {review.risk.word}"
    console.print(styled(heading, _COLOURS[review.risk]))
    if not review.findings:
        console.print("Nothing that runs is affected.")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 1, 0))
    for finding in review.findings:
        text = styled(finding.what.replace("`", "'"), "bold")
        for line in (finding.reason, *finding.details):
            text.append(styled("\n" + line.replace("`", ""), "not bold"))
        if source_line := finding.source_line():
            text.append(styled(f"\n{source_line}", "dim not bold"))
        table.add_row(styled(finding.risk.word, _COLOURS[finding.risk]), text)
    console.print(table)
    for capacity in review.capacity:
        if capacity.changes:
            numbers = {
                "Remote Engines": capacity.engines,
                "paired": capacity.paired,
                "clusters": capacity.clusters,
                "Pipeline Engines": capacity.pipeline_engines,
            }
            changes = ", ".join(f"{name} {before} -> {after}" for name, (before, after) in numbers.items())
            console.print(styled(f"{capacity.environment}: {changes}"))
    for note in review.notes:
        console.print(styled(f"note: {note}", "dim"))

"""A whole review, independent of the output format."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from talend_processing.graph.topology import Resolver, Topology, declared_clusters, sides
from talend_processing.review.findings.capacity import Capacity, capacities
from talend_processing.review.findings.changes import findings
from talend_processing.review.findings.context import Context
from talend_processing.review.findings.facts import Facts
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.renames import renames
from talend_processing.review.findings.rules import Risk
from talend_processing.stack.preview import Preview


@dataclass(frozen=True)
class Review:
    """The findings of a preview, with figures and notes."""

    stack: str
    project: str
    findings: tuple[Finding, ...]
    counts: dict[str, int]
    """The number of resources for each operation."""
    capacity: tuple[Capacity, ...]
    before: Topology
    after: Topology
    complete: bool
    """Whether figures and pictures include unchanged resources."""
    notes: tuple[str, ...]
    """Limits of this review: facts that it could not read."""

    @property
    def risk(self) -> Risk:
        """The highest risk of all findings."""
        return max((finding.risk for finding in self.findings), default=Risk.NONE)


def review(preview: Preview, facts: Facts | None = None, notes: tuple[str, ...] = ()) -> Review:
    """Return the review of a preview, with facts of the live account if they are given.

    Args:
        preview: The preview.
        facts: Facts of the account.
        notes: Further limits of the review, such as the reason why there are no facts.

    """
    statuses, names = (facts.statuses, facts.environments) if facts else (None, None)
    before, after = sides(preview.steps, newer_statuses=statuses, names=names)
    resolver = Resolver(preview.steps, names)
    declared = (
        declared_clusters(preview.steps, resolver, after=False),
        declared_clusters(preview.steps, resolver, after=True),
    )
    context = Context(resolver, before, after, preview.complete, declared, facts, renames(preview.steps))
    found = findings(preview.steps, context)
    notes = (*notes, *preview.notes)
    if facts:
        found = tuple(sorted((facts.annotate(one) for one in found), key=lambda one: -one.risk))
        notes = (*notes, *facts.notes)
    if preview.unlisted:
        left_out = (
            f"{preview.unlisted} unchanged resources are not in the preview, so capacity and pictures lack"
            " them: use `pulumi preview --json --show-sames`, or give the state with `--state`"
        )
        notes = (*notes, left_out)
    counts = Counter(step.op for step in preview.steps if "pulumi:" not in step.type)
    return Review(
        preview.stack,
        preview.project,
        found,
        dict(counts),
        capacities(before, after),
        before,
        after,
        preview.complete,
        notes,
    )

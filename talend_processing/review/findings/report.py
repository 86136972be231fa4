"""The review of a preview, independent of the output formats."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from talend_processing.graph.topology import Resolver, Topology, before_and_after, declared_clusters
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
    """The result of a review, which `review.render` writes as Markdown, SARIF, JSON or text."""

    stack: str
    project: str
    findings: tuple[Finding, ...]
    counts: dict[str, int]
    """The number of resources by operation, such as {"create": 2}."""
    capacity: tuple[Capacity, ...]
    before: Topology
    after: Topology
    includes_unchanged: bool
    """Whether the capacity and the pictures include unchanged resources."""
    notes: tuple[str, ...]
    """Sentences about what this review could not check."""

    @property
    def risk(self) -> Risk:
        """The highest risk of all findings."""
        return max((finding.risk for finding in self.findings), default=Risk.NONE)


def review(preview: Preview, facts: Facts | None = None, notes: tuple[str, ...] = ()) -> Review:
    """Review a preview.

    Args:
        preview: The preview.
        facts: What the live account says, if it was read.
        notes: Sentences for `Review.notes`, such as why the account was not read.

    """
    statuses, environment_names = (facts.statuses, facts.environments) if facts else (None, None)
    before, after = before_and_after(preview.steps, newer_statuses=statuses, names=environment_names)
    resolver = Resolver(preview.steps, environment_names)
    clusters_before_and_after = (
        declared_clusters(preview.steps, resolver, after=False),
        declared_clusters(preview.steps, resolver, after=True),
    )
    context = Context(
        resolver,
        before,
        after,
        preview.includes_unchanged,
        clusters_before_and_after,
        facts,
        renames(preview.steps),
    )
    all_findings = findings(preview.steps, context)
    notes = (*notes, *preview.notes)
    if facts:
        annotated = (facts.annotate(finding) for finding in all_findings)
        all_findings = tuple(sorted(annotated, key=lambda one: -one.risk))
        notes = (*notes, *facts.notes)
    if preview.unlisted:
        warning = (
            f"{preview.unlisted} unchanged resources are missing in the preview, capacity and pictures:"
            " use `pulumi preview --json --show-sames`, or give the state with `--state`"
        )
        notes = (*notes, warning)
    counts = Counter(step.op for step in preview.steps if "pulumi:" not in step.type)
    return Review(
        preview.stack,
        preview.project,
        all_findings,
        dict(counts),
        capacities(before, after),
        before,
        after,
        preview.includes_unchanged,
        notes,
    )

"""A change is small enough for the API's request limit and for a reviewer."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import Finding, StackPolicy
from talend_processing.policies.resource_view import Stack
from talend_processing.policies.settings import WHOLE_NUMBER, Setting, Settings


def check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Count what a preview creates, updates or replaces."""
    most = settings.number("maxChanges")
    written = [subject for subject in stack.subjects if subject.is_written]
    if len(written) > most:
        count = f"{len(written)} resources are created, updated or replaced at once"
        yield written[most], f"{count}, more than maxChanges ({most})"


POLICY = StackPolicy(
    name="change-within-limits",
    says="One change writes no more resources than the API's request limit allows.",
    why="All of an address share 1,800 requests a minute, and a write is at least one: a large change keeps"
    " other pipelines waiting, and nobody reads it to the end.",
    fix="Apply it in parts with --target, or in a quiet hour with a higher maxChanges.",
    level="advisory",
    severity="low",
    tags=("account", "review"),
    settings={
        "maxChanges": Setting(
            WHOLE_NUMBER, 900, "The greatest number of resources that are created, updated or replaced."
        )
    },
    limits="Deleted resources are not counted, because policies do not see them. In an `up` it runs after all"
    " changes and finds nothing, so pass the pack to `pulumi preview`.",
    check=check,
)

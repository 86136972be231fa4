"""A change is small enough for the API's request limit and for a reviewer."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import Finding, StackPolicy
from talend_processing.policies.resource_view import Stack
from talend_processing.policies.settings import WHOLE_NUMBER, Setting, Settings


def check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Count the resources that a preview creates, updates or replaces."""
    most = settings.number("maxChanges")
    written = [subject for subject in stack.subjects if subject.is_written]
    if len(written) > most:
        count = f"{len(written)} resources are created, updated or replaced at once"
        yield written[most], f"{count}, more than maxChanges ({most})"


POLICY = StackPolicy(
    name="change-within-limits",
    says="One change writes a limited number of resources.",
    why="All programs behind one IP address share 1,800 requests a minute, and every write needs at least"
    " one. A large change delays other pipelines, and is too long for a reviewer.",
    fix="Apply the change in parts with --target, or at a quiet time with a higher maxChanges.",
    level="advisory",
    severity="low",
    tags=("account", "review"),
    settings={
        "maxChanges": Setting(
            WHOLE_NUMBER, 900, "The maximum number of resources that are created, updated or replaced."
        )
    },
    limits="Deleted resources are not counted, because policies do not see them. The policy finds nothing in"
    " an `up --skip-preview`, which checks the whole stack only after all changes.",
    check=check,
)

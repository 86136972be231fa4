"""The policy that one change does not create, update or replace too many resources."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import Finding, StackPolicy
from talend_processing.policies.resource_view import Stack
from talend_processing.policies.settings import WHOLE_NUMBER, Setting, Settings


def check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Count the resources that a preview plans to create, update or replace."""
    maximum = settings.number("maxChanges")
    planned = [subject for subject in stack.subjects if subject.is_written]
    if len(planned) > maximum:
        text = f"{len(planned)} resources are created, updated or replaced in one change"
        first_above = planned[maximum]  # a finding needs a resource
        yield first_above, f"{text}, more than maxChanges ({maximum})"


POLICY = StackPolicy(
    name="change-within-limits",
    says="One change creates, updates or replaces at most `maxChanges` resources.",
    why="All programs behind one IP address share 1,800 requests a minute, and every write needs at least"
    " one. A large change delays the other programs, and is hard to review.",
    fix="Apply the change in parts with --target, or at a quiet time with a higher maxChanges.",
    level="advisory",
    severity="low",
    tags=("account", "review"),
    settings={
        "maxChanges": Setting(
            WHOLE_NUMBER, 900, "The maximum number of created, updated and replaced resources."
        )
    },
    limits="Deleted resources are not counted, because policies do not see them. With `up --skip-preview` the"
    " policy finds nothing, because Pulumi then checks the stack only after all changes.",
    check=check,
)

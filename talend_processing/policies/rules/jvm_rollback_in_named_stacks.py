"""The Java version of Cloud Engines is set only in named stacks."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import PATTERNS, Setting, Settings


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Check the name of the stack."""
    if not settings.matches("stacks", subject.stack):
        yield f"stack {subject.stack} may not set it; add the stack to the setting stacks"


POLICY = ResourcePolicy(
    name="jvm-rollback-in-named-stacks",
    says="The Java version of Cloud Engines is set only in named stacks.",
    why="An account has only one such setting, so two stacks that set it overwrite each other.",
    fix="Declare CloudJvmRollback in one stack, and name that stack in the setting `stacks`.",
    level="mandatory",
    severity="high",
    tags=("account",),
    settings={"stacks": Setting(PATTERNS, [], "Patterns of the names of stacks that may set it.")},
    kinds=("CloudJvmRollback",),
    check=check,
)

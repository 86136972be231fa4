"""The policy that only chosen stacks set the Java version of Cloud Engines."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import PATTERNS, Setting, Settings


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Report a CloudJvmRollback in a stack whose name does not match `stacks`."""
    if not settings.matches("stacks", subject.stack):
        yield f"stack {subject.stack} must not declare it; to allow it, add the stack to the setting `stacks`"


POLICY = ResourcePolicy(
    name="jvm-rollback-in-named-stacks",
    says="Only stacks that match `stacks` set the Java version of Cloud Engines (CloudJvmRollback).",
    why="The Cloud Engines of an account share one Java version. Two stacks that set it overwrite each"
    " other's value.",
    fix="Declare CloudJvmRollback in one stack, and name that stack in the setting `stacks`.",
    level="mandatory",
    severity="high",
    tags=("account",),
    settings={
        "stacks": Setting(
            PATTERNS,
            [],
            "Patterns of the names of stacks that may declare CloudJvmRollback. By default no stack may.",
        )
    },
    kinds=("CloudJvmRollback",),
    check=check,
)

"""Read-only stacks start no runs or promotions."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import PATTERNS, Setting, Settings


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Check the name of the stack. Pulumi checks a run's intent first, so nothing has started yet."""
    if settings.matches("stacks", subject.stack):
        yield f"stack {subject.stack} is read-only: it must not start, promote or terminate anything"


POLICY = ResourcePolicy(
    name="no-runs-in-read-only-stacks",
    says="Stacks that are marked read-only start, promote and terminate nothing.",
    why="A stack that mirrors an account for review should start nothing in it.",
    fix="Declare the run in another stack.",
    level="mandatory",
    severity="high",
    tags=("runs",),
    settings={
        "stacks": Setting(
            PATTERNS,
            ["(?i)(^|[-_.])read-?only([-_.]|$)"],
            "Patterns of the names of stacks that are read-only.",
        )
    },
    kinds=("TaskRunIntent", "PlanRunIntent", "PromotionRunIntent", "TaskTermination"),
    check=check,
)

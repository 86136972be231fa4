"""The policy that read-only stacks start no tasks, plans or promotions, and terminate no tasks."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import PATTERNS, Setting, Settings


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Report a run, promotion or termination in a stack whose name matches `stacks`, before it starts."""
    if settings.matches("stacks", subject.stack):
        yield f"stack {subject.stack} is read-only: it must not start, promote or terminate anything"


POLICY = ResourcePolicy(
    name="no-runs-in-read-only-stacks",
    says="Stacks whose name marks them as read-only start no task, plan or promotion, and terminate no task.",
    why="A stack that only mirrors an account for reviews must not start anything there.",
    fix="Declare the run, promotion or termination in another stack.",
    level="mandatory",
    severity="high",
    tags=("runs",),
    settings={
        "stacks": Setting(
            PATTERNS,
            ["(?i)(^|[-_.])read-?only([-_.]|$)"],
            "Patterns of the names of read-only stacks.",
        )
    },
    kinds=("TaskRunIntent", "PlanRunIntent", "PromotionRunIntent", "TaskTermination"),
    check=check,
)

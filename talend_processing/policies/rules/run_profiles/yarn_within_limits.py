"""The policy that a big-data run profile uses a limited part of its YARN cluster."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import WHOLE_NUMBER, Setting, Settings

_STRATEGY = "yarnStrategy"


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Check the maximum number of executors, and their total cores and memory."""
    counts = [subject.number(_STRATEGY, wire) for wire in ("executorsNumber", "maxExecutors")]
    executors = max((count for count in counts if count is not None), default=None)
    cores = subject.number(_STRATEGY, "coresPerExecutor")
    memory = subject.number(_STRATEGY, "executorMemory")
    overhead = subject.number("executorMemoryOverhead") or 0
    totals = (
        ("executors", executors, "maxExecutors"),
        ("cores", executors * cores if executors and cores else None, "maxCores"),
        ("MB", executors * (memory + overhead) if executors and memory else None, "maxMemoryMb"),
    )
    for unit, total, setting in totals:
        if total is not None and total > (limit := settings.number(setting)):
            yield f"it can use {total} {unit}, more than {setting} ({limit})"


POLICY = ResourcePolicy(
    name="yarn-within-limits",
    says="A big-data run profile uses a limited number of executors and cores, and limited memory.",
    why="One pipeline should not use the whole YARN cluster.",
    fix="Use fewer or smaller executors in yarn_strategy.",
    level="mandatory",
    severity="medium",
    tags=("cost", "pipelines"),
    settings={
        "maxExecutors": Setting(WHOLE_NUMBER, 50, "The maximum number of executors."),
        "maxCores": Setting(WHOLE_NUMBER, 200, "The maximum number of cores of all executors together."),
        "maxMemoryMb": Setting(
            WHOLE_NUMBER, 819200, "The maximum memory of all executors together, including overhead, in MB."
        ),
    },
    kinds=("BigDataRunProfile",),
    check=check,
)

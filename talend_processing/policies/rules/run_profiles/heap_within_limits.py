"""Heap sizes are within limits."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies import jvm
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import FLAG, WHOLE_NUMBER, Setting, Settings
from talend_processing.provider.declare.values import holds_unknown


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Compare the maximum heap, by its last flag, with the limits."""
    arguments = jvm.parsed(subject.texts(jvm.ARGUMENTS))
    most = jvm.last(arguments, jvm.MAXIMUM)
    if most is None:
        if settings.flag("requireMaximum") and not holds_unknown(subject.values.get(jvm.ARGUMENTS)):
            yield "jvm_arguments sets no maximum heap; add -Xmx"
        return
    limits = settings.number("minHeapMb"), settings.number("maxHeapMb")
    if most.size is None:
        yield f"{most.text} is no size; write it like -Xmx2g"
    elif most.size < limits[0] * jvm.MEGABYTE:
        yield f"{most.text} is below the {limits[0]} MB that minHeapMb asks for"
    elif most.size > limits[1] * jvm.MEGABYTE:
        yield f"{most.text} is above the {limits[1]} MB that maxHeapMb allows"


POLICY = ResourcePolicy(
    name="heap-within-limits",
    says="The maximum heap of a run profile is within limits.",
    why="A heap larger than its machine makes the machine swap; one too small ends Jobs for lack of memory.",
    fix="Give -Xmx a value within minHeapMb and maxHeapMb.",
    level="mandatory",
    severity="medium",
    tags=("jvm", "memory"),
    settings={
        "minHeapMb": Setting(WHOLE_NUMBER, 64, "The least maximum heap, in MB."),
        "maxHeapMb": Setting(WHOLE_NUMBER, 16384, "The greatest maximum heap, in MB."),
        "requireMaximum": Setting(FLAG, default=False, meaning="Whether there must be one."),
    },
    kinds=jvm.PROFILES,
    check=check,
)

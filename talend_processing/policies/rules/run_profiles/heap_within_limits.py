"""Heap sizes are within limits."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.jvm.arguments import MAX_HEAP, last
from talend_processing.jvm.heap import MEBIBYTE, max_heap
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import JVM_ARGUMENTS, JVM_PROFILES, Subject
from talend_processing.policies.settings import FLAG, WHOLE_NUMBER, Setting, Settings
from talend_processing.provider.kinds.values import holds_unknown


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Compare the effective maximum heap with the limits."""
    arguments = subject.jvm_arguments
    heap, given = max_heap(arguments), last(arguments, MAX_HEAP)
    limits = settings.number("minHeapMb"), settings.number("maxHeapMb")
    if heap is None and given is not None:
        yield f"{given.text} has no valid size; write it like -Xmx2g"
    elif heap is None:
        if settings.flag("requireMaximum") and not holds_unknown(subject.values.get(JVM_ARGUMENTS)):
            yield "jvm_arguments sets no maximum heap; add -Xmx"
    elif heap.size is not None and heap.size < limits[0] * MEBIBYTE:
        yield f"{heap.argument.text} is below minHeapMb ({limits[0]} MB)"
    elif heap.size is not None and heap.size > limits[1] * MEBIBYTE:
        yield f"{heap.argument.text} is above maxHeapMb ({limits[1]} MB)"


POLICY = ResourcePolicy(
    name="heap-within-limits",
    says="The maximum heap of a run profile is within limits.",
    why="A heap larger than the machine's memory makes the machine swap. With too small a heap, Jobs fail.",
    fix="Give -Xmx a value between minHeapMb and maxHeapMb.",
    level="mandatory",
    severity="medium",
    tags=("jvm", "memory"),
    settings={
        "minHeapMb": Setting(WHOLE_NUMBER, 64, "The smallest allowed maximum heap, in MB."),
        "maxHeapMb": Setting(WHOLE_NUMBER, 16384, "The largest allowed maximum heap, in MB."),
        "requireMaximum": Setting(FLAG, default=False, meaning="Whether a maximum heap is required."),
    },
    limits="A heap by -XX:MaxRAMPercentage is compared only if -XX:MaxRAM is set too, because it otherwise"
    " depends on the machine.",
    kinds=JVM_PROFILES,
    check=check,
)

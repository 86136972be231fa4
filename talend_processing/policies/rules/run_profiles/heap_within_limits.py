"""The policy that the maximum heap of a run profile is within limits."""

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
    heap, argument = max_heap(arguments), last(arguments, MAX_HEAP)
    lowest, highest = settings.number("minHeapMb"), settings.number("maxHeapMb")
    if heap is None and argument is not None:
        yield f"{argument.text} has no valid size; write it like -Xmx2g"
    elif heap is None:
        if settings.flag("requireMaximum") and not holds_unknown(subject.values.get(JVM_ARGUMENTS)):
            yield "jvm_arguments sets no maximum heap; add -Xmx"
    elif heap.size is not None and heap.size < lowest * MEBIBYTE:
        yield f"{heap.argument.text} is below minHeapMb ({lowest} MB)"
    elif heap.size is not None and heap.size > highest * MEBIBYTE:
        yield f"{heap.argument.text} is above maxHeapMb ({highest} MB)"


POLICY = ResourcePolicy(
    name="heap-within-limits",
    says="The maximum heap of a run profile is between `minHeapMb` and `maxHeapMb`.",
    why="A heap larger than the machine's memory makes the machine swap. With a heap that is too small, Jobs"
    " fail.",
    fix="Give -Xmx a value between minHeapMb and maxHeapMb.",
    level="mandatory",
    severity="medium",
    tags=("jvm", "memory"),
    settings={
        "minHeapMb": Setting(WHOLE_NUMBER, 64, "The smallest allowed maximum heap, in MB."),
        "maxHeapMb": Setting(WHOLE_NUMBER, 16384, "The largest allowed maximum heap, in MB."),
        "requireMaximum": Setting(
            FLAG, default=False, meaning="Whether a run profile must set a maximum heap."
        ),
    },
    limits="A heap from -XX:MaxRAMPercentage is compared only if -XX:MaxRAM is set too. Otherwise its size"
    " depends on the machine.",
    kinds=JVM_PROFILES,
    check=check,
)

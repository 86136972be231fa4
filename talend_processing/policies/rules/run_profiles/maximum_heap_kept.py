"""No run profile loses its declared maximum heap without an acknowledgement."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.jvm.arguments import MAX_HEAP, last, parse
from talend_processing.jvm.heap import Heap, max_heap
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.kept_state import STATE, NoStateError, find_in_state
from talend_processing.policies.resource_view import JVM_ARGUMENTS, JVM_PROFILES, Subject
from talend_processing.policies.settings import TEXTS, Setting, Settings
from talend_processing.provider.kinds.values import holds_unknown
from talend_processing.stack.state import ManagedResource


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Report a run profile that has a maximum heap in bytes in the state, but no longer declares one."""
    heap = max_heap(subject.jvm_arguments)
    if (heap is not None and heap.size is not None) or holds_unknown(subject.values.get(JVM_ARGUMENTS)):
        return
    if subject.name in settings.texts("acknowledged"):
        return
    try:
        before = find_in_state(settings, subject)
    except NoStateError as error:
        yield f"cannot tell whether its maximum heap is kept: {error}"
        return
    old = _heap(before)
    if old is None or old.size is None:
        return
    given = last(subject.jvm_arguments, MAX_HEAP)
    if heap is not None:
        now = f"becomes {heap}"
    elif given is not None:
        now = f"becomes {given.text}, which is no valid size"
    else:
        now = "is no longer declared, so the Job's own value applies"
    yield f"the maximum heap of {old} {now}; declare it again, or name the run profile in acknowledged"


def _heap(before: ManagedResource | None) -> Heap | None:
    arguments = before.inputs.get(JVM_ARGUMENTS) if before is not None else None
    if not isinstance(arguments, list):
        return None
    return max_heap(parse([one if isinstance(one, str) else None for one in arguments]))


POLICY = ResourcePolicy(
    name="maximum-heap-kept",
    says="No run profile loses its declared maximum heap without an acknowledgement.",
    why="Without -Xmx the Job's own maximum applies, often 1 GB, and a share of the machine's memory can be"
    " smaller than the value it replaces. Tasks that need more memory fail from their next start.",
    fix="Declare the maximum heap again, or name the run profile in `acknowledged` for this one change.",
    level="advisory",
    severity="medium",
    tags=("jvm", "memory", "review"),
    settings={
        **STATE,
        "acknowledged": Setting(
            TEXTS, [], "Pulumi's names of run profiles that may lose their maximum heap."
        ),
    },
    limits="If `pulumi` is not on PATH or cannot export the stack, each run profile without a maximum heap in"
    " bytes is a violation with that reason. A smaller maximum is not a violation: `review` and"
    " heap-within-limits check that. Arguments that are encrypted in the state are not compared.",
    kinds=JVM_PROFILES,
    check=check,
)

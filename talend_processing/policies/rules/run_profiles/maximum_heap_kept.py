"""The policy that no run profile loses its maximum heap, unless the config names the run profile."""

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
    """Report a run profile with a heap size such as -Xmx2g in the state, but none in the program."""
    heap = max_heap(subject.jvm_arguments)
    if (heap is not None and heap.size is not None) or holds_unknown(subject.values.get(JVM_ARGUMENTS)):
        return
    if subject.name in settings.texts("acknowledged"):
        return
    try:
        old_profile = find_in_state(settings, subject)
    except NoStateError as error:
        yield f"cannot tell whether its maximum heap is kept: {error}"
        return
    old_heap = _declared_heap(old_profile)
    if old_heap is None or old_heap.size is None:
        return
    argument = last(subject.jvm_arguments, MAX_HEAP)
    if heap is not None:
        change = f"becomes {heap}"
    elif argument is not None:
        change = f"becomes {argument.text}, which is no valid size"
    else:
        change = "is no longer declared, so the Job's own value applies"
    yield (
        f"the maximum heap of {old_heap} {change}; declare it again,"
        " or add the run profile to the setting `acknowledged`"
    )


def _declared_heap(profile: ManagedResource | None) -> Heap | None:
    arguments = profile.inputs.get(JVM_ARGUMENTS) if profile is not None else None
    if not isinstance(arguments, list):
        return None
    return max_heap(parse([entry if isinstance(entry, str) else None for entry in arguments]))


POLICY = ResourcePolicy(
    name="maximum-heap-kept",
    says="No run profile loses its declared maximum heap, unless `acknowledged` names it.",
    why="Without -Xmx the Job's own maximum applies, often 1 GB. If a percentage of the machine's memory"
    " replaces -Xmx, the maximum can also become smaller. Tasks that need more memory then fail.",
    fix="Declare the maximum heap again, or name the run profile in `acknowledged` and remove the name"
    " after the update.",
    level="advisory",
    severity="medium",
    tags=("jvm", "memory", "review"),
    settings={
        **STATE,
        "acknowledged": Setting(
            TEXTS, [], "Pulumi's names of the run profiles that may lose their maximum heap."
        ),
    },
    limits="If `pulumi` is not on PATH or cannot export the stack, each run profile without a size such as"
    " -Xmx2g is a violation. A smaller maximum is not a violation: `review` and heap-within-limits report it."
    " Arguments that are encrypted in the state are not compared.",
    kinds=JVM_PROFILES,
    check=check,
)

"""The policy that a run profile with an initial heap also sets the maximum heap."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.jvm.faults import initial_without_maximum
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import JVM_ARGUMENTS, JVM_PROFILES, Subject
from talend_processing.policies.settings import Settings
from talend_processing.provider.kinds.values import holds_unknown


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Report an initial heap without a maximum, unless an unknown JVM argument could set the maximum."""
    del settings
    initial = initial_without_maximum(subject.jvm_arguments)
    if initial is not None and not holds_unknown(subject.values.get(JVM_ARGUMENTS)):
        yield f"{initial.text} sets an initial heap, but no argument sets the maximum; add -Xmx"


POLICY = ResourcePolicy(
    name="initial-heap-has-maximum",
    says="A run profile that sets the initial heap also sets the maximum heap.",
    why="Without -Xmx the Job's own maximum applies. If that is smaller than -Xms, the JVM does not start,"
    " and every task with the profile fails.",
    fix="Add -Xmx with at least the value of -Xms, or remove -Xms.",
    level="advisory",
    severity="medium",
    tags=("jvm", "memory"),
    limits="The policy cannot see the maximum heap that a Job sets itself.",
    kinds=JVM_PROFILES,
    check=check,
)

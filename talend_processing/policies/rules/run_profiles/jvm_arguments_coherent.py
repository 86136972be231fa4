"""The policy that JVM arguments do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.jvm.arguments import overridden
from talend_processing.jvm.faults import conflicting_collectors, initial_above_maximum
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.editable import Editable
from talend_processing.policies.resource_view import JVM_ARGUMENTS, JVM_PROFILES, Subject
from talend_processing.policies.settings import Settings


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Report repeated options, an initial heap above the maximum, and several garbage collectors."""
    del settings
    arguments = subject.jvm_arguments
    for earlier, later in overridden(arguments):
        conflict = "is given twice" if later.value == earlier.value else f"is contradicted by {later.text}"
        yield f"{earlier.text} {conflict}; keep one of them"
    if heaps := initial_above_maximum(arguments):
        initial, maximum = heaps
        yield f"{initial.text} is above {maximum.text}, so a JVM does not start; lower the initial heap"
    if collectors := conflicting_collectors(arguments):
        options = " and ".join(one.text for one in collectors)
        yield f"{options} exclude each other; keep one garbage collector"


def remedy(editable: Editable, subject: Subject, settings: Settings) -> None:
    """Lower an initial heap to the maximum heap. Of each repeated option, keep only the last."""
    del settings
    arguments = subject.jvm_arguments
    texts = {id(one): one.text for one in arguments}  # by id, because two arguments can be equal
    if heaps := initial_above_maximum(arguments):
        initial, maximum = heaps
        texts[id(initial)] = f"-Xms{maximum.value}"
    for earlier, _ in overridden(arguments):
        texts[id(earlier)] = ""
    if arguments:
        editable.put_arguments(JVM_ARGUMENTS, arguments, list(texts.values()))


POLICY = ResourcePolicy(
    name="jvm-arguments-coherent",
    says="The JVM arguments of a run profile do not contradict each other.",
    why="If an option is repeated, the JVM silently uses the last one. A JVM does not start with an initial"
    " heap above the maximum, or with two garbage collectors. Options such as --add-opens may be repeated,"
    " because the JVM uses all of them.",
    fix="Give each option once, choose one garbage collector, and keep -Xms at or below -Xmx.",
    level="mandatory",
    severity="medium",
    tags=("jvm", "memory"),
    kinds=JVM_PROFILES,
    check=check,
    remedy=remedy,
    remedied="Of a repeated option, only the last remains: the JVM uses that one. -Xms is lowered to -Xmx."
    " Several garbage collectors remain a violation, and so does an option whose value is the next item of"
    " the list.",
)

"""JVM arguments do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.jvm.arguments import overridden
from talend_processing.jvm.faults import conflicting_collectors, initial_above_maximum
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.editable import Editable
from talend_processing.policies.resource_view import JVM_ARGUMENTS, JVM_PROFILES, Subject
from talend_processing.policies.settings import Settings


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Find repeated options, an initial heap above the maximum, and several collectors."""
    del settings
    arguments = subject.jvm_arguments
    for one, decides in overridden(arguments):
        how = "is given twice" if decides.value == one.value else f"is contradicted by {decides.text}"
        yield f"{one.text} {how}; keep one of them"
    if above := initial_above_maximum(arguments):
        yield f"{above[0].text} is above {above[1].text}: a JVM does not start with that"
    if several := conflicting_collectors(arguments):
        yield f"{' and '.join(one.text for one in several)} exclude each other: a JVM has one collector"


def remedy(editable: Editable, subject: Subject, settings: Settings) -> None:
    """Lower an initial heap to the maximum, and keep only the last of each repeated option."""
    del settings
    arguments = subject.jvm_arguments
    texts = {id(one): one.text for one in arguments}  # an item may contain the same argument twice
    if above := initial_above_maximum(arguments):
        initial, maximum = above
        texts[id(initial)] = f"-Xms{maximum.value}"
    for one, _ in overridden(arguments):
        texts[id(one)] = ""
    if arguments:
        editable.put_arguments(JVM_ARGUMENTS, arguments, list(texts.values()))


POLICY = ResourcePolicy(
    name="jvm-arguments-coherent",
    says="The JVM arguments of a run profile do not contradict each other.",
    why="If an option is repeated, the JVM silently uses the last one. It does not start with an initial heap"
    " above the maximum or with two garbage collectors. Options that add up, such as --add-opens, may be"
    " given several times.",
    fix="Give each option once, choose one garbage collector, and keep -Xms at or below -Xmx.",
    level="mandatory",
    severity="medium",
    tags=("jvm", "memory"),
    kinds=JVM_PROFILES,
    check=check,
    remedy=remedy,
    remedied="Only the last of a repeated option remains, as in the JVM. -Xms is lowered to -Xmx. Several"
    " garbage collectors remain a violation. So does an option whose value is the next item of the list.",
)

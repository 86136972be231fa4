"""JVM arguments do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies import jvm
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.editable import Editable
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import Settings


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Look for flags given twice, an initial heap above the maximum, and more than one collector."""
    del settings
    arguments = jvm.parsed(subject.texts(jvm.ARGUMENTS))
    for one in arguments:
        decides = jvm.last(arguments, one.key) if one.key else None
        if decides is not None and decides.place != one.place:
            how = "is given twice" if decides.value == one.value else f"is contradicted by {decides.text}"
            yield f"{one.text} {how}; keep one of them"
    if first := _above(arguments):
        yield f"{first[0].text} is above {first[1].text}: a JVM does not start with that"
    collectors = [one for one in arguments if one.key in jvm.COLLECTORS and one.value == "+"]
    if len({one.key for one in collectors}) > 1:
        yield f"{' and '.join(one.text for one in collectors)} exclude each other: a JVM has one collector"


def _above(arguments: list[jvm.Argument]) -> tuple[jvm.Argument, jvm.Argument] | None:
    least, most = jvm.last(arguments, jvm.INITIAL), jvm.last(arguments, jvm.MAXIMUM)
    if least is None or most is None or not least.size or not most.size or least.size <= most.size:
        return None
    return least, most


def remedy(editable: Editable, subject: Subject, settings: Settings) -> None:
    """Lower an initial heap to the maximum, and keep of each flag the last, as the JVM does."""
    del settings
    arguments = jvm.parsed(subject.texts(jvm.ARGUMENTS))
    if not arguments:
        return
    if found := _above(arguments):
        least, most = found
        editable.put_item(jvm.ARGUMENTS, least.place, f"-Xms{most.value}")
    losing = {
        one.place
        for one in arguments
        if one.key and (decides := jvm.last(arguments, one.key)) and decides.place != one.place
    }
    editable.keep_items(jvm.ARGUMENTS, lambda place: place not in losing)


POLICY = ResourcePolicy(
    name="jvm-arguments-coherent",
    says="The JVM arguments of a run profile do not contradict each other.",
    why="Of two flags the JVM takes the last without a word, and it does not start with an initial heap above"
    " the maximum or with two garbage collectors.",
    fix="Keep one flag for each thing, and -Xms at or below -Xmx.",
    level="mandatory",
    severity="medium",
    tags=("jvm", "memory"),
    kinds=jvm.PROFILES,
    check=check,
    remedy=remedy,
    remedied="Of each flag the last is kept, which is what the JVM would take; -Xms is lowered to -Xmx.",
)

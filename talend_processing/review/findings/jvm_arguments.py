"""Findings about changed JVM arguments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talend_processing.jvm.arguments import Argument, parse
from talend_processing.jvm.comparison import Comparison, compare
from talend_processing.jvm.faults import initial_without_maximum
from talend_processing.jvm.removed import JAVA_VERSION, Removal, option_name, removed_options
from talend_processing.provider.kinds.values import Value, holds_unknown
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.rules import Risk
from talend_processing.secret_text import MASK
from talend_processing.stack.step import Step, display_text

RULE = "jvm-arguments-changed"


def jvm_arguments_changed(step: Step, label: str, old: Value, new: Value) -> Finding:
    """Return the finding about the changed JVM arguments of a run profile.

    Args:
        step: The update of the run profile.
        label: The words for the run profile in the finding, such as "Run profile `etl`".
        old: The JVM arguments in the state, or None.
        new: The JVM arguments in the program, or None.

    """
    what = f"{label} changes its JVM arguments"
    old, new = old if old is not None else [], new if new is not None else []
    if not isinstance(old, list) or not isinstance(new, list) or holds_unknown(new):
        reason = "the arguments are secret or known only after `up`, so the review cannot show the change"
        return Finding(RULE, Risk.MEDIUM, what, reason, step)
    comparison = compare(_entries(old), _entries(new))
    details = [f"- `{display_text(one.text)}`" for one in comparison.removed]
    details += [f"+ `{display_text(one.text)}`" for one in comparison.added]
    if comparison.same_arguments:
        details.append(_invisible_change(old, new))
    details += jvm_warnings(old, new)
    risk = Risk.HIGH if comparison.heap_may_shrink or _prevents_start(old, new) else Risk.MEDIUM
    return Finding(RULE, risk, what, _reason(comparison), step, tuple(details))


def jvm_warnings(old: Value, new: Value) -> list[str]:
    """Return warnings about added options that Java 17 no longer has, and about a new -Xms without -Xmx.

    Args:
        old: The JVM arguments in the state, or None.
        new: The JVM arguments in the program, or None.

    """
    old_arguments, new_arguments = _arguments(old), _arguments(new)
    warnings: list[str] = []
    for argument, removal in _added_obsolete(old_arguments, new_arguments):
        effect = "ignores it" if removal.ignored else "does not start with it"
        warnings.append(
            f"`{option_name(argument)}`: Java {JAVA_VERSION} {effect}, since {removal.why}; {removal.remedy}"
        )
    initial = initial_without_maximum(new_arguments)
    if initial is not None and initial != initial_without_maximum(old_arguments):
        warnings.append(
            f"`{display_text(initial.text)}` sets an initial heap and no maximum, so a JVM does not start if"
            " the Job's own maximum is smaller; declare -Xmx too"
        )
    return warnings


def _prevents_start(old: Value, new: Value) -> bool:
    """Whether the change adds an option with which Java 17 does not start."""
    return any(not removal.ignored for _, removal in _added_obsolete(_arguments(old), _arguments(new)))


def _added_obsolete(old: Sequence[Argument], new: Sequence[Argument]) -> Iterator[tuple[Argument, Removal]]:
    """Return the added options that Java 17 no longer has."""
    old_names = {option_name(argument) for argument, _ in removed_options(old)}
    return (
        (argument, removal)
        for argument, removal in removed_options(new)
        if option_name(argument) not in old_names
    )


def _arguments(value: Value) -> tuple[Argument, ...]:
    return parse(_entries(value)) if isinstance(value, list) and not holds_unknown(value) else ()


def _entries(values: Sequence[Value]) -> list[str | None]:
    """Return the entries, with None in place of secrets, which a preview does not show."""
    return [str(one) if one != MASK else None for one in values]


def _invisible_change(old: Sequence[Value], new: Sequence[Value]) -> str:
    """Describe a change of the list in which all visible arguments are the same."""
    if MASK in (*old, *new):
        return "a secret argument changes, or the order of the arguments"
    if sorted(map(str, old)) == sorted(map(str, new)):
        return "only the order changes"
    return "the arguments are the same, but are split differently into list items"


def _reason(comparison: Comparison) -> str:
    old_heap, new_heap = comparison.heap_before, comparison.heap_after
    if not comparison.heap_changed:
        return "tasks that use the run profile get the new arguments at their next start"
    if old_heap is None:
        return f"the heap becomes {new_heap} instead of the Job's own value: tasks get it at their next start"
    consequence = "tasks that need more memory fail from their next start"
    if new_heap is None:
        return f"the heap of {old_heap} is no longer declared, so the Job's own value applies: {consequence}"
    if not comparison.heap_may_shrink:
        return f"the heap grows from {old_heap} to {new_heap}: tasks get it at their next start"
    verb = "shrinks" if new_heap.is_below(old_heap) else "may shrink"
    return f"the heap {verb} from {old_heap} to {new_heap}: {consequence}"

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
from talend_processing.stack.step import Step, shown

RULE = "jvm-arguments-changed"


def jvm_arguments_changed(step: Step, profile: str, old: Value, new: Value) -> Finding:
    """Return the finding about the changed JVM arguments of a run profile.

    Args:
        step: The update of the run profile.
        profile: The subject of the finding, such as "Run profile `etl`".
        old: Its JVM arguments in the state, or None.
        new: Its JVM arguments in the program, or None.

    """
    what = f"{profile} changes its JVM arguments"
    before, after = old if old is not None else [], new if new is not None else []
    if not isinstance(before, list) or not isinstance(after, list) or holds_unknown(after):
        reason = "the arguments are secret or known only after `up`, so the review cannot show the change"
        return Finding(RULE, Risk.MEDIUM, what, reason, step)
    comparison = compare(_entries(before), _entries(after))
    details = [f"- `{shown(one.text)}`" for one in comparison.removed]
    details += [f"+ `{shown(one.text)}`" for one in comparison.added]
    if comparison.same_arguments:
        details.append(_invisible_change(before, after))
    details += jvm_warnings(before, after)
    risk = Risk.HIGH if comparison.heap_may_shrink or _prevents_start(before, after) else Risk.MEDIUM
    return Finding(RULE, risk, what, _reason(comparison), step, tuple(details))


def jvm_warnings(before: Value, after: Value) -> list[str]:
    """Return warnings about added options that Java 17 no longer has, and a new -Xms without -Xmx.

    Args:
        before: The JVM arguments in the state, or None.
        after: The JVM arguments in the program, or None.

    """
    old, new = _arguments(before), _arguments(after)
    warnings = [
        f"`{option_name(argument)}`: Java {JAVA_VERSION}"
        f" {'ignores it' if entry.ignored else 'does not start with it'}, since {entry.why}; {entry.remedy}"
        for argument, entry in _added_obsolete(old, new)
    ]
    initial = initial_without_maximum(new)
    if initial is not None and initial != initial_without_maximum(old):
        warnings.append(
            f"`{shown(initial.text)}` sets an initial heap and no maximum, so a JVM does not start if the"
            " Job's own maximum is smaller; declare -Xmx too"
        )
    return warnings


def _prevents_start(before: Value, after: Value) -> bool:
    """Whether the change adds an option with which Java 17 does not start."""
    return any(not entry.ignored for _, entry in _added_obsolete(_arguments(before), _arguments(after)))


def _added_obsolete(old: Sequence[Argument], new: Sequence[Argument]) -> Iterator[tuple[Argument, Removal]]:
    """Return the options in the new arguments, but not in the old ones, that Java 17 no longer has."""
    known = {option_name(argument) for argument, _ in removed_options(old)}
    return (
        (argument, entry) for argument, entry in removed_options(new) if option_name(argument) not in known
    )


def _arguments(value: Value) -> tuple[Argument, ...]:
    return parse(_entries(value)) if isinstance(value, list) and not holds_unknown(value) else ()


def _entries(values: Sequence[Value]) -> list[str | None]:
    """Return the entries, with None in place of secrets, which a preview does not show."""
    return [str(one) if one != MASK else None for one in values]


def _invisible_change(before: Sequence[Value], after: Sequence[Value]) -> str:
    """Describe a change of the list that leaves its arguments the same."""
    if MASK in (*before, *after):
        return "a secret argument changes, or only the order"
    if sorted(map(str, before)) == sorted(map(str, after)):
        return "only the order changes"
    return "the arguments are the same, but are split differently into list items"


def _reason(comparison: Comparison) -> str:
    old, new = comparison.heap_before, comparison.heap_after
    if not comparison.heap_changed:
        return "tasks that use the run profile get the new arguments at their next start"
    if old is None:
        return f"the heap becomes {new} instead of the Job's own value: tasks get it at their next start"
    fails = "tasks that need more memory fail from their next start"
    if new is None:
        return f"the heap of {old} is no longer declared, so the Job's own value applies: {fails}"
    if not comparison.heap_may_shrink:
        return f"the heap grows from {old} to {new}: tasks get it at their next start"
    verb = "shrinks" if new.is_below(old) else "may shrink"
    return f"the heap {verb} from {old} to {new}: {fails}"

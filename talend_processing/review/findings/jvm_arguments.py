"""What a change of JVM arguments means for the tasks that run with them."""

from __future__ import annotations

from collections.abc import Sequence

from talend_processing.jvm.comparison import Comparison, compare
from talend_processing.provider.declare.values import Value, holds_unknown
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.rules import Risk
from talend_processing.secret_text import MASK
from talend_processing.stack.step import Step, shown

RULE = "jvm-arguments-changed"


def jvm_arguments_changed(step: Step, name: str, old: Value, new: Value) -> Finding:
    """Compare the JVM arguments of a run profile before and after.

    Args:
        step: The update of the run profile.
        name: What reports call it.
        old: Its arguments in the state; None if there are none.
        new: Those that the program declares, likewise.

    """
    what = f"{name} changes its JVM arguments"
    before, after = old if old is not None else [], new if new is not None else []
    if not isinstance(before, list) or not isinstance(after, list) or holds_unknown(after):
        reason = "they are secret or known only after `up`, so what changes cannot be told"
        return Finding(RULE, Risk.MEDIUM, what, reason, step)
    found = compare(_entries(before), _entries(after))
    details = [f"- `{shown(one.text)}`" for one in found.removed]
    details += [f"+ `{shown(one.text)}`" for one in found.added]
    if found.same_arguments:
        details.append(_same(before, after))
    risk = Risk.HIGH if found.heap_may_shrink else Risk.MEDIUM
    return Finding(RULE, risk, what, _reason(found), step, tuple(details))


def _entries(values: Sequence[Value]) -> list[str | None]:
    """Return the entries that are known: the preview hides those that are secret."""
    return [str(one) if one != MASK else None for one in values]


def _same(before: Sequence[Value], after: Sequence[Value]) -> str:
    if MASK in (*before, *after):
        return "one that is secret changes, or only their order"
    if sorted(map(str, before)) == sorted(map(str, after)):
        return "only their order changes"
    return "the same arguments are divided in another way among the items of the list"


def _reason(found: Comparison) -> str:
    old, new = found.heap_before, found.heap_after
    if not found.heap_changes:
        return "tasks that use it run with them from their next start"
    if old is None:
        return f"the heap is {new}, where the Job's own value applied: tasks use it from their next start"
    fails = "tasks that need more of it fail from their next start"
    if new is None:
        return f"the heap of {old} is no longer declared, so the Job's own value applies: {fails}"
    if not found.heap_may_shrink:
        return f"the heap grows from {old} to {new}: tasks that use it run with it from their next start"
    certain = new.is_below(old)
    return f"the heap {'shrinks' if certain else 'may shrink'} from {old} to {new}: {fails}"

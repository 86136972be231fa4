"""Assertions on the changes that an `up` would make. A failure names each resource and its source line.

A test names a resource by its Pulumi name, `etl-1`, or by class and name, `RemoteEngine etl-1`. If several
resources have the same name, the class is required.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, TypeAlias

from talend_processing.stack.step import Step, display_text
from talend_processing.testing.changes import Changes, changed_arguments, label, source_line, values_of

Names: TypeAlias = Collection[str]
"""Names of resources."""
NamesWithArguments: TypeAlias = Collection[str] | Mapping[str, Collection[str]]
"""Names of resources, or a map from each name to all arguments that change."""

_PAST_TENSE: Final = {
    "create": "created",
    "update": "updated",
    "replace": "replaced",
    "delete": "deleted",
    "import": "imported",
    "read": "read",
    "refresh": "refreshed",
}


def assert_no_changes(changes: Changes) -> None:
    """Assert that an `up` would change nothing."""
    __tracebackhide__ = True
    assert_changes(changes)


def assert_changes(
    changes: Changes,
    *,
    creates: Names = (),
    updates: NamesWithArguments = (),
    replaces: NamesWithArguments = (),
    deletes: Names = (),
) -> None:
    """Assert that an `up` would make exactly these changes."""
    __tracebackhide__ = True
    expected = {"create": creates, "update": updates, "replace": replaces, "delete": deletes}
    mismatches = [text for op, names in expected.items() for text in _mismatches(changes, op, names)]
    mismatches += [
        f"{label(step)} would be changed by another operation, {step.op}{source_line(step)}"
        for step in changes.made
        if step.op not in expected
    ]
    _raise_mismatches(mismatches, changes)


def assert_creates(changes: Changes, names: Names) -> None:
    """Assert that an `up` would create exactly these resources. Other operations are not checked."""
    __tracebackhide__ = True
    _raise_mismatches(list(_mismatches(changes, "create", names)), changes)


def assert_updates(changes: Changes, names: NamesWithArguments) -> None:
    """Assert that an `up` would update exactly these resources.

    A mapping also asserts the changed arguments of each resource: `{"etl-1-heap": {"jvm_arguments"}}`.
    """
    __tracebackhide__ = True
    _raise_mismatches(list(_mismatches(changes, "update", names)), changes)


def assert_replaces(changes: Changes, names: NamesWithArguments) -> None:
    """Assert that an `up` would replace exactly these resources.

    A mapping also asserts the changed arguments of each resource: `{"etl-1": {"description"}}`.
    """
    __tracebackhide__ = True
    _raise_mismatches(list(_mismatches(changes, "replace", names)), changes)


def assert_deletes(changes: Changes, names: Names) -> None:
    """Assert that an `up` would delete exactly these resources."""
    __tracebackhide__ = True
    _raise_mismatches(list(_mismatches(changes, "delete", names)), changes)


def _mismatches(changes: Changes, op: str, names: NamesWithArguments) -> Iterator[str]:
    if isinstance(names, str):
        raise TypeError(f"pass a set of names, such as {{{names!r}}}, not a single name")
    steps = changes.of(op)
    for name in sorted(names):
        namesakes = [step for step in steps if _has_name(step, name)]
        if len(namesakes) > 1:
            labels = " and ".join(map(label, namesakes))
            yield f"{name} is ambiguous: {labels} would be {_PAST_TENSE[op]}. Name each with its class"
        elif not namesakes:
            yield f"{name} would not be {_PAST_TENSE[op]}: {_actual_change(changes, name)}"
    for step in steps:
        expected_name = next((name for name in names if _has_name(step, name)), None)
        if expected_name is None:
            yield f"{label(step)} would be {_PAST_TENSE[op]}{_changed_values(step)}{source_line(step)}"
        elif isinstance(names, Mapping) and changed_arguments(step) != frozenset(names[expected_name]):
            arguments = ", ".join(sorted(names[expected_name])) or "none"
            change = f"would be {_PAST_TENSE[op]}{_changed_values(step)}"
            yield f"{label(step)} {change}; expected changed arguments: {arguments}{source_line(step)}"


def _has_name(step: Step, name: str) -> bool:
    return name in {step.name, label(step)}


def _actual_change(changes: Changes, name: str) -> str:
    """Describe what would happen to a resource instead of the expected operation."""
    step = next((step for step in changes.steps if _has_name(step, name)), None)
    if step is None:
        return "neither the program nor the state has a resource of this name"
    if step.op == "same":
        return f"it stays as it is{source_line(step)}"
    return f"it would be {_PAST_TENSE[step.op]}{_changed_values(step)}{source_line(step)}"


def _changed_values(step: Step) -> str:
    if step.op not in {"update", "replace"}:
        return ""
    before, after = values_of(step)
    reasons = [
        f"{name}: {display_text(before.get(name))} -> {display_text(after.get(name))}"
        for name in sorted(changed_arguments(step))
    ]
    unseen = "a secret argument changes, or the object was changed outside the program"
    return f" ({'; '.join(reasons) or unseen})"


def _raise_mismatches(mismatches: list[str], changes: Changes) -> None:
    __tracebackhide__ = True
    if not mismatches:
        return
    all_changes = ", ".join(f"{step.op} {label(step)}" for step in changes.made) or "none"
    mismatch_lines = "\n".join(f"  - {text}" for text in mismatches)
    raise AssertionError(
        f"the preview is not as expected:\n{mismatch_lines}\nAll changes of the preview: {all_changes}"
    )

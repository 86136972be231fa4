"""The differences between a state and the account, as text without secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from talend_processing.adopt.plan.differences import value_text
from talend_processing.drift.report import Change
from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.spec import Property, ResourceSpec, Role
from talend_processing.provider.kinds.values import Outputs, Value
from talend_processing.stack.secret_markers import MASKED, KeyPath, holds_masked


def changes(
    spec: ResourceSpec,
    inputs: Outputs,
    refreshed: Outputs,
    secret_paths: frozenset[KeyPath] = frozenset(),
    ignored: frozenset[str] = frozenset(),
) -> Iterator[Change]:
    """Yield the arguments that were changed outside Pulumi.

    Args:
        spec: The declaration of the class.
        inputs: The arguments in the state.
        refreshed: The outputs that a refresh would store, with the masks of the state.
        secret_paths: The paths of secrets in the state.
        ignored: The wire names of arguments in `ignore_changes`.

    """
    changed = set(diff(spec, refreshed, inputs).changed) - ignored
    for prop in spec.arguments:
        if prop.wire in changed:
            for path, member, old, new in _differing_members(prop, (prop.wire,), inputs, refreshed):
                name = _python_path(spec.properties, path)
                hidden = member.secret or any(path[: len(one)] == one for one in secret_paths)
                yield Change(name, _text(old, hidden=hidden), _text(new, hidden=hidden), "up")
    drift = refreshed.get("drift")
    for name, account_value in drift.items() if isinstance(drift, Mapping) else ():
        prop = next(one for one in spec.arguments if one.name == name)
        if prop.wire not in ignored and not holds_masked(refreshed.get(prop.wire)):
            hidden = prop.secret or any(one[0] == prop.wire for one in secret_paths)
            state_value = _text(refreshed.get(prop.wire), hidden=hidden)
            yield Change(name, state_value, _text(account_value, hidden=hidden), "replacement")


def count_masked(spec: ResourceSpec, inputs: Outputs) -> int:
    """Count the arguments whose values the API shows but the exported state masks."""
    return sum(
        1
        for prop in spec.arguments
        if not prop.secret and prop.role is Role.BODY and _has_mask(prop, inputs.get(prop.wire))
    )


def _has_mask(prop: Property, value: Value) -> bool:
    if not isinstance(value, Mapping) or not prop.shape.fields:
        return holds_masked(value)
    return any(_has_mask(member, value.get(member.wire)) for member in prop.shape.fields if not member.secret)


def _differing_members(
    prop: Property, path: KeyPath, state: Mapping[str, Value], refreshed: Mapping[str, Value]
) -> Iterator[tuple[KeyPath, Property, Value, Value]]:
    """Yield a block's differing members, or an argument that is not a block, with old and new values."""
    old, new = state.get(prop.wire), refreshed.get(prop.wire)
    if prop.shape.kind == "block" and isinstance(old, Mapping) and isinstance(new, Mapping):
        for member in prop.shape.fields:
            if member.wire in old and not member.fits(old[member.wire], new.get(member.wire)):
                yield from _differing_members(member, (*path, member.wire), old, new)
        return
    yield path, prop, old, new


def _python_path(properties: tuple[Property, ...], path: KeyPath) -> str:
    """Return a path of wire names as a dotted path of Python names."""
    prop = next(one for one in properties if one.wire == path[0])
    member_path = path[1:]
    return f"{prop.name}.{_python_path(prop.shape.fields, member_path)}" if member_path else prop.name


def _text(value: Value, *, hidden: bool) -> str:
    return value_text(value, hidden=hidden or value is MASKED)

"""The changes that the next `up` would make to an adopted object, as text without secrets."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from talend_processing.adopt.plan.import_markers import is_secret
from talend_processing.adopt.plan.model import Change
from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.spec import Property, ResourceSpec
from talend_processing.provider.kinds.values import UNKNOWN, Outputs, Value, is_empty
from talend_processing.provider.lifecycle.adoption import unchangeable
from talend_processing.provider.lifecycle.state import observe
from talend_processing.secret_text import MASK
from talend_processing.stack.step import shown


def changes(
    spec: ResourceSpec,
    inputs: Outputs,
    outputs: Outputs,
    marked: Mapping[str, Value],
    later: Collection[Property],
) -> Iterator[Change]:
    """Yield each argument, or member of a block, that the next `up` changes.

    Args:
        spec: The declaration.
        inputs: The plain arguments.
        outputs: The outputs that a refresh would store.
        marked: The arguments with Pulumi's markers for secrets.
        later: The arguments whose values only the next `up` knows.

    """
    changed = diff(spec, outputs, inputs).changed
    for prop in spec.arguments:
        old, hidden = outputs.get(prop.wire), prop.secret or is_secret(marked.get(prop.wire))
        if prop in later:
            yield Change(prop.name, words(old, hidden=hidden), words(UNKNOWN, hidden=False))
        elif prop.wire in changed:
            yield from _leaves(prop, prop.name, old, inputs.get(prop.wire), hidden=hidden)


def needing_replacement(
    spec: ResourceSpec, inputs: Outputs, item: Mapping[str, Value]
) -> dict[str, tuple[str, ...]]:
    """Return the differing arguments that only a replacement could change.

    Each has its live and its declared value as text.

    Args:
        spec: The declaration.
        inputs: The plain arguments.
        item: The object's list entry. If it is empty, nothing is compared.

    """
    if not item:
        return {}
    return {
        prop.name: (
            words(observe(prop, item), hidden=prop.secret),
            words(inputs[prop.wire], hidden=prop.secret),
        )
        for prop in unchangeable(spec, inputs, item)
    }


def words(value: Value, *, hidden: bool) -> str:
    """Return a value as text, masked if it is hidden."""
    if is_empty(value):
        return "(none)"
    if hidden:
        return MASK
    if value is UNKNOWN or isinstance(value, str):
        return shown(value)
    if isinstance(value, list):
        return json.dumps([shown(part) if isinstance(part, str) else part for part in value], default=repr)
    return shown(json.dumps(value, default=repr, sort_keys=True))


def _leaves(prop: Property, path: str, before: Value, after: Value, *, hidden: bool) -> Iterator[Change]:
    """Yield the changed members of a block, or the change of the whole value."""
    if (
        prop.shape.kind == "block"
        and isinstance(before, Mapping)
        and isinstance(after, Mapping)
        and not hidden
    ):
        for member in prop.shape.fields:
            old, new = before.get(member.wire), after.get(member.wire)
            if member.wire in after and not member.fits(new, old):
                yield from _leaves(
                    member, f"{path}.{member.name}", old, new, hidden=member.secret or is_secret(new)
                )
        return
    yield Change(path, words(before, hidden=hidden), words(after, hidden=hidden))

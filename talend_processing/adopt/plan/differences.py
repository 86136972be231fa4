"""The changes that the next `pulumi up` would make to an adopted object, as text without secrets."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from talend_processing.adopt.plan.import_markers import is_secret
from talend_processing.adopt.plan.model import Change
from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.spec import Property, ResourceSpec
from talend_processing.provider.kinds.values import UNKNOWN, Outputs, Value, is_empty
from talend_processing.provider.lifecycle.existing_objects import unchangeable
from talend_processing.provider.lifecycle.state import observe
from talend_processing.secret_text import MASK
from talend_processing.stack.step import display_text


def changes(
    spec: ResourceSpec,
    inputs: Outputs,
    outputs: Outputs,
    marked_inputs: Mapping[str, Value],
    known_after_up: Collection[Property],
) -> Iterator[Change]:
    """Yield the changes that the next `up` makes to arguments, or to members of their blocks.

    Args:
        spec: The declaration of the class.
        inputs: The program's arguments, without Pulumi's markers for secrets.
        outputs: The outputs that a refresh would store.
        marked_inputs: The program's arguments, with Pulumi's markers for secrets.
        known_after_up: The arguments whose values only the next `up` knows.

    """
    changed = diff(spec, outputs, inputs).changed
    for prop in spec.arguments:
        old = outputs.get(prop.wire)
        hidden = prop.secret or is_secret(marked_inputs.get(prop.wire))
        if prop in known_after_up:
            yield Change(prop.name, value_text(old, hidden=hidden), value_text(UNKNOWN, hidden=False))
        elif prop.wire in changed:
            yield from _member_changes(prop, prop.name, old, inputs.get(prop.wire), hidden=hidden)


def needing_replacement(
    spec: ResourceSpec, inputs: Outputs, list_entry: Mapping[str, Value]
) -> dict[str, tuple[str, ...]]:
    """Return the arguments that differ from the account and that only a replacement could change.

    Each argument has two texts: its value in the account and its value in the program.

    Args:
        spec: The declaration of the class.
        inputs: The program's arguments, without Pulumi's markers for secrets.
        list_entry: The object's entry in the API's list. If it is empty, nothing is compared.

    """
    if not list_entry:
        return {}
    return {
        prop.name: (
            value_text(observe(prop, list_entry), hidden=prop.secret),
            value_text(inputs[prop.wire], hidden=prop.secret),
        )
        for prop in unchangeable(spec, inputs, list_entry)
    }


def value_text(value: Value, *, hidden: bool) -> str:
    """Return a value as text, or a mask if the value is hidden."""
    if is_empty(value):
        return "(none)"
    if hidden:
        return MASK
    if value is UNKNOWN or isinstance(value, str):
        return display_text(value)
    if isinstance(value, list):
        return json.dumps(
            [display_text(item) if isinstance(item, str) else item for item in value], default=repr
        )
    return display_text(json.dumps(value, default=repr, sort_keys=True))


def _member_changes(
    prop: Property, path: str, before: Value, after: Value, *, hidden: bool
) -> Iterator[Change]:
    """Yield the changes of a block's members, or the change of an argument that is not a block."""
    if (
        prop.shape.kind == "block"
        and isinstance(before, Mapping)
        and isinstance(after, Mapping)
        and not hidden
    ):
        for member in prop.shape.fields:
            old, new = before.get(member.wire), after.get(member.wire)
            if member.wire in after and not member.fits(new, old):
                yield from _member_changes(
                    member, f"{path}.{member.name}", old, new, hidden=member.secret or is_secret(new)
                )
        return
    yield Change(path, value_text(before, hidden=hidden), value_text(after, hidden=hidden))

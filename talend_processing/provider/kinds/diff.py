"""Compare a program's arguments with state offline, for Pulumi's `diff`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talend_processing.provider.kinds.spec import DECLARED, Property, ResourceSpec
from talend_processing.provider.kinds.values import Inputs, Value, holds_unknown, same


@dataclass(frozen=True)
class Difference:
    """The result of a comparison. It is true if anything changed."""

    changed: tuple[str, ...]
    """The changed arguments, and outputs that show that a create had no effect, by their names in state."""
    replaces: tuple[str, ...]
    """Those of `changed` that need a replacement."""
    delete_first: bool
    """Whether a replacement, even one by `replace_on_changes`, must delete the old object first."""
    repeats_create: bool = False
    """Whether the create had no effect and must be repeated."""

    def __bool__(self) -> bool:
        return bool(self.changed)


def declared(olds: Mapping[str, Value]) -> frozenset[str]:
    """Return the arguments that the last `up` declared, by their names in state."""
    names = olds.get(DECLARED)
    return frozenset(str(name) for name in names) if isinstance(names, list) else frozenset()


def diff(spec: ResourceSpec, olds: Mapping[str, Value], news: Inputs) -> Difference:
    """Compare a program's arguments with state.

    Most arguments are compared with the value that the API last showed, so drift is a change. Secrets and
    options are compared with the value that the last `up` declared. So are arguments that only a
    replacement can change: drift never replaces an object. An argument that the program no longer sets
    counts as changed, unless `Property.lapses` is set.
    """
    declared_before = declared(olds)
    olds, news = {**spec.option_defaults, **olds}, {**spec.option_defaults, **news}
    differing_arguments = [prop for prop in spec.arguments if _differs(prop, olds, news, declared_before)]
    # An argument declared for the first time is a change even if the object already has its value: state
    # must record the declaration, so that later drift can be detected.
    newly_declared = [
        prop
        for prop in spec.arguments
        if prop.wire not in declared_before
        and prop.is_given(news.get(prop.wire))
        and prop.wire not in spec.option_defaults
    ]
    changed_arguments = [
        prop for prop in spec.arguments if prop in differing_arguments or prop in newly_declared
    ]
    replacing_arguments = [prop for prop in differing_arguments if prop.replace]
    # An engine is in one cluster at most, so the cluster is not part of a membership's natural key.
    natural_key = {*spec.endpoint.key, *(() if spec.endpoint.form == "membership" else spec.endpoint.parents)}
    # A new object with the same natural key, such as the same name, would conflict with the old one, which is
    # therefore deleted first. A value that is not known yet counts as a changed key: it comes from an object
    # that is being replaced, and `up` must keep the order that the preview has shown.
    key_changes = any(prop.wire in natural_key for prop in differing_arguments)
    ineffective_outputs = tuple(
        prop.wire for prop in spec.outcomes if olds.get(prop.wire) in prop.ineffective
    )
    return Difference(
        changed=(*(prop.wire for prop in changed_arguments), *ineffective_outputs),
        replaces=(*(prop.wire for prop in replacing_arguments), *ineffective_outputs),
        delete_first=not key_changes or _has_members(spec, olds, declared_before),
        repeats_create=bool(ineffective_outputs),
    )


def _has_members(spec: ResourceSpec, olds: Mapping[str, Value], declared_before: frozenset[str]) -> bool:
    """Return whether the old object has declared members, which must leave it to join the new object."""
    return spec.members in declared_before and bool(olds.get(spec.members))


def _differs(
    prop: Property, olds: Mapping[str, Value], news: Inputs, declared_before: frozenset[str]
) -> bool:
    new, old = news.get(prop.wire), olds.get(prop.wire)
    if not prop.is_given(new):
        return prop.wire in declared_before and prop.is_given(old) and not prop.lapses
    if holds_unknown(new):
        return True
    if prop.declared_in_state:
        return not same(new, old, unordered=prop.unordered)
    return not prop.fits(new, old)

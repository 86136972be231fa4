"""diff: compare the program's arguments with state, offline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talend_processing.provider.kinds.spec import DECLARED, Property, ResourceSpec
from talend_processing.provider.kinds.values import Inputs, Value, holds_unknown, same


@dataclass(frozen=True)
class Difference:
    """The result of a comparison. It is true if anything changed."""

    changed: tuple[str, ...]
    """The wire names of the changed arguments, and of outputs that show that the create had no effect."""
    replaces: tuple[str, ...]
    """Those of `changed` that only a replacement can change."""
    delete_first: bool
    """Whether any replacement, also one that the user requests, must delete the old object first."""
    repeats_create: bool = False
    """Whether the create had no effect and is repeated, even if no argument changed."""

    def __bool__(self) -> bool:
        return bool(self.changed)


def declared(olds: Mapping[str, Value]) -> frozenset[str]:
    """Return the wire names of the arguments that the last `up` declared."""
    names = olds.get(DECLARED)
    return frozenset(str(name) for name in names) if isinstance(names, list) else frozenset()


def diff(spec: ResourceSpec, olds: Mapping[str, Value], news: Inputs) -> Difference:
    """Compare a program's arguments with state.

    Most properties are compared with the observed value, so drift is a change. Secrets, options and
    properties that only a replacement can change are compared with the declared value, so drift never
    replaces an object. An argument that the program no longer gives counts as changed, unless
    `Property.lapses` is set.
    """
    before = declared(olds)
    olds, news = {**spec.implied, **olds}, {**spec.implied, **news}
    differing = [prop for prop in spec.arguments if _differs(prop, olds, news, before)]
    # An argument declared for the first time is a change even if the object already has its value: state
    # must remember the declaration, so that later drift can be recognised.
    newly = [
        prop
        for prop in spec.arguments
        if prop.wire not in before and prop.is_given(news.get(prop.wire)) and prop.wire not in spec.implied
    ]
    changed = [prop for prop in spec.arguments if prop in differing or prop in newly]
    replaces = [prop for prop in differing if prop.replace]
    # An engine has one membership at most, so the cluster is not part of the key of a membership.
    key = {*spec.endpoint.key, *(() if spec.endpoint.form == "membership" else spec.endpoint.parents)}
    # A new object with the same natural key would conflict with the old one, for example if the user
    # requests the replacement (`replace_on_changes`). A value that is not known yet counts as a changed key:
    # it comes from an object that is being replaced, and `up` must keep the order that a preview has planned.
    key_changes = any(prop.wire in key for prop in differing)
    ineffective = tuple(prop.wire for prop in spec.outcomes if olds.get(prop.wire) in prop.ineffective)
    return Difference(
        changed=(*(prop.wire for prop in changed), *ineffective),
        replaces=(*(prop.wire for prop in replaces), *ineffective),
        delete_first=not key_changes or _has_members(spec, olds, before),
        repeats_create=bool(ineffective),
    )


def _has_members(spec: ResourceSpec, olds: Mapping[str, Value], before: frozenset[str]) -> bool:
    """Return whether the old object has declared members. They can join the new one only after leaving it."""
    return spec.members in before and bool(olds.get(spec.members))


def _differs(prop: Property, olds: Mapping[str, Value], news: Inputs, before: frozenset[str]) -> bool:
    new, old = news.get(prop.wire), olds.get(prop.wire)
    if not prop.is_given(new):
        return prop.wire in before and prop.is_given(old) and not prop.lapses
    if holds_unknown(new):
        return True
    if prop.declared_in_state:
        return not same(new, old, unordered=prop.unordered)
    return not prop.fits(new, old)

"""diff: what would an update change? Offline, from what state holds and what the program declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talend_processing.provider.kinds.spec import DECLARED, Property, ResourceSpec
from talend_processing.provider.kinds.values import Inputs, Value, holds_unknown, same


@dataclass(frozen=True)
class Difference:
    """The wire names that change, and those of them that only a replacement can change."""

    changed: tuple[str, ...]
    replaces: tuple[str, ...]
    delete_first: bool
    """Whether a replacement, also one that the user asks for, must delete the old object first."""
    undone: bool = False
    """Whether the create is repeated, even if the program declares no change."""

    def __bool__(self) -> bool:
        return bool(self.changed)


def declared(olds: Mapping[str, Value]) -> frozenset[str]:
    """The arguments that the last `up` declared."""
    names = olds.get(DECLARED)
    return frozenset(str(name) for name in names) if isinstance(names, list) else frozenset()


def diff(spec: ResourceSpec, olds: Mapping[str, Value], news: Inputs) -> Difference:
    """Compare a program's arguments with state.

    A property that can be updated is compared with what was observed, so drift is a change. One that
    only a replacement can change is compared with what was declared: drift in it never deletes
    anything. An argument that is no longer given counts as changed.
    """
    before = declared(olds)
    olds, news = {**spec.implied, **olds}, {**spec.implied, **news}
    differing = [prop for prop in spec.arguments if _differs(prop, olds, news, before)]
    # An argument declared for the first time is a change even if its value is there already: from now
    # on state must remember the declaration, so that later drift is not mistaken for it.
    newly = [
        prop
        for prop in spec.arguments
        if prop.wire not in before and prop.is_given(news.get(prop.wire)) and prop.wire not in spec.implied
    ]
    changed = [prop for prop in spec.arguments if prop in differing or prop in newly]
    replaces = [prop for prop in differing if prop.replace]
    # An edge between two objects is in the way of its successor unless it leaves the object that it keys.
    key = {*spec.endpoint.key, *(() if spec.endpoint.form == "membership" else spec.endpoint.parents)}
    # A replacement under the same natural key would meet the old object, and users can have anything replaced
    # (`replace_on_changes`). What is not known yet counts as another key: its object is being replaced, and
    # an `up` that goes by the plan of a preview may not take another order.
    moves = any(prop.wire in key for prop in differing)
    undone = tuple(prop.wire for prop in spec.undoable if olds.get(prop.wire) in prop.undone)
    return Difference(
        changed=(*(prop.wire for prop in changed), *undone),
        replaces=(*(prop.wire for prop in replaces), *undone),
        delete_first=not moves or _has_members(spec, olds, before),
        undone=bool(undone),
    )


def _has_members(spec: ResourceSpec, olds: Mapping[str, Value], before: frozenset[str]) -> bool:
    """Whether members that the old object has by declaration cannot join the new one before it is gone."""
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

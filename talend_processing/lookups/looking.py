"""What all look-ups share: the one that fits, and the wait for arguments that are outputs."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, Protocol, TypeVar

import pulumi

from talend_processing.provider.host.sdk_internals import children

T = TypeVar("T")


class Named(Protocol):
    """What a candidate is called by."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def name(self) -> str | None:
        """Its name."""
        ...


N = TypeVar("N", bound=Named)


_SHOWN = 12
"""An error names at most this many candidates, those with the likest names first."""


def only(searched: str, name: str, listed: Iterable[N], fits: Callable[[N], bool]) -> N:
    """The one that fits; `searched` says what was looked for, under that name.

    Raises:
        pulumi.RunError: None does, or more than one; it lists the candidates.

    """
    candidates = list(listed)
    found = [one for one in candidates if fits(one)]
    if len(found) == 1:
        return found[0]
    named = [(one.name, one.id) for one in found or candidates]
    raise pulumi.RunError(refusal(searched, name, many=len(found) > 1, named=named))


def refusal(searched: str, name: str, *, many: bool, named: Sequence[tuple[str | None, str]]) -> str:
    """What was searched, and what there is instead."""
    likest = heapq.nlargest(_SHOWN, named, key=lambda one: _likeness(name, one[0] or ""))
    words = [(f"'{called}'" if called else "one without a name", object_id) for called, object_id in likest]
    there = ", ".join(f"{called} ({object_id})" for called, object_id in words)
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    return f"{'More than one' if many else 'No'} {searched}. " + (
        f"There are: {there}{more}" if there else "These credentials see none"
    )


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio()


def when_known(
    look: Callable[..., T],
    opts: pulumi.InvokeOptions | None = None,
    **arguments: Any,
) -> pulumi.Output[T]:
    """Return what a look-up finds once its arguments, which may be outputs, are known.

    Of the options only `depends_on` has a meaning here: no provider of Pulumi's answers a look-up. As with an
    invoke of any Pulumi SDK, the result is unknown in a preview while a resource is that it depends on.
    """
    after = getattr(opts, "depends_on", None)
    known = pulumi.Output.all(**arguments)
    if after is None:
        return known.apply(lambda found: look(**found))
    return pulumi.Output.all(known, _created(after)).apply(lambda found: look(**found[0]))


def _created(resources: Any) -> pulumi.Output[Any]:
    """The ids of resources, and of those inside components: known as soon as all of them are created."""

    def ids(one: Any) -> Any:
        if isinstance(one, pulumi.ComponentResource):
            return [one.urn, *map(ids, children(one))]
        return one.id if isinstance(one, pulumi.CustomResource) else []

    def of(known: Any) -> pulumi.Output[Any]:
        listed = known if isinstance(known, Sequence) else [known]
        return pulumi.Output.all(*map(ids, listed))

    return pulumi.Output.from_input(resources).apply(of)

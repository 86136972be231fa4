"""What all look-ups share: the one that fits, and the wait for arguments that are outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

import pulumi

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


def only(searched: str, listed: Iterable[N], fits: Callable[[N], bool]) -> N:
    """The one that fits.

    Raises:
        pulumi.RunError: None does, or more than one; it lists the candidates.

    """
    candidates = list(listed)
    found = [one for one in candidates if fits(one)]
    if len(found) == 1:
        return found[0]
    raise pulumi.RunError(
        refusal(searched, many=len(found) > 1, named=[(one.name, one.id) for one in found or candidates])
    )


def refusal(searched: str, *, many: bool, named: Sequence[tuple[str | None, str]]) -> str:
    """What was searched, and what there is instead."""
    there = ", ".join(f"'{name}' ({object_id})" for name, object_id in named)
    return f"{'More than one' if many else 'No'} {searched}. " + (
        f"There are: {there}" if there else "These credentials see none"
    )


def when_known(look: Callable[..., T], **arguments: Any) -> pulumi.Output[T]:
    """What a look-up finds once its arguments, which may be outputs, are known."""
    return pulumi.Output.all(**arguments).apply(lambda known: look(**known))

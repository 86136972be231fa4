"""Shared code of look-ups: the choice of the matching object, and the wait for outputs."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import pulumi

from talend_processing.provider.host.sdk_internals import children

if TYPE_CHECKING:
    from talend_processing.client.api.environments import EnvironmentInfo

T = TypeVar("T")


class Named(Protocol):
    """An object that a look-up can search for by name. A task or plan has its id as `executable`."""

    @property
    def name(self) -> str | None:
        """Its name."""
        ...


N = TypeVar("N", bound=Named)


_MAX_CANDIDATES = 12
"""The maximum number of candidates in an error. Those with the most similar names come first."""


def only(searched: str, name: str, listed: Iterable[N], fits: Callable[[N], bool]) -> N:
    """Return the one candidate that fits.

    Args:
        searched: Description of what is looked up, for the error.
        name: The name or id that is looked up.
        listed: The candidates.
        fits: Returns whether a candidate fits.

    Raises:
        pulumi.RunError: No candidate fits, or more than one. The error lists candidates with their locations.

    """
    candidates = list(listed)
    found = [one for one in candidates if fits(one)]
    if len(found) == 1:
        return found[0]
    raise pulumi.RunError(
        _selection_error(searched, name, many=len(found) > 1, candidates=found or candidates)
    )


def _selection_error(searched: str, name: str, *, many: bool, candidates: Sequence[Named]) -> str:
    """Return the text of an error: what was looked up, and the most similar candidates."""
    most_similar = heapq.nlargest(
        _MAX_CANDIDATES, candidates, key=lambda one: _similarity(name, one.name or "")
    )
    there = ", ".join(map(_describe, most_similar))
    more = f" and {len(candidates) - _MAX_CANDIDATES} more" if len(candidates) > _MAX_CANDIDATES else ""
    exact = any(one.name != name and _folded(one.name or "") == _folded(name) for one in most_similar)
    hint = ". Names are compared exactly: case and white space count" if exact and not many else ""
    return f"{'More than one' if many else 'No'} {searched}. " + (
        f"There are: {there}{more}{hint}" if there else "These credentials see none"
    )


def is_in_environment(one: Named, environment: str | None) -> bool:
    """Return whether an object is in the environment with this name or id; None means any."""
    require_name_or_id(environment)
    there = _environment(one)
    return environment is None or bool(there and environment in {there.id, there.name})


def require_name_or_id(environment: object) -> None:
    """Refuse an environment that is not given by its name or its id.

    Raises:
        pulumi.RunError: The argument is another object, such as the result of `find_environment`.

    """
    if environment is not None and not isinstance(environment, str):
        raise pulumi.RunError(
            "environment must be a name or an id: give the id, such as production.id, and not the object"
        )


def _describe(one: Named) -> str:
    called = f"'{one.name}'" if one.name else "one without a name"
    object_id = getattr(one, "id", None) or getattr(one, "executable", "")
    workspace, environment = getattr(one, "workspace", None), _environment(one)
    where = [
        f", {noun} '{found.name or found.id}'"
        for noun, found in (("workspace", workspace), ("environment", environment))
        if found is not None and (found.name or found.id)
    ]
    return f"{called} ({object_id}{''.join(where)})"


def _environment(one: Named) -> EnvironmentInfo | None:
    """Return the environment of an object or of its workspace; None if neither has one."""
    found: EnvironmentInfo | None = getattr(getattr(one, "workspace", None) or one, "environment", None)
    return found


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _similarity(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio()


def when_known(
    look: Callable[..., T],
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None,
    **arguments: Any,
) -> pulumi.Output[T]:
    """Call a look-up once its arguments, which may be outputs, are known.

    Only the option `depends_on` has an effect, because look-ups run in the program, not in a provider. In a
    preview, the result is unknown if it depends on a resource that does not exist yet.
    """
    after = getattr(opts, "depends_on", None)
    known = pulumi.Output.all(**arguments)
    if after is None:
        return known.apply(lambda found: look(**found))
    return pulumi.Output.all(known, _created(after)).apply(lambda found: look(**found[0]))


def _created(resources: Any) -> pulumi.Output[Any]:
    """Return an output that is known once the resources, including those inside components, are created."""

    def ids(one: Any) -> Any:
        if isinstance(one, pulumi.ComponentResource):
            return [one.urn, *map(ids, children(one))]
        return one.id if isinstance(one, pulumi.CustomResource) else []

    def of(known: Any) -> pulumi.Output[Any]:
        listed = known if isinstance(known, Sequence) else [known]
        return pulumi.Output.all(*map(ids, listed))

    return pulumi.Output.from_input(resources).apply(of)

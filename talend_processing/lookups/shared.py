"""Code that look-ups share: select the object that matches, and wait for outputs."""

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
    """An object with a name."""

    @property
    def name(self) -> str | None:
        """The object's name."""
        ...


N = TypeVar("N", bound=Named)


_MAX_CANDIDATES = 12
"""The maximum number of objects that an error lists, most similar names first."""


def single_match(searched: str, name: str, listed: Iterable[N], matches: Callable[[N], bool]) -> N:
    """Return the only object that matches.

    Args:
        searched: The searched object in the error, such as `task named 'load'`.
        name: The searched name or id.
        listed: The objects to search.
        matches: Returns whether an object matches.

    Raises:
        pulumi.RunError: No object or several objects match. The error lists objects with their environments.

    """
    candidates = list(listed)
    found = [one for one in candidates if matches(one)]
    if len(found) == 1:
        return found[0]
    raise pulumi.RunError(
        _selection_error(searched, name, many=len(found) > 1, candidates=found or candidates)
    )


def _selection_error(searched: str, name: str, *, many: bool, candidates: Sequence[Named]) -> str:
    """Return the text of the error, with the candidates whose names are most similar."""
    most_similar = heapq.nlargest(
        _MAX_CANDIDATES, candidates, key=lambda one: _similarity(name, one.name or "")
    )
    descriptions = ", ".join(map(_describe, most_similar))
    more = f" and {len(candidates) - _MAX_CANDIDATES} more" if len(candidates) > _MAX_CANDIDATES else ""
    differs_in_case = any(
        one.name != name and _folded(one.name or "") == _folded(name) for one in most_similar
    )
    hint = ". Names are compared exactly: case and white space count" if differs_in_case and not many else ""
    return f"{'More than one' if many else 'No'} {searched}. " + (
        f"There are: {descriptions}{more}{hint}" if descriptions else "These credentials see none"
    )


def is_in_environment(one: Named, environment: str | None) -> bool:
    """Return whether an object is in the environment with this name or id. None means any environment."""
    require_name_or_id(environment)
    found = _environment(one)
    return environment is None or bool(found and environment in {found.id, found.name})


def require_name_or_id(environment: object) -> None:
    """Check that the argument is a text.

    Raises:
        pulumi.RunError: The argument is an object, such as the result of `find_environment`.

    """
    if environment is not None and not isinstance(environment, str):
        raise pulumi.RunError(
            "environment must be a name or an id: give the id, such as production.id, and not the object"
        )


def _describe(one: Named) -> str:
    name = f"'{one.name}'" if one.name else "one without a name"
    object_id = getattr(one, "id", None) or getattr(one, "executable", "")
    workspace, environment = getattr(one, "workspace", None), _environment(one)
    where = [
        f", {noun} '{found.name or found.id}'"
        for noun, found in (("workspace", workspace), ("environment", environment))
        if found is not None and (found.name or found.id)
    ]
    return f"{name} ({object_id}{''.join(where)})"


def _environment(one: Named) -> EnvironmentInfo | None:
    """Return the environment of an object or of its workspace, or None."""
    found: EnvironmentInfo | None = getattr(getattr(one, "workspace", None) or one, "environment", None)
    return found


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _similarity(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio()


def when_known(
    look_up: Callable[..., T],
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None,
    **arguments: Any,
) -> pulumi.Output[T]:
    """Call a look-up once its arguments, which may be outputs, are known.

    All options except `depends_on` are ignored, because a look-up runs in the program, not in a provider. In
    a preview, the result is unknown if it depends on a resource that does not exist yet.
    """
    depends_on = getattr(opts, "depends_on", None)
    known = pulumi.Output.all(**arguments)
    if depends_on is None:
        return known.apply(lambda values: look_up(**values))
    return pulumi.Output.all(known, _created(depends_on)).apply(lambda values: look_up(**values[0]))


def _created(resources: Any) -> pulumi.Output[Any]:
    """Return an output that is known once the resources, including those inside components, are created."""

    def ids(one: Any) -> Any:
        if isinstance(one, pulumi.ComponentResource):
            return [one.urn, *map(ids, children(one))]
        return one.id if isinstance(one, pulumi.CustomResource) else []

    def all_ids(known: Any) -> pulumi.Output[Any]:
        return pulumi.Output.all(*map(ids, known if isinstance(known, Sequence) else [known]))

    return pulumi.Output.from_input(resources).apply(all_ids)

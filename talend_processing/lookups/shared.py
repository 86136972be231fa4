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


def single_match(description: str, name: str, objects: Iterable[N], matches: Callable[[N], bool]) -> N:
    """Return the only object that matches.

    Args:
        description: A description for the error, such as `task named 'load'`.
        name: The searched name or id.
        objects: The objects to search.
        matches: Returns whether an object matches.

    Raises:
        pulumi.RunError: No object or several objects match. The error lists objects with their environments.

    """
    candidates = list(objects)
    matching_objects = [one for one in candidates if matches(one)]
    if len(matching_objects) == 1:
        return matching_objects[0]
    raise pulumi.RunError(
        _selection_error(
            description, name, many=len(matching_objects) > 1, candidates=matching_objects or candidates
        )
    )


def _selection_error(description: str, name: str, *, many: bool, candidates: Sequence[Named]) -> str:
    """Return the text of the error, with the candidates whose names are most similar."""
    most_similar = heapq.nlargest(
        _MAX_CANDIDATES, candidates, key=lambda one: _similarity(name, one.name or "")
    )
    listed = ", ".join(map(_describe, most_similar))
    more = f" and {len(candidates) - _MAX_CANDIDATES} more" if len(candidates) > _MAX_CANDIDATES else ""
    differs_in_case = any(
        one.name != name and _folded(one.name or "") == _folded(name) for one in most_similar
    )
    hint = ". Names are compared exactly: case and white space count" if differs_in_case and not many else ""
    return f"{'More than one' if many else 'No'} {description}. " + (
        f"There are: {listed}{more}{hint}" if listed else "The list for these credentials is empty"
    )


def is_in_environment(item: Named, environment: str | None) -> bool:
    """Return whether an object is in the environment with this name or id. None means any environment."""
    require_name_or_id(environment)
    item_environment = _environment(item)
    return environment is None or bool(
        item_environment and environment in {item_environment.id, item_environment.name}
    )


def require_name_or_id(environment: object) -> None:
    """Check that the argument is a text.

    Raises:
        pulumi.RunError: The argument is an object, such as the result of `find_environment`.

    """
    if environment is not None and not isinstance(environment, str):
        raise pulumi.RunError(
            "environment must be a name or an id: give the id, such as production.id, and not the object"
        )


def _describe(item: Named) -> str:
    name = f"'{item.name}'" if item.name else "one without a name"
    item_id = getattr(item, "id", None) or getattr(item, "executable", "")
    workspace, environment = getattr(item, "workspace", None), _environment(item)
    locations = [
        f", {noun} '{location.name or location.id}'"
        for noun, location in (("workspace", workspace), ("environment", environment))
        if location is not None and (location.name or location.id)
    ]
    return f"{name} ({item_id}{''.join(locations)})"


def _environment(item: Named) -> EnvironmentInfo | None:
    """Return the environment of an object or of its workspace, or None."""
    environment: EnvironmentInfo | None = getattr(
        getattr(item, "workspace", None) or item, "environment", None
    )
    return environment


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _similarity(name: str, other_name: str) -> float:
    return SequenceMatcher(None, name.lower(), other_name.lower(), autojunk=False).ratio()


def when_known(
    look_up: Callable[..., T],
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None,
    **arguments: Any,
) -> pulumi.Output[T]:
    """Call a look-up as soon as its arguments, which may be outputs, are known.

    All options except `depends_on` are ignored, because a look-up runs in the program, not in a provider. In
    a preview, the result is unknown if it depends on a resource that does not exist yet.
    """
    depends_on = getattr(opts, "depends_on", None)
    known_arguments = pulumi.Output.all(**arguments)
    if depends_on is None:
        return known_arguments.apply(lambda values: look_up(**values))
    return pulumi.Output.all(known_arguments, _created(depends_on)).apply(lambda pair: look_up(**pair[0]))


def _created(resources: Any) -> pulumi.Output[Any]:
    """Return an output that is known when the resources, including those inside components, are created."""

    def ids(resource: Any) -> Any:
        if isinstance(resource, pulumi.ComponentResource):
            return [resource.urn, *map(ids, children(resource))]
        return resource.id if isinstance(resource, pulumi.CustomResource) else []

    def all_ids(one_or_several: Any) -> pulumi.Output[Any]:
        is_list = isinstance(one_or_several, Sequence)
        return pulumi.Output.all(*map(ids, one_or_several if is_list else [one_or_several]))

    return pulumi.Output.from_input(resources).apply(all_ids)

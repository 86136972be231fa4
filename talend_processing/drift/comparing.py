"""Compare a state with the account. The calls are the same as in a refresh."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from talend_processing.drift.property_changes import changes, count_masked
from talend_processing.drift.report import Changed, Drift, StackResource, Unmanaged, Unread
from talend_processing.drift.state_validation import check_managed
from talend_processing.drift.unmanaged import Scope, unmanaged
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds import registry
from talend_processing.provider.kinds.spec import API_URL, ResourceSpec, Role
from talend_processing.provider.kinds.values import Outputs
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.parallel import map_parallel
from talend_processing.provider.session.session import Session
from talend_processing.stack.document import DocumentError
from talend_processing.stack.secret_markers import MASKED, masked_like, secret_paths, unwrapped, unwrapped_map
from talend_processing.stack.source_position import Position
from talend_processing.stack.state import ManagedResource, State
from talend_processing.stack.step import display_text, on_one_line

Result: TypeAlias = Changed | StackResource | Unread | None
"""None if the object is unchanged, a `StackResource` if the object is missing."""


def comparable_resources(state: State) -> list[tuple[ManagedResource, ResourceSpec]]:
    """Return the resources that manage an object, each with the declaration of its class.

    This omits EnginePairing and the resources of a run, such as TaskRunExecution, which cannot drift.

    Raises:
        DocumentError: The state has no such resource, or a resource has an unknown class or lacks a property.

    """
    try:
        resources = [(managed, registry.find(managed.kind)) for managed in state.managed]
    except LookupError as error:
        raise DocumentError(f"{state.name}: {on_one_line(str(error))}. Update talend-processing") from None
    comparable = [(managed, spec) for managed, spec in resources if not spec.endpoint.run]
    if not comparable:
        raise DocumentError(
            f"{state.name}: the state has no resources of talend-processing. Export the stack that declares"
            " them: `pulumi stack export --stack NAME`"
        )
    for managed, spec in comparable:
        check_managed(managed, state.name, spec)
    return comparable


def api_url_of(state: State) -> str:
    """Return the URL of the API in a state, or an empty text.

    Raises:
        DocumentError: The state contains several API URLs.

    """
    urls = sorted(
        {
            url
            for managed in state.managed
            if isinstance(url := unwrapped(managed.outputs.get(API_URL)), str) and url
        }
    )
    if len(urls) > 1:
        raise DocumentError(
            f"{state.name}: its objects were created at {' and at '.join(map(on_one_line, urls))}, but a"
            " stack has one account"
        )
    return urls[0] if urls else ""


def drift(
    state: State,
    session: Session,
    *,
    scope: Scope = "environment",
    others: Iterable[State] = (),
    parallel: int = 16,
) -> Drift:
    """Compare a state with the account, without writing to either.

    Args:
        state: The state of the stack.
        session: The session with the account.
        scope: Where to search for unmanaged objects.
        others: States of other stacks. Their objects do not count as unmanaged.
        parallel: The maximum number of concurrent calls.

    Raises:
        DocumentError: The state belongs to another account or has no resources of this provider. Or a
            resource has an unknown class or lacks a property.
        TalendError: A call failed. If a list is refused (403, 404, 405 or 410), its objects count as unread
            instead.

    """
    resources = comparable_resources(state)
    other_resources = [(managed, other.name) for other in others for managed in other.managed]
    for managed, state_name in other_resources:
        check_managed(managed, state_name)
    if (state_url := api_url_of(state)) and state_url != session.api_url:
        raise DocumentError(
            f"{state.name}: its objects were created at {on_one_line(state_url)}, but the settings point"
            f" to {session.api_url}. Use the credentials and the address of the stack's account"
        )
    positions = {step.urn: step.position for step in state.steps}

    def compare(resource: tuple[ManagedResource, ResourceSpec]) -> Result:
        return _compare(session, *resource, positions)

    results = _mark_children_unread(resources, map_parallel(compare, resources, parallel))
    unmanaged_objects: Sequence[Unmanaged] = ()
    notes = list(_note_about_masked(resources))
    if scope != "none":
        unmanaged_objects, unsearched_notes = unmanaged(
            session, resources, scope, [managed for managed, _ in other_resources]
        )
        notes += unsearched_notes
    return Drift(
        state.project,
        state.stack,
        session.api_url,
        len(resources),
        tuple(one for one in results if isinstance(one, Changed)),
        tuple(one for one in results if isinstance(one, StackResource)),
        tuple(unmanaged_objects),
        tuple(one for one in results if isinstance(one, Unread)),
        tuple(notes),
    )


def _mark_children_unread(
    resources: Sequence[tuple[ManagedResource, ResourceSpec]], results: list[Result]
) -> list[Result]:
    """Count a missing object as unread if its parent could not be read."""
    unread_titles = {one.resource.object_id: one.resource.title for one in results if isinstance(one, Unread)}
    marked_results: list[Result] = []
    for (managed, spec), result in zip(resources, results, strict=True):
        parent_ids = [str(managed.outputs.get(parent)) for parent in spec.endpoint.parents]
        title = next((unread_titles[parent_id] for parent_id in parent_ids if parent_id in unread_titles), "")
        if isinstance(result, StackResource) and title:
            marked_results.append(Unread(result, f"{title} could not be read either"))
        else:
            marked_results.append(result)
    return marked_results


def _compare(
    session: Session, managed: ManagedResource, spec: ResourceSpec, positions: Mapping[str, Position | None]
) -> Result:
    """Compare a resource with its object."""
    state, inputs = unwrapped_map(managed.outputs), unwrapped_map(managed.inputs)
    resource = StackResource(
        managed.urn,
        managed.kind,
        managed.object_id,
        display_text(spec.describe(state)),
        positions.get(managed.urn),
    )
    lifecycle = lifecycle_of(spec)
    needed = [prop for prop in spec.arguments if prop.role is Role.PARENT or prop.wire in lifecycle.listed_by]
    if masked := [prop.name for prop in needed if state.get(prop.wire) is MASKED]:
        return Unread(resource, f"the export masks its {', '.join(masked)}: use `--show-secrets`")
    try:
        read = lifecycle.read(session, managed.object_id, state)
    except LifecycleError as error:
        return Unread(resource, str(error))
    if read is None:
        return resource
    refreshed = _masked_like(_masked_like(read.outputs, state), inputs)
    secrets = frozenset([*secret_paths(managed.outputs), *secret_paths(managed.inputs)])
    ignored = frozenset(re.split(r"[.\[]", path)[0] for path in managed.ignored)
    differences = tuple(changes(spec, _masked_like(inputs, state), refreshed, secrets, ignored))
    return Changed(resource, differences) if differences else None


def _masked_like(values: Outputs, stored: Outputs) -> Outputs:
    masked = masked_like(values, stored)
    assert isinstance(masked, dict)  # noqa: S101 - narrows the type
    return masked


def _note_about_masked(resources: Sequence[tuple[ManagedResource, ResourceSpec]]) -> list[str]:
    count = sum(
        count_masked(spec, _masked_like(unwrapped_map(managed.inputs), unwrapped_map(managed.outputs)))
        for managed, spec in resources
    )
    if not count:
        return []
    values, pronoun = ("values were", "them") if count > 1 else ("value was", "it")
    advice = "use `pulumi stack export --show-secrets`"
    return [f"{count} secret {values} not compared, because the export masks {pronoun}: {advice}"]

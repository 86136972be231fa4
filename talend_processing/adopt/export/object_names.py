"""The Pulumi names of all objects of an account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from talend_processing.adopt.account import KINDS, Account
from talend_processing.adopt.export.naming import Candidate, slug, unique
from talend_processing.adopt.live_object import LiveObject
from talend_processing.provider.kinds import registry

Key = tuple[str, str]
"""The kind and the id of an object."""


def pulumi_names(account: Account, taken: Iterable[str] = ()) -> dict[Key, str]:
    """Return the Pulumi name of each object of an account, by its key.

    The objects that the filters exclude also get names, so that the filters change no name.

    The name of an engine, a cluster or a run profile of Dynamic Engines begins with its environment
    (`production-etl-1`). The name of any other run profile begins with the name of its engine or cluster
    (`production-etl-1-heap`). A membership has the name of its engine. `taken` are names from earlier exports
    into the same folder.
    """
    names: dict[Key, str] = {}
    reserved = set(taken)
    for kind in KINDS:  # parents come first, because the names of children begin with theirs
        objects = [one for one in account.objects if one.kind == kind]
        candidates = [
            (one.key, Candidate(preferred_name(one, names), one.created, one.object_id)) for one in objects
        ]
        names |= unique(candidates, reserved)  # names must be unique only within a kind
    return names


def parent_key(live_object: LiveObject) -> Key | None:
    """Return the kind and id of the engine or cluster that is an object's parent, or None."""
    if live_object.kind == "ClusterMembership":
        return "RemoteEngine", live_object.parents["engineId"]
    endpoint = live_object.spec.endpoint
    if not endpoint.parent_collection:
        return None
    return registry.runtime_kind(endpoint.parent_collection), live_object.parents[endpoint.parents[0]]


def sorted_by_name(objects: Iterable[LiveObject]) -> list[LiveObject]:
    """Sort objects by their names in natural order: `etl-2` comes before `etl-10`."""
    return sorted(objects, key=lambda one: (natural(one.name or one.runtime_name), one.object_id))


def preferred_name(live_object: LiveObject, names: Mapping[Key, str]) -> str:
    """Return the Pulumi name that an object wants. `names` has the names of the engines and clusters."""
    if live_object.kind == "CloudJvmRollback":
        return "cloud-jvm-rollback"
    parent = parent_key(live_object)
    if parent is not None:
        parent_name = names.get(parent, slug(live_object.runtime_name))
        return (
            parent_name
            if live_object.kind == "ClusterMembership"
            else f"{parent_name}-{slug(live_object.name)}"
        )
    environment = (
        slug(live_object.environment.name or live_object.environment.object_id)
        if live_object.environment
        else ""
    )
    return f"{environment}-{slug(live_object.name)}" if environment else slug(live_object.name)


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return a sort key for natural order, in which `etl-2` comes before `etl-10`."""
    parts = re.findall(r"\d+|\D+", text)
    return [(0, int(part[:18]), part) if part.isdecimal() else (1, 0, part) for part in parts]

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

    Objects that the filters of the export leave out get names too, so that the filters change no name.

    The name of an engine, a cluster or a run profile of Dynamic Engines begins with its environment
    (`production-etl-1`). The name of any other run profile begins with the name of its engine or cluster
    (`production-etl-1-heap`). A membership has the name of its engine. `taken` are names from earlier exports
    into the same folder.
    """
    names: dict[Key, str] = {}
    used = set(taken)
    for kind in KINDS:  # parents come first, because the names of children begin with theirs
        listed = [one for one in account.objects if one.kind == kind]
        wanted = [
            (one.key, Candidate(preferred_name(one, names), one.created, one.object_id)) for one in listed
        ]
        names |= unique(wanted, used)
    return names


def parent_key(one: LiveObject) -> Key | None:
    """Return the kind and id of the engine or cluster that is an object's parent, or None."""
    if one.kind == "ClusterMembership":
        return "RemoteEngine", one.parents["engineId"]
    endpoint = one.spec.endpoint
    if not endpoint.parent_collection:
        return None
    return registry.runtime_kind(endpoint.parent_collection), one.parents[endpoint.parents[0]]


def by_name(objects: Iterable[LiveObject]) -> list[LiveObject]:
    """Sort objects by their names in natural order: `etl-2` comes before `etl-10`."""
    return sorted(objects, key=lambda one: (natural(one.name or one.runtime_name), one.object_id))


def preferred_name(one: LiveObject, names: Mapping[Key, str]) -> str:
    """Return the Pulumi name that an object wants. `names` has the names of the engines and clusters."""
    if one.kind == "CloudJvmRollback":
        return "cloud-jvm-rollback"
    parent = parent_key(one)
    if parent is not None:
        owner = names.get(parent, slug(one.runtime_name))
        return owner if one.kind == "ClusterMembership" else f"{owner}-{slug(one.name)}"
    environment = slug(one.environment.name or one.environment.object_id) if one.environment else ""
    return f"{environment}-{slug(one.name)}" if environment else slug(one.name)


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return a sort key for natural order, in which `etl-2` comes before `etl-10`."""
    parts = re.findall(r"\d+|\D+", text)
    return [(0, int(part[:18]), part) if part.isdecimal() else (1, 0, part) for part in parts]

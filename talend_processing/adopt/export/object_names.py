"""The Pulumi names of all objects of an account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from talend_processing.adopt.account import KINDS, Account
from talend_processing.adopt.export.naming import Candidate, slug, unique
from talend_processing.adopt.live_object import LiveObject

Key = tuple[str, str]
"""The kind and the id of an object."""

ROLLBACK: Final = "cloud-jvm-rollback"
_PARENT_KINDS: Final = {"clusterId": "EngineCluster", "engineId": "RemoteEngine"}


def pulumi_names(account: Account, taken: Iterable[str] = ()) -> dict[Key, str]:
    """Name every object of an account, so that a filter changes no name.

    An engine, a cluster or a run profile of Dynamic Engines is called after its environment and itself
    (`production-etl-1`), a run profile after its runtime and itself (`production-etl-1-heap`), and a
    membership after its engine.

    Args:
        account: The account.
        taken: Names that earlier exports into the same folder have used.

    """
    names: dict[Key, str] = {}
    used = set(taken)
    for kind in KINDS:  # runtimes come before what lives in them
        listed = [one for one in account.objects if one.kind == kind]
        wanted = [(one.key, Candidate(base_name(one, names), one.created, one.object_id)) for one in listed]
        names |= unique(wanted, used)
    return names


def parent_key(one: LiveObject) -> Key | None:
    """The engine or cluster that an object lives in; None if it lives in none."""
    if one.kind == "ClusterMembership":
        return "RemoteEngine", one.parents["engineId"]
    for wire, object_id in one.parents.items():
        kind = _PARENT_KINDS[wire]
        if kind == "RemoteEngine" and one.spec.endpoint.parent_collection == "pipeline_engines":
            kind = "PipelineEngine"
        return kind, object_id
    return None


def by_name(objects: Iterable[LiveObject]) -> list[LiveObject]:
    """Sort objects by their names as people do: `etl-2` comes before `etl-10`."""
    return sorted(objects, key=lambda one: (natural(one.name), one.object_id))


def base_name(one: LiveObject, names: Mapping[Key, str]) -> str:
    """Return the Pulumi name that an object would have if it were alone.

    Args:
        one: The object.
        names: The names of engines and clusters, which those of their contents begin with.

    """
    if one.kind == "CloudJvmRollback":
        return ROLLBACK
    parent = parent_key(one)
    if parent is not None:
        owner = names.get(parent, slug(one.runtime))
        return owner if one.kind == "ClusterMembership" else f"{owner}-{slug(one.name)}"
    environment = slug(one.environment.name or one.environment.object_id) if one.environment else ""
    return f"{environment}-{slug(one.name)}" if environment else slug(one.name)


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return what to sort a text by, so that `etl-2` comes before `etl-10`."""
    parts = re.findall(r"\d+|\D+", text)
    return [(0, int(part[:18]), part) if part.isdecimal() else (1, 0, part) for part in parts]

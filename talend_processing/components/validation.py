"""Validation of a topology: types, values, duplicate names and cluster members."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from talend_processing.components.faults import Fault
from talend_processing.components.fitting import type_faults
from talend_processing.provider.declare.declaration import TalendResource, spec_of
from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.spec import Property, Role
from talend_processing.provider.kinds.values import UNKNOWN
from talend_processing.resources.engine_cluster import EngineCluster
from talend_processing.resources.engine_cluster_run_profile import EngineClusterRunProfile
from talend_processing.resources.pipeline_engine import PipelineEngine
from talend_processing.resources.pipeline_run_profiles.advanced_run_profile import AdvancedRunProfile
from talend_processing.resources.pipeline_run_profiles.big_data_run_profile import BigDataRunProfile
from talend_processing.resources.pipeline_run_profiles.data_integration_run_profile import (
    DataIntegrationRunProfile,
)
from talend_processing.resources.pipeline_run_profiles.databricks_run_profile import DatabricksRunProfile
from talend_processing.resources.pipeline_run_profiles.standard_run_profile import StandardRunProfile
from talend_processing.resources.remote_engine import RemoteEngine
from talend_processing.resources.remote_engine_run_profile import RemoteEngineRunProfile

RUNTIMES: Mapping[str, type[TalendResource]] = {
    "engines": RemoteEngine,
    "clusters": EngineCluster,
    "pipeline_engines": PipelineEngine,
}
"""The resource class for the items of each list in a topology."""
PROFILES: Mapping[tuple[str, str], type[TalendResource]] = {
    ("engines", "profiles"): RemoteEngineRunProfile,
    ("clusters", "profiles"): EngineClusterRunProfile,
    ("pipeline_engines", "standard_profiles"): StandardRunProfile,
    ("pipeline_engines", "advanced_profiles"): AdvancedRunProfile,
    ("pipeline_engines", "big_data_profiles"): BigDataRunProfile,
    ("pipeline_engines", "databricks_profiles"): DatabricksRunProfile,
    ("pipeline_engines", "data_integration_profiles"): DataIntegrationRunProfile,
}
"""The resource class for the items of each list of run profiles.

The key `("clusters", "profiles")` stands for the field `profiles` of the items of `clusters`.
"""


def faults(cls: type, value: object) -> list[Fault]:
    """Return all faults of a topology that is given as plain data.

    `cls` is `Topology`. It is a parameter, because the module of `Topology` imports this module.
    """
    found = list(type_faults(cls, value, ""))
    if isinstance(value, dict):
        wrong_types = {fault.at for fault in found}
        found += (fault for fault in _value_faults(value) if not _is_covered(fault.at, wrong_types))
        found += _reference_faults(value)
    return found


def arguments(resource: type[TalendResource], item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the resource's arguments in an item of a topology, such as `{"jvmArguments": ["-Xmx1g"]}`."""
    given = (prop for prop in spec_of(resource).arguments if item.get(prop.name) is not None)
    return {prop.wire: _in_camel_case(prop, item[prop.name]) for prop in given}


def _in_camel_case(prop: Property, value: Any) -> Any:
    """Return the value of an argument with the keys of nested objects in camel case."""
    if prop.shape.kind != "block" or not isinstance(value, Mapping):
        return value
    given = (member for member in prop.shape.fields if value.get(member.name) is not None)
    return {member.wire: _in_camel_case(member, value[member.name]) for member in given}


def _items(parent: Mapping[str, Any], field: str, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each item of a list with its path, such as `engines[0]`. Skip items that are not objects."""
    items = parent.get(field)
    for index, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict):
            yield f"{at}{field}[{index}]", item


def _value_faults(topology: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the faults that the resource classes find in their arguments."""
    for runtimes, resource in RUNTIMES.items():
        for at, runtime in _items(topology, runtimes):
            yield from _argument_faults(resource, runtime, at)
            for (owners, profiles), profile_class in PROFILES.items():
                if owners == runtimes:
                    for path, profile in _items(runtime, profiles, f"{at}."):
                        yield from _argument_faults(profile_class, profile, path)


def _argument_faults(resource: type[TalendResource], item: Mapping[str, Any], at: str) -> Iterator[Fault]:
    spec = spec_of(resource)
    location = {"environment_id", "workspace_id"}
    # A topology does not contain these arguments. `check` accepts an unknown value for each.
    unknown = {p.wire: UNKNOWN for p in spec.arguments if p.role is Role.PARENT or p.name in location}
    for failure in check(spec, arguments(resource, item) | unknown).failures:
        field, _, text = failure.partition(" ")
        yield Fault(f"{at}.{field}", text)


def _is_covered(at: str, wrong_types: set[str]) -> bool:
    """Return whether the field at this path, or a part of it, has a wrong type."""
    at = at.removesuffix("[…]")  # the suffix with which `check` names a value of a map
    return any(other == at or other.startswith((f"{at}.", f"{at}[")) for other in wrong_types)


def _reference_faults(topology: Mapping[str, Any]) -> Iterator[Fault]:
    for runtimes in RUNTIMES:
        yield from _duplicate_names(list(_items(topology, runtimes)))
        for at, runtime in _items(topology, runtimes):
            for owners, profiles in PROFILES:
                if owners == runtimes:
                    yield from _duplicate_names(list(_items(runtime, profiles, f"{at}.")))
    yield from _duplicate_resource_names(topology)
    yield from _member_faults(topology)


def _duplicate_names(items: list[tuple[str, dict[str, Any]]]) -> Iterator[Fault]:
    path_of: dict[str, str] = {}
    for at, item in items:
        name = item.get("name")
        if isinstance(name, str) and path_of.setdefault(name, at) != at:
            yield Fault(f"{at}.name", f"{name} is also the name of {path_of[name]}; names must differ")


def _duplicate_resource_names(topology: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield a fault for each run profile whose name in Pulumi is not unique.

    For example, profile c of engine a-b and profile b-c of engine a both become the resource a-b-c.
    """
    for runtimes, profiles in PROFILES:
        first: dict[str, tuple[str, object]] = {}
        for at, runtime in _items(topology, runtimes):
            for path, profile in _items(runtime, profiles, f"{at}."):
                names = runtime.get("name"), profile.get("name")
                resource_name = f"{names[0]}-{names[1]}"
                other, other_names = first.setdefault(resource_name, (path, names))
                if other_names != names:
                    reason = f"its name in Pulumi is {resource_name}, like that of {other}; rename one"
                    yield Fault(f"{path}.name", reason)


def _member_faults(topology: Mapping[str, Any]) -> Iterator[Fault]:
    engines = [e["name"] for _, e in _items(topology, "engines") if isinstance(e.get("name"), str)]
    cluster_by_engine: dict[str, str] = {}
    for at, cluster in _items(topology, "clusters"):
        items = cluster.get("members")
        members: list[object] = items if isinstance(items, list) else []
        for index, name in enumerate(members):
            if not isinstance(name, str):
                continue
            path = f"{at}.members[{index}]"
            if name not in engines:
                yield Fault(path, f"{name} is not an engine of this topology; {_suggestion(name, engines)}")
            elif cluster_by_engine.setdefault(name, at) != at:
                other = cluster_by_engine[name]
                yield Fault(path, f"{name} is also in {other}; an engine can be in one cluster only")
            elif name in members[:index]:
                yield Fault(path, f"{name} is a duplicate; list each member once")


def _suggestion(name: str, engines: list[str]) -> str:
    similar = difflib.get_close_matches(name, engines, 1)
    if similar:
        return f"did you mean {similar[0]}?"
    return f"expected one of {', '.join(engines)}" if engines else "it contains no engines"

"""Validation of a topology: types, values, duplicate names and cluster members."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from talend_processing.components.faults import Fault
from talend_processing.components.plain_data import type_faults
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
"""Maps each list in a topology to the resource class of its items."""
PROFILES: Mapping[tuple[str, str], type[TalendResource]] = {
    ("engines", "profiles"): RemoteEngineRunProfile,
    ("clusters", "profiles"): EngineClusterRunProfile,
    ("pipeline_engines", "standard_profiles"): StandardRunProfile,
    ("pipeline_engines", "advanced_profiles"): AdvancedRunProfile,
    ("pipeline_engines", "big_data_profiles"): BigDataRunProfile,
    ("pipeline_engines", "databricks_profiles"): DatabricksRunProfile,
    ("pipeline_engines", "data_integration_profiles"): DataIntegrationRunProfile,
}
"""Maps each list of run profiles to the resource class of its items.

The key `("clusters", "profiles")` stands for the field `profiles` of the items of `clusters`.
"""


def faults(cls: type, value: object) -> list[Fault]:
    """Return all faults of a topology that is given as plain data.

    `cls` is `Topology`. It is a parameter, because the module of `Topology` imports this module.
    """
    all_faults = list(type_faults(cls, value, ""))
    if isinstance(value, dict):
        reported_paths = {fault.at for fault in all_faults}
        all_faults += (f for f in _value_faults(value) if not _is_reported(f.at, reported_paths))
        all_faults += _reference_faults(value)
    return all_faults


def arguments(resource_class: type[TalendResource], item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of the resource that an item describes, such as `{"jvmArguments": ["-Xmx1g"]}`."""
    properties = (prop for prop in spec_of(resource_class).arguments if item.get(prop.name) is not None)
    return {prop.wire: _in_camel_case(prop, item[prop.name]) for prop in properties}


def _in_camel_case(prop: Property, value: Any) -> Any:
    """Return the value of an argument, with the keys of nested objects in camel case."""
    if prop.shape.kind != "block" or not isinstance(value, Mapping):
        return value
    fields = (field for field in prop.shape.fields if value.get(field.name) is not None)
    return {field.wire: _in_camel_case(field, value[field.name]) for field in fields}


def _items(parent: Mapping[str, Any], field: str, prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the path, such as `engines[0]`, and the value of each object in a list."""
    items = parent.get(field)
    for index, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict):
            yield f"{prefix}{field}[{index}]", item


def _value_faults(topology: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the faults that the resource classes find in their arguments."""
    for runtimes_field, runtime_class in RUNTIMES.items():
        for at, runtime in _items(topology, runtimes_field):
            yield from _argument_faults(runtime_class, runtime, at)
            for (owners_field, profiles_field), profile_class in PROFILES.items():
                if owners_field == runtimes_field:
                    for path, profile in _items(runtime, profiles_field, f"{at}."):
                        yield from _argument_faults(profile_class, profile, path)


def _argument_faults(
    resource_class: type[TalendResource], item: Mapping[str, Any], at: str
) -> Iterator[Fault]:
    spec = spec_of(resource_class)
    location_names = {"environment_id", "workspace_id"}
    # A topology does not contain a parent's id or a location, so `check` gets an unknown value for each.
    unknown = {p.wire: UNKNOWN for p in spec.arguments if p.role is Role.PARENT or p.name in location_names}
    for failure in check(spec, arguments(resource_class, item) | unknown).failures:
        field, _, text = failure.partition(" ")
        yield Fault(f"{at}.{field}", text)


def _is_reported(at: str, reported_paths: set[str]) -> bool:
    """Return whether this field, or a part of it, already has a fault."""
    at = at.removesuffix("[…]")  # for a value of a map, `check` omits the key: `env[…]`
    return any(path == at or path.startswith((f"{at}.", f"{at}[")) for path in reported_paths)


def _reference_faults(topology: Mapping[str, Any]) -> Iterator[Fault]:
    for runtimes_field in RUNTIMES:
        yield from _duplicate_names(list(_items(topology, runtimes_field)))
        for at, runtime in _items(topology, runtimes_field):
            for owners_field, profiles_field in PROFILES:
                if owners_field == runtimes_field:
                    yield from _duplicate_names(list(_items(runtime, profiles_field, f"{at}.")))
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
    for runtimes_field, profiles_field in PROFILES:
        first_profiles: dict[str, tuple[str, object]] = {}
        for at, runtime in _items(topology, runtimes_field):
            for path, profile in _items(runtime, profiles_field, f"{at}."):
                names = runtime.get("name"), profile.get("name")
                resource_name = f"{names[0]}-{names[1]}"
                first_path, first_names = first_profiles.setdefault(resource_name, (path, names))
                if first_names != names:
                    reason = f"its name in Pulumi is {resource_name}, like that of {first_path}; rename one"
                    yield Fault(f"{path}.name", reason)


def _member_faults(topology: Mapping[str, Any]) -> Iterator[Fault]:
    engine_names = [e["name"] for _, e in _items(topology, "engines") if isinstance(e.get("name"), str)]
    cluster_path_by_engine: dict[str, str] = {}
    for at, cluster in _items(topology, "clusters"):
        raw_members = cluster.get("members")
        members: list[object] = raw_members if isinstance(raw_members, list) else []
        for index, name in enumerate(members):
            if not isinstance(name, str):
                continue
            path = f"{at}.members[{index}]"
            if name not in engine_names:
                yield Fault(
                    path, f"{name} is not an engine of this topology; {_suggestion(name, engine_names)}"
                )
            elif cluster_path_by_engine.setdefault(name, at) != at:
                other_cluster = cluster_path_by_engine[name]
                yield Fault(path, f"{name} is also in {other_cluster}; an engine can be in one cluster only")
            elif name in members[:index]:
                yield Fault(path, f"{name} is a duplicate; list each member once")


def _suggestion(name: str, engine_names: list[str]) -> str:
    similar = difflib.get_close_matches(name, engine_names, 1)
    if similar:
        return f"did you mean {similar[0]}?"
    return (
        f"expected one of {', '.join(engine_names)}" if engine_names else "the topology contains no engines"
    )

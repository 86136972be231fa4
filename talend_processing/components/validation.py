"""Is a description right? All faults at once: types, values, and what refers to what."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from talend_processing.components.faults import Fault
from talend_processing.components.fitting import misfits
from talend_processing.provider.declare.declaration import TalendResource, spec_of
from talend_processing.provider.declare.spec import Property, Role
from talend_processing.provider.declare.values import UNKNOWN
from talend_processing.provider.lifecycle.check import check
from talend_processing.resources.advanced_run_profile import AdvancedRunProfile
from talend_processing.resources.big_data_run_profile import BigDataRunProfile
from talend_processing.resources.data_integration_run_profile import DataIntegrationRunProfile
from talend_processing.resources.databricks_run_profile import DatabricksRunProfile
from talend_processing.resources.engine_cluster import EngineCluster
from talend_processing.resources.engine_cluster_run_profile import EngineClusterRunProfile
from talend_processing.resources.pipeline_engine import PipelineEngine
from talend_processing.resources.remote_engine import RemoteEngine
from talend_processing.resources.remote_engine_run_profile import RemoteEngineRunProfile
from talend_processing.resources.standard_run_profile import StandardRunProfile

RUNTIMES: Mapping[str, type[TalendResource]] = {
    "engines": RemoteEngine,
    "clusters": EngineCluster,
    "pipeline_engines": PipelineEngine,
}
"""What each list of a topology describes."""
PROFILES: Mapping[tuple[str, str], type[TalendResource]] = {
    ("engines", "profiles"): RemoteEngineRunProfile,
    ("clusters", "profiles"): EngineClusterRunProfile,
    ("pipeline_engines", "standard_profiles"): StandardRunProfile,
    ("pipeline_engines", "advanced_profiles"): AdvancedRunProfile,
    ("pipeline_engines", "big_data_profiles"): BigDataRunProfile,
    ("pipeline_engines", "databricks_profiles"): DatabricksRunProfile,
    ("pipeline_engines", "data_integration_profiles"): DataIntegrationRunProfile,
}
"""What each list of run profiles describes, by the list that its runtime is in."""


def faults(described: type, value: object) -> list[Fault]:
    """Everything that is wrong with plain data that describes a topology."""
    found = list(misfits(described, value, ""))
    if isinstance(value, dict):
        wrong = {fault.at for fault in found}
        found += (fault for fault in _values(value) if not _told(fault.at, wrong))
        found += _relations(value)
    return found


def arguments(resource: type[TalendResource], entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry gives a resource, by wire names; what the resource does not know is left out."""
    known = (prop for prop in spec_of(resource).arguments if entry.get(prop.name) is not None)
    return {prop.wire: _wire(prop, entry[prop.name]) for prop in known}


def _wire(prop: Property, value: Any) -> Any:
    if prop.shape.kind != "block" or not isinstance(value, Mapping):
        return value
    known = (member for member in prop.shape.fields if value.get(member.name) is not None)
    return {member.wire: _wire(member, value[member.name]) for member in known}


def _entries(value: Mapping[str, Any], name: str, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects in a list, with their places; what is no object was told already."""
    listed = value.get(name)
    for index, entry in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(entry, dict):
            yield f"{at}{name}[{index}]", entry


def _values(topology: Mapping[str, Any]) -> Iterator[Fault]:
    """What the resources' own checks say; only the places that a stack decides are left open."""
    for runtimes, resource in RUNTIMES.items():
        for at, runtime in _entries(topology, runtimes):
            yield from _checked(resource, runtime, at)
            for (owner, profiles), kind in PROFILES.items():
                if owner == runtimes:
                    for place, profile in _entries(runtime, profiles, f"{at}."):
                        yield from _checked(kind, profile, place)


def _checked(resource: type[TalendResource], entry: Mapping[str, Any], at: str) -> Iterator[Fault]:
    spec = spec_of(resource)
    places = {"environment_id", "workspace_id"}
    open_ones = {p.wire: UNKNOWN for p in spec.arguments if p.role is Role.PARENT or p.name in places}
    for failure in check(spec, arguments(resource, entry) | open_ones).failures:
        field, _, text = failure.partition(" ")
        yield Fault(f"{at}.{field}", text)


def _told(at: str, wrong: set[str]) -> bool:
    """Whether a place, or something in it, was already said to be of a wrong type."""
    at = at.removesuffix("[…]")  # how check names a value of a map
    return any(other == at or other.startswith((f"{at}.", f"{at}[")) for other in wrong)


def _relations(topology: Mapping[str, Any]) -> Iterator[Fault]:
    for runtimes in RUNTIMES:
        yield from _same_names(list(_entries(topology, runtimes)))
        for at, runtime in _entries(topology, runtimes):
            for owner, profiles in PROFILES:
                if owner == runtimes:
                    yield from _same_names(list(_entries(runtime, profiles, f"{at}.")))
    yield from _same_resources(topology)
    yield from _members(topology)


def _same_names(entries: list[tuple[str, dict[str, Any]]]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for at, entry in entries:
        name = entry.get("name")
        if isinstance(name, str) and first.setdefault(name, at) != at:
            yield Fault(f"{at}.name", f"{name} is the name of {first[name]} too; names must differ")


def _same_resources(topology: Mapping[str, Any]) -> Iterator[Fault]:
    """Profile c of engine a-b and profile b-c of engine a would get one name in Pulumi."""
    for runtimes, profiles in PROFILES:
        first: dict[str, tuple[str, object]] = {}
        for at, runtime in _entries(topology, runtimes):
            for place, profile in _entries(runtime, profiles, f"{at}."):
                names = runtime.get("name"), profile.get("name")
                called = f"{names[0]}-{names[1]}"
                other, taken = first.setdefault(called, (place, names))
                if taken != names:
                    yield Fault(f"{place}.name", f"makes {called} in Pulumi, and so does {other}; rename one")


def _members(topology: Mapping[str, Any]) -> Iterator[Fault]:
    engines = [e["name"] for _, e in _entries(topology, "engines") if isinstance(e.get("name"), str)]
    homes: dict[str, str] = {}
    for at, cluster in _entries(topology, "clusters"):
        listed = cluster.get("members")
        members: list[object] = listed if isinstance(listed, list) else []
        for index, name in enumerate(members):
            if not isinstance(name, str):
                continue
            place = f"{at}.members[{index}]"
            if name not in engines:
                yield Fault(place, f"{name} is no engine of this topology; {_one_of(name, engines)}")
            elif homes.setdefault(name, at) != at:
                yield Fault(place, f"{name} is in {homes[name]} too; an engine is in one cluster at most")
            elif name in members[:index]:
                yield Fault(place, f"{name} is named twice; name each member once")


def _one_of(name: str, engines: list[str]) -> str:
    near = difflib.get_close_matches(name, engines, 1)
    if near:
        return f"did you mean {near[0]}?"
    return f"expected one of {', '.join(engines)}" if engines else "it describes none"

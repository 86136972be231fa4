"""A description says all that its resource can be told, under the same names."""

from __future__ import annotations

import typing

import pytest

from talend_processing import RemoteEngineSpec, Topology, TopologyError
from talend_processing.components.fitting import members, plain, required
from talend_processing.components.validation import PROFILES, RUNTIMES
from talend_processing.provider.declare.declaration import TalendResource, spec_of
from talend_processing.provider.declare.spec import Property, Role

LISTS = {(name,): cls for name, cls in RUNTIMES.items()} | dict(PROFILES)
COMPONENTS_OWN = {"environment_id", "workspace_id", "remote_engines", "on_existing", "adopt_id"}
"""What the component decides, by its arguments or by `members`."""
OF_A_REMOVAL = {"replacement_run_profile_id"}
"""An id, which a description cannot know."""


def described(path: tuple[str, ...]) -> type:
    cls: type = Topology
    for name in path:
        (cls,) = typing.get_args(members(cls)[name])
    return cls


@pytest.mark.parametrize(("path", "resource"), LISTS.items(), ids=str)
def test_members_are_the_arguments_of_the_resource(
    path: tuple[str, ...], resource: type[TalendResource]
) -> None:
    spec = described(path)
    told = {p.name: p for p in spec_of(resource).arguments if p.role is not Role.PARENT}
    assert told.keys() - COMPONENTS_OWN - OF_A_REMOVAL <= members(spec).keys()
    assert members(spec).keys() - told.keys() <= {"protect", "members", *(part for _, part in PROFILES)}
    assert {name for name, p in told.items() if p.required} - COMPONENTS_OWN <= required(spec)
    assert_blocks_fit(spec, told)


def assert_blocks_fit(spec: type, told: dict[str, Property]) -> None:
    for name, hint in members(spec).items():
        if name in told and told[name].shape.kind == "block":
            inside = {one.name: one for one in told[name].shape.fields}
            assert inside.keys() - {"token"} == members(hint).keys(), "the token is no part of a description"
            assert {n for n, one in inside.items() if one.required} == required(hint)
            assert_blocks_fit(hint, inside)


def test_a_topology_of_a_program_is_checked_as_one_of_a_file() -> None:
    with pytest.raises(TopologyError, match=r"(?s)the topology does not fit:\n  engines\[1\]\.name: a is .*"):
        Topology(engines=[RemoteEngineSpec(name="a"), RemoteEngineSpec(name="a")])


def test_a_description_and_its_plain_data_are_the_same() -> None:
    assert plain(Topology(engines=[RemoteEngineSpec(name="a", run_profiles=("JOB_SERVER",))])) == {
        "engines": [{"name": "a", "run_profiles": ["JOB_SERVER"], "profiles": []}],
        "clusters": [],
        "pipeline_engines": [],
    }

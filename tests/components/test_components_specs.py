"""The fields of a topology's classes are the arguments of the resources."""

from __future__ import annotations

import typing

import pytest

from talend_processing import RemoteEngineSpec, Topology, TopologyError
from talend_processing.components.plain_data import field_types, required_fields, to_plain
from talend_processing.components.validation import PROFILES, RUNTIMES
from talend_processing.provider.declare.declaration import TalendResource, spec_of
from talend_processing.provider.kinds.spec import Property, Role

LISTS = {(name,): cls for name, cls in RUNTIMES.items()} | dict(PROFILES)
SET_BY_COMPONENT = {"environment_id", "workspace_id", "remote_engines", "on_existing", "adopt_id"}
"""Arguments that the component sets from its own arguments or from `members`."""
ONLY_FOR_DELETION = {"replacement_run_profile_id"}
"""Arguments with an id of another resource, which a description cannot contain."""


def described(path: tuple[str, ...]) -> type:
    """Return the class of the items of a list in a topology."""
    cls: type = Topology
    for name in path:
        (cls,) = typing.get_args(field_types(cls)[name])
    return cls


@pytest.mark.parametrize(("path", "resource"), LISTS.items(), ids=str)
def test_members_are_the_arguments_of_the_resource(
    path: tuple[str, ...], resource: type[TalendResource]
) -> None:
    spec = described(path)
    arguments = {p.name: p for p in spec_of(resource).arguments if p.role is not Role.PARENT}
    assert arguments.keys() - SET_BY_COMPONENT - ONLY_FOR_DELETION <= field_types(spec).keys()
    assert field_types(spec).keys() - arguments.keys() <= {
        "protect",
        "members",
        *(part for _, part in PROFILES),
    }
    assert {name for name, p in arguments.items() if p.required} - SET_BY_COMPONENT <= required_fields(spec)
    assert_blocks_fit(spec, arguments)


def assert_blocks_fit(spec: type, arguments: dict[str, Property]) -> None:
    for name, hint in field_types(spec).items():
        if name in arguments and arguments[name].shape.kind == "block":
            inside = {one.name: one for one in arguments[name].shape.fields}
            assert inside.keys() - {"token"} == field_types(hint).keys(), (
                "the token is not part of a description"
            )
            assert {n for n, one in inside.items() if one.required} == required_fields(hint)
            assert_blocks_fit(hint, inside)


def test_a_topology_of_a_program_is_validated_like_a_file() -> None:
    with pytest.raises(TopologyError, match=r"(?s)the topology is invalid:\n  engines\[1\]\.name: a is .*"):
        Topology(engines=[RemoteEngineSpec(name="a"), RemoteEngineSpec(name="a")])


def test_a_description_is_converted_to_plain_data() -> None:
    assert to_plain(Topology(engines=[RemoteEngineSpec(name="a", run_profiles=("JOB_SERVER",))])) == {
        "engines": [{"name": "a", "run_profiles": ["JOB_SERVER"], "profiles": []}],
        "clusters": [],
        "pipeline_engines": [],
    }

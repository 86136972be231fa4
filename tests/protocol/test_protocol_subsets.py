"""For random subsets of the arguments, a second `up` changes nothing, with or without a refresh before it."""

from __future__ import annotations

from typing import Any

import pytest
from harness import Host, Refused, State
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from samples import Samples

from talend_processing.provider.kinds.registry import object_specs
from talend_processing.provider.kinds.spec import Property, ResourceSpec
from talend_processing.simulator import Simulator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.assumes(
        cloud_jvm_rollback="present",
        reschedule_fields="optional",
        pipeline_list_kinds="all",
        generic_profile_processors="all",
    ),
]

EACH = pytest.mark.parametrize("spec", object_specs().values(), ids=lambda spec: spec.kind)
_ADOPTION = {"adoptId", "onExisting"}
_OF_EXISTING_PROFILES = {"runProfileId"}
"""Arguments with the id of a run profile that must exist, so no sample can invent them."""


def _values(samples: Samples, spec: ResourceSpec) -> dict[str, Any]:
    """Return a value for every argument, including options and lists of members."""
    values = samples.most(spec)
    for prop in spec.arguments:
        if prop.wire in values or prop.wire in _ADOPTION | _OF_EXISTING_PROFILES:
            continue
        values[prop.wire] = [] if prop.lists_members else samples._of_shape(prop, prop.shape)
    return values


def _optional(spec: ResourceSpec) -> list[Property]:
    return [prop for prop in spec.arguments if not prop.required and prop.wire != "name"]


def _is_valid(host: Host, spec: ResourceSpec, inputs: dict[str, Any]) -> bool:
    """Return whether the kind accepts this combination of arguments."""
    try:
        host.check(spec.kind, inputs)
    except Refused:
        return False
    return True


def _assert_stable(host: Host, made: State, inputs: dict[str, Any]) -> None:
    """Assert that neither another `up` nor one after a refresh changes anything."""
    assert host.diff(made, host.check(made.kind, inputs)) == (False, [], False)
    seen = host.refresh(made)
    assert seen is not None
    assert host.diff(seen, host.check(made.kind, inputs)) == (False, [], False)


@EACH
def test_a_second_up_of_any_subset_changes_nothing(
    host: Host, simulator: Simulator, spec: ResourceSpec
) -> None:
    samples = Samples(lambda kind, inputs: host.up(kind, inputs).id, simulator)
    names = [prop.wire for prop in _optional(spec)]
    subsets = st.sets(st.sampled_from(names)) if names else st.just(set())

    @settings(
        derandomize=True,
        max_examples=12,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(first=subsets, second=subsets)
    def holds(first: set[str], second: set[str]) -> None:
        values = _values(samples, spec)

        def chosen(subset: set[str]) -> dict[str, Any]:
            return {wire: value for wire, value in values.items() if wire in subset or wire not in names}

        assume(_is_valid(host, spec, chosen(first)) and _is_valid(host, spec, chosen(second)))
        made = host.up(spec.kind, chosen(first))
        _assert_stable(host, made, chosen(first))
        try:
            made = host.up(spec.kind, chosen(second), made)
        except Refused as error:
            assert "would replace" in str(error)  # noqa: PT017 - other refusals are failures
            return
        _assert_stable(host, made, chosen(second))

    holds()

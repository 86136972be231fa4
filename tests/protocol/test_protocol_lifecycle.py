"""Every declared resource through the real host: create, no difference, read, update, delete."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from harness import Host, Refused
from samples import Samples

from talend_processing.provider.kinds.registry import object_specs
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.simulator import Simulator

pytestmark = [
    pytest.mark.sdk,
    pytest.mark.assumes(
        cloud_jvm_rollback="present", reschedule_fields="optional", pipeline_list_kinds="all"
    ),
]

EACH = pytest.mark.parametrize("spec", object_specs().values(), ids=lambda spec: spec.kind)
ADOPTABLE = pytest.mark.parametrize(
    "spec",
    [spec for spec in object_specs().values() if spec.endpoint.form == "object"],
    ids=lambda spec: spec.kind,
)

CHILDREN = pytest.mark.parametrize(
    "spec",
    [spec for spec in object_specs().values() if spec.endpoint.parents],
    ids=lambda spec: spec.kind,
)


@pytest.fixture
def samples(host: Host, simulator: Simulator) -> Samples:
    return Samples(lambda kind, inputs: host.up(kind, inputs).id, simulator)


@EACH
def test_a_second_up_changes_nothing(host: Host, samples: Samples, spec: ResourceSpec) -> None:
    for inputs in (samples.least(spec), samples.most(spec)):
        made = host.up(spec.kind, inputs)
        assert host.diff(made, host.check(spec.kind, inputs)) == (False, [], False)


@EACH
def test_a_refresh_without_changes_shows_nothing(host: Host, samples: Samples, spec: ResourceSpec) -> None:
    inputs = samples.most(spec)
    made = host.up(spec.kind, inputs)
    seen = host.refresh(made)
    assert seen is not None
    assert host.diff(seen, host.check(spec.kind, inputs)) == (False, [], False)
    assert seen.outputs == made.outputs
    assert seen.inputs is made.inputs, "unchanged inputs are not sent again"


@EACH
def test_each_updatable_argument_is_updated(host: Host, samples: Samples, spec: ResourceSpec) -> None:
    inputs = samples.most(spec)
    made = host.up(spec.kind, inputs)
    for prop in spec.arguments:
        if prop.is_put and prop.wire in inputs:
            inputs[prop.wire] = samples.changed(prop, inputs[prop.wire])
            made = host.up(spec.kind, inputs, made)
            seen = host.refresh(made)
            assert seen is not None
            assert prop.fits(inputs[prop.wire], seen.outputs.get(prop.wire)), prop.name


@EACH
def test_a_deleted_object_is_gone_and_deleting_it_again_succeeds(
    host: Host, samples: Samples, spec: ResourceSpec
) -> None:
    made = host.up(spec.kind, samples.most(spec))
    host.destroy(made)
    host.destroy(made)
    if spec.endpoint.form != "singleton":
        assert host.refresh(made) is None


@ADOPTABLE
@pytest.mark.slow
@pytest.mark.assumes(runtime_list_delay=0)
def test_an_object_that_exists_is_named_and_can_be_adopted(
    host: Host, samples: Samples, next_run: Callable[[], Host], spec: ResourceSpec
) -> None:
    inputs = samples.most(spec)
    made = host.up(spec.kind, inputs)
    later = next_run()
    with pytest.raises(Refused, match=made.id):
        later.up(spec.kind, inputs)
    adopted = later.up(spec.kind, {**inputs, "onExisting": "adopt"})
    assert adopted.id == made.id
    assert later.diff(adopted, later.check(spec.kind, {**inputs, "onExisting": "adopt"}))[0] is False
    assert next_run().up(spec.kind, {**inputs, "adoptId": made.id}).id == made.id


@ADOPTABLE
def test_two_resources_of_one_program_do_not_share_an_object(
    host: Host, samples: Samples, spec: ResourceSpec
) -> None:
    inputs = samples.most(spec)
    made = host.up(spec.kind, inputs)
    with pytest.raises(Refused, match="two resources of this program"):
        host.up(spec.kind, inputs)
    with pytest.raises(Refused, match="belongs to another resource"):
        host.up(spec.kind, {**inputs, "adoptId": made.id})


@ADOPTABLE
def test_a_name_with_white_space_at_its_ends_is_refused(
    host: Host, samples: Samples, spec: ResourceSpec
) -> None:
    """It is most often the last line break of a file. An object that already has such a name is accepted."""
    inputs = samples.least(spec)
    for name in ("etl-1\n", " etl-1", "etl-1\u00a0"):
        padded = {**inputs, "name": name}
        with pytest.raises(Refused, match=r"^name begins or ends with white space"):
            host.check(spec.kind, padded)
        assert host.check(spec.kind, padded, olds=padded)["name"] == name
        assert host.check(spec.kind, {**padded, "adoptId": "5" * 24})["name"] == name
    with pytest.raises(Refused, match=r"^name must not be blank$"):
        host.check(spec.kind, {**inputs, "name": " "})


@CHILDREN
def test_a_missing_parent_causes_one_clear_error(host: Host, samples: Samples, spec: ResourceSpec) -> None:
    inputs = samples.least(spec) | dict.fromkeys(spec.endpoint.parents, "0" * 24)
    with pytest.raises(Refused) as refused:
        host.up(spec.kind, inputs)
    assert "404" in str(refused.value)
    assert "Traceback" not in str(refused.value)


@EACH
def test_an_object_of_another_address_is_left_alone(
    host: Host, samples: Samples, simulator: Simulator, spec: ResourceSpec
) -> None:
    made = host.up(spec.kind, samples.least(spec))
    simulator.clear_journal()
    made.outputs["__apiUrl"] = "https://api.us.cloud.talend.com"
    for call in (host.refresh, host.destroy, lambda old: host.diff(old, old.inputs)):
        with pytest.raises(Refused, match=r"was created at https://api\.us\.cloud\.talend\.com"):
            call(made)
    assert simulator.journal() == []

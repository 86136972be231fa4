"""Arguments that are secret are marked so, however they are given."""

from __future__ import annotations

import pulumi
import pytest

from talend_processing.resources.databricks_run_profile import Databricks, DatabricksRunProfile

TARGET = {"cluster": "old", "id": "c", "node_type_id": "n", "logs_destination": "l", "workers_number": 1}
GIVEN = {"endpoint": "https://d", "token": "dapi", "staging_location": "dbfs:/", "cloud_provider": "AWS"}


class Recorder(pulumi.runtime.Mocks):
    def __init__(self) -> None:
        self.inputs: dict[str, object] = {}

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[object, object]]:
        self.inputs = args.inputs
        return "id", dict(args.inputs)

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[object, object]:  # noqa: ARG002
        return {}


@pytest.fixture
def recorder() -> Recorder:
    recorder = Recorder()
    pulumi.runtime.set_mocks(recorder)
    return recorder


@pytest.mark.parametrize("block", [Databricks(**GIVEN, target=TARGET), {**GIVEN, "target": TARGET}])
def test_a_secret_member_of_a_block_is_secret(recorder: Recorder, block: object) -> None:
    @pulumi.runtime.test
    def declare() -> pulumi.Output[None]:
        profile = DatabricksRunProfile("p", engine_id="e", micro_batch_interval=1, databricks=block)
        return pulumi.Output.all(profile.databricks.is_secret(), profile.name.is_secret()).apply(
            lambda secret: secret == [True, False] or pytest.fail(str(secret))
        )

    declare()
    assert "stagingLocation" in str(recorder.inputs["databricks"])

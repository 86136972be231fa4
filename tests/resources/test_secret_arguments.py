"""Arguments that are secret are marked so, however they are given."""

from __future__ import annotations

from collections.abc import Callable

import pulumi
import pytest
from mocked_pulumi import Recorder, record

from talend_processing.resources.databricks_run_profile import Databricks, DatabricksRunProfile

TARGET = {"cluster": "old", "id": "c", "node_type_id": "n", "logs_destination": "l", "workers_number": 1}
GIVEN = {"endpoint": "https://d", "token": "dapi", "staging_location": "dbfs:/", "cloud_provider": "AWS"}


@pytest.fixture
def recorder() -> Recorder:
    return record()


@pytest.mark.parametrize("kind", [Databricks, dict])
def test_a_secret_member_of_a_block_is_secret(recorder: Recorder, kind: Callable[..., object]) -> None:
    @pulumi.runtime.test
    def declare() -> pulumi.Output[None]:
        block = kind(**GIVEN, target=TARGET)
        profile = DatabricksRunProfile("p", engine_id="e", micro_batch_interval=1, databricks=block)
        return pulumi.Output.all(profile.databricks.is_secret(), profile.name.is_secret()).apply(
            lambda secret: secret == [True, False] or pytest.fail(str(secret))
        )

    declare()
    assert "stagingLocation" in str(recorder.inputs["databricks"])

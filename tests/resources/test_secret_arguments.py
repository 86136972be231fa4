"""Secret arguments are marked as secret in every form of declaration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from mocked_pulumi import Recorder, record

from talend_processing.resources.pipeline_run_profiles.databricks_run_profile import (
    DatabricksArgs,
    DatabricksRunProfile,
    DatabricksTargetArgs,
)
from talend_processing.stack.secret_markers import SECRET, SIGNATURE

TARGET = {"cluster": "old", "id": "c", "node_type_id": "n", "logs_destination": "l", "workers_number": 1}
GIVEN = {"endpoint": "https://d", "token": "dapi", "staging_location": "dbfs:/", "cloud_provider": "AWS"}


@pytest.fixture
def recorder() -> Recorder:
    return record()


BLOCKS: dict[str, Callable[[], object]] = {
    "class": lambda: DatabricksArgs(**GIVEN, target=TARGET),
    "classes": lambda: DatabricksArgs(**GIVEN, target=DatabricksTargetArgs(**TARGET)),
    "dict": lambda: {**GIVEN, "target": TARGET},
    "dict with a class": lambda: {**GIVEN, "target": DatabricksTargetArgs(**TARGET)},
    "output of a dict": lambda: pulumi.Output.from_input({**GIVEN, "target": TARGET}),
}


@pytest.mark.parametrize("given", BLOCKS)
def test_a_secret_member_of_a_block_is_secret(recorder: Recorder, given: str) -> None:
    @pulumi.runtime.test
    def declare() -> pulumi.Output[None]:
        block: Any = BLOCKS[given]()
        profile = DatabricksRunProfile("p", engine_id="e", micro_batch_interval=1, databricks=block)
        return pulumi.Output.all(profile.databricks.is_secret(), profile.name.is_secret()).apply(
            lambda secret: secret == [True, False] or pytest.fail(str(secret))
        )

    declare()
    secret: Any = recorder.inputs["databricks"]
    assert secret[SIGNATURE] == SECRET
    sent = secret["value"]
    assert sent["stagingLocation"] == GIVEN["staging_location"]
    assert sent["target"]["nodeTypeId"] == TARGET["node_type_id"]

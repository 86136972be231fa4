"""Ids of the simulator's account, and the rules of the API that the tests of look-ups assume."""

from __future__ import annotations

import pytest

PLAN, TASK = "9f0b1c5e-0000-4000-8000-000000000002", "5a0000000000000000000004"
PROMOTION = "5b0000000000000000000001"
PRODUCTION = "5e0000000000000000000002"
ASSUMED = pytest.mark.assumes(
    runtime_id_is="id",
    runtime_list_delay=0,
    list_order="created",
    pipeline_list_kinds="all",
    cloud_jvm_rollback="present",
)

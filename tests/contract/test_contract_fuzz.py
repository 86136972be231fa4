"""The simulator responds to generated requests within the contract."""

import pytest

from benchmarks.contract_fuzz import fuzz_simulator
from contract import operations

pytestmark = [
    pytest.mark.slow,
    pytest.mark.assumes(
        runtime_id_is="id",
        reschedule_fields="optional",
        generic_profile_processors="all",
        pipeline_list_kinds="all",
        # Each round creates objects of the same names.
        duplicate_engine_names="allow",
        duplicate_cluster_names="allow",
        duplicate_pipeline_profiles="allow",
        # Other settings contradict the reference on purpose.
        cloud_jvm_rollback="present",
        fiql_errors="400",
        token_encodings="both",
    ),
]


@pytest.mark.parametrize("cases", [200, pytest.param(2000, marks=pytest.mark.soak)])
def test_generated_requests_are_answered_within_the_contract(cases: int) -> None:
    report = fuzz_simulator(cases)
    assert report.clean, "\n".join(report.lines())
    assert report.sent.keys() == {operation.id for operation in operations()}
    assert report.followed, "no request was built from an earlier response"


def test_a_report_names_the_operations_that_accepted_nothing() -> None:
    report = fuzz_simulator(1, only=["listTasks"])
    assert report.never_accepted(["listTasks", "deleteRemoteEngine"]) == ["deleteRemoteEngine"]

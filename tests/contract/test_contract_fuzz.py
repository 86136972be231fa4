"""Requests made up from the contract find nothing in the simulator that the contract does not allow."""

from benchmarks.contract_fuzz import fuzz_simulator
from contract import operations


def test_made_up_requests_are_answered_within_the_contract() -> None:
    report = fuzz_simulator(400)
    assert report.clean, "\n".join(report.lines())
    assert report.sent.keys() == {operation.id for operation in operations()}
    assert report.followed, "no request was made from an earlier answer"


def test_a_report_names_the_operations_that_accepted_nothing() -> None:
    report = fuzz_simulator(1, only=["listTasks"])
    assert report.refused(["listTasks", "deleteRemoteEngine"]) == ["deleteRemoteEngine"]

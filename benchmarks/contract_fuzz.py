"""Fuzz the simulator with requests generated from the contract.

    python benchmarks/contract_fuzz.py --cases 10000

sends at least that many requests to a separate simulator and reports violations of the contract: server
errors, and responses with another status, type or body. The exit code is 1 if there are any, or if an
operation never succeeded, because its responses are then untested.
"""

import argparse
import sys
from collections.abc import Collection
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))

from contract import operations
from contract.fuzz import CREDENTIALS, HEADERS, Report, fuzz
from talend_processing.simulator import DEFAULT_SEED, Simulator

HOUR = 3600.0  # seconds; every run of the seed takes less


def fuzz_simulator(cases: int, *, seed: int = 1, only: Collection[str] | None = None) -> Report:
    """Fuzz a separate simulator, in which a plan has failed and its error handler has run."""
    with Simulator(seed={**DEFAULT_SEED, **CREDENTIALS}) as simulator:
        known = {"promotion": DEFAULT_SEED["promotions"][0]["id"]}
        with httpx.Client(base_url=simulator.url, headers=HEADERS) as client:
            breaks = next(plan["id"] for plan in DEFAULT_SEED["plans"] if plan["name"] == "breaks")
            answer = client.post("/processing/executions/plans", json={"executable": breaks})
            execution = answer.raise_for_status().json()["executionId"]
            simulator.advance(HOUR)
            steps = client.get(f"/processing/executions/plans/{execution}/steps").raise_for_status().json()
        known |= {"failedPlanExecution": execution, "failedStep": steps[-1]["executionId"]}
        return fuzz(simulator.url, cases, seed=seed, only=only, ids=known)


def main() -> int:
    """Run the fuzzer from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=10_000, help="minimum number of requests")
    parser.add_argument("--seed", type=int, default=1, help="the same seed generates the same requests")
    parser.add_argument("--only", nargs="+", metavar="OPERATION", help="these operations instead of all")
    options = parser.parse_args()
    chosen = options.only or [operation.id for operation in operations()]
    report = fuzz_simulator(options.cases, seed=options.seed, only=chosen)
    print("\n".join(report.lines()))
    refused = report.never_accepted(chosen)
    if refused:
        print("operations that never succeeded:", ", ".join(refused))
    return 0 if report.clean and not refused else 1


if __name__ == "__main__":
    sys.exit(main())

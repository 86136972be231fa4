"""A program that a test edits between two runs of the real engine, and what the runs change."""

from __future__ import annotations

from talend_processing.simulator import Simulator

BEGINNING = """
import pulumi
import talend_processing as talend
from pulumi import Alias, ResourceOptions

place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
profile = {"type": "JOB_SERVER", "jvm_arguments": ["-Xmx1g"]}
"""


def only(simulator: Simulator, table: str) -> str:
    """Return the id of the only object in a table of the account."""
    (found,) = simulator.state()[table]
    return str(found["id"])


def writes(simulator: Simulator) -> list[tuple[str, str]]:
    """Return the writes since the last call of this function."""
    found = [(one["method"], one["path"]) for one in simulator.journal() if one["method"] != "GET"]
    simulator.clear_journal()
    return found

"""The GitOps kit as a deployed program, and changes of its account by a person."""

from __future__ import annotations

import shutil
from pathlib import Path

from stack import Stack

from talend_processing.simulator import Simulator

KIT = Path(__file__).parents[2] / "gitops"


def kit_stack(folder: Path, engine: Path, simulator: Simulator) -> Stack:
    """Return the stack `production` of a copy of the GitOps kit. Nothing is deployed."""
    program = shutil.copytree(KIT, folder / "stack" / "program")
    return Stack(folder / "stack", program, engine, simulator.url, name="production")


def set_heap(simulator: Simulator, heap: str) -> None:
    """Change the maximum heap in the account as a person would, outside of the program."""
    account = simulator.state()
    account["runProfiles"][0]["jvmArguments"] = ["-Xms512m", heap]
    simulator.load(account)


def writes(simulator: Simulator) -> list[str]:
    """Return the methods of the requests that wrote to the account."""
    return [one["method"] for one in simulator.journal() if one["method"] != "GET"]

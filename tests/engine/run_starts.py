"""Requests that start runs, and the executions that they started."""

from __future__ import annotations

from talend_processing.simulator import Simulator

START = "/processing/executions"
STARTS = {"task": START, "plan": f"{START}/plans", "promotion": f"{START}/promotions"}
"""The path of the request that starts a run, by the kind of run."""
SERVICE_ACCOUNT = {"TALEND_ACCESS_TOKEN": "", "TALEND_CLIENT_ID": "robot", "TALEND_CLIENT_SECRET": "made-up"}
"""Variables of a service account. With it, the host requests a token between the intent and the start."""


def executions(simulator: Simulator, kind: str) -> list[str]:
    """Return the ids of the started executions of a kind, without the tasks that a plan started."""
    return [str(one["id"]) for one in simulator.state()[f"{kind}Executions"] if one.get("type") != "PLAN"]

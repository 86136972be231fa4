"""Previews in the format of `pulumi preview --json`, written by hand, and their reviews."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from talend_processing.review.findings.facts import Facts
from talend_processing.review.findings.report import Review, review
from talend_processing.review.findings.rules import Risk
from talend_processing.stack.preview import read_preview

PLACE = {"environmentId": "5e0000000000000000000002", "workspaceId": "5f0000000000000000000004"}
WORKSPACE = {"id": PLACE["workspaceId"], "environment": {"id": PLACE["environmentId"], "name": "production"}}
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:x"}
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def urn(kind: str, name: str, *, stack: str = "test", project: str = "fleet") -> str:
    return f"urn:pulumi:{stack}::{project}::pulumi-python:dynamic/talend:{kind}::{name}"


def resource(
    kind: str, name: str, inputs: Mapping[str, Any], outputs: Mapping[str, Any] | None, **more: Any
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "urn": urn(kind, name),
        "type": f"pulumi-python:dynamic/talend:{kind}",
        "inputs": dict(inputs),
        "sourcePosition": "project:///__main__.py#7",
        **more,
    }
    if outputs is not None:
        found |= {"id": f"id-of-{name}", "outputs": {**inputs, **outputs}}
    return found


def step(
    op: str,
    kind: str,
    name: str,
    *,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    outputs: Mapping[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    found: dict[str, Any] = {"op": op, "urn": urn(kind, name)}
    if old is not None:
        found["oldState"] = resource(kind, name, old, outputs or {}, **more)
    if new is not None:
        found["newState"] = resource(kind, name, new, None, **more)
    return found


def engine(op: str, name: str, *, status: str = "PAIRED", **changes: Any) -> dict[str, Any]:
    given = {"name": name, **PLACE}
    outputs = {"status": status, "workspace": WORKSPACE, "preAuthorizedKey": SECRET}
    return step(
        op,
        "RemoteEngine",
        name,
        old=None if op == "create" else given,
        new=None if op == "delete" else {**given, **changes},
        outputs=outputs,
    )


def profile(op: str, name: str, flags: tuple[Any, Any], *, of: str) -> dict[str, Any]:
    given = {"name": name, "engineId": f"id-of-{of}", "type": "JOB_SERVER"}
    return step(
        op,
        "RemoteEngineRunProfile",
        name,
        old=None if op == "create" else {**given, "jvmArguments": flags[0]},
        new=None if op == "delete" else {**given, "jvmArguments": flags[1]},
    )


def document(*steps: Mapping[str, Any], same: int = 0, **more: Any) -> str:
    return json.dumps({"steps": list(steps), "changeSummary": {"same": same}, **more}, indent=1)


def fleet(count: int) -> str:
    """Return a preview of `count` resources that replaces every fifth engine and updates all run profiles."""
    steps: list[dict[str, Any]] = []
    for number in range(count // 10):
        name = f"etl-{number}"
        steps.append(engine("replace" if number % 5 == 0 else "same", name, description="changed"))
        flags = (["-Xmx2g", "-Xms1g"], ["-Xmx1g", "-Xms1g"])
        steps += [profile("update", f"{name}-{kind}", flags, of=name) for kind in range(9)]
    return document(*steps)


def reviewed(*steps: dict[str, Any], facts: Facts | None = None, same: int = 0) -> Review:
    """Return the review of a preview with these steps."""
    return review(read_preview(document(*steps, same=same)), facts)


def rules_and_risks(found: Review) -> list[tuple[str, Risk]]:
    """Return the rule and the risk of each finding."""
    return [(one.rule, one.risk) for one in found.findings]

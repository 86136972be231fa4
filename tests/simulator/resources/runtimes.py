"""Engines, clusters and run profiles that tests create by request."""

from __future__ import annotations

from typing import Any

import httpx

DEVELOPMENT, PRODUCTION = "5e0000000000000000000001", "5e0000000000000000000002"
SHARED, FINANCE = "5f0000000000000000000001", "5f0000000000000000000002"
ENGINES = "/processing/runtimes/remote-engines"
CLUSTERS = "/processing/runtimes/remote-engine-clusters"
PIPELINE_ENGINES = "/processing/runtimes/pipeline-engines"


def engine(api: httpx.Client, name: str = "etl", **more: object) -> dict[str, Any]:
    response = api.post(ENGINES, json={"name": name, "environmentId": DEVELOPMENT, **more})
    assert response.status_code == 201, response.text
    return dict(response.json())


def cluster(api: httpx.Client, *engines: object, **more: object) -> dict[str, Any]:
    body = {
        "name": "farm",
        "workspaceId": FINANCE,
        "environmentId": DEVELOPMENT,
        "description": "",
        "remoteEngines": list(engines),
        **more,
    }
    response = api.post(CLUSTERS, json=body)
    assert response.status_code == 201, response.text
    return dict(response.json())


def profile(api: httpx.Client, parent: str, runtime: object, name: str = "big") -> httpx.Response:
    body = {"name": name, "type": "JOB_SERVER", "runtimeId": runtime, "jvmArguments": ["-Xmx1g"]}
    return api.post(f"{parent}/{runtime}/run-profiles", json=body)

"""Seeds: the initial contents of an account, from a file, a mapping or the default seed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talend_processing.simulator.account.account import RESOURCES, SINGLETONS
from talend_processing.simulator.account.seed_files import read_seed_file

DEVELOPMENT, PRODUCTION = "5e0000000000000000000001", "5e0000000000000000000002"
DEFAULT_SEED: dict[str, Any] = {
    "environments": [
        {"id": DEVELOPMENT, "name": "development", "description": "Where Jobs are built", "default": True},
        {"id": PRODUCTION, "name": "production", "description": "Where Jobs run for the business"},
    ],
    "workspaces": [
        {"id": "5f0000000000000000000001", "name": "Shared", "environmentId": DEVELOPMENT, "type": "shared"},
        {"id": "5f0000000000000000000002", "name": "Finance", "environmentId": DEVELOPMENT},
        {"id": "5f0000000000000000000003", "name": "Shared", "environmentId": PRODUCTION, "type": "shared"},
        {"id": "5f0000000000000000000004", "name": "Finance", "environmentId": PRODUCTION},
    ],
    "tasks": [
        {
            "id": "5a0000000000000000000001",
            "name": "load-customers",
            "workspaceId": "5f0000000000000000000001",
            "tags": ["nightly"],
        },
        {"id": "5a0000000000000000000002", "name": "load-orders", "workspaceId": "5f0000000000000000000001"},
        {
            "id": "5a0000000000000000000003",
            "name": "close-month",
            "workspaceId": "5f0000000000000000000004",
            "tags": ["critical", "finance-eu"],
        },
        {
            "id": "5a0000000000000000000004",
            "name": "always-fails",
            "workspaceId": "5f0000000000000000000002",
            "outcomes": ["failure"],
            "errorMessage": "java.lang.RuntimeException: no such table",
        },
    ],
    "plans": [
        {
            "id": "9f0b1c5e-0000-4000-8000-000000000001",
            "name": "nightly",
            "workspaceId": "5f0000000000000000000001",
            "steps": [
                {"id": "9f0b1c5e-0000-4000-8000-000000000011", "tasks": ["5a0000000000000000000001"]},
                {
                    "id": "9f0b1c5e-0000-4000-8000-000000000012",
                    "tasks": ["5a0000000000000000000002"],
                    "errorHandler": "5a0000000000000000000001",
                },
            ],
        },
        {
            "id": "9f0b1c5e-0000-4000-8000-000000000002",
            "name": "breaks",
            "workspaceId": "5f0000000000000000000002",
            "steps": [
                {"id": "9f0b1c5e-0000-4000-8000-000000000021", "tasks": ["5a0000000000000000000001"]},
                {
                    "id": "9f0b1c5e-0000-4000-8000-000000000022",
                    "tasks": ["5a0000000000000000000004"],
                    "errorHandler": "5a0000000000000000000002",
                },
            ],
        },
    ],
    "promotions": [
        {
            "id": "5b0000000000000000000001",
            "name": "development to production",
            "sourceEnvironmentId": DEVELOPMENT,
            "targetEnvironmentId": PRODUCTION,
        },
    ],
}
"""Two environments with two workspaces each, tasks, plans and a promotion."""


def read_seed(source: Mapping[str, Any] | Path | None) -> Mapping[str, Any]:
    """Read a seed from a file. Return a mapping unchanged, and the default seed for None."""
    if source is None:
        return DEFAULT_SEED
    return source if isinstance(source, Mapping) else read_seed_file(source)


def seed_schema() -> dict[str, Any]:
    """Return the JSON Schema of seeds, for editors."""
    properties = {name: kind.schema() for name, (kind, _) in SINGLETONS.items()}
    for name, resource in RESOURCES.items():
        properties[name] = {"type": "array", "items": resource.shape.schema()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Seed of the Talend Processing API simulator",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }

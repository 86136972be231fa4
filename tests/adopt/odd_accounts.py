"""Random accounts whose objects have members as a later version of the API may show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accounts import accounts
from hypothesis import strategies as st


@dataclass(frozen=True)
class Oddity:
    """Members of an object that this version does not expect from the API."""

    table: str
    object_id: str
    members: Mapping[str, Any]
    declarable: bool = True
    """Whether a program can declare the object despite them."""


_ANY_OBJECT: list[Mapping[str, Any]] = [
    {"newMember": {"nested": [1, None, {"x": 2.5}]}},
    {"tags": [], "owner": None},
    {"description": None},
    {"updateDate": None},
]
_OF_ENGINES: list[Mapping[str, Any]] = [
    {"runProfiles": ["JOB_SERVER", "QUANTUM"]},
    {"runProfiles": None},
    {"debug": None},
    {"debug": {"host": None}},
    {"debug": {"host": "dev.example.com", "port": 5005, "tls": None}},
    {"status": "HIBERNATED", "availability": "SOMETIMES"},
    {"esbCompatibilityVersion": None, "version": None},
]
_OF_PROFILES: list[Mapping[str, Any]] = [
    {"type": "QUANTUM"},
    {"jvmArguments": None},
    {"jvmArguments": []},
    {"version": None},
]
_OF_DEFINITIONS: dict[str, list[Mapping[str, Any]]] = {
    "standard": [
        {"executionFramework": "QuantumRunner"},
        {
            "configuration": {
                "numberOfThreads": 4,
                "microBatchInterval": 1000,
                "parameters": None,
                "mode": "x",
            }
        },
        {
            "configuration": {
                "numberOfThreads": 4,
                "microBatchInterval": 1,
                "parameters": {"a": None, "b": ""},
            }
        },
        {"pushdownPreferenceEnabled": None, "warehouseName": None},
    ],
    "advanced": [{"definition": None}, {"definition": "[]", "pushdownPreferenceEnabled": None}],
    "big-data": [
        {"yarnStrategy": {"type": "Elastic", "executorsNumber": None, "ceiling": 5}},
        {"distribution": "UNHEARD_OF", "parameters": {}},
        {"parameters": None, "isCheckpointingEnabled": None},
    ],
    "databricks": [
        {"databricks": None},
        {
            "databricks": {
                "endpoint": "https://x.cloud.databricks.com",
                "token": None,
                "stagingLocation": "dbfs:/staging/",
                "cloudProvider": "GCP",
                "target": {
                    "cluster": "serverless",
                    "id": None,
                    "nodeTypeId": "m4.large",
                    "logsDestination": "dbfs:/logs/",
                    "workersNumber": 1,
                    "zone": "b",
                },
            }
        },
    ],
    "data-integration": [{"jvmArguments": None}, {"jvmArguments": []}],
}
_UNDECLARABLE: dict[str, Mapping[str, Any]] = {
    "standard": {"configuration": None},
    "big-data": {"parameters": {"number": 5}},
}
"""Definitions that no program can declare: a required block is missing, or a text is a number."""


@st.composite
def odd_accounts(draw: st.DrawFn) -> tuple[dict[str, Any], list[Oddity]]:
    """An account, and members of its objects as a later version of the API may show them."""
    seed = draw(accounts())
    odd: list[Oddity] = []
    for table, choices in (
        ("clusters", _ANY_OBJECT),
        ("remoteEngines", _ANY_OBJECT + _OF_ENGINES),
        ("runProfiles", _ANY_OBJECT + _OF_PROFILES),
        ("pipelineEngines", _ANY_OBJECT),
        ("pipelineRunProfiles", _ANY_OBJECT),
    ):
        for one in seed[table]:
            found = draw(st.lists(st.sampled_from(choices), max_size=2))
            odd += [Oddity(table, one["id"], members) for members in found]
    for one in seed["pipelineRunProfiles"]:
        odd += _odd_definition(draw, one)
    return seed, odd


def _odd_definition(draw: st.DrawFn, profile: Mapping[str, Any]) -> Iterator[Oddity]:
    kind, table = profile["type"], "pipelineRunProfiles"
    choice = draw(st.sampled_from(["none", "none", "odd", "odd", "odd", "undeclarable", "unknown"]))
    if choice == "unknown":
        yield Oddity(table, profile["id"], {"type": "quantum"}, declarable=False)
    elif choice == "undeclarable" and kind in _UNDECLARABLE:
        definition = profile["definition"] | _UNDECLARABLE[kind]
        yield Oddity(table, profile["id"], {"definition": definition}, declarable=False)
    elif choice == "odd":
        definition = profile["definition"] | draw(st.sampled_from(_OF_DEFINITIONS[kind]))
        yield Oddity(table, profile["id"], {"definition": definition | {"newMember": []}})

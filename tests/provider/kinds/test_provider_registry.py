"""The registry finds kinds by name and by collection, and the kinds of run profiles that they contain."""

from __future__ import annotations

from typing import get_args

import pytest

from talend_processing.adopt.account import KINDS
from talend_processing.cli.export import Kind
from talend_processing.provider.kinds import registry


def test_engines_and_clusters_contain_run_profiles() -> None:
    assert {kind: registry.profile_kinds(kind) for kind in registry.runtimes()} == {
        "EngineCluster": ("EngineClusterRunProfile",),
        "PipelineEngine": (
            "AdvancedRunProfile",
            "BigDataRunProfile",
            "DataIntegrationRunProfile",
            "DatabricksRunProfile",
            "StandardRunProfile",
        ),
        "RemoteEngine": ("RemoteEngineRunProfile",),
    }


@pytest.mark.parametrize("kind", ["EngineCluster", "PipelineEngine", "RemoteEngine"])
def test_a_collection_names_its_kind(kind: str) -> None:
    assert registry.runtime_kind(registry.find(kind).endpoint.collection) == kind


def test_an_unknown_kind_is_from_a_newer_version() -> None:
    with pytest.raises(registry.UnknownKindError, match="A newer version wrote this state"):
        registry.find("FutureKind")


def test_every_kind_can_be_exported() -> None:
    assert sorted(KINDS) == sorted(get_args(Kind)) == list(registry.object_specs())

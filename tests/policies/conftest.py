"""The pack in a separate process, and the state that some policies compare with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from single_policy import PLACE, engine, heap

from talend_processing import policies
from talend_processing.testing import PolicyPack, policy_pack

PACK = Path(policies.__file__).parent / "pack"


@pytest.fixture(scope="module")
def pack() -> Iterator[PolicyPack]:
    with policy_pack(PACK, stack="prod") as running:
        yield running


@pytest.fixture
def base(tmp_path: Path) -> Mapping[str, Mapping[str, object]]:
    """Settings that some policies need: a state with two engines and four run profiles."""
    resources: list[dict[str, object]] = [
        {
            "urn": f"urn:pulumi:prod::test::{engine(name).type}::{name}",
            "type": engine(name).type,
            "id": name,
            "outputs": {"name": name, **PLACE, "status": "PAIRED", "__declared": ["name", *PLACE]},
        }
        for name in ("moved", "kept")
    ]
    heaps = {"held": "-Xmx16g", "share": "-XX:MaxHeapSize=16g", "all-gone": "-Xms1g -Xmx16g", "never": "-ea"}
    resources += [
        {
            "urn": f"urn:pulumi:prod::test::{heap(name).type}::{name}",
            "type": heap(name).type,
            "id": name,
            "inputs": {"jvmArguments": [argument]},
            "outputs": {"jvmArguments": [argument]},
        }
        for name, argument in heaps.items()
    ]
    file = tmp_path / "state.json"
    file.write_text(json.dumps({"version": 3, "deployment": {"resources": resources}}))
    return {name: {"state": str(file)} for name in ("paired-engines-not-replaced", "maximum-heap-kept")}

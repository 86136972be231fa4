"""The policy against replacing paired engines: the state it needs, and the exceptions it allows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from single_policy import engine, only

from talend_processing.stack.secret_markers import SECRET, SIGNATURE
from talend_processing.testing import PolicyPack


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("state.json", "must be an absolute path"),
        ("{folder}/none.json", "No such file"),
        ("{folder}/other.json", "is the state of test/other, not of test/prod"),
        ("{folder}/cut.json", "cut.json"),
    ],
)
def test_a_missing_or_foreign_state_is_reported_as_a_violation(
    pack: PolicyPack, tmp_path: Path, state: str, says: str
) -> None:
    other = {"urn": "urn:pulumi:other::test::a:b:C::c", "type": "a:b:C"}
    (tmp_path / "other.json").write_text(json.dumps({"version": 3, "deployment": {"resources": [other]}}))
    (tmp_path / "cut.json").write_text('{"version": 3, "deploy')
    only(pack, "paired-engines-not-replaced", {"state": state.format(folder=tmp_path)}, level="advisory")
    (violation,) = pack.analyze(engine("etl"))
    assert violation.level == "advisory"
    assert "cannot tell whether it is replaced" in violation.text
    assert says in violation.text


def test_an_acknowledged_engine_may_be_replaced_and_no_other(
    pack: PolicyPack, base: Mapping[str, Mapping[str, object]]
) -> None:
    name = "paired-engines-not-replaced"
    changed = [engine("moved", environmentId="e2"), engine("kept", environmentId="e2")]
    only(pack, name, {**base[name], "acknowledged": ["moved"]})
    assert [one.name for resource in changed for one in pack.analyze(resource)] == ["kept"]


def test_a_value_that_is_encrypted_in_the_state_counts_as_unchanged(pack: PolicyPack, tmp_path: Path) -> None:
    changed = engine("etl", debug={"host": "new", "port": 5005})
    encrypted = {SIGNATURE: SECRET, "ciphertext": "v1:…"}
    for host, replaced in ((encrypted, False), ("old", True)):
        values = {**changed.values, "debug": {"host": host, "port": 5005}}
        resource = {
            "urn": f"urn:pulumi:prod::test::{changed.type}::etl",
            "type": changed.type,
            "outputs": {**values, "__declared": sorted(values)},
        }
        file = tmp_path / f"{replaced}.json"
        file.write_text(json.dumps({"version": 3, "deployment": {"resources": [resource]}}))
        only(pack, "paired-engines-not-replaced", {"state": str(file)})
        assert bool(pack.analyze(changed)) is replaced


def test_without_a_state_a_new_engine_is_no_violation(pack: PolicyPack) -> None:
    only(pack, "paired-engines-not-replaced", {})
    assert pack.analyze(engine("moved", environmentId="e2")) == []


def test_an_engine_that_is_known_not_to_be_paired_may_be_replaced(
    pack: PolicyPack, base: Mapping[str, Mapping[str, object]], tmp_path: Path
) -> None:
    name = "paired-engines-not-replaced"
    file = tmp_path / "free.json"
    file.write_text(Path(str(base[name]["state"])).read_text().replace('"PAIRED"', '"NOT_PAIRED"'))
    moved = engine("moved", environmentId="e2")
    only(pack, name, {"state": str(file)})
    assert len(pack.analyze(moved)) == 1
    only(pack, name, {"state": str(file), "refreshed": True})
    assert pack.analyze(moved) == []

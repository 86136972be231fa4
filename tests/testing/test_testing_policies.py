"""`policy_pack` calls a policy pack as the engine does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from talend_processing import policies
from talend_processing.testing import UNKNOWN, Declared, PackError, PolicyPack, SecretInput, policy_pack
from talend_processing.testing.policy_values import decoded, encoded

PACK = Path(policies.__file__).parent / "pack"
OWN = """
print("a pack may say something")
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy, StackValidationPolicy

def fails(args, report):
    raise KeyError("what it looked for")

def counts(args, report):
    print("more than a pipe holds " * 10000)
    report(f"{len(args.resources)} resources")

PolicyPack("own", [
    ResourceValidationPolicy(name="fails", description="It fails.", validate=fails),
    StackValidationPolicy(name="counts", description="It counts.", validate=counts,
                          enforcement_level=EnforcementLevel.MANDATORY),
])
"""


@pytest.fixture(scope="module")
def pack() -> Iterator[PolicyPack]:
    with policy_pack(PACK) as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "PulumiPolicy.yaml").write_text("runtime: python\n")
    (tmp_path / "__main__.py").write_text(OWN)
    return tmp_path


def test_a_custom_pack_can_include_policies_of_pulumi(own: Path) -> None:
    with policy_pack(own) as pack:
        assert pack.policies == ["fails", "counts"]
        (violation,) = pack.analyze_stack([Declared("random:index:Pet", "pet", {})])
        assert (violation.policy, violation.level) == ("counts", "mandatory")
        assert (violation.text, violation.name) == ("1 resources", "")


def test_a_policy_that_fails_is_an_error_and_does_not_pass(own: Path) -> None:
    with policy_pack(own) as pack, pytest.raises(PackError, match=r"Analyze: .*what it looked for"):
        pack.analyze(Declared("RemoteEngine", "etl", {}))


def test_a_pack_that_does_not_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "__main__.py").write_text("raise SystemExit('no pack today')")
    with pytest.raises(PackError, match=r"did not start:\nno pack today"), policy_pack(tmp_path):
        pass


def test_unknown_policies_and_levels_are_refused(pack: PolicyPack) -> None:
    with pytest.raises(ValueError, match="unknown policy heap; the policies are change-within-limits, "):
        pack.configure({"heap": "mandatory"})
    with pytest.raises(ValueError, match="'strict' is not a level; the levels are advisory, mandatory, "):
        pack.configure({"heap-within-limits": "strict"})


def test_an_unknown_setting_is_an_error_of_the_policy(pack: PolicyPack) -> None:
    pack.configure({"heap-within-limits": {"maxHeap": 1}})
    with pytest.raises(PackError, match="unknown setting maxHeap"):
        pack.analyze(Declared("RemoteEngineRunProfile", "heap", {"jvmArguments": ["-Xmx1g"]}))


def test_a_new_config_replaces_the_one_before(pack: PolicyPack) -> None:
    huge = Declared("RemoteEngineRunProfile", "huge", {"jvmArguments": ["-Xmx99g"], "description": "d"})
    pack.configure({"all": "disabled"})
    assert pack.analyze(huge) == []
    pack.configure({})
    assert [one.policy for one in pack.analyze(huge)] == ["heap-within-limits"]
    pack.configure({"all": "advisory", "heap-within-limits": {"maxHeapMb": 200000}})
    assert [one.policy for one in pack.analyze(huge)] == []


def test_encoded_values_are_decoded_unchanged() -> None:
    values = {"a": UNKNOWN, "b": [SecretInput({"c": UNKNOWN, "d": [1, "x"]}), None, True], "e": {"f": 2.5}}
    assert decoded(encoded(values)) == values

"""Every policy in a separate process, called as by the engine: pass, violation, unknown, config, remedy."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from cases import CASES
from secret_shapes import ARGUMENTS, HARMLESS, S
from single_policy import heap, only

from talend_processing.policies import REGISTRY, ResourcePolicy
from talend_processing.testing import UNKNOWN, Declared, PolicyPack, SecretInput, Violation

EACH = pytest.mark.parametrize("name", sorted(REGISTRY))


def found(pack: PolicyPack, name: str, resources: list[Declared]) -> list[Violation]:
    if isinstance(REGISTRY[name], ResourcePolicy):
        assert pack.analyze_stack(resources) == []
        return [one for resource in resources for one in pack.analyze(resource)]
    return pack.analyze_stack(resources)


def test_every_policy_has_a_case_and_every_remedy_is_covered() -> None:
    assert CASES.keys() == REGISTRY.keys()
    remedies = {name for name, policy in REGISTRY.items() if getattr(policy, "remedy", None)}
    assert {name for name, case in CASES.items() if case.remedied} == remedies
    assert not [name for name, case in CASES.items() if case.configured == case.names or not case.unknown]


@EACH
def test_a_policy_finds_violations_and_accepts_valid_and_unknown_values(
    pack: PolicyPack, base: Mapping[str, Mapping[str, object]], name: str
) -> None:
    case = CASES[name]
    only(pack, name, base.get(name, {}))
    assert found(pack, name, case.passes) == []
    assert found(pack, name, case.unknown) == []
    violations = found(pack, name, case.violates)
    assert {one.name for one in violations} == case.names
    assert {(one.policy, one.level) for one in violations} <= {(name, "mandatory")}
    assert not [one for one in violations if "hunter2" in one.text or "dapi" in one.text]


@EACH
def test_settings_change_which_resources_are_violations(
    pack: PolicyPack, base: Mapping[str, Mapping[str, object]], name: str
) -> None:
    case = CASES[name]
    only(pack, name, {**base.get(name, {}), **case.config})
    both = [case.passes, case.violates]
    assert {one.name for group in both for one in found(pack, name, group)} == case.configured


@pytest.mark.parametrize("name", sorted(name for name, case in CASES.items() if case.remedied))
def test_a_remedy_makes_only_the_expected_changes(pack: PolicyPack, name: str) -> None:
    case = CASES[name]
    only(pack, name, {}, level="remediate")
    for resource in case.violates:
        given = {**resource.values, "__provider": "pickled", "later": UNKNOWN, "hidden": SecretInput("s")}
        made = pack.remediate(Declared(resource.kind, resource.name, given))
        expected = case.remedied[resource.name]
        assert [one.policy for one in made] == ([name] if expected else [])
        assert [one.values for one in made] == ([{**given, **expected}] if expected else [])
    for resource in [*case.passes, *case.unknown]:
        assert pack.remediate(resource) == []


def test_a_remedied_resource_is_not_a_violation(pack: PolicyPack) -> None:
    for name, case in CASES.items():
        only(pack, name, {}, level="remediate")
        for resource in case.violates:
            for one in pack.remediate(resource):
                assert pack.analyze(Declared(resource.kind, resource.name, one.values)) == []


def test_each_shape_of_a_secret_is_a_violation_and_its_lookalike_passes(pack: PolicyPack) -> None:
    only(pack, "no-secrets-in-plain-inputs", {})
    (resource, harmless) = heap("shapes", *ARGUMENTS), heap("harmless", *HARMLESS)
    violations = pack.analyze(resource)
    assert [one.text.partition("]")[0] for one in violations] == [
        f"RemoteEngineRunProfile shapes: jvm_arguments[{number}" for number in range(len(ARGUMENTS))
    ]
    assert not [one for one in violations if S in one.text]
    assert pack.analyze(harmless) == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["-Xms1g"], "is no longer declared, so the Job's own value applies"),
        (["-Xmx2GB"], "becomes -Xmx2GB, which is no valid size"),
        (["-XX:MaxRAMPercentage=75"], "becomes 75 % of the machine's memory"),
    ],
)
def test_a_lost_heap_is_reported_with_what_replaces_it(
    pack: PolicyPack, base: Mapping[str, Mapping[str, object]], arguments: list[str], reason: str
) -> None:
    only(pack, "maximum-heap-kept", base["maximum-heap-kept"])
    (violation,) = pack.analyze(heap("held", *arguments))
    assert reason in violation.text

"""The pack on the real engine. Each `pulumi preview --policy-pack` contains the cases of all policies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from policy_cases import CONFIGURED, PROGRAM, REMEDIED, VIOLATIONS
from stack import Stack, StackError

from talend_processing import policies
from talend_processing.policies import REGISTRY
from talend_processing.simulator import Simulator

PACK = Path(policies.__file__).parent / "pack"
EVENT_LOG = {"PULUMI_DEBUG_COMMANDS": "true"}
"""`pulumi` accepts the option `--event-log` only with this variable."""


class Previewed:
    """The policies' results in the engine's event log of one preview."""

    def __init__(self, log: Path) -> None:
        events = [json.loads(line) for line in log.read_text().splitlines()]
        found = [one["policyEvent"] for one in events if "policyEvent" in one]
        self.texts = [one["message"] for one in found]
        self.violations: dict[str, set[str]] = {name: set() for name in REGISTRY}
        for one in found:
            self.violations[one["policyName"]].add(str(one["resourceUrn"]).rpartition("::")[2])
        metadata = [one["resourcePreEvent"]["metadata"] for one in events if "resourcePreEvent" in one]
        self.inputs = {
            one["urn"].rpartition("::")[2]: one["new"]["inputs"] for one in metadata if one.get("new")
        }


@dataclass(frozen=True)
class Checked:
    """A stack whose commands run under the pack."""

    stack: Stack

    @property
    def program(self) -> Path:
        return self.stack.program / "__main__.py"

    def options(self, config: dict[str, Any]) -> tuple[str, ...]:
        """Write the config of the policies, and return the options of `pulumi`."""
        file = self.stack.folder / "policies.json"
        file.write_text(json.dumps(config))
        return ("--policy-pack", str(PACK), "--policy-pack-config", str(file))

    def preview(self, config: dict[str, Any]) -> Previewed:
        """Preview the program. Violations of mandatory policies fail the command, but not this method."""
        log = self.stack.folder / "events.json"
        log.unlink(missing_ok=True)
        try:
            self.stack.preview(*self.options(config), "--event-log", str(log))
        except StackError as error:
            if "Policies:" not in str(error) or "has a problem" in str(error):
                raise  # the cause is not a policy
        return Previewed(log)


@pytest.fixture(scope="module")
def all_cases(tmp_path_factory: pytest.TempPathFactory, engine: Path) -> Iterator[Checked]:
    """A stack that is only previewed, so all tests can use it."""
    folder = tmp_path_factory.mktemp("policies")
    with Simulator() as simulator:
        stack = Stack.of(
            PROGRAM, folder, pulumi=engine, api_url=simulator.url, environ=EVENT_LOG, name="prod"
        )
        yield Checked(stack)
        stack.close()


def test_every_policy_has_cases() -> None:
    assert VIOLATIONS.keys() == CONFIGURED.keys() == REGISTRY.keys()
    remedies = {name for name, policy in REGISTRY.items() if getattr(policy, "remedy", None)}
    assert REMEDIED.keys() == remedies


def test_policies_find_violations_and_accept_valid_and_unknown_values(all_cases: Checked) -> None:
    found = all_cases.preview({})
    assert found.violations == VIOLATIONS
    assert not [text for text in found.texts if "can't run" in text]


def test_policies_follow_their_config(all_cases: Checked) -> None:
    found = all_cases.preview({name: config for name, (config, _) in CONFIGURED.items()})
    assert found.violations == {name: expected for name, (_, expected) in CONFIGURED.items()}


def test_remedies_correct_what_they_can_and_the_rest_stays_a_violation(all_cases: Checked) -> None:
    found = all_cases.preview({"all": "remediate"})
    expected = VIOLATIONS | REMEDIED | {"no-open-ports-in-production": {"open-jmx"}}
    assert found.violations == expected
    assert found.inputs["twice"]["jvmArguments"] == ["-Xms1g", "-Xmx1g"]
    assert found.inputs["debugged"]["jvmArguments"] == []
    assert found.inputs["java-8"]["jvmArguments"] == ["-ea"]
    assert found.inputs["silent"]["description"] == "Declared in test/prod"


def test_an_error_in_the_config_names_the_policy_and_the_setting(all_cases: Checked) -> None:
    with pytest.raises(StackError, match=r"heap-within-limits.*maxHeapMb"):
        all_cases.preview({"heap-within-limits": {"maxHeapMb": "much"}})


FLEET = """
import talend_processing as talend

place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
for name in ("one", "two", "three"):
    engine = talend.RemoteEngine(name, description="before", **place)
    talend.RemoteEngineRunProfile(
        name + "-heap", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xmx1g"])
"""
CHANGED = FLEET.replace("before", "after").replace(
    '("one", "two", "three")', '("one", "two", "new")'
) + FLEET.replace('("one", "two", "three")', '("three",)').replace("-Xmx1g", "-Xmx2g")


def test_paired_engines_are_replaced_only_if_the_config_acknowledges_them(
    stack_of: Callable[..., Stack], simulator: Simulator
) -> None:
    def engines() -> dict[str, str]:
        return {one["name"]: one["id"] for one in simulator.state()["remoteEngines"]}

    def config(**replaced: Any) -> dict[str, Any]:
        return {
            "production-engines-protected": "disabled",
            "paired-engines-not-replaced": replaced,
            "change-within-limits": {"maxChanges": 6},
        }

    fleet = Checked(stack_of(FLEET, name="prod", environ=EVENT_LOG))
    fleet.stack.up()
    before = engines()

    # The pack exports the state itself, unless a file replaces it.
    fleet.program.write_text(FLEET.replace("before", "after"))
    refused = r"RemoteEngine \w+: a change of description replaces it: its machine runs nothing until"
    with pytest.raises(StackError, match=refused):
        fleet.stack.up(*fleet.options(config()))
    assert engines() == before

    # The change concerns the engines one, two and new with their run profiles, and the heap of three.
    fleet.program.write_text(CHANGED)
    state = fleet.stack.folder / "state.json"
    state.write_text(json.dumps(fleet.stack.export()))
    found = fleet.preview(config(enforcementLevel="advisory", acknowledged=["two"], state=str(state)))
    assert found.violations["paired-engines-not-replaced"] == {"one"}
    assert any("7 resources are created, updated or replaced in one change" in text for text in found.texts)

    fleet.stack.up(*fleet.options(config(acknowledged=["one", "two"])))
    after = engines()
    assert after.keys() == {"one", "two", "three", "new"}
    assert {name for name in before if before[name] == after[name]} == {"three"}

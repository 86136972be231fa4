"""The pack on the real engine. Each `pulumi preview --policy-pack` contains the cases of all policies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from stack import FailedError, Stack

from talend_processing import policies
from talend_processing.policies import REGISTRY
from talend_processing.simulator import Simulator

PACK = Path(policies.__file__).parent / "pack"
EVENT_LOG = {"PULUMI_DEBUG_COMMANDS": "true"}
"""`pulumi` accepts the option `--event-log` only with this variable."""

PROGRAM = """
import pulumi
import talend_processing as talend

place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
safe = pulumi.ResourceOptions(protect=True)
pool = talend.EngineCluster("pool", description="d", opts=safe, **place)
engines = [talend.RemoteEngine(f"good-{n}", description="d", opts=safe, **place) for n in (1, 2)]
for n, engine in enumerate(engines):
    talend.ClusterMembership(f"edge-{n}", cluster_id=pool, engine_id=engine)
later = engines[0].id

def profile(name, *arguments, description="d"):
    return talend.RemoteEngineRunProfile(
        name, engine_id=engines[0], type="JOB_SERVER", description=description,
        jvm_arguments=arguments[0] if isinstance(arguments[0], pulumi.Output) else list(arguments),
    )

profile("fine", "-Xms512m", "-Xmx1g", "-XX:+UseG1GC", "-javaagent:a.jar", "-javaagent:b.jar")
profile("unknown-item", later.apply(lambda i: ["-Xmx99g", "-Xmx1g", "-agentlib:jdwp=" + i]))
profile("huge", "-Xmx64g")
profile("twice", "-Xms2g", "-Xmx1g", "-Xmx1g")
profile("contradicts", "-XX:+UseG1GC", "-XX:+UseZGC")
profile("java-8", "-ea -XX:+UseConcMarkSweepGC", "-XX:MaxPermSize=256m")
profile("initial", "-Xms1g")
profile("debugged", "-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005")
profile("open-jmx", "-Dcom.sun.management.jmxremote.port=9010",
        "-Dcom.sun.management.jmxremote.authenticate=false")
profile("Bad_Name", "-Xmx1g")
profile("leaks", "-Xmx1g", "-Djavax.net.ssl.keyStorePassword=hunter2")
profile("points", "-Djavax.net.ssl.keyStorePassword=${KEYS}", "-Dtoken.file=/etc/token")
profile("silent", "-Xmx1g", description=None)
small = talend.EngineCluster("small", description="d", opts=safe, remote_engines=[], **place)
mixed = talend.EngineCluster("mixed", description="d", opts=safe, **place)
for version in ("7.3", "8.0"):
    name = "esb-" + version.replace(".", "-")
    esb = talend.RemoteEngine(
        name, description="d", opts=safe, esb_compatibility_version=version, run_profiles=["TALEND_RUNTIME"],
        **place)
    talend.ClusterMembership(name + "-edge", cluster_id=mixed, engine_id=esb)
talend.RemoteEngine("alone", description="d", debug={"host": "example.org"}, **place)
talend.CloudJvmRollback("rollback", job_jvm_rollback=True)
gen2 = talend.PipelineEngine("gen2", description="d", opts=safe, **place)

def databricks(name, workers):
    talend.DatabricksRunProfile(name, engine_id=gen2, description="d", micro_batch_interval=1000, databricks={
        "endpoint": "https://x", "staging_location": "dbfs:/s/", "cloud_provider": "AWS", "target": {
            "cluster": "new", "spark_version": "14", "node_type_id": "m4.large", "logs_destination": "dbfs:/",
            "workers_number": workers}})

databricks("few-workers", 2)
databricks("many-workers", 200)
databricks("unknown-workers", gen2.id.apply(lambda i: 999))

def yarn(name, executors):
    talend.BigDataRunProfile(
        name, engine_id=gen2, description="d", micro_batch_interval=1000, streaming_timeout=1000,
        temporary_storage="/tmp", executor_memory_overhead=384,
        yarn_strategy={"type": "Fixed", "executors_number": executors, "cores_per_executor": 2,
                       "executor_memory": 1024})

yarn("few-executors", 2)
yarn("many-executors", 500)
yarn("unknown-executors", gen2.id.apply(lambda i: 999))

# Possible violations that depend on values which a preview does not know yet.
profile("partly", "-Xss1m", later.apply(lambda i: "-Xmx99g"))
profile("secret-later", later.apply(lambda i: ["-Djavax.net.ssl.keyStorePassword=hunter2"]))
profile("silent-later", "-Xmx1g", description=later.apply(lambda i: ""))
talend.RemoteEngineRunProfile("named-later", engine_id=engines[0], type="JOB_SERVER", description="d",
                              name=later.apply(lambda i: "Bad Name"), jvm_arguments=["-Xmx1g"])
members = later.apply(lambda i: [i])
talend.EngineCluster("members-later", description="d", opts=safe, remote_engines=members, **place)
uncertain = talend.EngineCluster("uncertain", description="d", opts=safe, **place)
for name, version in (("esb-known", "7.3"), ("esb-later", later.apply(lambda i: "8.0"))):
    esb = talend.RemoteEngine(
        name, description="d", opts=safe, esb_compatibility_version=version, run_profiles=["TALEND_RUNTIME"],
        **place)
    talend.ClusterMembership(name + "-edge", cluster_id=uncertain, engine_id=esb)
talend.TaskRun("load", executable="57f64991e4b0b689a64feed0")
"""

VIOLATIONS = {
    "heap-within-limits": {"huge"},
    "jvm-arguments-coherent": {"twice", "contradicts"},
    "no-open-ports-in-production": {"debugged", "open-jmx"},
    "debugging-off-in-production": {"debugged", "alone"},
    "clusters-have-enough-members": {"small"},
    "clusters-are-uniform": {"mixed"},
    "production-engines-in-clusters": {"alone"},
    "names-match-pattern": {"Bad_Name"},
    "descriptions-present": {"silent"},
    "production-engines-protected": {"alone"},
    "databricks-within-limits": {"many-workers"},
    "yarn-within-limits": {"many-executors"},
    "jvm-rollback-in-named-stacks": {"rollback"},
    "no-runs-in-read-only-stacks": set[str](),
    "no-removed-jvm-options": {"java-8"},
    "initial-heap-has-maximum": {"initial"},
    "maximum-heap-kept": set[str](),
    "no-secrets-in-plain-inputs": {"leaks"},
    "change-within-limits": set[str](),
    "paired-engines-not-replaced": set[str](),
}
CONFIGURED: dict[str, tuple[Any, set[str]]] = {
    "heap-within-limits": (
        {"maxHeapMb": 65536, "minHeapMb": 65536},
        {"fine", "twice", "Bad_Name", "silent", "silent-later", "named-later", "leaks"},
    ),
    "jvm-arguments-coherent": ("disabled", set()),
    "no-open-ports-in-production": ({"productionStacks": ["^other$"]}, set()),
    "debugging-off-in-production": (
        {"productionStacks": ["^other$"], "productionEnvironments": ["5e0000000000000000000002"]},
        {"alone"},
    ),
    "clusters-have-enough-members": ({"minMembers": 3}, {"pool", "small", "mixed", "uncertain"}),
    "clusters-are-uniform": ("disabled", set()),
    "production-engines-in-clusters": ({"except": ["^alone$"]}, set()),
    "names-match-pattern": (
        {"pattern": ".", "patterns": {"RemoteEngine": "^(good|esb)-"}},
        {"alone"},
    ),
    "descriptions-present": ({"kinds": ["RemoteEngine"]}, set()),
    "production-engines-protected": ({"kinds": ["EngineCluster"]}, set()),
    "databricks-within-limits": (
        {"maxWorkers": 500, "nodeTypes": ["m5.large"]},
        {"few-workers", "many-workers", "unknown-workers"},
    ),
    "yarn-within-limits": ({"maxExecutors": 500, "maxCores": 2000}, set()),
    "jvm-rollback-in-named-stacks": ({"stacks": ["^prod$"]}, set()),
    "no-runs-in-read-only-stacks": ({"stacks": ["^prod$"]}, {"load-intent"}),
    "no-removed-jvm-options": ({"except": ["ConcMarkSweep", "PermSize"]}, set()),
    "initial-heap-has-maximum": ("disabled", set()),
    "maximum-heap-kept": (
        {"state": "/there/is/none.json", "acknowledged": ["initial", "points"]},
        {"contradicts", "java-8", "debugged", "open-jmx"},
    ),
    "no-secrets-in-plain-inputs": ({"except": ["keyStorePassword"]}, set()),
    # The first resource above the limit, in the order of types and names.
    "change-within-limits": ({"maxChanges": 5}, {"edge-1"}),
    "paired-engines-not-replaced": (
        {"state": "/there/is/none.json", "acknowledged": ["alone"]},
        {"good-1", "good-2", "esb-7-3", "esb-8-0", "esb-known", "esb-later", "gen2"},
    ),
}
REMEDIED = {
    "jvm-arguments-coherent": {"contradicts"},
    "debugging-off-in-production": {"alone"},
    "descriptions-present": set[str](),
    "no-removed-jvm-options": set[str](),
}
"""The violations that stay at level `remediate`, for each policy with a remedy."""


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
        except FailedError as error:
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
    with pytest.raises(FailedError, match=r"heap-within-limits.*maxHeapMb"):
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
    with pytest.raises(FailedError, match=refused):
        fleet.stack.up(*fleet.options(config()))
    assert engines() == before

    # The change concerns the engines one, two and new with their run profiles, and the heap of three.
    fleet.program.write_text(CHANGED)
    state = fleet.stack.folder / "state.json"
    state.write_text(json.dumps(fleet.stack.export()))
    found = fleet.preview(config(enforcementLevel="advisory", acknowledged=["two"], state=str(state)))
    assert found.violations["paired-engines-not-replaced"] == {"one"}
    assert any("7 resources are created, updated or replaced at once" in text for text in found.texts)

    fleet.stack.up(*fleet.options(config(acknowledged=["one", "two"])))
    after = engines()
    assert after.keys() == {"one", "two", "three", "new"}
    assert {name for name in before if before[name] == after[name]} == {"three"}

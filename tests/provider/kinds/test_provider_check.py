"""`check` needs no account, reports every fault at once and never shows a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.registry import find, object_specs, operation_specs
from talend_processing.provider.kinds.spec import Endpoint, Property, ResourceSpec, Role, Shape
from talend_processing.provider.kinds.values import UNKNOWN, Inputs, Value
from talend_processing.resources.jvm_run_profile import jvm_advice

TEXT, INTEGER = Shape("text"), Shape("integer")
STRATEGY = Shape("block", fields=(Property("cores_per_executor", "coresPerExecutor", INTEGER, at_least=1),))
SPEC = ResourceSpec(
    "Thing",
    Endpoint("things", "Thing"),
    (
        Property("name", "name", TEXT, required=True, at_most=10),
        Property("jvm_arguments", "jvmArguments", Shape("list", TEXT), advice=jvm_advice),
        Property("yarn_strategy", "yarnStrategy", STRATEGY),
        Property("parameters", "parameters", Shape("map", TEXT)),
        Property("size", "size", INTEGER),
        Property("kind", "kind", TEXT, known=("A", "B")),
        Property("mode", "mode", TEXT, role=Role.OPTION, default="fail", only=("fail", "adopt")),
        Property("status", "status", TEXT, role=Role.COMPUTED),
    ),
)


@pytest.mark.parametrize(
    ("given", "kept"), [({}, {}), ({"mode": "fail"}, {}), ({"mode": "adopt"}, {"mode": "adopt"})]
)
def test_state_leaves_out_an_option_that_has_its_default(given: dict[str, str], kept: dict[str, str]) -> None:
    assert check(SPEC, {"name": "a", **given}).inputs == {"name": "a", **kept}


@pytest.mark.parametrize("name", ["etl\n", " etl", "etl\t"])
def test_a_name_with_white_space_around_it_is_refused_unless_an_object_has_it(name: str) -> None:
    (failure,) = check(SPEC, {"name": name}).failures
    assert failure.startswith("name begins or ends with white space, which the API may drop. Remove")
    assert check(SPEC, {"name": name}, {"name": "etl"}).failures == [failure]
    assert check(SPEC, {"name": name}, {"name": name}).failures == [], "a state of an earlier version"
    assert "adoptId" in check(SPEC, {"name": name, "adoptId": "1"}).failures[0], "SPEC has no adoptId"
    assert check(find("RemoteEngine"), {"name": name, "environmentId": "e", "adoptId": "1"}).failures == []


def test_a_value_in_a_map_may_be_empty() -> None:
    checked = check(SPEC, {"name": "a", "parameters": {"empty": "", "blank": " "}})
    assert checked.failures == []
    assert checked.inputs["parameters"] == {"empty": "", "blank": " "}


def test_whole_floats_become_integers() -> None:
    checked = check(SPEC, {"name": "a", "size": 3.0, "__provider": "x"})
    assert checked.inputs == {"name": "a", "size": 3}
    assert isinstance(checked.inputs["size"], int)
    assert checked.failures == []


def test_every_fault_is_reported_at_once_by_its_python_path_and_without_its_value() -> None:
    checked = check(
        SPEC,
        {
            "name": " ",
            "jvmArguments": ["-Xmx1g", "", 3, "s3cret"],
            "yarnStrategy": {"coresPerExecutor": "s3cret", "other": 1},
            "size": 1.5,
            "mode": "s3cret",
            "nope": "s3cret",
        },
    )
    assert checked.failures == [
        "nope is not an argument of Thing",
        "name must not be blank",
        "jvm_arguments[1] must not be blank",
        "jvm_arguments[2] must be a string",
        "yarn_strategy has no field other",
        "yarn_strategy.cores_per_executor must be a whole number",
        "size must be a whole number",
        "mode must be one of fail, adopt",
    ]
    (warned,) = checked.warnings
    assert warned.startswith("jvm_arguments[3] does not begin with '-', so a JVM reads it as the name of")
    assert warned.endswith(": write an option such as -Xmx2g")


def test_a_failure_that_a_missing_argument_may_cause_is_listed_as_missing() -> None:
    assert check(SPEC, {"name": " "}).missing == []
    assert check(SPEC, {"size": 1.5}).missing == ["name is required"]
    assert check(find("DatabricksRunProfile"), {"name": "a", "engineId": "e", "databricks": {}}).missing != []
    of_runtime = {"type": "JOB_SERVER", "processorType": "REMOTE_ENGINE", "jvmArguments": []}
    assert check(find("RunProfile"), of_runtime).missing == [
        "runtime_id is required unless processor_type is DYNAMIC_ENGINE"
    ]


OPENS = "java.base/java.util=ALL-UNNAMED"


@pytest.mark.parametrize(
    ("arguments", "warned"),
    [
        (["-Xms1g -Xmx2g"], ["jvm_arguments[0] contains 2 arguments, but"]),
        ([f"--add-opens {OPENS}"], ["jvm_arguments[0] contains --add-opens and its value in one item"]),
        (["--add-opens", OPENS], []),
        (["--add-opens=java.base/java.lang=ALL-UNNAMED", f"--add-opens={OPENS}"], []),
        (["-Dx=", r"-Dy=a|b$c\d*'\""], []),
        (
            ["-XX:MaxPermSize=1g", "-Xmx2gb"],
            ["jvm_arguments[1] has", "jvm_arguments[0] contains -XX:Max"],
        ),
        (["-Xms2g", UNKNOWN, "-Xmx1g"], ["jvm_arguments[2] sets an initial heap (-Xms) above the maximum"]),
    ],
)
def test_values_that_the_console_accepts_can_be_declared_with_a_warning_if_a_jvm_refuses_them(
    arguments: list[Value], warned: list[str]
) -> None:
    checked = check(SPEC, {"name": "a", "jvmArguments": arguments})
    assert checked.failures == []
    assert checked.inputs["jvmArguments"] == arguments
    assert len(checked.warnings) == len(warned)
    assert all(text.startswith(begin) for text, begin in zip(checked.warnings, warned, strict=True))


def test_unknown_values_are_accepted_anywhere() -> None:
    news = {"name": UNKNOWN, "jvmArguments": [UNKNOWN], "yarnStrategy": {"coresPerExecutor": UNKNOWN}}
    checked = check(SPEC, news)
    assert checked.failures == []
    assert checked.inputs == news


@pytest.mark.parametrize(
    ("kind", "known", "wire", "says"),
    [
        ("RemoteEngine", {"runProfiles": ["TALEND_RUNTIME"]}, "esbCompatibilityVersion", "esb_compatibility"),
        ("RunProfile", {"processorType": "DYNAMIC_ENGINE"}, "scopeId", "scope_id is required"),
        ("RunProfile", {"processorType": "REMOTE_ENGINE"}, "runtimeId", "runtime_id is required"),
        ("RunProfile", {"runtimeId": "r", "scopeId": "s"}, "processorType", "exclude each other"),
        (
            "BigDataRunProfile",
            {"isCheckpointingEnabled": True},
            "checkPointFilePath",
            "check_point_file_path",
        ),
        ("PlanRunIntent", {"resumeStep": "s"}, "resumeFrom", "without resume_from"),
        ("ClusterMembership", {"runProfileId": "p"}, "method", "without method"),
    ],
)
def test_a_rule_does_not_report_an_unknown_argument_as_missing(
    kind: str, known: dict[str, object], wire: str, says: str
) -> None:
    spec = (object_specs() | operation_specs())[kind]

    def failures(**more: object) -> list[str]:
        return [one for one in check(spec, known | more).failures if says in one]

    assert len(failures()) == 1
    assert failures(**{wire: UNKNOWN}) == []


def test_faults_that_a_rule_finds_before_an_unknown_argument_are_reported() -> None:
    def rule(inputs: Inputs) -> Iterator[str]:
        yield "name is taken"
        yield f"size is {inputs.get('size')}"

    checked = check(replace(SPEC, rules=(rule,)), {"name": "a", "size": UNKNOWN})
    assert checked.failures == ["name is taken"]


def test_an_undocumented_value_is_sent_with_a_warning_that_lists_the_known_ones() -> None:
    checked = check(SPEC, {"name": "a", "kind": "C"})
    assert checked.failures == []
    assert checked.inputs["kind"] == "C"
    assert checked.warnings == ["kind has a value other than the known ones (A, B); it is sent unchanged"]


def test_a_missing_argument_is_named() -> None:
    assert check(SPEC, {}).failures == ["name is required"]


def test_free_maps_keep_their_keys() -> None:
    checked = check(SPEC, {"name": "a", "parameters": {"MY_VAR": "x", "my-var": "y"}})
    assert checked.inputs["parameters"] == {"MY_VAR": "x", "my-var": "y"}

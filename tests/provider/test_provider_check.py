"""check is offline, reports every fault at once and never shows a value."""

from __future__ import annotations

from talend_processing.provider.check import check
from talend_processing.provider.spec import Endpoint, Property, ResourceSpec, Role, Shape
from talend_processing.provider.values import UNKNOWN

TEXT, INTEGER = Shape("text"), Shape("integer")
STRATEGY = Shape("block", fields=(Property("cores_per_executor", "coresPerExecutor", INTEGER, at_least=1),))
SPEC = ResourceSpec(
    "Thing",
    Endpoint("things", "Thing"),
    (
        Property("name", "name", TEXT, required=True, at_most=10),
        Property(
            "jvm_arguments",
            "jvmArguments",
            Shape("list", TEXT),
            pattern=r"-.*",
            pattern_text="must begin with -",
        ),
        Property("yarn_strategy", "yarnStrategy", STRATEGY),
        Property("parameters", "parameters", Shape("map", TEXT)),
        Property("size", "size", INTEGER),
        Property("kind", "kind", TEXT, known=("A", "B")),
        Property("mode", "mode", TEXT, role=Role.OPTION, default="fail", only=("fail", "adopt")),
        Property("status", "status", TEXT, role=Role.COMPUTED),
    ),
)


def test_sets_defaults_and_turns_whole_floats_back_into_integers() -> None:
    checked = check(SPEC, {"name": "a", "size": 3.0, "__provider": "x"})
    assert checked.inputs == {"name": "a", "size": 3, "mode": "fail"}
    assert isinstance(checked.inputs["size"], int)
    assert checked.failures == []


def test_reports_every_fault_at_once_by_its_python_path_and_without_its_value() -> None:
    checked = check(
        SPEC,
        {
            "name": " ",
            "jvmArguments": ["-Xmx1g", "s3cret"],
            "yarnStrategy": {"coresPerExecutor": "s3cret", "other": 1},
            "size": 1.5,
            "mode": "s3cret",
            "nope": "s3cret",
        },
    )
    assert checked.failures == [
        "nope is not an argument of Thing",
        "name must not be blank",
        "jvm_arguments[1] must begin with -",
        "yarn_strategy.other is not known",
        "yarn_strategy.cores_per_executor must be a whole number",
        "size must be a whole number",
        "mode must be one of fail, adopt",
    ]


def test_leaves_unknowns_alone_wherever_they_stand() -> None:
    news = {"name": UNKNOWN, "jvmArguments": [UNKNOWN], "yarnStrategy": {"coresPerExecutor": UNKNOWN}}
    checked = check(SPEC, news)
    assert checked.failures == []
    assert checked.inputs == {**news, "mode": "fail"}


def test_passes_on_values_that_are_not_known_with_a_warning_that_lists_the_known_ones() -> None:
    checked = check(SPEC, {"name": "a", "kind": "C"})
    assert checked.failures == []
    assert checked.inputs["kind"] == "C"
    assert checked.warnings == ["kind has a value that is not among those known (A, B); it is passed on"]


def test_names_what_is_missing() -> None:
    assert check(SPEC, {}).failures == ["name is required"]


def test_free_maps_keep_their_keys() -> None:
    checked = check(SPEC, {"name": "a", "parameters": {"MY_VAR": "x", "my-var": "y"}})
    assert checked.inputs["parameters"] == {"MY_VAR": "x", "my-var": "y"}

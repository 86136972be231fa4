"""Assertions on previews pass if they are true. Otherwise the failure names resources and lines."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import talend_processing.testing as talend_testing
from talend_processing.testing import (
    assert_changes,
    assert_creates,
    assert_deletes,
    assert_no_changes,
    assert_replaces,
    assert_updates,
)
from talend_processing.testing.changes import Changes, read_changes


def step(op: str, kind: str, name: str, old: Any = None, new: Any = None, *, line: int = 0) -> dict[str, Any]:
    urn = f"urn:pulumi:test::shop::pulumi-python:dynamic/talend:{kind}::{name}"
    place = {"sourcePosition": f"project:///__main__.py#{line},1"} if line else {}
    states = {
        key: {"urn": urn, "custom": True, "inputs": inputs, **place}
        for key, inputs in (("oldState", old), ("newState", new))
        if inputs is not None
    }
    return {"op": op, "urn": urn, **states}


def preview(*steps: dict[str, Any]) -> Changes:
    root = "urn:pulumi:test::shop::pulumi:pulumi:Stack::shop-test"
    component = "urn:pulumi:test::shop::talend:operations:TaskRun::run"
    others = [
        {"op": "create", "urn": root, "newState": {"urn": root, "custom": False}},
        {"op": "create", "urn": component, "newState": {"urn": component, "custom": False}},
    ]
    return read_changes(json.dumps({"steps": [*others, *steps], "changeSummary": {}}))


PROFILE = "RemoteEngineRunProfile"
SAME = step("same", "RemoteEngine", "etl-1", {"name": "etl-1"}, {"name": "etl-1"}, line=3)
MADE = step("create", "RemoteEngine", "etl-2", None, {"name": "etl-2"}, line=7)
BIGGER = step(
    "update",
    PROFILE,
    "heap",
    {"jvmArguments": ["-Xmx1g"]},
    {"jvmArguments": ["-Xmx2g"]},
    line=9,
)
RENAMED = step("replace", "RemoteEngine", "etl-3", {"description": "a"}, {"description": "b"}, line=5)
GONE = step("delete", "EngineCluster", "pool", {"name": "pool"})


def test_a_true_assertion_passes() -> None:
    assert_no_changes(preview(SAME))
    everything = preview(SAME, MADE, BIGGER, RENAMED, GONE)
    assert_creates(everything, {"etl-2"})
    assert_creates(everything, {"RemoteEngine etl-2"})
    assert_updates(everything, {"heap"})
    assert_updates(everything, {"heap": {"jvm_arguments"}})
    assert_replaces(everything, {"etl-3": {"description"}})
    assert_deletes(everything, {"pool"})
    assert_changes(
        everything, creates=["etl-2"], updates={"heap"}, replaces={"etl-3"}, deletes={"EngineCluster pool"}
    )


def failure_of(**expected: Any) -> str:
    with pytest.raises(AssertionError) as failed:
        assert_changes(preview(SAME, MADE, BIGGER, RENAMED, GONE), **expected)
    return str(failed.value)


def test_a_failure_names_resource_change_and_line() -> None:
    text = failure_of(creates={"etl-1", "etl-9", "heap"}, updates={"heap": {"description"}}, deletes={"pool"})
    change = "(jvm_arguments: ['-Xmx1g'] -> ['-Xmx2g'])"
    expected = "expected changed arguments: description"
    everything = f"create RemoteEngine etl-2, update {PROFILE} heap, replace RemoteEngine etl-3"
    assert text.splitlines() == [
        "the preview is not as expected:",
        "  - etl-1 would not be created: it stays as it is (__main__.py:3)",
        "  - etl-9 would not be created: neither the program nor the state has a resource of this name",
        f"  - heap would not be created: it would be updated {change} (__main__.py:9)",
        "  - RemoteEngine etl-2 would be created (__main__.py:7)",
        f"  - {PROFILE} heap would be updated {change}; {expected} (__main__.py:9)",
        "  - RemoteEngine etl-3 would be replaced (description: a -> b) (__main__.py:5)",
        f"All changes of the preview: {everything}, delete EngineCluster pool",
    ]


@pytest.mark.parametrize(
    ("check", "names", "named"),
    [
        (assert_creates, (), "etl-2"),
        (assert_updates, (), "heap"),
        (assert_replaces, {"etl-3": {"name"}}, "expected changed arguments: name"),
        (assert_deletes, {"etl-1"}, "EngineCluster pool would be deleted"),
    ],
)
def test_each_assertion_checks_its_own_operation(check: Any, names: Any, named: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(named)):
        check(preview(SAME, MADE, BIGGER, RENAMED, GONE), names)


def test_an_ambiguous_name_matches_no_object() -> None:
    """For example, an engine of a topology and its membership have the same Pulumi name."""
    member = step("create", "ClusterMembership", "etl-2", None, {"clusterId": "c"}, line=8)
    with pytest.raises(AssertionError) as failed:
        assert_creates(preview(MADE, member), {"etl-2"})
    both = "RemoteEngine etl-2 and ClusterMembership etl-2"
    (fault,) = str(failed.value).splitlines()[1:-1]
    assert fault == f"  - etl-2 is ambiguous: {both} would be created. Name each with its class"
    assert_creates(preview(MADE, member), {"RemoteEngine etl-2", "ClusterMembership etl-2"})
    kept = step("same", "ClusterMembership", "etl-2", {"clusterId": "c"}, {"clusterId": "c"})
    assert_changes(preview(MADE, kept), creates={"etl-2"})


def test_assert_no_changes_reports_any_change() -> None:
    with pytest.raises(AssertionError, match="RemoteEngine etl-2 would be created"):
        assert_no_changes(preview(SAME, MADE))
    imported = step("import", "RemoteEngine", "etl-4", None, {"name": "etl-4"})
    with pytest.raises(AssertionError, match="etl-4 would be changed by another operation, import"):
        assert_no_changes(preview(imported))


def test_a_secret_is_never_shown() -> None:
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}
    hidden = step("update", "TaskRunIntent", "run", {"a": "1"}, {"a": secret})
    with pytest.raises(AssertionError) as failed:
        assert_no_changes(preview(hidden))
    assert "v1:abc" not in str(failed.value)
    assert "[secret]" in str(failed.value)


def test_a_string_instead_of_a_set_is_an_error() -> None:
    with pytest.raises(TypeError, match="a set of names"):
        assert_creates(preview(SAME), "etl-1")


def test_every_public_name_exists() -> None:
    assert [name for name in talend_testing.__all__ if not hasattr(talend_testing, name)] == []
    with pytest.raises(AttributeError, match="nothing_of_this_name"):
        _ = talend_testing.nothing_of_this_name

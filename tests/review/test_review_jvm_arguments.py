"""The findings about JVM arguments of run profiles, without an engine."""

from __future__ import annotations

from typing import Any

import pytest
from previews import UNKNOWN, profile, reviewed, rules_and_risks

from talend_processing.review.findings.facts import Facts
from talend_processing.review.findings.rules import Risk


def test_executions_in_flight_raise_a_risk() -> None:
    change = profile("update", "heap", (["-Xmx1g"], ["-Xmx2g"]), of="etl")
    assert rules_and_risks(reviewed(change)) == [("jvm-arguments-changed", Risk.MEDIUM)]
    facts = Facts(running={"id-of-heap": 2}, tasks={"id-of-heap": frozenset("ab")})
    (found,) = reviewed(change, facts=facts).findings
    assert found.risk is Risk.HIGH
    assert "live: 2 executions in flight" in found.details
    assert "live: 2 tasks ran with it in the last 7 days" in found.details


@pytest.mark.parametrize(
    ("old", "new", "risk"),
    [
        (["-Xmx1g"], ["-Xmx512m"], Risk.HIGH),
        (["-Xmx1g"], ["-Xmx1024m", "-Xms1m"], Risk.MEDIUM),
        (["-Xmx1g"], ["-Xms1g"], Risk.HIGH),
        (["-Xmx1g"], None, Risk.HIGH),
        (["-Xmx1g"], ["-XX:MaxHeapSize=512m"], Risk.HIGH),
        (["-Xmx1g"], ["-XX:MaxHeapSize=1048576k"], Risk.MEDIUM),
        (["-Xmx1g"], ["-XX:MaxRAMPercentage=50"], Risk.HIGH),
        (None, ["-Xmx1g"], Risk.MEDIUM),
        (["-Xmx1g", "-Xmx4g"], ["-Xmx2g"], Risk.HIGH),
        (["-a", "-b"], ["-b", "-a"], Risk.MEDIUM),
        (["-ea"], ["-ea", "-XX:MaxPermSize=256m"], Risk.HIGH),
        (["-XX:MaxPermSize=256m"], ["-XX:MaxPermSize=512m"], Risk.MEDIUM),
        (["-Xmx1g"], UNKNOWN, Risk.MEDIUM),
    ],
)
def test_only_a_heap_that_shrinks_is_a_high_risk(old: Any, new: Any, risk: Risk) -> None:
    found = reviewed(profile("update", "heap", (old, new), of="etl"))
    assert rules_and_risks(found) == [("jvm-arguments-changed", risk)]


RUN = "tasks that use the run profile get the new arguments at their next start"
FAIL = "tasks that need more memory fail from their next start"


@pytest.mark.parametrize(
    ("old", "new", "reason", "details"),
    [
        (
            ["-Xms1g -Xmx4g"],
            ["-Xms1g", "-XX:MaxHeapSize=512m"],
            f"the heap shrinks from 4 GiB to 512 MiB: {FAIL}",
            ("- `-Xmx4g`", "+ `-XX:MaxHeapSize=512m`"),
        ),
        (
            ["-Xmx16g"],
            [],
            f"the heap of 16 GiB is no longer declared, so the Job's own value applies: {FAIL}",
            ("- `-Xmx16g`",),
        ),
        (
            ["-Xmx16g"],
            ["-XX:MaxRAMPercentage=75"],
            f"the heap may shrink from 16 GiB to 75 % of the machine's memory: {FAIL}",
            ("- `-Xmx16g`", "+ `-XX:MaxRAMPercentage=75`"),
        ),
        (
            ["-Xmx1g"],
            ["-Xmx1024m"],
            RUN,
            ("- `-Xmx1g`", "+ `-Xmx1024m`"),
        ),
        (
            ["-Xms1g -Xmx2g"],
            ["-Xms1g", "-Xmx2g"],
            RUN,
            ("the arguments are the same, but are split differently into list items",),
        ),
        (
            ["-Xmx1g", "[secret]"],
            ["-Xmx1g", "[secret]"],
            RUN,
            ("a secret argument changes, or the order of the arguments",),
        ),
    ],
)
def test_a_change_of_the_heap_is_shown_with_both_values(
    old: list[str], new: list[str], reason: str, details: tuple[str, ...]
) -> None:
    change = profile("update", "heap", (old, new), of="etl") | {"diffReasons": ["jvmArguments"]}
    (found,) = reviewed(change).findings
    assert (found.reason, found.details) == (reason, details)


PERMANENT = (
    "`-XX:MaxPermSize`: Java 17 does not start with it, since the permanent generation was removed in Java 8;"
    " write -XX:MetaspaceSize or -XX:MaxMetaspaceSize"
)
INITIAL = (
    "`-Xms2g` sets an initial heap and no maximum, so a JVM does not start if the Job's own maximum is"
    " smaller; declare -Xmx too"
)


@pytest.mark.parametrize(
    ("old", "new", "warnings"),
    [
        (["-Xmx2g"], ["-Xmx2g", "-XX:MaxPermSize=1g"], [PERMANENT]),
        (["-XX:MaxPermSize=1g"], ["-XX:MaxPermSize=2g"], []),
        (["-Xms2g -Xmx4g"], ["-Xms2g"], [INITIAL]),
        (["-Xms1g"], ["-Xms2g"], [INITIAL]),
        (["-Xms2g"], ["-Xms2g", "-ea"], []),
        ([], ["-Xms2g", "-XX:MaxRAMPercentage=50"], []),
        (
            None,
            ["-XX:+UseConcMarkSweepGC -Xms2g", "-XX:MaxPermSize=1g"],
            ["UseConcMarkSweepGC", PERMANENT, INITIAL],
        ),
        (None, ["-Xms2g", UNKNOWN], []),
    ],
)
def test_arguments_that_may_keep_a_jvm_from_starting_are_named(
    old: list[str] | None, new: list[str], warnings: list[str]
) -> None:
    op = "create" if old is None else "update"
    (found,) = reviewed(profile(op, "heap", (old, new), of="etl")).findings
    assert found.rule == ("profile-created" if old is None else "jvm-arguments-changed")
    details = [one for one in found.details if not one.startswith(("- ", "+ "))]
    assert len(details) == len(warnings)
    assert all(part in one for part, one in zip(warnings, details, strict=True))


def test_a_changed_secret_is_reported_if_the_engine_says_so() -> None:
    change = profile("update", "heap", ("[secret]", "[secret]"), of="etl")
    assert reviewed(change).findings == ()
    change["diffReasons"] = ["jvmArguments"]
    (found,) = reviewed(change).findings
    assert "secret" in found.reason

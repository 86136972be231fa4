"""What changes of the account's own settings mean."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.review.finding import Finding, Risk
from talend_processing.review.step import Step, shown
from talend_processing.review.topology import Resolver, Topology


def jvm_rollback(step: Step, resolver: Resolver, after: Topology) -> Iterator[Finding]:
    """The Java version of all Cloud Engines."""
    del resolver, after
    before, now = (step.old or {}).get("jobJvmRollback"), (step.new or {}).get("jobJvmRollback")
    if step.op == "delete":
        now = (step.old or {}).get("valueOnDelete")
        if now is None:
            yield Finding(
                "jvm-rollback-left",
                Risk.NONE,
                "The Cloud Engines' Java rollback is no longer managed",
                "the setting stays as it is",
                step,
            )
            return
    if step.op in {"create", "update", "replace", "delete"} and before != now:
        java = "older Java" if now is True else "current Java" if now is False else "Java that `up` decides"
        yield Finding(
            "jvm-rollback-changed",
            Risk.HIGH,
            f"All Cloud Engines of the account use the {java}",
            "every task on a Cloud Engine, in every environment, runs with it from its next start",
            step,
            (f"job_jvm_rollback: {shown(before)} -> {shown(now)}",),
        )

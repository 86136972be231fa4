"""Findings about the settings of the account."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.review.findings.context import Context
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.rules import Risk
from talend_processing.stack.step import Step, shown


def jvm_rollback(step: Step, context: Context) -> Iterator[Finding]:
    """Explain a change of the Java version of all Cloud Engines."""
    del context
    before, now = (step.old or {}).get("jobJvmRollback"), (step.new or {}).get("jobJvmRollback")
    if step.op == "delete":
        now = (step.old or {}).get("valueOnDelete")
        if now is None:
            yield Finding(
                "retained",
                Risk.NONE,
                "The Cloud Engines' Java rollback is no longer managed",
                "the setting does not change",
                step,
            )
            return
    if step.op in {"create", "update", "replace", "delete"} and before != now:
        java = (
            "use Java 8" if now is True else "use their default Java" if now is False else "may change Java"
        )
        yield Finding(
            "jvm-rollback-changed",
            Risk.HIGH,
            f"All Cloud Engines of the account {java}",
            "every task on a Cloud Engine, in every environment, runs with it from its next start",
            step,
            (f"job_jvm_rollback: {shown(before)} -> {shown(now)}",),
        )

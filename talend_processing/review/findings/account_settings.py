"""Findings about the Java version of Cloud Engines, which applies to the whole account."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.review.findings.context import Context
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.rules import Risk
from talend_processing.stack.step import Step, display_text


def jvm_rollback(step: Step, context: Context) -> Iterator[Finding]:
    """Yield the findings about a changed or deleted CloudJvmRollback."""
    del context
    old, new = step.old or {}, step.new or {}
    old_value, new_value = old.get("jobJvmRollback"), new.get("jobJvmRollback")
    if step.op == "delete":
        new_value = old.get("valueOnDelete")
        if new_value is None:
            yield Finding(
                "retained",
                Risk.NONE,
                "The Java version of the Cloud Engines is no longer managed",
                "the setting does not change",
                step,
            )
            return
    if step.op in {"create", "update", "replace", "delete"} and old_value != new_value:
        effect = "may change Java"
        if isinstance(new_value, bool):
            effect = "use Java 8" if new_value else "use their default Java"
        yield Finding(
            "jvm-rollback-changed",
            Risk.HIGH,
            f"All Cloud Engines of the account {effect}",
            "every task on a Cloud Engine, in every environment, uses that Java version at its next start",
            step,
            (f"job_jvm_rollback: {display_text(old_value)} -> {display_text(new_value)}",),
        )

"""The policy that debugging is off in production."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.jvm.remote_access import debuggers
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.editable import Editable
from talend_processing.policies.production import PRODUCTION, is_production
from talend_processing.policies.resource_view import JVM_ARGUMENTS, JVM_PROFILES, Subject
from talend_processing.policies.settings import Settings


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Report the argument `debug` of an engine, and debuggers in the JVM arguments of a run profile."""
    if not is_production(subject, settings):
        return
    if subject.kind == "RemoteEngine" and subject.values.get("debug"):
        yield "debug is set in production; remove it (which replaces the engine)"
    for debugger in debuggers(subject.jvm_arguments):
        yield f"{debugger.text} enables a debugger; remove it"


def remedy(editable: Editable, subject: Subject, settings: Settings) -> None:
    """Remove debuggers from JVM arguments. Keep an engine's `debug`: changing it replaces the engine."""
    if is_production(subject, settings) and (arguments := subject.jvm_arguments):
        # In `-Dname=value`, the debugger is only a part of the value.
        unwanted = [one for one in debuggers(arguments) if not one.option.startswith("-D")]
        editable.put_arguments(
            JVM_ARGUMENTS, arguments, ["" if one in unwanted else one.text for one in arguments]
        )


POLICY = ResourcePolicy(
    name="debugging-off-in-production",
    says="In production, no engine sets `debug`, and no JVM argument enables a debugger.",
    why="A debugger can halt a Job in the middle of its work, and read and change all of its data.",
    fix="Remove `debug` from the engine, or the debugger from the JVM arguments.",
    level="mandatory",
    severity="high",
    tags=("jvm", "security", "production"),
    settings=PRODUCTION,
    limits="The run profile of an engine or cluster does not contain an environment, so the policy ignores"
    " `productionEnvironments` for it. The policy no-open-ports-in-production reads the environment"
    " of the engine or cluster.",
    kinds=("RemoteEngine", *JVM_PROFILES),
    check=check,
    remedy=remedy,
    remedied="Debuggers are removed from the JVM arguments. A debugger within a system property (`-Dname=…`)"
    " remains a violation, and so does a debugger in a list item that also contains an incomplete argument."
    " `debug` of an engine remains a violation, because changing it replaces the engine.",
)

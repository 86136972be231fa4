"""Debugging is off in production."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.jvm.remote_access import debuggers
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.editable import Editable
from talend_processing.policies.production import PRODUCTION, is_production
from talend_processing.policies.resource_view import JVM_ARGUMENTS, JVM_PROFILES, Subject
from talend_processing.policies.settings import Settings


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Check an engine's `debug` and the JVM arguments of a run profile."""
    if not is_production(subject, settings):
        return
    if subject.kind == "RemoteEngine" and subject.values.get("debug"):
        yield "debug is set in production; remove it (which replaces the engine)"
    for one in debuggers(subject.jvm_arguments):
        yield f"{one.text} enables a debugger; remove it"


def remedy(editable: Editable, subject: Subject, settings: Settings) -> None:
    """Remove debuggers from the JVM arguments. An engine's `debug` stays: a change replaces the engine."""
    if is_production(subject, settings) and (arguments := subject.jvm_arguments):
        unwanted = [one for one in debuggers(arguments) if not one.option.startswith("-D")]
        editable.put_arguments(
            JVM_ARGUMENTS, arguments, ["" if one in unwanted else one.text for one in arguments]
        )


POLICY = ResourcePolicy(
    name="debugging-off-in-production",
    says="Debugging is off in production: no `debug` of an engine, no debugger in JVM arguments.",
    why="A debugger can halt a Job in the middle of its work, and read and change all of its data.",
    fix="Remove `debug` and the flags.",
    level="mandatory",
    severity="high",
    tags=("jvm", "security", "production"),
    settings=PRODUCTION,
    limits="The run profile of an engine or cluster does not contain its environment, so"
    " `productionEnvironments` does not select it. See no-open-ports-in-production for run profiles.",
    kinds=("RemoteEngine", *JVM_PROFILES),
    check=check,
    remedy=remedy,
    remedied="The flags are removed. These remain violations: `debug` of an engine, because changing it"
    " replaces the engine, a flag within the value of a system property, and a flag in an item of the list"
    " that also contains only a part of another argument.",
)

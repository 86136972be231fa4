"""Nothing in production opens a debugger, or JMX without authentication."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.jvm.remote_access import debuggers, is_loopback, open_management
from talend_processing.policies.declaration import Finding, StackPolicy
from talend_processing.policies.production import PRODUCTION, is_production
from talend_processing.policies.resource_view import JVM_PROFILES, Stack
from talend_processing.policies.settings import FLAG, Setting, Settings


def check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Look at the run profiles of production, found by what they live in."""
    for subject in stack.of(*JVM_PROFILES):
        if not is_production(subject, settings):
            continue
        arguments = subject.jvm_arguments
        for one in debuggers(arguments):
            if not (settings.flag("allowLoopback") and is_loopback(one)):
                yield subject, f"{one.text} opens a debugger; take it out"
        for one in open_management(arguments):
            yield subject, f"{one.text} opens JMX to everybody; set it to true or take it out"


POLICY = StackPolicy(
    name="no-open-ports-in-production",
    says="No JVM argument in production opens a debugger, or JMX without authentication.",
    why="Whoever reaches such a port runs any code with the rights of the engine.",
    fix="Take the flag out, or set com.sun.management.jmxremote.authenticate to true.",
    level="mandatory",
    severity="critical",
    tags=("jvm", "security", "production"),
    settings={
        **PRODUCTION,
        "allowLoopback": Setting(
            FLAG, default=False, meaning="Whether a debugger that only its own machine reaches is allowed."
        ),
    },
    limits="A run profile whose engine is given by a plain id, not by the resource, is in production only by"
    " the name of its stack.",
    check=check,
)

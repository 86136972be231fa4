"""Nothing in production opens a debugger, or JMX without authentication."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.jvm.remote_access import debuggers, listens_on_loopback, unauthenticated_jmx
from talend_processing.policies.declaration import Finding, StackPolicy
from talend_processing.policies.production import PRODUCTION, is_production
from talend_processing.policies.resource_view import JVM_PROFILES, Stack
from talend_processing.policies.settings import FLAG, Setting, Settings


def check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Check the run profiles whose stack, environment or parent is in production."""
    for subject in stack.of(*JVM_PROFILES):
        if not is_production(subject, settings):
            continue
        arguments = subject.jvm_arguments
        for one in debuggers(arguments):
            if not (settings.flag("allowLoopback") and listens_on_loopback(one)):
                yield subject, f"{one.text} opens a debugger; remove it"
        for one in unauthenticated_jmx(arguments):
            yield subject, f"{one.text} switches off the authentication of JMX; set it to true or remove it"


POLICY = StackPolicy(
    name="no-open-ports-in-production",
    says="No JVM argument in production opens a debugger, or JMX without authentication.",
    why="Everybody with access to such a port can run any code with the rights of the engine.",
    fix="Remove the flag, or set com.sun.management.jmxremote.authenticate to true.",
    level="mandatory",
    severity="critical",
    tags=("jvm", "security", "production"),
    settings={
        **PRODUCTION,
        "allowLoopback": Setting(
            FLAG,
            default=False,
            meaning="Whether to allow a debugger that listens only on the engine's own machine.",
        ),
    },
    limits="If a run profile names its engine or cluster by a plain id and not by the resource, only the name"
    " of the stack or its own `scope_id` can show that it is in production.",
    check=check,
)

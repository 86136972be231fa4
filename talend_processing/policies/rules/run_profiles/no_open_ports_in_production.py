"""The policy that no JVM argument in production opens a port without authentication."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.jvm.remote_access import debuggers, listens_on_loopback, unauthenticated_jmx
from talend_processing.policies.declaration import Finding, StackPolicy
from talend_processing.policies.production import PRODUCTION, is_production
from talend_processing.policies.resource_view import JVM_PROFILES, Stack
from talend_processing.policies.settings import FLAG, Setting, Settings


def check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Report debuggers, and JMX without authentication, in run profiles that are in production."""
    for subject in stack.of(*JVM_PROFILES):
        if not is_production(subject, settings):
            continue
        arguments = subject.jvm_arguments
        for debugger in debuggers(arguments):
            if not (settings.flag("allowLoopback") and listens_on_loopback(debugger)):
                yield subject, f"{debugger.text} opens a port for a debugger; remove it"
        for option in unauthenticated_jmx(arguments):
            yield (
                subject,
                f"{option.text} switches off the authentication of JMX; set it to true or remove it",
            )


POLICY = StackPolicy(
    name="no-open-ports-in-production",
    says="In production, no JVM argument opens a port for a debugger, or for JMX without authentication.",
    why="Everybody who can connect to such a port can run any code with the rights of the engine.",
    fix="Remove the debugger, or set com.sun.management.jmxremote.authenticate to true.",
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
    limits="If the program gives a run profile the plain id of its engine or cluster instead of the resource,"
    " the policy does not know the environment of that engine or cluster. Then only the stack's name or the"
    " `scope_id` of the run profile decides whether the run profile is in production.",
    check=check,
)

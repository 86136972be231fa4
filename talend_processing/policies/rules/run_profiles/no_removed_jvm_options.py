"""Run profiles contain no JVM option that Java 17 no longer has."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.jvm.arguments import Argument
from talend_processing.jvm.removed import JAVA_VERSION, Removal, option_name, removed_options
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.editable import Editable
from talend_processing.policies.resource_view import JVM_ARGUMENTS, JVM_PROFILES, Subject
from talend_processing.policies.settings import PATTERNS, Setting, Settings


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Report each such option, what a JVM does with it, and the replacement."""
    for one, why in _found(subject, settings):
        does = "ignores it" if why.ignored else "does not start with it"
        yield f"{option_name(one)}: Java {JAVA_VERSION} {does}, since {why.why}; {why.remedy}"


def remedy(editable: Editable, subject: Subject, settings: Settings) -> None:
    """Remove the options."""
    if unwanted := [one for one, _ in _found(subject, settings)]:
        arguments = subject.jvm_arguments
        editable.put_arguments(
            JVM_ARGUMENTS, arguments, ["" if one in unwanted else one.text for one in arguments]
        )


def _found(subject: Subject, settings: Settings) -> list[tuple[Argument, Removal]]:
    found = removed_options(subject.jvm_arguments)
    return [(one, why) for one, why in found if not settings.matches("except", option_name(one))]


POLICY = ResourcePolicy(
    name="no-removed-jvm-options",
    says="No JVM argument of a run profile is an option that Java 17 no longer has.",
    why="A JVM of Java 17 does not start with the options of the CMS collector or of the permanent"
    " generation, nor with most of the old options for logs: every task with the profile fails at its start.",
    fix="Remove the option, or write the replacement that the violation names.",
    level="advisory",
    severity="high",
    tags=("jvm", "java-17"),
    settings={
        "except": Setting(PATTERNS, [], "Patterns of options that may stay, as the violation names them.")
    },
    limits="The policy cannot see which version of Java an engine uses for Jobs. Disable it for stacks whose"
    " engines still use Java 8 or 11.",
    kinds=JVM_PROFILES,
    check=check,
    remedy=remedy,
    remedied="The options are removed, and their replacements are not added. An option whose value is the"
    " next item of the list remains a violation.",
)

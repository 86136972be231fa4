"""The policy that run profiles contain no JVM option that Java 17 no longer has."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.jvm.arguments import Argument
from talend_processing.jvm.removed import JAVA_VERSION, Removal, option_name, removed_options
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.editable import Editable
from talend_processing.policies.resource_view import JVM_ARGUMENTS, JVM_PROFILES, Subject
from talend_processing.policies.settings import PATTERNS, Setting, Settings


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Report each option that Java 17 no longer has, its effect, and the replacement."""
    for argument, removal in _violations(subject, settings):
        effect = "ignores it" if removal.ignored else "does not start with it"
        yield f"{option_name(argument)}: Java {JAVA_VERSION} {effect}, since {removal.why}; {removal.remedy}"


def remedy(editable: Editable, subject: Subject, settings: Settings) -> None:
    """Remove the options that Java 17 no longer has."""
    if unwanted := [one for one, _ in _violations(subject, settings)]:
        arguments = subject.jvm_arguments
        editable.put_arguments(
            JVM_ARGUMENTS, arguments, ["" if one in unwanted else one.text for one in arguments]
        )


def _violations(subject: Subject, settings: Settings) -> list[tuple[Argument, Removal]]:
    return [
        (argument, removal)
        for argument, removal in removed_options(subject.jvm_arguments)
        if not settings.matches("except", option_name(argument))
    ]


POLICY = ResourcePolicy(
    name="no-removed-jvm-options",
    says="No JVM argument of a run profile is an option that Java 17 no longer has.",
    why="Java 17 does not start with most of these options, such as those of the CMS garbage collector."
    " Every task with the run profile then fails at its start.",
    fix="Remove the option, or use the replacement that the violation names.",
    level="advisory",
    severity="high",
    tags=("jvm", "java-17"),
    settings={"except": Setting(PATTERNS, [], "Patterns of options to ignore, named as in the violation.")},
    limits="The policy cannot see which version of Java an engine uses for Jobs. Disable the policy for"
    " stacks whose engines still use Java 8 or 11.",
    kinds=JVM_PROFILES,
    check=check,
    remedy=remedy,
    remedied="The options are removed, but no replacements are added. An option stays, and is still a"
    " violation, if its value is a separate item of the list.",
)

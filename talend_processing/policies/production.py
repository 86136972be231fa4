"""Which stacks and which Talend environments are production."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import PATTERNS, TEXTS, Setting, Settings

STACKS: Final = "productionStacks"
ENVIRONMENTS: Final = "productionEnvironments"
DEFAULT_STACKS: Final = (r"(?i)(^|[-_.])(prod|production|live)([-_.]|$)",)

PRODUCTION: Final = {
    STACKS: Setting(
        PATTERNS,
        list(DEFAULT_STACKS),
        "Patterns (regular expressions) of stack names. All resources of a matching stack are production.",
    ),
    ENVIRONMENTS: Setting(
        TEXTS,
        [],
        "Ids of Talend environments. Resources in them are production, whatever the name of the stack.",
    ),
}
"""The settings that every policy about production includes."""

_ENVIRONMENT_PROPERTIES = ("environmentId", "scopeId")
_PARENT_PROPERTIES = ("engineId", "clusterId", "runtimeId")


@dataclass(frozen=True)
class Production:
    """What counts as production for all policies of a pack."""

    stacks: Sequence[str] = DEFAULT_STACKS
    """Patterns of the names of production stacks."""
    environments: Sequence[str] = ()
    """Ids of production environments."""


def is_production(subject: Subject, settings: Settings) -> bool:
    """Whether the stack or a known environment of the resource is production."""
    if settings.matches(STACKS, subject.stack):
        return True
    return bool(set(environments(subject)) & set(settings.texts(ENVIRONMENTS)))


def environments(subject: Subject) -> Iterator[str]:
    """Yield the resource's known environment id. If there is none, yield that of its engine or cluster."""
    own_ids = [text for wire in _ENVIRONMENT_PROPERTIES if (text := subject.text(wire))]
    yield from own_ids
    if not own_ids:
        for wire in _PARENT_PROPERTIES:
            for parent in subject.references.get(wire, ()):
                yield from environments(parent)

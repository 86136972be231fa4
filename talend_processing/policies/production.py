"""The definition of production: stacks by name, and environments by id."""

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
        "Patterns of stack names. Everything in a matching stack is production.",
    ),
    ENVIRONMENTS: Setting(TEXTS, [], "Ids of environments. Their objects are production in every stack."),
}
"""The settings of policies about production."""

_ENVIRONMENT = ("environmentId", "scopeId")
_PARENT = ("engineId", "clusterId", "runtimeId")


@dataclass(frozen=True)
class Production:
    """The definition of production for all policies of a pack."""

    stacks: Sequence[str] = DEFAULT_STACKS
    """Patterns of stack names."""
    environments: Sequence[str] = ()
    """Ids of environments."""


def is_production(subject: Subject, settings: Settings) -> bool:
    """Whether a resource is known to be in production."""
    if settings.matches(STACKS, subject.stack):
        return True
    return bool(set(environments(subject)) & set(settings.texts(ENVIRONMENTS)))


def environments(subject: Subject) -> Iterator[str]:
    """Yield the known environment ids of a resource, or if it has none, those of its parents."""
    own = [found for wire in _ENVIRONMENT if (found := subject.text(wire))]
    yield from own
    if not own:
        for wire in _PARENT:
            for parent in subject.references.get(wire, ()):
                yield from environments(parent)

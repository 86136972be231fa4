"""What counts as production: stacks by their name, and environments by their id."""

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
        "Patterns of stack names: everything in such a stack counts as production.",
    ),
    ENVIRONMENTS: Setting(
        TEXTS, [], "Ids of environments: what lives in them counts as production, whatever the stack."
    ),
}
"""The settings of a policy that asks whether something is production."""

_ENVIRONMENT = ("environmentId", "scopeId")
_PARENT = ("engineId", "clusterId", "runtimeId")


@dataclass(frozen=True)
class Production:
    """What counts as production, for all policies of a pack at once."""

    stacks: Sequence[str] = DEFAULT_STACKS
    """Patterns of stack names."""
    environments: Sequence[str] = ()
    """Ids of environments."""


def is_production(subject: Subject, settings: Settings) -> bool:
    """Whether a resource is in production, as far as that is known."""
    if settings.matches(STACKS, subject.stack):
        return True
    return bool(set(environments(subject)) & set(settings.texts(ENVIRONMENTS)))


def environments(subject: Subject) -> Iterator[str]:
    """The environments that a resource is known to be in: its own, or that of what it lives in."""
    own = [found for wire in _ENVIRONMENT if (found := subject.text(wire))]
    yield from own
    if not own:
        for wire in _PARENT:
            for parent in subject.references.get(wire, ()):
                yield from environments(parent)

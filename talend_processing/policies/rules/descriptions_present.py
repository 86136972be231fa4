"""The policy that resources have descriptions."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.editable import Editable
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.rules.names_match_pattern import NAMED
from talend_processing.policies.settings import TEXT, Setting, Settings, kinds_among

_DESCRIPTION = "description"


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Check that the description is not empty."""
    if subject.kind in settings.texts("kinds") and _lacks_description(subject):
        yield "it has no description; add one that states its purpose"


def _lacks_description(subject: Subject) -> bool:
    value = subject.values.get(_DESCRIPTION)
    return value is None or (isinstance(value, str) and not value.strip())


def remedy(editable: Editable, subject: Subject, settings: Settings) -> None:
    """Add a description, unless that would replace the resource, as it does for engines and clusters."""
    can_update_description = next(prop.is_put for prop in subject.spec.arguments if prop.wire == _DESCRIPTION)
    if not can_update_description or subject.kind not in settings.texts("kinds"):
        return
    if _lacks_description(subject):
        template = settings.text("text")
        description = template.replace("{project}", subject.project).replace("{stack}", subject.stack)
        editable.put(_DESCRIPTION, description)


POLICY = ResourcePolicy(
    name="descriptions-present",
    says="Resources have a description.",
    why="Users who find an engine in Talend's console must see who owns it and where it is declared.",
    fix="Describe a resource when you create it. A later change of the description replaces engines and"
    " clusters.",
    level="advisory",
    severity="low",
    tags=("naming",),
    settings={
        "kinds": Setting(
            kinds_among(NAMED), list(NAMED), "The kinds of resource that must have a description."
        ),
        "text": Setting(TEXT, "Declared in {project}/{stack}", "The description that the remedy adds."),
    },
    kinds=NAMED,
    check=check,
    remedy=remedy,
    remedied="Run profiles get the value of the setting `text`. Engines and clusters stay unchanged, because"
    " a new description would replace them.",
)

"""The policy that engines and clusters in production have the option `protect`."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.production import PRODUCTION, is_production
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import Setting, Settings, kinds_among
from talend_processing.provider.kinds import registry

_KINDS = tuple(registry.runtimes())


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Report an engine or cluster in production without the option `protect`."""
    if subject.protected or subject.kind not in settings.texts("kinds"):
        return
    if is_production(subject, settings):
        yield "it is not protected; declare it with opts=ResourceOptions(protect=True)"


POLICY = ResourcePolicy(
    name="production-engines-protected",
    says="Engines and clusters in production are protected from deletion and replacement.",
    why="A replaced engine must be paired again by hand. Pulumi refuses to delete or replace a resource with"
    " the option `protect`.",
    fix="Declare the engine or cluster with opts=ResourceOptions(protect=True).",
    level="mandatory",
    severity="high",
    tags=("availability", "production"),
    settings={
        **PRODUCTION,
        "kinds": Setting(kinds_among(_KINDS), list(_KINDS), "The kinds of resource to protect."),
    },
    kinds=_KINDS,
    check=check,
)

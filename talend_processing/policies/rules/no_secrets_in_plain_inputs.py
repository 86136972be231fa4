"""Secrets do not stand where anybody can read them."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies import secret_shapes
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import PATTERNS, Setting, Settings
from talend_processing.provider.declare.registry import all_parts, all_specs


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Look at every text; a violation names the place and never the value."""
    for place in secret_shapes.places(subject.spec, subject.values):
        if not settings.matches("except", place):
            yield f"{place} looks like a secret; keep it out of there"


POLICY = ResourcePolicy(
    name="no-secrets-in-plain-inputs",
    says="No password, key or token stands in an argument that is not kept secret.",
    why="Talend's console and API show a run profile's JVM arguments and parameters to everybody who may see"
    " it, and a process list shows them on the machine.",
    fix="Name where the secret is, as ${VARIABLE}, a file or {{secrets/scope/key}}; a token of Databricks"
    " goes into databricks.token, which is kept secret.",
    level="advisory",
    severity="high",
    tags=("security",),
    settings={
        "except": Setting(PATTERNS, [], "Patterns of places that may hold one, as the violation names them.")
    },
    limits="It goes by names such as password and by the shapes of known tokens. Whether a program gave the"
    " value as a secret of Pulumi's, a check is not told; the API shows it either way.",
    kinds=tuple(sorted(all_specs() | all_parts())),
    check=check,
)

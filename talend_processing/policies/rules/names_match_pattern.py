"""The policy that names match a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import Subject, kinds_with
from talend_processing.policies.settings import PATTERN, Setting, Settings, pattern_by_kind

NAMED: Final = kinds_with("name")
"""The kinds of resource that have a name and a description."""


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Check the property `name`, which Talend's console shows."""
    pattern = settings.by_kind("patterns").get(subject.kind, settings.text("pattern"))
    name = subject.text("name")
    if name is not None and not re.search(pattern, name):
        yield f"its name {name!r} does not match {pattern}"


POLICY = ResourcePolicy(
    name="names-match-pattern",
    says="Names in Talend's console follow a pattern.",
    why="People find an engine in Talend's console by its name. A later change of the name replaces engines"
    " and clusters.",
    fix="Give the resource a name that matches the pattern.",
    level="advisory",
    severity="low",
    tags=("naming",),
    settings={
        "pattern": Setting(
            PATTERN, "^[a-z0-9]+(-[a-z0-9]+)*$", "The pattern for kinds that are not in `patterns`."
        ),
        "patterns": Setting(
            pattern_by_kind(NAMED), {}, 'Patterns by kind of resource, such as {"RemoteEngine": "^etl-"}.'
        ),
    },
    kinds=NAMED,
    check=check,
)

"""Names follow a pattern."""

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
    """Check the name in Talend's console."""
    pattern = settings.by_kind("patterns").get(subject.kind, settings.text("pattern"))
    name = subject.text("name")
    if name is not None and not re.search(pattern, name):
        yield f"its name {name!r} does not match {pattern}"


POLICY = ResourcePolicy(
    name="names-match-pattern",
    says="Names in Talend's console follow a pattern.",
    why="People find an engine by its name. A name is also a natural key that should not change later.",
    fix="Give the resource a name that matches.",
    level="advisory",
    severity="low",
    tags=("naming",),
    settings={
        "pattern": Setting(PATTERN, "^[a-z0-9]+(-[a-z0-9]+)*$", "The pattern for names."),
        "patterns": Setting(pattern_by_kind(NAMED), {}, "Patterns for single kinds, such as RemoteEngine."),
    },
    kinds=NAMED,
    check=check,
)

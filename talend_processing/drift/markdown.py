"""Format the drift as the Markdown text of a GitHub issue."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from talend_processing.drift.report import Drift, StackResource
from talend_processing.markup import code, prose, text

_MAX_CHARACTERS = 15_000
"""The limit for each of the four tables. A GitHub issue has at most 65,536 characters."""
_REMEDIES = {"up": "the next `pulumi up --refresh`", "replacement": "only a replacement of the object"}


def markdown(drift: Drift) -> str:
    """Return the text of the issue."""
    lines = [f"## Drift of {code(f'{drift.project}/{drift.stack}')}", "", _headline(drift), ""]
    if drift.changed:
        rows = [
            (
                text(one.resource.title),
                f"`{change.argument}`",
                code(change.held),
                code(change.found),
                _REMEDIES[change.remedy],
            )
            for one in drift.changed
            for change in one.changes
        ]
        head = ("Object", "Argument", "State", "Account", "Corrected by")
        lines += ["### Changed", "", *_table(head, rows), ""]
    if drift.missing:
        missing = [(text(one.title), code(one.object_id), _declared_in(one)) for one in drift.missing]
        lines += ["### Missing", "", "The next `pulumi up --refresh` creates these objects again.", ""]
        lines += [*_table(("Object", "Id", "Declared in"), missing), ""]
    if drift.unmanaged:
        unmanaged = [
            (text(one.title), text(one.container or one.environment), code(one.adoption_line))
            for one in drift.unmanaged
        ]
        lines += [
            "### Unmanaged",
            "",
            "No resource of this stack manages these objects. Another stack may.",
            "",
        ]
        lines += [*_table(("Object", "In", "Adopt it with"), unmanaged), ""]
    if drift.unread:
        unread = [(text(one.resource.title), prose(one.reason)) for one in drift.unread]
        lines += ["### Could not be read", "", *_table(("Object", "Why"), unread), ""]
    if drift.notes:
        lines += ["### Not checked", "", *(f"- {prose(note)}" for note in drift.notes), ""]
    return "\n".join(lines).rstrip() + "\n"


def _headline(drift: Drift) -> str:
    if drift.unread:
        return f"🔴 **{drift.headline}**, of {drift.resource_count} resources at {drift.api_url}."
    if drift.has_drift:
        return f"🟠 **{drift.headline}**, of {drift.resource_count} resources at {drift.api_url}."
    return f"🟢 **{drift.headline[0].upper()}{drift.headline[1:]}** at {drift.api_url}."


def _declared_in(resource: StackResource) -> str:
    """Return the line of the program that declares a resource, or its Pulumi name if the line is unknown."""
    if resource.position:
        return code(f"{resource.position.path}:{resource.position.line}")
    return code(resource.urn.rpartition("::")[2])


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    row_lines = [f"| {' | '.join(row)} |" for row in rows]
    lengths = itertools.accumulate(len(line) + 1 for line in row_lines)
    shown_count = sum(1 for length in lengths if length <= _MAX_CHARACTERS)
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *row_lines[:shown_count]]
    return [*lines, "", f"… and {len(rows) - shown_count} more."] if shown_count < len(rows) else lines

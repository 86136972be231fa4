"""Format the drift as the Markdown text of a GitHub issue."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from talend_processing.drift.report import Drift, StackResource
from talend_processing.markup import code, prose, text

_MOST_CHARACTERS = 15_000
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
        missing = [(text(one.title), code(one.object_id), _declared(one)) for one in drift.missing]
        lines += ["### Missing", "", "The next `pulumi up --refresh` creates these objects again.", ""]
        lines += [*_table(("Object", "Id", "Declared in"), missing), ""]
    if drift.unmanaged:
        unmanaged = [
            (text(one.title), text(one.where or one.environment), code(one.adopt)) for one in drift.unmanaged
        ]
        lines += [
            "### Unmanaged",
            "",
            "No resource of this stack manages these objects. Another stack may.",
            "",
        ]
        lines += [*_table(("Object", "In", "Adopt it with"), unmanaged), ""]
    if drift.unread:
        unread = [(text(one.resource.title), prose(one.why)) for one in drift.unread]
        lines += ["### Could not be read", "", *_table(("Object", "Why"), unread), ""]
    if drift.notes:
        lines += ["### Not checked", "", *(f"- {prose(note)}" for note in drift.notes), ""]
    return "\n".join(lines).rstrip() + "\n"


def _headline(drift: Drift) -> str:
    if drift.unread:
        return f"🔴 **{drift.headline}**, of {drift.resources} resources at {drift.api_url}."
    if drift.has_drift:
        return f"🟠 **{drift.headline}**, of {drift.resources} resources at {drift.api_url}."
    return f"🟢 **{drift.headline[0].upper()}{drift.headline[1:]}** at {drift.api_url}."


def _declared(one: StackResource) -> str:
    place = f"{one.position.path}:{one.position.line}" if one.position else one.urn.rpartition("::")[2]
    return code(place)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    written = [f"| {' | '.join(row)} |" for row in rows]
    lengths = itertools.accumulate(len(row) + 1 for row in written)
    fit = sum(1 for length in lengths if length <= _MOST_CHARACTERS)
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *written[:fit]]
    return [*lines, "", f"… and {len(rows) - fit} more."] if fit < len(rows) else lines

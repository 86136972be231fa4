"""A promotion's report, which nests artifacts in workspaces, as one line for each artifact."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.client.operation import JsonObject
from talend_processing.secret_text import mask

_GROUPS = ("workspaces", "flows", "plans", "actions", "connections", "resources", "engines", "clusters")
_TYPES = {"flows": "task", "actions": "artifact"}


def reported(answer: JsonObject) -> Iterator[JsonObject]:
    """Every artifact that a promotion's report names, a workspace before what is in it."""
    for group in _GROUPS:
        entries = answer.get(group)
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict):
                yield _line(group, entry)
                yield from reported(entry)


def _line(group: str, entry: JsonObject) -> JsonObject:
    told = entry.get("promotionReport") or entry.get("analyzeReport")
    report = told if isinstance(told, dict) else {}
    messages = report.get("messages")
    texts = [
        str(message["info"])
        for message in (messages if isinstance(messages, list) else [])
        if isinstance(message, dict) and message.get("info")
    ]
    line: JsonObject = {
        "type": entry.get("type") or _TYPES.get(group, group.removesuffix("s")),
        "name": entry.get("name"),
        "sourceId": entry.get("id"),
        "targetId": entry.get("targetId"),
        "status": report.get("status"),
        "message": mask("; ".join(texts)) or None,
    }
    return {name: value for name, value in line.items() if value is not None}

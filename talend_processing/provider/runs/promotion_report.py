"""A promotion's report, which nests artifacts in workspaces, as one line for each artifact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from talend_processing.provider.declare.values import Outputs, Value

_GROUPS = ("workspaces", "flows", "plans", "actions", "connections", "resources", "engines", "clusters")
_TYPES = {"flows": "task", "actions": "artifact"}


def reported(answer: Mapping[str, Value]) -> Iterator[Outputs]:
    """Every artifact that a promotion's report names, a workspace before what is in it."""
    for group in _GROUPS:
        entries = answer.get(group)
        for entry in entries if isinstance(entries, list) else []:
            yield _line(group, entry)
            yield from reported(entry)


def _line(group: str, entry: Mapping[str, Value]) -> Outputs:
    told = entry.get("promotionReport") or entry.get("analyzeReport")
    report: Mapping[str, Value] = told if isinstance(told, Mapping) else {}
    messages = report.get("messages")
    texts = (
        [str(message["info"]) for message in messages if message.get("info")]
        if isinstance(messages, list)
        else []
    )
    line = {
        "type": entry.get("type") or _TYPES.get(group, group.removesuffix("s")),
        "name": entry.get("name"),
        "sourceId": entry.get("id"),
        "targetId": entry.get("targetId"),
        "status": report.get("status"),
        "message": "; ".join(texts) or None,
    }
    return {name: value for name, value in line.items() if value is not None}

"""The line of a program that takes an object over, written from its declaration and what the API shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from talend_processing.provider.declare.spec import Property, ResourceSpec, Role
from talend_processing.provider.declare.values import Value
from talend_processing.stack.step import tells_password

_ADOPTS_BY_ITSELF: Final = "attachment"
_LEFT_OUT: Final = "..."


def line_of(spec: ResourceSpec, item: Mapping[str, Value], parents: Mapping[str, Value]) -> str:
    """The declaration; `...` for what looks like a password, and where a list leaves out what is required."""
    name = str(item.get("name") or item["id"])
    given = {prop.name: text for prop in spec.arguments if (text := _argument(prop, item, parents))}
    lacking = [p.name for p in spec.arguments if p.required and p.name not in given]
    given |= dict.fromkeys(lacking, _LEFT_OUT)
    if given.get("name") == _literal(name):
        del given["name"]
    if spec.endpoint.life != _ADOPTS_BY_ITSELF:
        given["adopt_id"] = _literal(str(item["id"]))
    arguments = ", ".join([_literal(name), *(f"{key}={text}" for key, text in given.items())])
    return f"talend.{spec.kind}({arguments})"


def _argument(prop: Property, item: Mapping[str, Value], parents: Mapping[str, Value]) -> str:
    if prop.secret or prop.role not in {Role.PARENT, Role.BODY} or prop.action:
        return ""
    value = parents.get(prop.wire) if prop.role is Role.PARENT else prop.observe(item)
    if not prop.is_given(value) or prop.shape.kind in {"block", "any"}:
        return ""
    texts = value if isinstance(value, list) else [value]
    return _LEFT_OUT if any(tells_password(str(text)) for text in texts) else _literal(value)


def _literal(value: Value) -> str:
    """The value as Python source, in double quotes as formatters write it."""
    if isinstance(value, str):
        text = repr(value)
        return text if '"' in value or "\\" in text else f'"{text[1:-1]}"'
    if isinstance(value, list):
        return f"[{', '.join(_literal(part) for part in value)}]"
    return repr(value)

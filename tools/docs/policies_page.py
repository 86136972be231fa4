"""The reference page of the policy pack, from its declarations."""

from __future__ import annotations

import json
from collections.abc import Iterator

from talend_processing.policies import REGISTRY
from talend_processing.policies.declaration import Policy, ResourcePolicy

_INTRODUCTION = """\
# Policies

The policies of the pack. `python -m talend_processing.policies` prints the folder of the pack.
[Check changes by policies](../how-to/policies.md) describes how to run, configure, extend and test it. Write
settings into the file of `--policy-pack-config`, under the name of the policy. `enforcementLevel` is a
setting of every policy.

| Policy | Level | Severity | Checks | Remedy |
|---|---|---|---|---|"""


def page() -> str:
    """Return the page of all policies."""
    lines = [_INTRODUCTION]
    lines += [
        f"| [{policy.name}](#{policy.name}) | {policy.level} | {policy.severity} | {_scope(policy)} |"
        f" {'yes' if _remedied(policy) else ''} |"
        for policy in REGISTRY.values()
    ]
    for policy in REGISTRY.values():
        lines += ["", *_section(policy)]
    return "\n".join(lines) + "\n"


def _scope(policy: Policy) -> str:
    return "a resource" if isinstance(policy, ResourcePolicy) else "the whole stack"


def _remedied(policy: Policy) -> str:
    return policy.remedied if isinstance(policy, ResourcePolicy) else ""


def _section(policy: Policy) -> Iterator[str]:
    yield from (f"## {policy.name}", "", f"{policy.says} {policy.why}", "")
    yield f"- **Level:** {policy.level}, severity {policy.severity}."
    yield f"- **Tags:** {', '.join(policy.tags)}."
    if isinstance(policy, ResourcePolicy):
        yield f"- **Checks:** {', '.join(f'`{kind}`' for kind in policy.kinds)}."
    else:
        yield "- **Checks:** all resources of the stack together."
    yield f"- **How to fix:** {policy.fix}"
    if remedied := _remedied(policy):
        yield f"- **At level `remediate`:** {remedied}"
    if policy.limits:
        yield f"- **Limits:** {policy.limits}"
    if policy.settings:
        yield from ("", "| Setting | Type | Default | Meaning |", "|---|---|---|---|")
        for name, setting in policy.settings.items():
            default = json.dumps(setting.default).replace("|", "\\|")
            yield f"| `{name}` | {_type(setting.schema)} | `{default}` | {setting.meaning} |"


def _type(schema: object) -> str:
    """Return the description of a schema's type for readers."""
    if not isinstance(schema, dict):
        return ""
    kind = str(schema["type"])
    if kind == "array":
        return f"list of {_type(schema['items'])}s"
    if kind == "object":
        return f"map of {_type(schema['additionalProperties'])}s"
    return "pattern" if schema.get("format") == "regex" else kind

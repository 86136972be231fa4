"""Print the folder of the pack: `pulumi preview --policy-pack "$(python -m talend_processing.policies)"`."""

from __future__ import annotations

from pathlib import Path

print(Path(__file__).with_name("pack"))  # noqa: T201 - what this is for

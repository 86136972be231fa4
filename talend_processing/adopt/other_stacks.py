"""The objects that other stacks manage, from their states."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

from talend_processing.adopt.pulumi_command import Pulumi
from talend_processing.stack.document import read_text
from talend_processing.stack.state import read_state


def managed_ids(states: Collection[str], stacks: Collection[str] = ()) -> frozenset[str]:
    """Return the ids of all objects in states.

    Args:
        states: Files with the output of `pulumi stack export`; `-` reads stdin.
        stacks: Stacks to export, with the `pulumi` on PATH.

    Raises:
        DocumentError: A state cannot be read or is invalid.
        PulumiError: A stack cannot be exported.

    """
    texts = [read_text(source, sys.stdin) for source in states]
    texts += [(Pulumi(Path.cwd(), stack).run("stack", "export"), f"the state of {stack}") for stack in stacks]
    found = [read_state(text, name=name) for text, name in texts]
    return frozenset(held.object_id for state in found for held in state.held)

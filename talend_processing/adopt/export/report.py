"""The summary of an export, for a terminal and as JSON."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from talend_processing.adopt.account import KINDS
from talend_processing.adopt.export.program import Program
from talend_processing.secret_text import mask, mask_values
from talend_processing.stack.step import display_text

_KIND_WIDTH: Final = 26


def text_report(
    program: Program, folder: Path, set_keys: Collection[str] = (), *, selected: bool = False
) -> str:
    """Return the summary for a terminal. It contains no secrets.

    Args:
        program: The program.
        folder: The folder of the program.
        set_keys: The config keys that this export has set.
        selected: Whether this export has selected a stack.

    """
    return "\n".join(map(mask, _lines(program, folder, set_keys, selected=selected))) + "\n"


def _lines(program: Program, folder: Path, set_keys: Collection[str], *, selected: bool) -> Iterator[str]:
    count = len(program.declared)
    if not count:
        yield "nothing to export"
    else:
        yield f"{count} resource{'s' if count != 1 else ''} in {len(program.files)} files in {folder}"
        kinds = Counter(one.live.kind for one in program.declared)
        yield from (f"  {kind:<{_KIND_WIDTH}}{kinds[kind]:>6}" for kind in KINDS if kind in kinds)
    if program.modules_to_import:
        yield f"Add to {folder}/__main__.py: from environments import {', '.join(program.modules_to_import)}"
    secrets_to_set = [one for one in program.secrets if one.secret.key not in set_keys]
    if secrets_to_set:
        after_command = "" if selected else ", after `pulumi stack select --create NAME`"
        yield f"Secrets to set in {folder} before the first preview{after_command}:"
        for found_secret in secrets_to_set:
            masked = " (the API masks it)" if found_secret.secret.value is None else ""
            yield f"  pulumi config set --secret {shlex.quote(found_secret.secret.key)}"
            yield f"    {found_secret.secret.path} of {found_secret.title}{masked}"
    if set_keys:
        yield f"Secrets set: {', '.join(sorted(set_keys))}"
    for title, argument in program.unseen:
        yield f"note: the API does not show {argument} of {title}. Declare {argument} if it is set in Talend"
    for omission in program.omissions:
        yield f"left out: {omission.title}: {display_text(omission.reason)}"
    for description in program.unmatched:
        yield f"warning: {description}"


def json_report(program: Program, folder: Path, set_keys: Collection[str] = ()) -> str:
    """Return the summary as JSON. Its `version` changes only when a member is renamed or removed."""
    document = {
        "version": 1,
        "output": str(folder),
        "files": sorted(program.files),
        "resources": [
            {
                "kind": one.live.kind,
                "id": one.live.object_id,
                "name": one.pulumi_name,
                "title": one.live.title,
            }
            for one in program.declared
        ],
        "secrets": [
            {
                "key": one.secret.key,
                "argument": one.secret.path,
                "object": one.title,
                "masked": one.secret.value is None,
                "set": one.secret.key in set_keys,
            }
            for one in (
                *program.secrets,
                *(one for one in program.earlier_secrets if one.secret.key in set_keys),
            )
        ],
        "notShown": [{"object": title, "argument": argument} for title, argument in program.unseen],
        "leftOut": [{"object": omission.title, "reason": omission.reason} for omission in program.omissions],
        "unmatchedFilters": list(program.unmatched),
        "modulesToImport": list(program.modules_to_import),
    }
    return json.dumps(mask_values(document), indent=2, ensure_ascii=False) + "\n"

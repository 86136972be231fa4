"""Executable shell scripts that replace commands such as `pulumi`."""

from __future__ import annotations

from pathlib import Path


def write_script(file: Path, body: str) -> Path:
    """Write an executable shell script, and create its folder if it is missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    file.chmod(0o755)
    return file

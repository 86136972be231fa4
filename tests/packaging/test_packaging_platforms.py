"""The package also works on macOS and Windows, as far as a check on Linux can tell.

The remaining checks run in the workflow `test`, on machines of these systems.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [
    file
    for folder in ("talend_processing", "tools", "examples")
    for file in sorted((ROOT / folder).rglob("*.py"))
]
OPENERS = {"open", "fdopen", "TemporaryFile", "NamedTemporaryFile"}


def files_opened_without_encoding(source: str) -> Iterator[int]:
    """Yield the lines of calls that would use the machine's encoding, which is not UTF-8 on Windows."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if "encoding" in given or None in given:
            continue
        texts = [one.value for one in (*node.args, *given.values()) if isinstance(one, ast.Constant)]
        is_mode = name in OPENERS and any(one in {"r", "w", "a", "x", "w+", "r+"} for one in texts)
        switched_on = {word.arg for word in node.keywords if getattr(word.value, "value", None) is True}
        reads = name == "read_text" and not node.args
        if reads or is_mode or name == "write_text" or {"text", "universal_newlines"} & switched_on:
            yield node.lineno


def test_text_is_read_and_written_as_utf_8() -> None:
    found = {
        str(file.relative_to(ROOT)): lines
        for file in FILES
        if (lines := list(files_opened_without_encoding(file.read_text(encoding="utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "call",
    [
        "path.read_text()",
        "path.write_text(text)",
        "open(name, 'w')",
        "path.open('a')",
        "subprocess.run(command, text=True)",
    ],
)
def test_a_call_without_an_encoding_is_found(call: str) -> None:
    assert list(files_opened_without_encoding(call)) == [1]


@pytest.mark.parametrize("call", ["path.open('rb')", "path.read_bytes()", "path.read_text(encoding='utf-8')"])
def test_bytes_and_named_encodings_are_fine(call: str) -> None:
    assert list(files_opened_without_encoding(call)) == []


LACKED = {"darwin": "sched_getaffinity", "win32": "geteuid"}
"""A name of `os` that the platform lacks: a check that finds it would find others."""


@pytest.mark.slow
@pytest.mark.parametrize("platform", LACKED)
def test_the_package_uses_no_name_that_a_platform_lacks(platform: str, tmp_path: Path) -> None:
    """For instance `os.chown` or `signal.SIGKILL` outside of a branch for the platforms that have it.

    `make mypy` checks everything else. Without the types of other packages, this takes half the time.
    """
    lacking = tmp_path / "lacking.py"
    lacking.write_text(f"import os\n\nos.{LACKED[platform]}\n", encoding="utf-8")
    sources = [str(file) for file in FILES if file.is_relative_to(ROOT / "talend_processing")]
    options = ["--config-file=", "--python-version=3.11", "--check-untyped-defs", "--no-error-summary"]
    options += ["--follow-imports=skip", "--ignore-missing-imports", "--explicit-package-bases"]
    options += [
        "--disable-error-code=return",
        "--disable-error-code=valid-type",
    ]  # of types that are not loaded
    command = [sys.executable, "-m", "mypy", f"--platform={platform}", f"--cache-dir={tmp_path}", *options]
    done = subprocess.run(
        [*command, *sources, str(lacking)], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    found = [line.partition(":")[0] for line in done.stdout.splitlines() if ": error: " in line]
    assert found == [str(lacking)], done.stdout + done.stderr
    assert f'"{LACKED[platform]}"' in done.stdout

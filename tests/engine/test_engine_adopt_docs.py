"""The commands of docs/how-to/adopt.md, run unchanged on the account of examples/account.yaml."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from team import ASSUMED, ROOT, Team

from talend_processing.simulator import Simulator
from talend_processing.testing.stack import Stack

pytestmark = ASSUMED

PAGE = ROOT / "docs" / "how-to" / "adopt.md"
_BLOCK = re.compile(
    r"(?P<skip><!-- not run: [^>]+ -->\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_CODES = {"talend-processing export": 9}
"""The commands of the page that do not end with 0. This export leaves out objects."""


def steps() -> Iterator[tuple[str, str]]:
    """Yield each command with the output that the page shows below it."""
    blocks = [one for one in _BLOCK.finditer(PAGE.read_text()) if not one["skip"]]
    for one, after in zip(blocks, [*blocks[1:], None], strict=True):
        if one["kind"] == "bash":
            yield one["text"].strip(), after["text"] if after and after["kind"] == "text" else ""


def test_the_page_leads_to_an_empty_preview(simulator: Simulator, engine: Path, tmp_path: Path) -> None:
    team = Team(simulator, engine, tmp_path)
    variables = team.variables
    variables["PATH"] = f"{Path(sys.executable).parent}:{variables['PATH']}"
    simulator.clear_journal()
    printed: list[str] = []
    followed = list(steps())
    assert len(followed) == 5
    for command, shown in followed:
        done = subprocess.run(  # noqa: S602 - the commands of our own page
            command,
            shell=True,
            cwd=tmp_path,
            env=variables,
            input="dapi-of-mine",
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        code = next((code for words, code in _CODES.items() if command.startswith(words)), 0)
        assert done.returncode == code, f"{command}\n{done.stdout}{done.stderr}"
        printed += [done.stdout, done.stderr]
        output = done.stdout + (done.stderr if "--yes" in command else "")
        wanted = shown or "..."
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        assert doctest.OutputChecker().check_output(wanted, output, flags), f"{command}\n{output}"
    assert team.revealed(*printed) == []
    assert team.written() == set()
    loop = next(
        one["text"] for one in _BLOCK.finditer(PAGE.read_text()) if one["text"].startswith("for name")
    )
    assert loop in (tmp_path / "fleet" / "environments" / "production.py").read_text()


def test_the_program_on_the_page_previews(stack_of: Callable[[str], Stack]) -> None:
    (program,) = [one["text"] for one in _BLOCK.finditer(PAGE.read_text()) if one["kind"] == "python"]
    assert "+ 3 to create" in stack_of(program).preview()

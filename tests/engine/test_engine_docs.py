"""The programs and the commands on the pages of the documentation run unchanged."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from stack import Stack, pairing
from waiting import PATIENCE

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(reschedule_fields="optional")

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(
    r"(?P<skip><!-- not run: [^>]+ -->\n)?^```(?P<kind>python|bash)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def blocks(page: Path, kind: str) -> list[str]:
    found = _BLOCK.finditer(page.read_text())
    return [one["text"] for one in found if one["kind"] == kind and not one["skip"]]


def program(page: Path) -> str:
    """Return the program of a page: its Python blocks in order."""
    return "\n".join(text for text in blocks(page, "python") if not text.startswith(">>>"))


def commands(page: Path) -> list[str]:
    lines = "".join(blocks(page, "bash")).splitlines()
    return [line for line in lines if line.startswith(("pulumi ", "talend-processing "))]


# The programs of reference pages are the examples, which are applied by their own test.
PAGES = sorted(
    page
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    if page.parent.name != "reference" and program(page).strip()
    # test_testing_docs.py, test_engine_policies_docs.py and test_engine_adopt_docs.py run these pages.
    if page.name not in {"test-your-program.md", "policies.md", "adopt.md"}
)


def test_pages_with_programs_are_found() -> None:
    assert {"README.md", "drift.md", "graph.md", "tutorial.md", "pair.md", "review.md", "runs.md"} <= {
        page.name for page in PAGES
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_code_of_a_page_runs_unchanged(
    page: Path, stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    stack = stack_of(program(page))
    if not any(command.startswith(("pulumi preview", "pulumi up")) for command in commands(page)):
        stack.preview()
    with pairing(simulator):
        for command in commands(page):
            done = subprocess.run(  # noqa: S602 - the commands of our own pages
                f"{command} --non-interactive" if command.startswith("pulumi ") else command,
                shell=True,
                cwd=stack.program,
                env=stack.variables,
                capture_output=True,
                text=True,
                check=False,
                timeout=PATIENCE,
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"

"""The test on the page passes as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.toolchain.find import engine_folder

pytestmark = pytest.mark.slow


pytest_plugins = ["pytester"]
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "test-your-program.md"


@pytest.fixture(scope="module")
def pulumi() -> Path:
    """Found before pytester gives each test a home of its own."""
    return engine_folder()


def test_the_test_of_the_page_passes(pulumi: Path, pytester: pytest.Pytester) -> None:
    (block,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    pytester.makepyfile(block)
    pytester.runpytest_subprocess("--talend-pulumi", str(pulumi)).assert_outcomes(passed=1)

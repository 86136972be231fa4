"""The tests in the documentation pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.toolchain.find import engine_folder

pytestmark = pytest.mark.slow


pytest_plugins = ["pytester"]
BLOCK = r"^```python\n(.*?)^```$"
WITHOUT = """
@pytest.mark.parametrize("environ", [{}, {"TALEND_REGION": "eu", "TALEND_ACCESS_TOKEN": "any"}])
def test_without(environ, monkeypatch):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: pytest.fail("the network was asked"))
    with pytest.raises(pulumi.RunError, match="fixture talend_simulator") as failed:
        program()
    assert "\\n" not in str(failed.value)
"""
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "test-your-program.md"


@pytest.fixture(scope="module")
def pulumi() -> Path:
    """Find the engine before pytester gives each test its own home folder."""
    return engine_folder()


def test_the_test_of_the_page_passes(pulumi: Path, pytester: pytest.Pytester) -> None:
    stack, _ = re.findall(BLOCK, PAGE.read_text(), re.MULTILINE | re.DOTALL)
    pytester.makepyfile(stack)
    pytester.runpytest_subprocess("--talend-pulumi", str(pulumi)).assert_outcomes(passed=1)


def test_the_unit_test_of_the_page_passes(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """It needs no engine. If a test follows neither way of the page, look-ups fail at once with one line."""
    for name in ("TALEND_API_URL", "TALEND_REGION", "TALEND_ACCESS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    _, mocked = re.findall(BLOCK, PAGE.read_text(), re.MULTILINE | re.DOTALL)
    pytester.makepyfile(f"{mocked}\n\n{WITHOUT}")
    pytester.runpytest_subprocess().assert_outcomes(passed=4)

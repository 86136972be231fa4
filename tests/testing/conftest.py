"""A setting for the pytest sessions that these tests start."""

import pytest


@pytest.fixture(autouse=True)
def without_plugins_of_our_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the plugins of our own tools, whose import takes each session a second."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:schemathesis -p no:hypothesispytest")

"""What the tests of users' tests share."""

import pytest


@pytest.fixture(autouse=True)
def like_an_environment_of_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the plugins of our own tools, which take each pytest process a second to import."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:schemathesis -p no:hypothesispytest")

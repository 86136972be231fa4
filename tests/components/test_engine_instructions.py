"""Where engines pair themselves: the given region's address, or that of the stack's."""

from __future__ import annotations

import pulumi
import pytest
from pulumi.runtime import config

from talend_processing.components.engine_instructions import pairing_address


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The stack's config, and no region in the environment."""
    values: dict[str, str] = {}
    monkeypatch.delenv("TALEND_REGION", raising=False)
    monkeypatch.setattr(config, "get_config", values.get)
    return values


def test_the_given_region_comes_first_then_config_then_the_environment(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALEND_REGION", "ap")
    assert pairing_address(None) == "https://pair.ap.cloud.talend.com"
    settings["talend:region"] = "eu"
    assert pairing_address(None) == "https://pair.eu.cloud.talend.com"
    assert pairing_address("us-west") == "https://pair.us-west.cloud.talend.com"


@pytest.mark.usefixtures("settings")
def test_no_region_and_what_is_none_are_refused() -> None:
    with pytest.raises(pulumi.RunError, match="set talend:region"):
        pairing_address(None)
    with pytest.raises(pulumi.RunError, match="no region id"):
        pairing_address("https://pair.eu")

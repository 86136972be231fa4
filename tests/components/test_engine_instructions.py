"""The region and the style of the instructions that pair an engine."""

from __future__ import annotations

import pulumi
import pytest
from pulumi.runtime import config

from talend_processing.components.engine_instructions import _checked_style, pairing_region


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the stack's config, with no region in the environment."""
    values: dict[str, str] = {}
    monkeypatch.delenv("TALEND_REGION", raising=False)
    monkeypatch.setattr(config, "get_config", values.get)
    return values


def test_an_explicit_region_precedes_config_and_environment(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALEND_REGION", "ap")
    assert pairing_region(None) == "ap"
    settings["talend:region"] = "eu"
    assert pairing_region(None) == "eu"
    assert pairing_region("us-west") == "us-west"


@pytest.mark.usefixtures("settings")
def test_a_missing_or_invalid_region_is_rejected() -> None:
    with pytest.raises(pulumi.RunError, match="set talend:region"):
        pairing_region(None)
    with pytest.raises(pulumi.RunError, match="is not a region"):
        pairing_region("https://pair.eu")


@pytest.mark.usefixtures("settings")
def test_an_unknown_region_causes_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    warned: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", warned.append)
    assert [pairing_region(region) for region in ("eu", "jp", "moon")] == ["eu", "jp", "moon"]
    qlik, unknown = warned
    assert '"jp" is Qlik\'s id for Tokyo, which Talend calls "ap"' in qlik
    assert 'Region "moon" is unknown: Talend documents eu, us' in unknown


def test_a_style_must_fit_the_kind_of_engine() -> None:
    assert _checked_style("Remote Engine", None) == "plain"
    assert _checked_style("Remote Engine", "systemd") == "systemd"
    assert _checked_style("Pipeline Engine", None) == "pipeline-engine"
    with pytest.raises(
        pulumi.RunError, match="'systemd' is not a style of a Pipeline Engine: use pipeline-engine"
    ):
        _checked_style("Pipeline Engine", "systemd")
    with pytest.raises(pulumi.RunError, match="use plain or systemd or powershell or container"):
        _checked_style("Remote Engine", "pipeline-engine")

"""The pairing address depends on the region, and the shell never runs text from the API."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pulumi
import pytest
from pulumi.runtime import config

from talend_processing.components.engine_instructions import pairing_address, remote_engine_script


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
    assert pairing_address(None) == "https://pair.ap.cloud.talend.com"
    settings["talend:region"] = "eu"
    assert pairing_address(None) == "https://pair.eu.cloud.talend.com"
    assert pairing_address("us-west") == "https://pair.us-west.cloud.talend.com"


@pytest.mark.usefixtures("settings")
def test_a_missing_or_invalid_region_is_rejected() -> None:
    with pytest.raises(pulumi.RunError, match="set talend:region"):
        pairing_address(None)
    with pytest.raises(pulumi.RunError, match="is not a region"):
        pairing_address("https://pair.eu")


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    """Create the installation folder of an engine."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "bin").mkdir()
    for command in ("start", "stop"):
        script = tmp_path / "bin" / command
        script.write_text("#!/bin/sh\n")
        script.chmod(0o755)
    return tmp_path


def run(lines: list[str], engine: Path) -> None:
    subprocess.run(["sh", "-eu"], input="\n".join(lines), text=True, cwd=engine, check=True)


@pytest.mark.linux
def test_names_and_keys_are_never_executed(engine: Path) -> None:
    run(remote_engine_script("engine 'a'\ntouch ran #", "k'; touch ran; '$(touch ran)", "https://x"), engine)
    assert not (engine / "ran").exists()
    assert "$(touch ran)" in (engine / "etc/preauthorized.key.cfg").read_text()


@pytest.mark.linux
@pytest.mark.parametrize("before", ["", "a = 1", "a = 1\n", "a = 1\npairing.service.url = https://y"])
def test_settings_before_the_address_are_preserved(engine: Path, before: str) -> None:
    settings = engine / "etc/org.talend.ipaas.rt.pairing.client.cfg"
    settings.write_text(before)
    run(remote_engine_script("engine", "key", "https://x"), engine)
    kept = ["a = 1"] if before else []
    assert settings.read_text().splitlines() == [*kept, "pairing.service.url=https://x"]

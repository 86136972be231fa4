"""The official download, without the network."""

import subprocess
from pathlib import Path

import pytest
from pulumi.automation import PulumiCommand

from tools.toolchain import download as module
from tools.toolchain import recipe
from tools.toolchain.download import download, fetch
from tools.toolchain.errors import UnavailableError


def test_a_missing_network_is_a_one_line_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(UnavailableError) as raised:
        download(tmp_path)
    assert str(raised.value).startswith(f"pulumi {recipe.VERSION} cannot be downloaded here (")
    assert "urlopen" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_download_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WHOLE_SECONDS", 0.001)
    with pytest.raises(UnavailableError, match="did not end within"):
        download(tmp_path)


def test_the_pinned_version_is_requested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def install(root: str, version: object) -> None:
        asked.append((root, str(version)))

    monkeypatch.setattr(PulumiCommand, "install", install)
    fetch(str(tmp_path))
    assert asked == [(str(tmp_path), recipe.VERSION)]


def test_the_error_of_a_failed_installer_has_its_last_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def install(root: str, version: object) -> None:
        raise subprocess.CalledProcessError(22, ["install.sh"], output=b"fetching\ncurl: (22) 404\n")

    monkeypatch.setattr(PulumiCommand, "install", install)
    with pytest.raises(SystemExit, match=r"curl: \(22\) 404"):
        fetch(str(tmp_path))

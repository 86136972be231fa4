"""The session of the host's process: a preview that makes no call does not load the client."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import sys
from talend_processing.provider import provider_for
from talend_processing.provider.host.process import PROCESS

PROCESS.open_session({})
provider, inputs = provider_for("RemoteEngine"), {"name": "etl", "environmentId": "5" * 24}
checked = provider.check({}, inputs)
assert not checked.failures
difference = provider.diff("7" * 24, checked.inputs, checked.inputs)
assert not difference.changes
print(sorted({"httpx", "pydantic"} & set(sys.modules)))
client = PROCESS.session.client
assert client is PROCESS.session.client
print(sorted({"httpx", "pydantic"} & set(sys.modules)))
"""
ACCOUNT = {"TALEND_ACCESS_TOKEN": "made-up-token", "TALEND_API_URL": "http://127.0.0.1:1"}


def run(**account: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TALEND_")}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT], env=clean | account, capture_output=True, text=True, check=False
    )


def test_checks_and_diffs_load_no_http_client() -> None:
    done = run(**ACCOUNT)
    assert (done.returncode, done.stdout) == (0, "[]\n['httpx', 'pydantic']\n"), done.stderr


def test_a_wrong_setting_is_an_error_before_the_first_call() -> None:
    done = run(TALEND_API_URL="http://127.0.0.1:1")
    assert done.returncode != 0
    assert done.stdout == ""
    assert "SettingsError" in done.stderr

"""The client can be imported from the modules of earlier versions, and its light parts stay light.

`tests/surface` lists its public names and signatures.
"""

from __future__ import annotations

import subprocess
import sys

MODULES = {
    "api": ["TalendClient"],
    "settings": ["AccessToken", "ServiceAccount", "Settings"],
    "fiql": ["Query", "Where", "where"],
    "errors": ["CallError", "Outcome", "TalendError", "error_class"],
}
"""Modules that earlier versions were imported from."""

LIGHT = """
import sys
import talend_processing.client as client
import talend_processing.client.collection
import talend_processing.provider.session.session
assert "TalendClient" in dir(client)
client.Settings, client.TalendError, client.where
print(sorted({"httpx", "pydantic"} & set(sys.modules)))
"""


def test_names_can_be_imported_from_the_modules_of_earlier_versions() -> None:
    for module, names in MODULES.items():
        found = __import__(f"talend_processing.client.{module}", fromlist=names)
        assert all(hasattr(found, name) for name in names), module


def test_settings_errors_queries_and_sessions_are_imported_without_httpx_and_pydantic() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

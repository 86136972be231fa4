"""The Markdown report as the text of an issue."""

from __future__ import annotations

import json

import pytest

from talend_processing.drift.markdown import markdown
from talend_processing.drift.report import Change, Changed, Drift, StackResource, Unmanaged, Unread


@pytest.mark.slow
def test_an_issue_about_thousands_of_changes_fits_github() -> None:
    resource = StackResource("urn", "RemoteEngineRunProfile", "5d" * 12, "Run profile 'heap' of 'etl'")
    change = Change("jvm_arguments", json.dumps(["-Xmx1g"] * 12), json.dumps(["-Xmx2g"] * 12), "up")
    loose = Unmanaged("RemoteEngine", "5d" * 12, "Remote Engine 'etl'", "production", "", "talend." * 20)
    many = 3000
    found = Drift(
        *("fleet", "production", "https://api.eu.cloud.talend.com", many),
        changed=(Changed(resource, (change,)),) * many,
        missing=(resource,) * many,
        unmanaged=(loose,) * many,
        unread=(Unread(resource, "the API answered 500 " * 10),) * many,
    )
    text = markdown(found)
    assert len(text) < 65_536
    assert text.count(" more.") == 4
    assert all(f"### {part}" in text for part in ("Changed", "Missing", "Unmanaged", "Could not be read"))

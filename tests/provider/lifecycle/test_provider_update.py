"""The body of a PUT: the declared values, the other current values and no masked secret."""

from __future__ import annotations

from typing import Any

from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.state import outputs
from talend_processing.provider.lifecycle.update import merged

SPEC = find("DatabricksRunProfile")
MASKED = {"endpoint": "https://x", "token": "****", "stagingLocation": "dbfs:/", "region": "set by another"}
SHOWN: dict[str, Any] = {
    "name": "spark",
    "description": "by hand",
    "microBatchInterval": 5,
    "databricks": MASKED,
    "parameters": {"a": "1"},
}


def _sent(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    common = {"engineId": "e", "name": "spark", "microBatchInterval": 5}
    olds = outputs(SPEC, {**common, **before}, SHOWN, api_url="")
    return merged(SPEC, olds, {**common, **after}, SHOWN)


def test_settings_of_others_stay() -> None:
    sent = _sent({}, {})
    assert (sent["description"], sent["parameters"]) == ("by hand", {"a": "1"})


def test_a_value_that_is_no_longer_declared_is_removed() -> None:
    sent = _sent({"description": "d", "parameters": {"a": "1"}}, {})
    assert sent.keys() == {"name", "microBatchInterval", "databricks"}
    assert "token" not in sent["databricks"], "the mask of a token that others set is not written back"


def test_a_masked_secret_is_not_written_back_and_the_rest_of_its_block_is() -> None:
    declared = {"endpoint": "https://y"}
    sent = _sent({"databricks": declared}, {"databricks": declared})
    assert sent["databricks"] == {
        "endpoint": "https://y",
        "stagingLocation": "dbfs:/",
        "region": "set by another",
    }
    sent = _sent({"databricks": declared}, {"databricks": {**declared, "token": "dapi-new"}})
    assert sent["databricks"]["token"] == "dapi-new"


def test_state_keeps_a_secret_as_it_was_declared_and_never_its_mask() -> None:
    def kept(block: dict[str, Any]) -> object:
        found = outputs(SPEC, {"engineId": "e", "databricks": block}, SHOWN, api_url="")["databricks"]
        assert isinstance(found, dict)
        return found.get("token")

    assert kept({"token": "dapi-mine"}) == "dapi-mine"
    assert kept({"endpoint": "https://x"}) is None

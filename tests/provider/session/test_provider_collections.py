"""The client has the endpoints that the lifecycle of each declared kind calls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from talend_processing.client import AccessToken, Settings, TalendClient
from talend_processing.client.collection import Listing, UpdatableCollection
from talend_processing.provider.kinds.registry import object_specs
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.lifecycle.objects import object_lifecycle
from talend_processing.provider.lifecycle.read import Reads
from talend_processing.provider.session.session import Session

SPECS = {kind: spec for kind, spec in sorted(object_specs().items()) if spec.endpoint.form == "object"}
URL = "https://api.eu.cloud.talend.com"


@pytest.fixture
def session() -> Iterator[Session]:
    """A session that sends nothing."""
    with TalendClient(Settings(URL, AccessToken("made-up"))) as client:
        yield Session(client, api_url=URL)


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_the_collection_of_a_kind_has_the_operations_of_its_lifecycle(
    session: Session, spec: ResourceSpec
) -> None:
    collection = session.collection(spec.endpoint.collection)
    updates = any(prop.is_put for prop in spec.arguments)
    assert not updates or isinstance(collection, UpdatableCollection)
    listed_elsewhere = type(object_lifecycle(spec)).list_key is not Reads.list_key
    assert listed_elsewhere or isinstance(collection, Listing)


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_a_list_shows_the_name_that_a_create_looks_for(spec: ResourceSpec) -> None:
    """`ListCache.named` reads the member `name` of the objects."""
    (name,) = [prop for prop in spec.arguments if prop.wire == "name"]
    assert (name.observed or name.wire) == "name"


@pytest.mark.parametrize("name", ["environments", "workspaces", "cloud_jvm"])
def test_endpoints_that_are_no_collection_are_refused(session: Session, name: str) -> None:
    with pytest.raises(TypeError, match=f"the API cannot create, read and delete {name}"):
        session.collection(name)


def test_endpoints_without_a_list_are_refused(session: Session) -> None:
    with pytest.raises(TypeError, match="the API does not list run_profiles"):
        session.lists.objects(("run_profiles", ()))

"""An account that no longer offers the JVM rollback. A delete succeeds. Other calls say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from talend_processing.client.api.client import TalendClient
from talend_processing.client.errors import TalendError
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.errors import LifecycleError, UnavailableError
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(cloud_jvm_rollback="present")

PATH = "/processing/engines/cloud/jvm/rollback"
SET = {"jobJvmRollback": True, "valueOnDelete": False}
DROP = "To drop the resource, remove it from the program"
LIFECYCLE = lifecycle_of(find("CloudJvmRollback"))


@dataclass
class Account:
    simulator: Simulator
    client: TalendClient
    warned: list[str] = field(default_factory=list)

    def up(self) -> Session:
        """Return a new session, as each `pulumi up` has one."""
        return Session(self.client, api_url=self.simulator.url, warn=self.warned.append)


@pytest.fixture
def account() -> Iterator[Account]:
    with (
        Simulator() as simulator,
        TalendClient(Settings(simulator.url, AccessToken("made-up")), sleep=lambda _: None) as client,
    ):
        yield Account(simulator, client)


@pytest.fixture(params=["404", "405", "410", "403"])
def state(request: pytest.FixtureRequest, account: Account) -> tuple[str, dict[str, Any]]:
    """Put the setting into state, then withdraw the endpoint."""
    made = LIFECYCLE.create(account.up(), SET)
    if request.param == "403":
        for method in ("GET", "PUT"):
            account.simulator.fault(method, PATH, kind="status", status=403, count=None)
    else:
        account.simulator.switch("cloud_jvm_rollback", request.param)
    return made


def test_a_read_fails_and_says_how_to_drop_the_resource(
    account: Account, state: tuple[str, dict[str, Any]]
) -> None:
    object_id, outs = state
    with pytest.raises(UnavailableError, match=DROP):
        LIFECYCLE.read(account.up(), object_id, outs)


def test_a_change_fails_and_says_how_to_drop_the_resource(
    account: Account, state: tuple[str, dict[str, Any]]
) -> None:
    object_id, outs = state
    with pytest.raises(LifecycleError, match=DROP):
        LIFECYCLE.update(account.up(), object_id, outs, {**SET, "jobJvmRollback": False})
    with pytest.raises(LifecycleError, match=DROP):
        LIFECYCLE.create(account.up(), SET)


def test_a_delete_warns_and_succeeds_if_the_setting_is_unavailable(
    account: Account, state: tuple[str, dict[str, Any]]
) -> None:
    object_id, outs = state
    LIFECYCLE.delete(account.up(), object_id, outs)
    (warning,) = account.warned
    assert warning.endswith("could not write value_on_delete to the account")


def test_a_server_error_does_not_count_as_unavailable(account: Account) -> None:
    object_id, outs = LIFECYCLE.create(account.up(), SET)
    account.simulator.fault("GET", PATH, kind="status", status=500, count=None)
    with pytest.raises(TalendError, match="answered 500") as raised:
        LIFECYCLE.read(account.up(), object_id, outs)
    assert not isinstance(raised.value, UnavailableError)
    assert account.warned == []

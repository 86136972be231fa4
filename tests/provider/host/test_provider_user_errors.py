"""An error for users is shown as its text alone. A bug of the provider keeps its traceback."""

from __future__ import annotations

import sys
import traceback
import types

import pytest

from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.host import adaptor
from talend_processing.provider.host.process import Process
from talend_processing.provider.host.user_errors import UserError


@adaptor._user_errors
def call(error: Exception) -> None:
    raise error


def _shown(error: Exception, main: types.ModuleType) -> str:
    try:
        call(error)
    except Exception:  # noqa: BLE001 - as the host does
        return str(main.traceback.format_exc())
    raise AssertionError("it must raise")


@pytest.fixture
def main(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """The host's main module, which sends `traceback.format_exc()`."""
    module = types.ModuleType("__main__")
    module.traceback = traceback  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "__main__", module)
    monkeypatch.setattr(adaptor, "PROCESS", Process())
    return module


def test_a_user_error_is_shown_as_its_text(main: types.ModuleType) -> None:
    assert _shown(LifecycleError("Remote Engine 'etl' exists already"), main) == (
        "Remote Engine 'etl' exists already"
    )


@pytest.mark.parametrize("bug", [KeyError("engineId"), IndexError(0), TypeError("no")])
def test_a_bug_keeps_its_traceback_even_after_a_user_error(main: types.ModuleType, bug: Exception) -> None:
    _shown(LifecycleError("first"), main)
    shown = _shown(bug, main)
    assert "Traceback" in shown
    assert type(bug).__name__ in shown


@pytest.mark.parametrize("error", [LifecycleError("text"), KeyError("bug")])
def test_the_process_remembers_every_failure(main: types.ModuleType, error: Exception) -> None:
    assert not adaptor.PROCESS.failed
    _shown(error, main)
    assert adaptor.PROCESS.failed


def test_a_user_error_hides_its_cause(main: types.ModuleType) -> None:
    del main
    with pytest.raises(UserError) as raised:
        call(LifecycleError("text"))
    assert raised.value.__suppress_context__

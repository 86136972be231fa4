"""Uses of private parts of Pulumi's SDK. With a different SDK, Pulumi's own behaviour remains."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dill
import pulumi
import pytest
from mocked_pulumi import Recorder, record
from pulumi.dynamic import dynamic
from pulumi.runtime import resource as registration
from pulumi.runtime import settings

from talend_processing.provider import provider_for
from talend_processing.provider.host import sdk_internals
from talend_processing.resources.remote_engine import RemoteEngine

pytestmark = pytest.mark.sdk
ORIGINAL: Any = registration._get_stack_trace, registration._get_source_position


@pytest.fixture(autouse=True)
def recorder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    """Make this file a program in its own project."""
    recorder = record()
    monkeypatch.setattr(settings, "get_root_directory", lambda: str(Path(__file__).parent))
    sdk_internals._uri_of.cache_clear()
    sdk_internals.pickled.cache_clear()
    yield recorder
    sdk_internals._uri_of.cache_clear()
    sdk_internals.pickled.cache_clear()


@pytest.fixture
def traces(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The stack traces that Pulumi receives, one for each resource."""
    found: list[Any] = []

    def keep(trace: Any) -> Any:
        found.append(trace)
        return trace.frames[0].pc if trace.frames else None

    monkeypatch.setattr(registration, "_get_source_position", keep)
    return found


def functions() -> Any:
    return registration._get_stack_trace, registration._get_source_position


def declare(name: str = "etl", **options: Any) -> RemoteEngine:
    return RemoteEngine(name, pulumi.ResourceOptions(**options), environment_id="e")


def files(trace: Any) -> list[str]:
    return [frame.pc.uri for frame in trace.frames]


def test_the_frames_are_those_of_the_program(traces: list[Any]) -> None:
    declare()
    assert files(traces[0]) == [Path(__file__).as_uri()] * 2
    assert functions()[0] is ORIGINAL[0]


def test_a_program_outside_of_the_project_keeps_its_lines(
    traces: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "get_root_directory", lambda: str(tmp_path))
    declare()
    assert files(traces[0])[0] == Path(__file__).as_uri()
    assert len(traces[0].frames) <= 8


def test_a_trace_of_one_frame_is_left_out_since_it_repeats_the_position(
    traces: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sdk_internals, "_MAX_FRAMES", 1)
    declare()
    assert files(traces[0]) == []


def test_a_project_behind_a_symbolic_link_is_named_by_the_link(
    traces: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(Path(__file__).parent)
    monkeypatch.setattr(settings, "get_root_directory", lambda: str(tmp_path / "link"))
    declare()
    assert files(traces[0])[0] == (tmp_path / "link" / Path(__file__).name).as_uri()


class Other(pulumi.CustomResource):
    def __init__(self, name: str) -> None:
        super().__init__("other:index:Thing", name, {})


def test_a_resource_of_another_package_keeps_what_pulumi_records(traces: list[Any]) -> None:
    def also(args: pulumi.ResourceTransformationArgs) -> None:
        if isinstance(args.resource, RemoteEngine):
            Other("of a transformation")

    declare(transformations=[also])
    Other("by itself")
    inside, own, alone = traces
    assert len(own.frames) <= 8 < len(inside.frames)
    assert len(alone.frames) > 8


def _no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sdk_internals, "_trace_in_program", lambda _frame: None)


def _raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_frame: object) -> None:
        raise AttributeError("a newer SDK")

    monkeypatch.setattr(sdk_internals, "_trace_in_program", fail)


def _off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALEND_PULUMI_INTERNALS", "off")


@pytest.mark.parametrize("different", [_no_trace, _raises, _off])
def test_a_different_sdk_records_its_own_traces(
    different: Any, traces: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    different(monkeypatch)
    declare()
    assert any("provider/declare" in uri for uri in files(traces[0]))
    assert functions()[0] is ORIGINAL[0]


@pytest.mark.parametrize("function", ["_get_stack_trace", "_get_source_position"])
def test_an_sdk_without_that_function_is_left_alone(function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(registration, function)
    before = vars(registration).copy()
    with sdk_internals.registering(resource := Other.__new__(Other)):
        assert vars(registration) == before
    assert vars(resource) == {}


def test_a_failed_registration_leaves_pulumi_as_it_was() -> None:
    with pytest.raises(AttributeError):
        declare(parent="no resource")
    assert functions() == ORIGINAL


@pulumi.runtime.test
def test_the_sdk_does_not_wait_for_the_outputs_of_a_resource() -> pulumi.Output[None]:
    tracked: Any = settings.SETTINGS.outputs
    before = set(tracked)
    engine = declare()
    assert not {value._data for value in vars(engine).values() if isinstance(value, pulumi.Output)} & tracked
    applied = engine.status.apply(str)
    assert applied._data in set(tracked) - before
    return applied.apply(lambda _: None)


@pytest.mark.parametrize("different", ["off", "no set", "no lock"])
def test_outputs_are_waited_for_where_the_sdk_differs(
    different: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = declare()
    tracked = {engine.status._data}  # type: ignore[attr-defined]

    class Settings:
        outputs: Any = list(tracked) if different == "no set" else tracked
        lock: Any = None if different == "no lock" else settings.SETTINGS.lock

    monkeypatch.setattr(settings, "SETTINGS", Settings)
    monkeypatch.setenv("TALEND_PULUMI_INTERNALS", "off" if different == "off" else "on")
    sdk_internals._stop_waiting_for_outputs(engine)
    assert tracked == set(Settings.outputs) != set()


def test_state_holds_a_short_reference_to_the_provider() -> None:
    provider = provider_for("RemoteEngineRunProfile")
    short, long = sdk_internals.pickled(provider), dynamic.serialize_provider(provider)
    assert short
    assert len(short) < 100 < len(long)
    for reference in (short, long):
        assert dill.loads(base64.b64decode(reference)) is provider  # noqa: S301 - made above


def _moved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(dynamic, "serialize_provider")


def _stored_differently(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dynamic, "serialize_provider", lambda _provider: "a newer SDK's")


@pytest.mark.parametrize("different", [_moved, _stored_differently])
def test_a_different_sdk_stores_providers_in_its_own_form(
    different: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    different(monkeypatch)
    assert sdk_internals.pickled(provider_for("RemoteEngine")) is None


@pytest.mark.parametrize(("switch", "bytes_at_least"), [("on", 0), ("off", 100)])
def test_the_switch_restores_pulumis_reference(
    switch: str, bytes_at_least: int, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALEND_PULUMI_INTERNALS", switch)

    @pulumi.runtime.test
    def program() -> pulumi.Output[str]:
        return declare().urn

    program()
    assert bytes_at_least < len(str(recorder.inputs["__provider"])) < bytes_at_least + 100


@pytest.mark.parametrize(
    ("given", "sent"), [({}, None), ({"on_existing": "fail"}, None), ({"on_existing": "adopt"}, "adopt")]
)
@pulumi.runtime.test
def test_a_default_option_is_not_sent_but_is_an_output(
    given: dict[str, Any], sent: str | None, recorder: Recorder
) -> pulumi.Output[None]:
    engine = RemoteEngine("etl", environment_id="e", **given)

    def look(known: list[Any]) -> None:
        assert known[1] == given.get("on_existing", "fail")
        assert recorder.inputs.get("onExisting") == sent

    return pulumi.Output.all(engine.urn, engine.on_existing).apply(look)

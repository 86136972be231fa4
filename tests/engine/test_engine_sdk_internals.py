"""Source positions, stack traces and outputs of resources, with our behaviour and with Pulumi's own."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from stack import Stack, StackError

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.sdk

MAIN = """\
import pulumi
import talend_processing as talend
from parts import House, deep, engine_of

place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
for number in range(2):
    talend.RemoteEngine(f"loop-{number}", **place)  # loop
engine_of("function", place)  # function
House("house", place)  # house
deep(12, place)  # deep
topology = talend.Topology(engines=[talend.RemoteEngineSpec(name="etl")])
talend.EnvironmentTopology("all", topology=topology, **place)  # topology
talend.TaskRun("run", executable="5b0000000000000000000001", run_on_create=False)  # run
talend.RemoteEngine.get("read", engine_of("there", place).id)  # read
"""
PARTS = """\
import pulumi
import talend_processing as talend


def engine_of(name, place):
    return talend.RemoteEngine(name, **place)  # in function


class House(pulumi.ComponentResource):
    def __init__(self, name, place):
        super().__init__("house:index:House", name)
        talend.PipelineEngine(f"{name}-inside", **place, opts=pulumi.ResourceOptions(parent=self))  # in house


def deep(levels, place):
    if levels:
        deep(levels - 1, place)  # deeper
    else:
        talend.RemoteEngine("deep", **place)  # deepest
"""


def at(text: str, path: str, mark: str) -> str:
    """Return the position of the line that ends with a mark."""
    line = next(n for n, one in enumerate(text.splitlines(), 1) if one.endswith(f"  # {mark}"))
    return f"project:///{path}#{line}"


def main(mark: str) -> str:
    return at(MAIN, "__main__.py", mark)


def parts(mark: str) -> str:
    return at(PARTS, "parts.py", mark)


@pytest.fixture
def positions(stack_of: Callable[..., Stack]) -> Callable[..., dict[str, list[str]]]:
    """Return a function that runs the program and returns the position and the trace of each resource."""

    def run(**environ: str) -> dict[str, list[str]]:
        stack = stack_of(MAIN, environ=environ)
        (stack.program / "parts.py").write_text(PARTS)
        stack.up()
        found: dict[str, list[str]] = {}
        for one in stack.export()["deployment"]["resources"]:
            trace = [frame.get("sourcePosition", "") for frame in one.get("stackTrace") or []]
            found[one["urn"].rpartition("::")[2]] = [one.get("sourcePosition", ""), *trace]
        return found

    return run


def test_the_state_contains_the_lines_of_the_program(positions: Callable[..., dict[str, list[str]]]) -> None:
    found = positions()
    expected = {
        "loop-0": [main("loop")],
        "loop-1": [main("loop")],
        "function": [parts("in function"), main("function")],
        "house-inside": [parts("in house"), main("house")],
        "deep": [parts("deepest"), *[parts("deeper")] * 7],
        "all": [main("topology")],
        "all-etl": [main("topology")],
        "run": [main("run")],
        "run-intent": [main("run")],
        "run-completion": [main("run")],
        "read": [main("read")],
    }
    # A trace of one frame repeats the position.
    assert {name: found[name] for name in expected} == {
        name: [trace[0], *(trace if len(trace) > 1 else ())] for name, trace in expected.items()
    }
    assert found["house"][0] == main("house")
    assert len(found["house"]) > 5, "resources of other packages keep what Pulumi records"


def test_a_switch_restores_pulumis_own_behaviour(positions: Callable[..., dict[str, list[str]]]) -> None:
    found = positions(TALEND_PULUMI_INTERNALS="off")
    assert "/talend_processing/provider/" in found["loop-0"][0]
    assert len(found["loop-0"]) > 8
    assert main("loop") in found["loop-0"]


APPLIED = """\
import pulumi
import talend_processing as talend

place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}


def follow(resource):
    for name in [*(prop.name for prop in type(resource).__spec__.properties), "id", "urn"]:
        label = f"{resource._name}.{name}"
        getattr(resource, name).apply(lambda value, label=label: pulumi.log.info(f"applied {label}"))


"""
NAMES = ("name", "environment_id", "status", "pre_authorized_key", "drift", "on_existing", "id", "urn")


def diagnostics(printed: str) -> list[str]:
    """Return what the program and the engine printed under `Diagnostics:`, without progress."""
    text = printed.partition("Diagnostics:")[2].partition("\nOutputs:")[0].partition("\nResources:")[0]
    return [line.strip() for line in text.splitlines() if line.strip()]


def applied(lines: list[str]) -> set[str]:
    return {line.removeprefix("applied ") for line in lines if line.startswith("applied ")}


@pytest.mark.parametrize("switch", ["on", "off"])
def test_an_apply_on_each_output_runs_before_the_program_ends(
    stack_of: Callable[..., Stack], switch: str
) -> None:
    stack = stack_of(
        APPLIED + 'follow(talend.RemoteEngine("etl", **place))\n', environ={"TALEND_PULUMI_INTERNALS": switch}
    )
    lines = diagnostics(stack.up())
    assert applied(lines) >= {f"etl.{name}" for name in NAMES}
    assert not [line for line in lines if "never retrieved" in line or "destroyed" in line]


FAILING = """\
first = talend.RemoteEngine("first", **place)
follow(first)
follow(talend.RemoteEngine("second", name="there", **place, opts=pulumi.ResourceOptions(depends_on=[first])))
"""


def test_an_apply_runs_if_a_registration_fails_and_the_error_is_shown_once(
    stack_of: Callable[..., Stack], simulator: Simulator
) -> None:
    there = {"id": "0" * 24, "name": "there", "workspaceId": "5f0000000000000000000004"}
    simulator.load(simulator.state() | {"remoteEngines": [there]})
    account, outputs = simulator.state(), []
    for switch, options in (("on", ()), ("off", ()), ("on", ("--continue-on-error",))):
        simulator.load(account)
        stack = stack_of(APPLIED + FAILING, environ={"TALEND_PULUMI_INTERNALS": switch})
        with pytest.raises(StackError) as failed:
            stack.up(*options)
        lines = diagnostics(str(failed.value))
        assert applied(lines) >= {f"first.{name}" for name in NAMES}
        assert len([line for line in lines if "exists already" in line]) == 1
        assert "never retrieved" not in str(failed.value)
        outputs.append(_without_order(lines))
    assert outputs[0] == outputs[1]


def _without_order(lines: list[str]) -> list[str]:
    return sorted(re.sub(r"\(created .*? ago\)", "", line) for line in lines)


def test_an_error_in_an_apply_is_shown_once(stack_of: Callable[..., Stack]) -> None:
    program = APPLIED + 'talend.RemoteEngine("etl", **place).status.apply(lambda status: status.nope)\n'
    with pytest.raises(StackError) as failed:
        stack_of(program).up()
    assert str(failed.value).count("AttributeError: 'str' object has no attribute 'nope'") == 1

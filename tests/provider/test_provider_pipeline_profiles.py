"""Run profiles of Pipeline Engines: creates answer without an id, lists without a configuration."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fleet import TOKEN, Declared, Fleet, Ref

from contract.account import STEPS
from talend_processing.client.api import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.check import check
from talend_processing.provider.lives import life_of
from talend_processing.provider.registry import find
from talend_processing.provider.session import Session
from talend_processing.simulator import Simulator

PLACE = {"environmentId": "5e0000000000000000000002"}
KINDS = ("Standard", "Advanced", "BigData", "Databricks", "DataIntegration")
BODIES: dict[str, dict[str, Any]] = {
    f"{kind}RunProfile": step.body
    for kind in KINDS
    for step in STEPS
    if step.operation == f"create{kind}RunProfile" and isinstance(step.body, dict)
}


def test_a_refresh_reads_one_list_of_engines_and_each_profile_once() -> None:
    wanted = [*BODIES.items(), ("AdvancedRunProfile", {**BODIES["AdvancedRunProfile"], "name": "other"})]
    program = {}
    for number in range(5):
        program[f"engine-{number}"] = Declared("PipelineEngine", PLACE)
        for kind, body in wanted:
            inputs = {**body, "engineId": Ref(f"engine-{number}")}
            program[f"{kind}-{body['name']}-{number}"] = Declared(kind, inputs)
    with Simulator() as simulator:
        fleet = Fleet(simulator)
        fleet.up(program)
        assert fleet.told == []
        simulator.clear_journal()
        fleet.refresh()
        assert len(fleet.state) == 5 * 7
        calls = Counter((entry["method"], entry["path"]) for entry in simulator.journal())
        assert calls.total() == 31
        assert set(calls.values()) == {1}


@pytest.mark.parametrize("copies", [1, 4])
def test_parallel_creates_of_one_name_never_take_each_others_profile(copies: int) -> None:
    with Simulator() as simulator:
        settings = Settings(simulator.url, AccessToken(TOKEN))
        with TalendClient(settings) as client, ThreadPoolExecutor(20) as threads:
            engine = client.pipeline_engines.create(body={"name": "flow", **PLACE}).id
            session = Session(client, api_url=simulator.url, wait=client.wait)

            def create(kind: str, body: dict[str, Any], copy: int) -> tuple[str, str, str]:
                spec, said = find(kind), f"{kind} {copy}"
                given = {**body, "engineId": engine, "description": said, "onExisting": "create"}
                checked = check(spec, given)
                assert not checked.failures
                made, _ = life_of(spec).create(session, spec, checked.inputs)
                return made, kind, said

            work = [
                threads.submit(create, kind, body, copy)
                for copy in range(copies)
                for kind, body in BODIES.items()
            ]
            made = [one.result() for one in work]
        there = {each["id"]: each for each in simulator.state()["pipelineRunProfiles"]}
    assert len({one for one, _, _ in made}) == len(made) == len(there)
    for one, kind, said in made:
        assert there[one]["type"].replace("-", "") + "runprofile" == kind.lower()
        assert there[one]["description"] == said


def test_a_profile_that_was_found_but_cannot_be_read_is_not_lost() -> None:
    with Simulator() as simulator:
        fleet = Fleet(simulator)
        program = {"engine": Declared("PipelineEngine", PLACE)}
        fleet.up(program)
        inputs = {**BODIES["AdvancedRunProfile"], "engineId": Ref("engine")}
        simulator.fault(
            "GET",
            "/processing/runtimes/pipeline-engines/*/run-profiles/advanced/*",
            status=403,
            kind="status",
        )
        fleet.up(program | {"a": Declared("AdvancedRunProfile", inputs)})
        (made,) = simulator.state()["pipelineRunProfiles"]
        assert (fleet.state["a"].id, fleet.told) == (made["id"], [])
        fleet.refresh()
        fleet.up(program | {"a": Declared("AdvancedRunProfile", inputs)})
        assert (fleet.changes, fleet.told) == (0, [])


def test_a_create_that_nothing_can_be_looked_up_after_says_both() -> None:
    with Simulator() as simulator:
        fleet = Fleet(simulator)
        program = {"engine": Declared("PipelineEngine", PLACE)}
        fleet.up(program)
        inputs = {**BODIES["AdvancedRunProfile"], "engineId": Ref("engine")}
        lists = "/processing/runtimes/pipeline-engines/*/run-profiles"
        simulator.fault("GET", lists, status=403, kind="status", count=None, skip=1)
        fleet.up(program | {"a": Declared("AdvancedRunProfile", inputs)})
        (told,) = fleet.told
        assert "the API created it without naming it, and it could not be looked for" in told
        assert "403" in told
        simulator.clear_faults()
        fleet.up(program | {"a": Declared("AdvancedRunProfile", {**inputs, "onExisting": "adopt"})})
        assert (len(simulator.state()["pipelineRunProfiles"]), fleet.told) == (1, [])

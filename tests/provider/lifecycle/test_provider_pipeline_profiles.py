"""Run profiles of Pipeline Engines. A create returns no id, and a list no configuration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from fleet import TOKEN, Declared, Fleet, Ref
from profile_samples import PIPELINE_PROFILES

from talend_processing.client.api.client import TalendClient
from talend_processing.client.errors import TalendError
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(
    duplicate_pipeline_profiles="allow",
    pipeline_list_kinds="all",
    search_pipeline_profiles="show",
    runtime_list_delay=0,
)

PLACE = {"environmentId": "5e0000000000000000000002"}


def test_a_refresh_reads_one_list_of_engines_and_each_profile_once() -> None:
    wanted = [
        *PIPELINE_PROFILES.items(),
        ("AdvancedRunProfile", {**PIPELINE_PROFILES["AdvancedRunProfile"], "name": "other"}),
    ]
    program = {}
    for number in range(5):
        program[f"engine-{number}"] = Declared("PipelineEngine", PLACE)
        for kind, body in wanted:
            inputs = {**body, "engineId": Ref(f"engine-{number}")}
            program[f"{kind}-{body['name']}-{number}"] = Declared(kind, inputs)
    with Simulator() as simulator:
        fleet = Fleet(simulator)
        fleet.up(program)
        assert fleet.errors == []
        simulator.clear_journal()
        fleet.refresh()
        assert len(fleet.state) == 5 * 7
        calls = Counter((entry["method"], entry["path"]) for entry in simulator.journal())
        assert calls.total() == 31
        assert set(calls.values()) == {1}


@dataclass(frozen=True)
class Made:
    """The result of one of many parallel creates: an id or an error."""

    kind: str
    description: str
    id: str = ""
    error: str = ""


def create_in_parallel(simulator: Simulator, copies: int) -> list[Made]:
    """Create profiles of each kind with one name on one engine, each in its own thread."""
    settings = Settings(simulator.url, AccessToken(TOKEN))
    with TalendClient(settings) as client, ThreadPoolExecutor(5 * copies) as threads:
        engine = client.pipeline_engines.create(body={"name": "flow", **PLACE}).id
        session = Session(client, api_url=simulator.url, wait=lambda _: None)

        def create(kind: str, body: dict[str, Any], copy: int) -> Made:
            spec, description = find(kind), f"{kind} {copy}"
            given = {**body, "engineId": engine, "description": description, "onExisting": "create"}
            checked = check(spec, given)
            assert not checked.failures
            try:
                return Made(kind, description, id=lifecycle_of(spec).create(session, checked.inputs)[0])
            except TalendError as error:
                return Made(kind, description, error=str(error))

        return list(
            threads.map(
                lambda one: create(*one),
                ((*body, n) for n in range(copies) for body in PIPELINE_PROFILES.items()),
            )
        )


def assert_each_has_its_own(simulator: Simulator, made: list[Made]) -> None:
    there = {each["id"]: each for each in simulator.state()["pipelineRunProfiles"]}
    assert sorted(there) == sorted(one.id for one in made)
    for one in made:
        assert there[one.id]["type"].replace("-", "") + "runprofile" == one.kind.lower()
        assert there[one.id]["description"] == one.description


@pytest.mark.parametrize("copies", [1, 4])
@pytest.mark.parametrize("kinds", ["all", "documented"])
def test_parallel_creates_of_one_name_never_take_each_others_profile(copies: int, kinds: str) -> None:
    """`kinds` says whether the engine's own list contains all kinds or only the search does."""
    with Simulator(switches={"pipeline_list_kinds": kinds}) as simulator:
        made = create_in_parallel(simulator, copies)
        assert [one.error for one in made if one.error] == []
        assert_each_has_its_own(simulator, made)


def test_a_created_profile_that_no_list_shows_is_an_error_and_not_created_again() -> None:
    hidden = {"pipeline_list_kinds": "documented", "search_pipeline_profiles": "hide"}
    with Simulator(switches=hidden) as simulator:
        failed = [one for one in create_in_parallel(simulator, 1) if one.error]
        assert [one.kind for one in failed] == ["DataIntegrationRunProfile"]
        assert "the lists show no new object" in failed[0].error
        assert len(simulator.state()["pipelineRunProfiles"]) == len(PIPELINE_PROFILES)


def test_parallel_lost_creates_each_find_their_own_object() -> None:
    posts = "/processing/runtimes/pipeline-engines/*/run-profiles/*"
    with Simulator() as simulator:
        simulator.fault("POST", posts, kind="drop-before", count=4, skip=2)
        simulator.fault("POST", posts, kind="drop-after", count=4, skip=4)
        made = create_in_parallel(simulator, 4)
        assert ["the lists show no new object" in one.error for one in made if not one.id] == [True] * 4
        assert_each_has_its_own(simulator, [one for one in made if one.id])


def test_a_profile_that_somebody_else_adds_at_that_moment_is_not_adopted() -> None:
    with Simulator() as simulator, TalendClient(Settings(simulator.url, AccessToken(TOKEN))) as client:
        engine = client.pipeline_engines.create(body={"name": "flow", **PLACE}).id
        spec, alone = find("AdvancedRunProfile"), client.advanced_run_profiles.create
        inputs = check(spec, {**PIPELINE_PROFILES["AdvancedRunProfile"], "engineId": engine}).inputs

        def beside_another(engine: str, *, body: Mapping[str, object]) -> None:
            alone(engine, body=body)
            alone(engine, body=body)

        client.advanced_run_profiles.create = beside_another  # type: ignore[method-assign]
        session = Session(client, api_url=simulator.url, wait=lambda _: None)
        with pytest.raises(LifecycleError) as caught:
            lifecycle_of(spec).create(session, inputs)
        for one in simulator.state()["pipelineRunProfiles"]:
            assert one["id"] in str(caught.value)
        assert "the lists show 2 new objects" in str(caught.value)


def test_a_profile_that_was_found_but_cannot_be_read_is_not_lost() -> None:
    with Simulator() as simulator:
        fleet = Fleet(simulator)
        program = {"engine": Declared("PipelineEngine", PLACE)}
        fleet.up(program)
        inputs = {**PIPELINE_PROFILES["AdvancedRunProfile"], "engineId": Ref("engine")}
        simulator.fault(
            "GET",
            "/processing/runtimes/pipeline-engines/*/run-profiles/advanced/*",
            status=403,
            kind="status",
        )
        fleet.up(program | {"a": Declared("AdvancedRunProfile", inputs)})
        (made,) = simulator.state()["pipelineRunProfiles"]
        assert (fleet.state["a"].id, fleet.errors) == (made["id"], [])
        fleet.refresh()
        fleet.up(program | {"a": Declared("AdvancedRunProfile", inputs)})
        assert (fleet.changes, fleet.errors) == (0, [])


def test_a_lost_create_whose_look_up_fails_reports_both_errors() -> None:
    with Simulator() as simulator:
        fleet = Fleet(simulator)
        program = {"engine": Declared("PipelineEngine", PLACE)}
        fleet.up(program)
        inputs = {**PIPELINE_PROFILES["AdvancedRunProfile"], "engineId": Ref("engine")}
        lists = "/processing/runtimes/pipeline-engines/*/run-profiles"
        simulator.fault("GET", lists, status=403, kind="status", count=None, skip=1)
        fleet.up(program | {"a": Declared("AdvancedRunProfile", inputs)})
        (error,) = fleet.errors
        assert "the API created it without returning its id, and the look-up failed" in error
        assert "403" in error
        simulator.clear_faults()
        fleet.up(program | {"a": Declared("AdvancedRunProfile", {**inputs, "onExisting": "adopt"})})
        assert (len(simulator.state()["pipelineRunProfiles"]), fleet.errors) == (1, [])

"""After any failure of a probe, `--clean-up` removes its objects and no others."""

from __future__ import annotations

import contextlib
import json
import random
from pathlib import Path
from typing import Any

import httpx
import pytest

from talend_processing.client.errors import TalendError
from talend_processing.probe.cleaning import clean_up, find_leftovers
from talend_processing.probe.kinds import CLUSTER, ENGINE, GENERIC_PROFILES
from talend_processing.probe.markers import description_of, has_probe_name, name_of
from talend_processing.probe.removal import NotRemoved, ProbeObject
from tests.probe.bench import START, Bench, DirectTransport

QUICK, ALL = 20, 100
LAST_CALL = 145
"""The approximate number of calls of a full probe."""
FAULTS = ("status", "drop-before", "drop-after", "error-after", "html", "truncated", "wrong-schema")


class Killed(BaseException):
    """The process has been killed: none of its code reaches the API any more."""


def kill_at(bench: Bench, step: int, *, before: bool) -> None:
    """Let no call after `step` arrive, nor that call itself if `before` is true."""

    def dead(number: int, _request: httpx.Request) -> None:
        if number >= step:
            raise Killed

    if before:
        bench.wire.before = dead
    else:
        bench.wire.before = lambda number, request: dead(number - 1, request)
        bench.wire.after = dead


def interrupt_at(bench: Bench, steps: set[int], *, before: bool) -> None:
    def interrupt(number: int, _request: httpx.Request) -> None:
        if number in steps:
            raise KeyboardInterrupt

    if before:
        bench.wire.before = interrupt
    else:
        bench.wire.after = interrupt


def faulty(bench: Bench, randomness: random.Random) -> None:
    for _ in range(randomness.randint(1, 6)):
        bench.simulator.fault(
            randomness.choice([None, "POST", "PUT", "DELETE", "GET"]),
            kind=randomness.choice(FAULTS),
            skip=randomness.randint(0, 60),
            count=randomness.choice([1, 1, 2, 5]),
            status=randomness.choice([None, None, 500, 503, 429, 401, 403]),
        )


def revive(bench: Bench) -> None:
    """Start a new process and clear the faults of the API."""
    bench.wire.before = bench.wire.after = lambda _number, _request: None
    bench.simulator.clear_faults()


def clean(bench: Bench, *, min_age: float = 3600.0) -> list[ProbeObject | NotRemoved]:
    api = bench.api()
    return list(clean_up(api, find_leftovers(api, bench.folder, min_age=min_age)))


def unchanged(bench: Bench) -> dict[str, Any]:
    return {key: one for key, one in bench.objects().items() if not has_probe_name(one)}


@pytest.mark.parametrize(
    "seed", [*range(QUICK), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(QUICK, ALL))]
)
def test_after_faults_kills_and_interrupts_a_clean_up_leaves_nothing(seed: int, tmp_path: Path) -> None:
    randomness = random.Random(seed)  # noqa: S311 - the same course for each seed
    bench = Bench(tmp_path, service_account=False)
    before = bench.objects()
    faulty(bench, randomness)
    step = 4 + seed * LAST_CALL // ALL + randomness.randint(0, 1)
    if seed % 3 == 0:
        kill_at(bench, step, before=randomness.random() < 0.5)
    elif seed % 3 == 1:
        steps = {step} if randomness.random() < 0.7 else {step, step + randomness.randint(1, 5)}
        interrupt_at(bench, steps, before=randomness.random() < 0.5)
    with contextlib.suppress(Killed, KeyboardInterrupt, TalendError):
        bench.probe()
    assert unchanged(bench) == before
    revive(bench)
    bench.time.sleep(3601)
    outcomes = clean(bench)
    assert not [one for one in outcomes if isinstance(one, NotRemoved)]
    assert bench.objects() == before
    assert not list(tmp_path.glob("*.log"))


@pytest.mark.parametrize("step", [8, 30, 60, 90, 110])
@pytest.mark.parametrize("before", [True, False])
def test_an_interrupt_alone_needs_no_clean_up(step: int, before: bool, tmp_path: Path) -> None:  # noqa: FBT001
    bench = Bench(tmp_path)
    objects = bench.objects()
    interrupt_at(bench, {step}, before=before)
    outcome = bench.probe()
    assert outcome.interrupted
    assert not outcome.not_removed
    assert bench.objects() == objects
    assert not list(tmp_path.glob("*.log"))


@pytest.mark.parametrize("step", [40, 90])
def test_the_log_of_a_killed_run_lets_its_young_objects_be_removed(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.getpid", lambda: 2**22 + 1)  # a process that has ended
    bench = Bench(tmp_path)
    before = bench.objects()
    kill_at(bench, step, before=False)
    with pytest.raises(Killed):
        bench.probe()
    assert bench.objects() != before
    revive(bench)
    assert clean(bench)
    assert bench.objects() == before


def seed_of(**tables: Any) -> dict[str, Any]:
    """A seed without the engines and clusters of the bench."""
    return {"clusters": [], "remoteEngines": [], "runProfiles": [], "pipelineEngines": [], **tables}


def old_probe_object(**changed: Any) -> dict[str, Any]:
    """Return an object as an earlier probe has left it, apart from the changed members."""
    return {
        "id": "found",
        "name": name_of("0a1b2c3d", 1, "engine"),
        "description": description_of("0a1b2c3d", START),
        "workspaceId": "ws-1",
        "createDate": "2026-01-01T00:00:00.000Z",
        **changed,
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "talend-probe-engine"},
        {"name": "my-talend-probe-0a1b2c3d-01-engine"},
        {"name": name_of("0a1b2c3e", 1, "engine")},
        {"description": "Our engine"},
        {"description": description_of("0a1b2c3d", START) + " We keep it."},
        {"createDate": "2099-01-01T00:00:00.000Z"},
    ],
)
def test_a_clean_up_keeps_young_objects_and_those_that_only_resemble_a_probes(
    changed: dict[str, Any], tmp_path: Path
) -> None:
    bench = Bench(tmp_path, seed=seed_of(remoteEngines=[old_probe_object(**changed)]))
    before = bench.objects()
    assert clean(bench) == []
    assert bench.objects() == before


def test_a_clean_up_removes_an_old_object_of_the_probe(tmp_path: Path) -> None:
    bench = Bench(tmp_path, seed=seed_of(remoteEngines=[old_probe_object()]))
    assert [type(one) for one in clean(bench)] == [ProbeObject]


def test_an_engine_that_somebody_paired_stays(tmp_path: Path) -> None:
    bench = Bench(tmp_path, seed=seed_of(remoteEngines=[old_probe_object(status="PAIRED")]))
    (left,) = clean(bench)
    assert isinstance(left, NotRemoved)
    assert "somebody paired it" in left.reason
    assert "remoteEngines/found" in bench.objects()


def test_an_engine_that_somebody_put_into_a_cluster_stays(tmp_path: Path) -> None:
    cluster = {"id": "cluster-1", "name": "pool", "workspaceId": "ws-1"}
    engine = old_probe_object(clusterId="cluster-1")
    bench = Bench(tmp_path, seed=seed_of(remoteEngines=[engine], clusters=[cluster]))
    (left,) = clean(bench)
    assert isinstance(left, NotRemoved)
    assert "somebody added it to a cluster" in left.reason
    assert bench.objects()["remoteEngines/found"]["clusterId"] == "cluster-1"


def test_an_engine_stays_if_its_cluster_cannot_be_read(tmp_path: Path) -> None:
    cluster = {"id": "cluster-1", "name": "pool", "workspaceId": "ws-1"}
    engine = old_probe_object(clusterId="cluster-1")
    bench = Bench(tmp_path, seed=seed_of(remoteEngines=[engine], clusters=[cluster]))
    bench.simulator.fault("GET", f"{CLUSTER.create_path}/*", kind="status", status=503, count=None)
    (left,) = clean(bench)
    assert isinstance(left, NotRemoved)
    assert left.reason == "the API answered 503 to the GET of its cluster"
    assert "remoteEngines/found" in bench.objects()


def test_a_cluster_with_a_foreign_engine_stays(tmp_path: Path) -> None:
    engine = {"id": "theirs", "name": "etl", "workspaceId": "ws-1", "clusterId": "found"}
    bench = Bench(tmp_path, seed=seed_of(clusters=[old_probe_object()], remoteEngines=[engine]))
    (left,) = clean(bench)
    assert isinstance(left, NotRemoved)
    assert "not the probe's" in left.reason
    assert bench.objects()["remoteEngines/theirs"]["clusterId"] == "found"


@pytest.mark.parametrize("table", ["remoteEngines", "clusters"])
def test_an_object_that_cannot_be_read_stays(table: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path, seed=seed_of(**{table: [old_probe_object()]}))
    kind = ENGINE if table == "remoteEngines" else CLUSTER
    bench.simulator.fault("GET", kind.create_path + "/*", kind="status", status=503, count=None)
    (left,) = clean(bench)
    assert isinstance(left, NotRemoved)
    assert left.reason == "the API answered 503 to its GET"
    assert f"{table}/found" in bench.objects()


def test_a_clean_up_that_cannot_search_run_profiles_removes_nothing(tmp_path: Path) -> None:
    bench = Bench(tmp_path, seed=seed_of(remoteEngines=[old_probe_object()]))
    bench.simulator.fault("POST", f"{GENERIC_PROFILES}/search", kind="status", status=503, count=None)
    with pytest.raises(TalendError, match="Searching run profiles: the API answered 503"):
        clean(bench)
    assert "remoteEngines/found" in bench.objects()


class RenamedField(DirectTransport):
    """An account whose objects have another name for a field."""

    field = b""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        content = response.content.replace(b'"%s":' % self.field, b'"other":')
        return httpx.Response(response.status_code, content=content)


@pytest.mark.parametrize(("field", "meaning"), [(b"createDate", "creation time"), (b"id", "id")])
def test_an_object_of_unknown_age_or_without_an_id_is_kept(
    tmp_path: Path, field: bytes, meaning: str
) -> None:
    bench = Bench(tmp_path, seed=seed_of(remoteEngines=[old_probe_object()]))
    bench.wire = wire = RenamedField(bench.simulator, bench.time)
    wire.field = field
    leftovers = find_leftovers(bench.api(), tmp_path, min_age=0)
    assert [one.reason for one in leftovers.kept] == [f"the API does not return its {meaning}"]
    assert leftovers.objects == ()


def test_every_create_is_in_the_log_before_it_is_sent(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    missing = []

    def look(_number: int, request: httpx.Request) -> None:
        if (
            request.method != "POST"
            or "/search" in request.url.path
            or "/processing/" not in request.url.path
        ):
            return
        name = str(json.loads(request.content)["name"])
        logged = [
            json.loads(line) for path in tmp_path.glob("*.log") for line in path.read_text().splitlines()
        ]
        if not any(line.get("name") == name for line in logged):
            missing.append(name)

    bench.wire.before = look
    bench.probe()
    assert missing == []


def test_a_full_probe_needs_at_most_200_calls_and_3_tokens(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    outcome = bench.probe()
    journal = bench.simulator.journal()
    engines = ("/processing/runtimes/remote-engines", "/processing/runtimes/pipeline-engines")
    tokens = [
        one for one in journal if one["method"] == "POST" and one["path"] in engines and one["status"] == 201
    ]
    assert len(journal) <= 200
    assert outcome.calls + 3 >= len(journal)
    assert len(tokens) <= 3
    assert bench.time.now - START + len(journal) * 0.2 < 180

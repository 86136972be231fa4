"""A probe of a simulated account in this process, without sockets. Its clock advances only in waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from email.utils import formatdate
from pathlib import Path
from typing import Any

import httpx

from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, ServiceAccount, Settings
from talend_processing.probe.api import Api
from talend_processing.probe.experiment import Experiment, Finding
from talend_processing.probe.lab import Lab
from talend_processing.probe.registry import EXPERIMENTS
from talend_processing.probe.run_log import RunLog
from talend_processing.probe.runner import Outcome, run_experiments
from talend_processing.probe.sandbox import Sandbox
from talend_processing.probe.target import Target, find_workspace
from talend_processing.simulator import Simulator
from talend_processing.simulator.account.clock import Clock
from talend_processing.simulator.http.requests import Request
from talend_processing.simulator.http.service import DroppedConnection, TruncatedResponse

TOKEN = "made-up-token"
SEED: dict[str, Any] = {
    "environments": [{"id": "env-1", "name": "sandbox"}, {"id": "env-2", "name": "quality"}],
    "workspaces": [
        {"id": "ws-1", "name": "Probe", "environmentId": "env-1", "type": "shared"},
        {"id": "ws-2", "name": "Other", "environmentId": "env-1"},
        {"id": "ws-3", "name": "Probe", "environmentId": "env-2"},
    ],
    "clusters": [{"id": "cluster-1", "name": "pool", "workspaceId": "ws-1"}],
    "remoteEngines": [
        {
            "id": "engine-1",
            "name": "etl-1",
            "workspaceId": "ws-1",
            "status": "PAIRED",
            "clusterId": "cluster-1",
        },
        {"id": "engine-2", "name": "etl-2", "workspaceId": "ws-1"},
    ],
    "runProfiles": [
        {
            "id": "profile-1",
            "name": "default",
            "processorType": "REMOTE_ENGINE",
            "processorId": "engine-1",
            "jvmArguments": ["-Xmx1g"],
        }
    ],
    "pipelineEngines": [{"id": "pipeline-1", "name": "flow", "workspaceId": "ws-1"}],
    "tasks": [{"id": "task-1", "name": "load", "workspaceId": "ws-1", "seconds": 600}],
}
START = 1_790_000_000.0

Hook = Callable[[int, httpx.Request], None]


class FrozenTime:
    """Time that advances only during waits."""

    def __init__(self) -> None:
        self.now = START

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class DirectTransport(httpx.BaseTransport):
    """Passes requests to a simulator. Hooks may raise before a request arrives or before its response."""

    def __init__(self, simulator: Simulator, time: FrozenTime) -> None:
        self.simulator = simulator
        self._time = time
        self.sent = 0
        self.before: Hook = lambda _number, _request: None
        self.after: Hook = lambda _number, _request: None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.sent += 1
        number = self.sent
        self.before(number, request)
        service = self.simulator._service
        headers = {name.lower(): value for name, value in request.headers.items()}
        target = request.url.raw_path.decode()
        arrived = service.receive(Request(request.method, target, headers, request.read()))
        outcome = service.respond(arrived)
        self.after(number, request)
        if isinstance(outcome, DroppedConnection | TruncatedResponse):
            raise httpx.RemoteProtocolError("the connection was closed", request=request)
        given = dict(outcome.headers) | {"date": formatdate(self._time.now, usegmt=True)}
        if outcome.media_type:
            given["content-type"] = outcome.media_type
        return httpx.Response(int(outcome.status), headers=given, content=outcome.content)


class Bench:
    """A simulated account, and everything that a probe of it needs."""

    def __init__(
        self,
        folder: Path,
        *,
        seed: Mapping[str, Any] | None = None,
        switches: Mapping[str, object] | None = None,
        service_account: bool = True,
    ) -> None:
        self.folder = folder
        self.time = FrozenTime()
        self.simulator = Simulator(
            seed={**SEED, **(seed or {})}, switches=switches, clock=Clock(self.time.read)
        )
        self.wire = DirectTransport(self.simulator, self.time)
        self.service_account = service_account
        self.lines: list[str] = []

    def client(self) -> TalendClient:
        who = ServiceAccount("probe", "secret") if self.service_account else AccessToken(TOKEN)
        return TalendClient(
            Settings("http://127.0.0.1:1", who),
            transport=self.wire,
            clock=self.time.read,
            wall_clock=self.time.read,
            sleep=self.time.sleep,
            randomness=lambda: 0.5,
        )

    def api(self) -> Api:
        return Api(self.client())

    def target(self, api: Api, **more: Any) -> Target:
        return Target(
            find_workspace(api, "sandbox", "Probe"),
            other_workspace=find_workspace(api, "sandbox", "Other"),
            elsewhere=find_workspace(api, "quality", "Probe"),
            service_account=self.service_account,
            **more,
        )

    def probe(
        self, *, run_id: str = "0a1b2c3d", experiments: Sequence[Experiment] = EXPERIMENTS, **target: Any
    ) -> Outcome:
        """Run the experiments. Like the command, keep the log if objects are left."""
        api = self.api()
        lab_target = self.target(api, **target)
        log = RunLog(self.folder, run_id)
        keep = True
        try:
            lab = Lab(api, Sandbox(api, log, run_id), lab_target)
            outcome = run_experiments(lab, experiments, self.lines.append)
            keep = bool(outcome.not_removed)
        finally:
            log.close(keep=keep)
        return outcome

    def findings(self, **target: Any) -> dict[str, Finding]:
        return self.probe(**target).findings

    def objects(self) -> dict[str, dict[str, Any]]:
        """Return all objects of the account that a probe could touch, by table and id."""
        state = self.simulator.state()
        tables = ("clusters", "remoteEngines", "runProfiles", "pipelineEngines", "pipelineRunProfiles")
        return {f"{table}/{one['id']}": one for table in tables for one in state[table]}

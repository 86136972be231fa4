"""Draw docs/topology.svg from a live account, a simulated one: `python -m docs.topology_svg`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from talend_processing.client.api import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.review.live import live
from talend_processing.review.svg import svg
from talend_processing.simulator import DEFAULT_SEED, Simulator

PICTURE = Path(__file__).parent / "topology.svg"
_POOL = "5c0000000000000000000001"
_DEVELOPMENT, _PRODUCTION = "5f0000000000000000000002", "5f0000000000000000000004"


def _engine(number: int, name: str, workspace: str, **more: Any) -> dict[str, Any]:
    return {"id": f"5d{number:022d}", "name": name, "workspaceId": workspace, **more}


def drawn() -> str:
    """The picture's text."""
    pooled = [_engine(n, f"etl-{n}", _PRODUCTION, clusterId=_POOL) for n in range(1, 5)]
    alone = [_engine(5, "reports", _PRODUCTION), _engine(6, "etl-dev", _DEVELOPMENT)]
    seed = {
        **DEFAULT_SEED,
        "clusters": [{"id": _POOL, "name": "etl-pool", "workspaceId": _PRODUCTION}],
        "remoteEngines": [*pooled, *alone],
        "pipelineEngines": [_engine(7, "pipelines", _PRODUCTION)],
    }
    with Simulator(seed=seed) as simulator:
        for one in pooled[:3]:
            simulator.pair(one["id"])
        with TalendClient(Settings(simulator.url, AccessToken("made-up"))) as client:
            return svg(live(client), "Engines of the account")


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")

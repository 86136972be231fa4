"""Write docs/review-comment.md and docs/topology.svg: the review of a real preview, and its picture.

`python -m tools.docs.review_comment [--check]`
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from talend_processing.simulator import Simulator
from talend_processing.testing.stack import Stack
from tools.toolchain.find import engine_folder

PAGE = Path(__file__).parents[2] / "docs" / "review-comment.md"
PICTURE = PAGE.with_name("topology.svg")
BEFORE = """\
import talend_processing as talend

production = talend.find_environment(name="production")
finance = talend.find_workspace(name="Finance", environment=production.id)

pool = talend.EngineCluster("etl-pool", environment_id=production.id, workspace_id=finance.id)
for number in (1, 2):
    engine = talend.RemoteEngine(f"etl-{number}", environment_id=production.id, workspace_id=finance.id)
    talend.ClusterMembership(f"etl-{number}-in-pool", cluster_id=pool, engine_id=engine)
    talend.RemoteEngineRunProfile(
        f"etl-{number}-heap", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xmx2g"]
    )
talend.RemoteEngine("reports", environment_id=production.id, workspace_id=finance.id)
"""
_REMOVED = """\
talend.RemoteEngine("spare", environment_id=production.id, workspace_id=finance.id)
"""
AFTER = (
    BEFORE.replace("in (1, 2)", "in (1, 2, 3)")
    .replace('["-Xmx2g"]', '["-Xmx1g"]')
    .replace('"reports", ', '"reports", description="Monthly reports", ')
    + """\
talend.TaskRun("close-month", executable="5a0000000000000000000003", triggers={"release": "1.5"})
"""
)


@contextmanager
def previewed() -> Iterator[tuple[Path, Simulator]]:
    """Yield a preview of the change and the simulated account, whose engines are paired."""
    with tempfile.TemporaryDirectory() as folder, Simulator() as simulator:
        program = Path(folder) / "program"
        program.mkdir()
        (program / "Pulumi.yaml").write_text("name: fleet\nruntime: python\n", encoding="utf-8")
        (program / "__main__.py").write_text(BEFORE + _REMOVED, encoding="utf-8")
        stack = Stack(Path(folder) / "stack", program, engine_folder(), simulator.url, name="production")
        stack.up()
        _work(simulator)
        (program / "__main__.py").write_text(AFTER, encoding="utf-8")
        preview = Path(folder) / "preview.json"
        with preview.open("w", encoding="utf-8") as file:
            command = stack.command("preview", "--json", "--show-sames", "--refresh")
            subprocess.run(command, env=stack.variables, stdout=file, check=True)
        yield preview, simulator


def made() -> dict[Path, str]:
    """Return the comment on a pull request that changes one program to the other, and its picture."""
    with previewed() as (preview, simulator):
        review = ["review", str(preview), "--format", "markdown", "--api-url", simulator.url]
        graph = ["graph", "--preview", str(preview), "--format", "svg"]
        return {PAGE: _written(review, preview), PICTURE: _written(graph, preview)}


def _written(command: list[str], preview: Path) -> str:
    """Return the file that a command of this package writes."""
    output = preview.with_suffix(".out")
    subprocess.run(
        [str(Path(sys.executable).parent / "talend-processing"), *command, "--output", str(output)],
        env={**os.environ, "TALEND_ACCESS_TOKEN": "made-up"},
        check=True,
    )
    return output.read_text(encoding="utf-8")


def _work(simulator: Simulator) -> None:
    """Pair the engines, and start a task on the engine that the change replaces."""
    account: dict[str, Any] = simulator.state()
    engines = {one["name"]: one["id"] for one in account["remoteEngines"]}
    task = {"id": "5a00000000000000000000aa", "name": "reports", "workspaceId": "5f0000000000000000000004"}
    account["tasks"].append({**task, "runtime": {"type": "REMOTE_ENGINE", "id": engines["reports"]}})
    began = {"status": "executing", "triggered": int(time.time() * 1000), "due": 2**42}
    account["taskExecutions"].append({"taskId": task["id"], "engineId": engines["reports"], **began})
    simulator.load(account)
    for engine in engines.values():
        simulator.pair(engine)


def main() -> int:
    """Write the page and the picture. With --check return 1 if one of them is out of date."""
    parser = argparse.ArgumentParser(prog="python -m tools.docs.review_comment", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 if one is out of date"
    )
    check = parser.parse_args().check
    texts = made()
    if check:
        return int(any(path.read_text(encoding="utf-8") != text for path, text in texts.items()))
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The size of one resource and one process: payload, import, memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from typing import Any

from benchmarks import page
from benchmarks.contender import PROVIDERS, ROOT, Contender, Setting, contenders
from benchmarks.run import Run

NAME = "footprint"
_HEAD = ("", *PROVIDERS)
_KIB = 1024

_IMPORT = """
import json, sys, time
import pulumi
began = time.perf_counter()
import talend_processing as talend
talend.RemoteEngine, talend.RemoteEngineRunProfile
used = time.perf_counter() - began
for name in talend.resources.__all__:
    getattr(talend, name)
every = time.perf_counter() - began

class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        return args.name, args.inputs
    def call(self, args):
        return {}

pulumi.runtime.set_mocks(Mocks())
engine = talend.RemoteEngine("engine", environment_id="5" * 24)
talend.RemoteEngineRunProfile("profile", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xmx1g"])
loaded = [name for name in ("httpx", "pydantic") if name in sys.modules]
print(json.dumps({"used": used, "every": every, "loaded": loaded}))
"""


def measure(run: Run) -> None:
    """Measure the state of a resource, the memory of the host, and the imports of a program."""
    size = 20 if run.quick else 1000
    with contenders(PROVIDERS, run.engine, Setting(size, 0.05)) as all_three:
        figures = [_of_stack(run, who) for who in all_three]
    rows = [
        ("pickled provider of a resource, bytes (mean; largest)", *(figure[0] for figure in figures)),
        ("state of a resource, bytes (mean)", *(figure[1] for figure in figures)),
        (f"host process at its peak (`up` and `refresh` of {size:,}), MiB", *(f[2] for f in figures)),
    ]
    imports = [_imported() for _ in range(3 if run.quick else 20)]
    loaded = sorted({name for found in imports for name in found["loaded"]})
    used, every = ([found[what] * 1000 for found in imports] for what in ("used", "every"))
    facts = page.table(
        ("in a program's process", "ours"),
        [
            (
                "import in addition to `import pulumi`, two resources, ms (best; median)",
                _best_and_median(used),
            ),
            (
                "import in addition to `import pulumi`, every resource, ms (best; median)",
                _best_and_median(every),
            ),
            ("httpx or pydantic imported", ", ".join(loaded) or "none"),
        ],
    )
    conditions = f"{size:,} resources, 50 ms of latency, no checkpoints; imports in {len(imports)} processes"
    run.publish(NAME, conditions, f"{page.table(_HEAD, rows)}\n\n{facts}")


def _best_and_median(values: list[float]) -> str:
    return f"{min(values):.0f}; {statistics.median(values):.0f}"


def _of_stack(run: Run, who: Contender) -> tuple[str, str, str]:
    who.stack.watched("up", "--yes", "--skip-preview")
    who.stack.watched("refresh", "--yes", "--skip-preview")
    resources = who.stack.resources()
    payloads = [len(_payload(resource)) for resource in resources]
    run.say(f"footprint {who.name}: {who.stack.peak_kib} KiB")
    return (
        f"{statistics.mean(payloads):.0f}; {max(payloads)}",
        f"{who.stack.bytes_of_a_resource():.0f}",
        f"{who.stack.peak_kib / _KIB:.0f}",
    )


def _payload(resource: dict[str, Any]) -> str:
    """Return the provider in a resource's inputs. A secret provider is wrapped, and its text is JSON."""
    found = resource["inputs"]["__provider"]
    return str(json.loads(found["plaintext"])) if isinstance(found, dict) else str(found)


def _imported() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found

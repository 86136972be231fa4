"""Time and memory of a review of a large preview, for the whole command without live facts."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import page
from benchmarks.contender import Setting, contender
from benchmarks.run import Run

NAME = "review"
_FORMS = ("markdown", "json", "sarif", "terminal")
_HEAD = ("", "preview, MB", *(f"{form}, s" for form in _FORMS), "peak memory, MB", "goal")
_SECONDS, _MEGABYTES = 2.0, 200
_MB = 1_000_000


def measure(run: Run) -> None:
    """Measure the review of a new stack, and of one whose profiles and some of whose engines change."""
    count = 30 if run.quick else 1000
    with contender("ours", run.engine, Setting(count)) as who:
        printed = who.stack.run("preview", "--json", "--show-sames")
        new = json.loads(printed[printed.index("{") :])
        folder = who.stack.folder
        rows = [
            _row(run, folder, f"{count:,} created", new),
            _row(run, folder, f"{count:,} changed", _changed(new)),
        ]
    conditions = (
        "engines and run profiles 1 : 9, the preview of a new stack as the engine prints it, and the same"
        " with every fifth engine replaced and every profile updated; `--offline`, best of"
        f" {run.repeats}; times and memory are those of the whole command"
    )
    run.publish(NAME, conditions, page.table(_HEAD, rows))


def _row(run: Run, folder: Path, shown: str, document: dict[str, Any]) -> tuple[str, ...]:
    preview = folder / "preview.json"
    preview.write_text(json.dumps(document, indent=4), encoding="utf-8")
    taken: list[float] = []
    most = 0.0
    for form in _FORMS:
        found = [_reviewed(preview, form) for _ in range(run.repeats)]
        taken.append(min(seconds for seconds, _ in found))
        most = max(most, *(memory for _, memory in found))
    met = max(taken) < _SECONDS and most < _MEGABYTES
    goal = f"< {_SECONDS:.0f} s, < {_MEGABYTES} MB: {'met' if met else 'missed'}"
    run.say(f"review of {shown}: at most {max(taken):.2f} s, {most:.0f} MB")
    size = f"{preview.stat().st_size / _MB:.1f}"
    return shown, size, *map(page.seconds, taken), f"{most:.0f}", goal


def _reviewed(preview: Path, form: str) -> tuple[float, float]:
    """Return the seconds and megabytes of one review."""
    command = [sys.executable, "-m", "talend_processing", "review", str(preview), "--offline"]
    began = time.perf_counter()
    with subprocess.Popen([*command, "--format", form], stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return time.perf_counter() - began, used.ru_maxrss * 1024 / _MB


def _changed(new: dict[str, Any]) -> dict[str, Any]:
    """Return the preview as if the resources existed: each profile updated, every fifth engine replaced."""
    engines = itertools.count()
    return {**new, "steps": [_change(step, number, engines) for number, step in enumerate(new["steps"])]}


def _change(step: dict[str, Any], number: int, engines: Iterator[int]) -> dict[str, Any]:
    state = step["newState"]
    inputs = state.get("inputs") or {}
    known = {name: value for name, value in inputs.items() if name != "engineId"}
    old = {**state, "id": f"{number:024x}", "inputs": known, "outputs": {**known, "status": "PAIRED"}}
    if "jvmArguments" in inputs:
        changed = {**state, "inputs": {**inputs, "jvmArguments": ["-Xmx1m"]}}
        return {**step, "op": "update", "diffReasons": ["jvmArguments"], "oldState": old, "newState": changed}
    op = "replace" if "RemoteEngine" in step["urn"] and next(engines) % 5 == 0 else "same"
    return {**step, "op": op, "oldState": old}

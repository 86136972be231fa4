"""Instructions that a real `pulumi` puts out: they write the files that an engine reads, and leak no key."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from stack import Stack

from talend_processing.simulator import Simulator

PROGRAM = """
import pulumi
import talend_processing as talend

production = "5e0000000000000000000002"
for kind in (talend.RemoteEngine, talend.PipelineEngine):
    engine = kind("engine", environment_id=production, on_existing="adopt")
    pulumi.export(kind.__name__, talend.pairing_instructions(engine, region="us-west"))
"""
ADDRESS = "https://pair.us-west.cloud.talend.com"


def keys(simulator: Simulator) -> dict[str, str]:
    state = simulator.state()
    tables = {"RemoteEngine": "remoteEngines", "PipelineEngine": "pipelineEngines"}
    return {kind: state[table][0]["preAuthorizedKey"] for kind, table in tables.items()}


def run(text: str, folder: Path) -> Path:
    """An installed engine on which the text was run, with what its commands noted in `calls`."""
    for name in ("etc", "bin"):
        (folder / name).mkdir(parents=True)
    for command in ("start", "stop"):
        script = folder / "bin" / command
        script.write_text(f"#!/bin/sh\necho {command} >> calls\n")
        script.chmod(0o755)
    pairing = folder / "etc/org.talend.ipaas.rt.pairing.client.cfg"
    pairing.write_text("pairing.service.url = https://pair.eu.cloud.talend.com\nanother.setting = 1\n")
    subprocess.run(["sh", "-eu"], input=text, text=True, cwd=folder, check=True)
    return folder


def test_they_are_secret_and_do_what_they_say(
    tmp_path: Path, stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    stack = stack_of(PROGRAM)
    printed = stack.preview() + stack.up()
    held = keys(simulator)
    kept = json.dumps(stack.export())
    for kind, key in held.items():
        assert key not in printed
        assert key not in kept
        assert stack.outputs()[kind] == "[secret]"
    shown = stack.outputs(secrets=True)

    engine = run(shown["RemoteEngine"], tmp_path / "engine")
    key_file = engine / "etc/preauthorized.key.cfg"
    assert key_file.read_text() == f"remote.engine.pre.authorized.key = {held['RemoteEngine']}\n"
    assert key_file.stat().st_mode & 0o077 == 0, "only its owner reads the key"
    pairing = (engine / "etc/org.talend.ipaas.rt.pairing.client.cfg").read_text()
    assert pairing == f"another.setting = 1\npairing.service.url={ADDRESS}\n"
    assert (engine / "calls").read_text() == "stop\nstart\n"

    lines = shown["PipelineEngine"].splitlines()
    assert lines[-1] == f"./remote-engine.sh start -r us-west -k {held['PipelineEngine']}"
    assert all(line.startswith("# ") for line in lines[:-1])
    assert f"# pairing service: {ADDRESS}" in lines


def test_an_engine_that_is_paired_already_is_told_how_to_get_a_key(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    stack = stack_of(PROGRAM)
    stack.up()
    for kind in ("remoteEngines", "pipelineEngines"):
        simulator.pair(simulator.state()[kind][0]["id"])
    second = stack_of(PROGRAM)
    second.up()
    for text in second.outputs(secrets=True).values():
        assert "unpair_triggers" in text
        assert "None" not in text

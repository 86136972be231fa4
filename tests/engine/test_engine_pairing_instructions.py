"""Instructions in the outputs of a real `pulumi` write the files that an engine reads and leak no key."""

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
    for name in ("new", "paired"):
        resource = f"{name}-{kind.__name__}"
        engine = kind(resource, name=name, environment_id=production, on_existing="adopt")
        pulumi.export(resource, talend.pairing_instructions(engine, region="us-west"))
"""
ADDRESS = "https://pair.us-west.cloud.talend.com"
TABLES = {"RemoteEngine": "remoteEngines", "PipelineEngine": "pipelineEngines"}


def pair_engines(simulator: Simulator) -> None:
    """Create an engine of each kind outside of the program, and pair it."""
    account = simulator.state()
    for table in TABLES.values():
        account[table].append({"name": "paired", "workspaceId": "5f0000000000000000000004"})
    simulator.load(account)
    account = simulator.state()
    for table in TABLES.values():
        simulator.pair(account[table][0]["id"])


def new_keys(simulator: Simulator) -> dict[str, str]:
    """Return the pre-authorized keys of the engines that the program created."""
    account = simulator.state()
    return {
        kind: one["preAuthorizedKey"]
        for kind, table in TABLES.items()
        for one in account[table]
        if one["name"] == "new"
    }


def run(text: str, folder: Path) -> Path:
    """Run the instructions in the folder of an engine, whose commands write their names to `calls`."""
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


def test_instructions_are_secret_and_write_the_files_of_an_engine(
    tmp_path: Path, stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    pair_engines(simulator)
    stack = stack_of(PROGRAM)
    printed = stack.run("up", "--yes")  # with its preview
    secret = new_keys(simulator)
    state, shown = json.dumps(stack.export()), stack.outputs()
    for kind, key in secret.items():
        assert key not in printed
        assert key not in state
        assert shown[f"new-{kind}"] == "[secret]"
    instructions = stack.outputs(secrets=True)

    engine = run(instructions["new-RemoteEngine"], tmp_path / "engine")
    key_file = engine / "etc/preauthorized.key.cfg"
    assert key_file.read_text() == f"remote.engine.pre.authorized.key = {secret['RemoteEngine']}\n"
    assert key_file.stat().st_mode & 0o077 == 0, "only its owner reads the key"
    pairing = (engine / "etc/org.talend.ipaas.rt.pairing.client.cfg").read_text()
    assert pairing == f"another.setting = 1\npairing.service.url={ADDRESS}\n"
    assert (engine / "calls").read_text() == "stop\nstart\n"

    lines = instructions["new-PipelineEngine"].splitlines()
    assert lines[-1] == f"./remote-engine.sh start -r us-west -k {secret['PipelineEngine']}"
    assert all(line.startswith("# ") for line in lines[:-1])
    assert f"# pairing service: {ADDRESS}" in lines

    for kind in TABLES:  # a paired engine has no key, so the text says how to get one
        text = instructions[f"paired-{kind}"]
        assert "unpair_triggers" in text
        assert "None" not in text

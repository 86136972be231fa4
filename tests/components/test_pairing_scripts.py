"""The scripts that pair an engine, run against stubs of an installation's commands."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from talend_processing.components.pairing_scripts import SCRIPTS, Pairing, PairingStyle

KEY, OWNER = "etc/preauthorized.key.cfg", "daemon"
SETTINGS = "etc/org.talend.ipaas.rt.pairing.client.cfg"
PAIRING = Pairing("Remote Engine 'etl-1'", "etl-1", "A1" * 32, "us-west")
SHELL: list[PairingStyle] = ["plain", "systemd"]
SYSTEMCTL = """#!/bin/sh
echo "systemctl $*" >> "$CALLS"
case "$1 $4$3" in
  list-unit-files*)
    printf '%s enabled enabled\\n' ssh.service talend-remote-engine.service Talend-Remote-Engine.service ;;
  show*Talend-Remote-Engine.service*)
    echo "ExecStart={ path=$FOLDERS/engine/bin/trun ; }"; echo WorkingDirectory= ;;
  show*talend-remote-engine.service*)
    echo "ExecStart={ path=/bin/x ; }"; echo "WorkingDirectory=$FOLDERS/engine-2" ;;
esac
"""
pytestmark = pytest.mark.posix


class Machine:
    """A machine with two engines, side by side."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.calls = root / "calls"
        self.calls.touch()
        self.calls.chmod(0o666)
        self.engines = [root / "engine", root / "engine-2"]
        for engine in self.engines:
            (engine / "etc").mkdir(parents=True)
            (engine / "bin").mkdir()
            for command in ("start", "stop"):
                self.command(
                    engine / "bin" / command, f'#!/bin/sh\necho "{command} $(id -un) $PWD" >> "$CALLS"\n'
                )

    def command(self, path: Path, text: str) -> None:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def with_services(self) -> None:
        """Let both engines run as services whose names differ in upper and lower case only."""
        self.command(self.root / "commands" / "systemctl", SYSTEMCTL)

    def give_to(self, owner: str) -> None:
        for path in [*self.root.rglob("*")]:
            shutil.chown(path, owner)

    def run(
        self, script: str, engine: Path, *, user: str = "", **more: str
    ) -> subprocess.CompletedProcess[str]:
        known = {"CALLS": str(self.calls), "FOLDERS": str(self.root), **more}
        path = f"{self.root / 'commands'}:/usr/sbin:/usr/bin:/sbin:/bin"
        return subprocess.run(
            [*(["su", "-s", "/bin/sh", user, "-c", "sh"] if user else ["sh"])],
            input=script,
            text=True,
            cwd=engine,
            env={"PATH": path, **known},
            capture_output=True,
            check=False,
        )


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A folder that every user of the machine may enter, third pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Machine(Path(folder).resolve())


def written(engine: Path) -> tuple[str, str]:
    return (engine / KEY).read_text(), (engine / SETTINGS).read_text()


EXPECTED = (
    f"remote.engine.pre.authorized.key = {PAIRING.key}\n",
    "pairing.service.url=https://pair.us-west.cloud.talend.com\n",
)


def test_a_plain_installation_is_stopped_configured_and_started(machine: Machine) -> None:
    one, other = machine.engines
    done = machine.run(SCRIPTS["plain"](PAIRING), one)
    assert (done.returncode, done.stderr) == (0, "")
    assert written(one) == EXPECTED
    assert [line.split()[0] for line in machine.calls.read_text().splitlines()] == ["stop", "start"]
    assert stat.S_IMODE((one / KEY).stat().st_mode) == 0o600
    assert stat.S_IMODE((one / SETTINGS).stat().st_mode) == 0o644
    assert not list((other / "etc").iterdir())


@pytest.mark.parametrize(
    ("number", "service"), [(0, "Talend-Remote-Engine.service"), (1, "talend-remote-engine.service")]
)
def test_the_service_of_this_folder_is_restarted_and_no_other(
    machine: Machine, number: int, service: str
) -> None:
    machine.with_services()
    engine = machine.engines[number]
    done = machine.run(SCRIPTS["systemd"](PAIRING), engine)
    assert (done.returncode, done.stderr) == (0, "")
    assert written(engine) == EXPECTED
    calls = [
        line
        for line in machine.calls.read_text().splitlines()
        if " show " not in line and "list-unit" not in line
    ]
    assert calls == [f"systemctl stop {service}", f"systemctl start {service}"]
    assert not list((machine.engines[1 - number] / "etc").iterdir())


def test_a_plain_script_does_not_start_a_second_jvm_beside_a_service(machine: Machine) -> None:
    machine.with_services()
    done = machine.run(SCRIPTS["plain"](PAIRING), machine.engines[1])
    assert done.returncode == 1
    assert (
        'talend-remote-engine.service runs this engine: use pairing_instructions(..., style="systemd")'
        in done.stderr
    )
    assert "start " not in machine.calls.read_text().replace("systemctl", "")
    assert not (machine.engines[1] / KEY).exists()


def test_a_service_that_cannot_be_found_can_be_named(machine: Machine) -> None:
    machine.with_services()
    third = machine.root / "third"
    shutil.copytree(machine.engines[0], third)
    done = machine.run(SCRIPTS["systemd"](PAIRING), third)
    assert (done.returncode, "set SERVICE to the name of the service" in done.stderr) == (1, True)
    assert machine.run(SCRIPTS["systemd"](PAIRING), third, SERVICE="third.service").returncode == 0
    assert machine.calls.read_text().endswith("systemctl stop third.service\nsystemctl start third.service\n")


@pytest.mark.parametrize("style", SHELL)
def test_pairing_again_replaces_the_key_and_keeps_other_settings(
    machine: Machine, style: PairingStyle
) -> None:
    machine.with_services() if style == "systemd" else None
    engine = machine.engines[0]
    (engine / KEY).write_text("remote.engine.pre.authorized.key=old\nremote.engine.name = etl-1")
    (engine / SETTINGS).write_text("pairing.service.url = https://pair.eu.cloud.talend.com\na = 1")
    script = SCRIPTS[style](PAIRING)
    assert "first\n# remove its cached connection id" in script
    for _ in range(2):
        assert machine.run(script, engine).returncode == 0
        assert written(engine) == (f"remote.engine.name = etl-1\n{EXPECTED[0]}", f"a = 1\n{EXPECTED[1]}")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can change owners")
@pytest.mark.parametrize("style", SHELL)
def test_files_belong_to_the_owner_of_the_folder(machine: Machine, style: PairingStyle) -> None:
    machine.with_services() if style == "systemd" else None
    machine.give_to(OWNER)
    engine, script = machine.engines[0], SCRIPTS[style](PAIRING)
    for user in ("", OWNER):
        done = machine.run(script, engine, user=user)
        assert (done.returncode, done.stderr) == (0, "")
        assert {path.owner() for path in (engine / "etc").iterdir()} == {OWNER}
        assert written(engine) == EXPECTED
    if style == "plain":
        assert {line.split()[1] for line in machine.calls.read_text().splitlines()} == {OWNER}
    shutil.chown(engine / KEY, "root")  # as an earlier version of the script left it
    assert machine.run(script, engine, user=OWNER).returncode == 0


@pytest.mark.parametrize("style", SHELL)
def test_another_folder_is_left_alone(machine: Machine, style: PairingStyle) -> None:
    done = machine.run(SCRIPTS[style](PAIRING), machine.root)
    assert (done.returncode, done.stderr) == (
        1,
        f"error: {machine.root} is not the folder of a Remote Engine\n",
    )
    assert machine.calls.read_text() == ""


@pytest.mark.parametrize("style", SHELL)
def test_names_and_keys_are_never_executed(machine: Machine, style: PairingStyle) -> None:
    machine.with_services() if style == "systemd" else None
    bad = Pairing("engine 'a' $(touch ran)", "a", "k'; touch ran; '$(touch ran) `touch ran`", "eu")
    assert machine.run(SCRIPTS[style](bad), machine.engines[0]).returncode == 0
    assert not list(machine.root.rglob("ran"))
    assert bad.key in (machine.engines[0] / KEY).read_text()


def test_no_command_gets_the_key_as_an_argument(machine: Machine) -> None:
    for style in SHELL:
        lines = [line for line in SCRIPTS[style](PAIRING).splitlines() if PAIRING.key in line]
        assert lines == [EXPECTED[0].strip()], "a line of a here-document"


def test_a_pipeline_engine_is_started_with_its_key(machine: Machine) -> None:
    engine = machine.root / "gen2"
    machine.command(engine / "remote-engine.sh", '#!/bin/sh\necho "$*" >> "$CALLS"\n')
    assert machine.run(SCRIPTS["pipeline-engine"](PAIRING), engine).returncode == 0
    assert machine.calls.read_text() == f"start -r us-west -k {PAIRING.key}\n"


def test_a_container_gets_a_file_of_variables() -> None:
    lines = [line for line in SCRIPTS["container"](PAIRING).splitlines() if not line.startswith("#")]
    assert dict(line.split("=", 1) for line in lines) == {
        "REMOTE_ENGINE_PRE_AUTHORIZED_KEY": PAIRING.key,
        "REMOTE_ENGINE_NAME": "etl-1",
        "PAIRING_SERVICE_URL": "https://pair.us-west.cloud.talend.com",
    }


def test_powershell_gets_literals_whatever_quotes_the_api_sends() -> None:
    script = SCRIPTS["powershell"](Pairing("Remote Engine 'x'", "x", "a'b\u2019c", "eu"))
    assert "'remote.engine.pre.authorized.key = a''b\u2019\u2019c'" in script
    assert "Set-Line 'etc\\preauthorized.key.cfg'" in script
    assert script.index("Stop-Service") < script.index("Set-Line 'etc") < script.index("Start-Service")

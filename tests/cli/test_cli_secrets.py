"""No command prints a secret in a plain value, in any output format."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lifecycle_stack import PLACE, Stack
from previews import document, engine, profile
from secret_shapes import ARGUMENTS as JVM_ARGUMENTS
from secret_shapes import HARMLESS, S

from talend_processing.cli.app import main
from talend_processing.cli.shared.exits import Exit
from talend_processing.jvm.arguments import split
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(runtime_list_delay=0)

TOKEN = "dapi" + "0123456789abcdef" * 2
ARGUMENTS = [*JVM_ARGUMENTS, f"-Ddatabricks={TOKEN}"]
NAME = f"etl https://joe:{S}@host"
Printed = Callable[[], str]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Printed:
    """Return the printed text and the file of `--output`, after a check that it contains no secret."""

    def read() -> str:
        captured, file = capsys.readouterr(), tmp_path / "out"
        text = captured.out + captured.err + (file.read_text() if file.exists() else "")
        assert S not in text
        assert TOKEN not in text
        return text

    return read


def preview(folder: Path) -> str:
    changed = profile("update", NAME, (["-Xmx1g"], ARGUMENTS), of="etl")
    path = folder / "preview.json"
    path.write_text(document(engine("replace", "etl"), engine("create", NAME), changed))
    return str(path)


@pytest.mark.parametrize("form", ["terminal", "markdown", "json", "sarif"])
@pytest.mark.parametrize("to_file", [True, False])
def test_review_masks_secrets(tmp_path: Path, printed: Printed, form: str, *, to_file: bool) -> None:
    output = ["--output", str(tmp_path / "out")] if to_file else []
    assert main(["review", preview(tmp_path), "--offline", "--format", form, *output]) == Exit.SUCCESS
    text = printed()
    assert "jdbc:postgresql://bob:" in text or "jdbc&#8203;:" in text
    assert "[secret]" in text or r"\[secret\]" in text


def test_review_shows_values_that_only_resemble_a_secret(tmp_path: Path, printed: Printed) -> None:
    path = tmp_path / "preview.json"
    path.write_text(document(profile("update", "heap", (["-Xmx1g"], HARMLESS), of="etl")))
    assert main(["review", str(path), "--offline", "--format", "json"]) == Exit.SUCCESS
    (found,) = json.loads(printed())["findings"]
    assert {f"+ `{one}`" for text in HARMLESS for one in split(text)} <= set(found["details"])


@pytest.mark.parametrize("form", ["svg", "mermaid", "json", "tree"])
def test_graph_masks_secrets(tmp_path: Path, printed: Printed, form: str) -> None:
    assert main(["graph", "--preview", preview(tmp_path), "--format", form]) == Exit.SUCCESS
    assert "etl" in printed()


@pytest.mark.assumes(jvm_argument_entries="keep")
@pytest.mark.parametrize("form", ["terminal", "markdown", "json"])
def test_drift_masks_secrets(simulator: Simulator, tmp_path: Path, printed: Printed, form: str) -> None:
    stack = Stack(simulator)
    owner = {"engineId": stack.make("RemoteEngine", "etl", PLACE), "type": "JOB_SERVER"}
    stack.make("RemoteEngineRunProfile", "heap", {**owner, "jvmArguments": ["-Xmx1g"]})
    state = tmp_path / "state.json"
    state.write_text(stack.text())
    stack.make("RemoteEngineRunProfile", "more", {**owner, "jvmArguments": ARGUMENTS})
    stack.change(lambda account: account["runProfiles"][0].update(jvmArguments=ARGUMENTS))
    assert main(["drift", str(state), "--format", form]) == Exit.DRIFT
    text = printed()
    assert "bob:" in text
    if form == "json":
        (loose,) = json.loads(text)["unmanaged"]
        compile(loose["adopt"], "pasted.py", "eval")
        assert loose["adopt"].count("require_secret(") == len(ARGUMENTS)


@pytest.mark.assumes(jvm_argument_entries="keep")
@pytest.mark.parametrize("style", ["resources", "topology"])
def test_export_writes_no_secrets(simulator: Simulator, tmp_path: Path, printed: Printed, style: str) -> None:
    stack = Stack(simulator)
    owner = {"engineId": stack.make("RemoteEngine", "etl", PLACE), "type": "JOB_SERVER"}
    stack.make("RemoteEngineRunProfile", "heap", {**owner, "jvmArguments": [*ARGUMENTS, *HARMLESS]})
    folder = tmp_path / "fleet"
    main(
        [
            "export",
            "--output",
            str(folder),
            "--as",
            style,
            "--kind",
            "RemoteEngine",
            "--kind",
            "RemoteEngineRunProfile",
        ]
    )
    assert "secret" in printed()
    written = "".join(path.read_text() for path in folder.rglob("*") if path.is_file())
    assert S not in written
    assert TOKEN not in written
    assert [text for text in HARMLESS if text not in written and json.dumps(text)[1:-1] not in written] == []


@pytest.mark.assumes(jvm_argument_entries="keep")
def test_list_and_get_mask_secrets(simulator: Simulator, printed: Printed) -> None:
    stack = Stack(simulator)
    owner = {"engineId": stack.make("RemoteEngine", NAME, PLACE), "type": "JOB_SERVER"}
    found = stack.make("RemoteEngineRunProfile", "heap", {**owner, "jvmArguments": ARGUMENTS})
    for command in (["list", "engines"], ["list", "engines", "--json"], ["list", "run-profiles", "--json"]):
        assert main(command) == Exit.SUCCESS
        assert "[secret]" in printed() or command[1] == "run-profiles"
    assert main(["get", "run-profile", found]) == Exit.SUCCESS
    shown = json.loads(printed())
    assert shown["jvmArguments"][0] == "-Durl=jdbc:postgresql://bob:[secret]@db/x"
    assert shown["id"] == found


def test_a_secret_that_an_api_error_echoes_is_masked(simulator: Simulator, printed: Printed) -> None:
    body = {"message": f"argument -Durl=jdbc:mysql://u:{S}@h/x is refused", "details": f"token {TOKEN}"}
    simulator.fault(kind="status", status=400, body=body, count=None)
    assert main(["list", "engines"]) != Exit.SUCCESS
    assert "jdbc:mysql://u:[secret]@h/x is refused" in printed()

"""The real engine, from the command line, with the language host that the toolchain found or wrote."""

import json

import pytest
from pulumi.dynamic import ResourceProvider
from pulumi.dynamic.dynamic import serialize_provider
from small_project import Project

pytestmark = pytest.mark.slow


POLICY = """\
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy


def small(args, report):
    if args.resource_type.endswith(":Thing") and args.props["size"] > 2:
        report(f"a size of {args.props['size']:.0f} is too much")


policy = ResourceValidationPolicy("small", "Things are small.", small, EnforcementLevel.MANDATORY)
PolicyPack("sizes", [policy])
"""


def test_up_runs_the_program_and_its_dynamic_resource(project: Project) -> None:
    output = project.pulumi("up", "--yes", "--skip-preview")
    assert "1 created" in output or "2 created" in output
    assert json.loads(project.pulumi("stack", "output", "--json")) == {"hidden": "[secret]", "size": 3}
    assert "2 unchanged" in project.pulumi("up", "--yes", "--skip-preview")
    project.pulumi("destroy", "--yes", "--skip-preview")


def test_an_error_of_the_program_is_shown_once_and_fails_the_run(project: Project) -> None:
    project.write("__main__.py", "raise ValueError('no such luck')\n")
    output = project.pulumi("preview", fails=True)
    assert "ValueError: no such luck" in output
    assert "non-zero exit code" not in output


def test_an_exit_of_the_program_names_its_code(project: Project) -> None:
    project.write("__main__.py", "import sys\n\nsys.exit(7)\n")
    assert "exit code: 7" in project.pulumi("preview", fails=True)


def test_a_policy_pack_is_run(project: Project) -> None:
    project.write("policy/PulumiPolicy.yaml", "runtime: python\n")
    project.write("policy/__main__.py", POLICY)
    output = project.pulumi("preview", "--policy-pack", "policy", fails=True)
    assert "a size of 3 is too much" in output
    project.pulumi("config", "set", "size", "2")
    project.pulumi("preview", "--policy-pack", "policy")


def test_import_puts_a_dynamic_resource_into_the_state(project: Project) -> None:
    payload = serialize_provider(ResourceProvider())
    entry = {
        "type": "pulumi-python:toolchain:Thing",
        "name": "found",
        "id": "two",
        "inputs": {"__provider": payload, "size": 4},
        "outputs": {"__provider": payload, "size": 4},
    }
    file = project.write("import.json", json.dumps({"resources": [entry]}))
    project.pulumi("import", "--file", str(file), "--generate-code=false", "--protect=false", "--yes")
    kept = json.loads(project.pulumi("stack", "export"))["deployment"]["resources"]
    assert [one["id"] for one in kept if one["urn"].endswith("::found")] == ["two"]


def test_a_virtual_environment_that_is_missing_is_named(project: Project) -> None:
    project.write(
        "Pulumi.yaml",
        "name: toolchain\nruntime:\n  name: python\n  options:\n    virtualenv: nowhere\n",
    )
    assert "nowhere" in project.pulumi("preview", fails=True)


def test_about_shows_the_interpreter(project: Project) -> None:
    output = json.loads(project.pulumi("about", "--json"))
    assert output["runtime"]["version"].startswith("3.")
    assert all(entry["name"] and entry["version"] for entry in output["dependencies"])
    assert output["dependencies"]


@pytest.mark.soak  # pip downloads and installs Pulumi's SDK
def test_install_creates_the_named_virtual_environment(project: Project) -> None:
    project.write(
        "Pulumi.yaml",
        "name: toolchain\nruntime:\n  name: python\n  options:\n    toolchain: pip\n    virtualenv: env\n",
    )
    project.pulumi("install")
    assert (project.folder / "env" / "bin" / "python").exists()

"""Tests of every declared resource. A new resource is included as soon as it is declared."""

from __future__ import annotations

import subprocess
import sys

import dill
import pytest
from pulumi import output

from talend_processing import resources
from talend_processing.provider import provider_for
from talend_processing.provider.declare.declaration import TalendResource, spec_of
from talend_processing.provider.kinds.registry import object_specs
from tools.docs.generate import attribute_docstrings, example_of
from tools.docs.operations_map import named_in

NAMED = [getattr(resources, name) for name in resources.__all__]
DECLARED = [cls for cls in NAMED if isinstance(cls, type) and issubclass(cls, TalendResource)]
EACH = pytest.mark.parametrize("cls", DECLARED, ids=lambda cls: cls.__name__)


def test_every_public_resource_is_registered_under_its_name() -> None:
    assert {cls.__name__ for cls in DECLARED} == object_specs().keys()


@EACH
def test_a_resource_has_a_docstring_that_names_its_operations(cls: type[TalendResource]) -> None:
    assert named_in(cls)


@EACH
def test_every_property_is_described(cls: type[TalendResource]) -> None:
    texts = attribute_docstrings(cls)
    assert {prop.name for prop in spec_of(cls).properties if not texts.get(prop.name)} == set()


@EACH
def test_a_resource_has_an_example_that_uses_it(cls: type[TalendResource]) -> None:
    assert f"talend.{cls.__name__}(" in example_of(cls).read_text()


@EACH
def test_state_holds_a_small_reference_to_its_provider(cls: type[TalendResource]) -> None:
    pickled = dill.dumps(provider_for(cls.__name__))
    assert len(pickled) < 120
    assert dill.loads(pickled) is provider_for(cls.__name__)  # noqa: S301 - made a line above


@EACH
def test_unknown_values_pass_check(cls: type[TalendResource]) -> None:
    unknowns = {prop.wire: output.Unknown() for prop in spec_of(cls).arguments}  # type: ignore[no-untyped-call]
    assert provider_for(cls.__name__).check({}, {**unknowns, "__provider": "x"}).failures == []


@EACH
def test_check_names_every_missing_argument_at_once(cls: type[TalendResource]) -> None:
    required = {prop.name for prop in spec_of(cls).arguments if prop.required}
    failures = provider_for(cls.__name__).check({}, {}).failures
    assert {failure.reason for failure in failures} == {f"{name} is required" for name in required}
    assert {failure.property for failure in failures} <= {""}


@pytest.mark.parametrize(
    "arguments",
    [["-Xmx1g"], ["-Xms512M", "-Xss256k"], ["-Dpath=/a b -c"], ['-XX:OnError="gdb - %p"'], ["-Xlog:gc*"]],
)
def test_valid_jvm_arguments_pass_without_a_warning(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _failures_of(arguments) == []
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("argument", ["Xmx1g", "-", "-Xmx", "-Xmx1gb", "-Xms1g -Xmx2g", "-Xssmuch"])
def test_an_argument_that_a_jvm_refuses_causes_a_warning_with_the_correction(
    argument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _failures_of(["-Dx=1", argument]) == []
    (warning,) = capsys.readouterr().err.splitlines()
    assert warning.startswith("jvm_arguments[1] ")
    assert ": write " in warning or ": give " in warning


def test_a_blank_jvm_argument_is_a_failure() -> None:
    assert _failures_of(["-Xmx1g", " "]) == ["jvm_arguments[1] must not be blank"]


def _failures_of(arguments: list[str]) -> list[str]:
    inputs = {"engineId": "e", "type": "JOB_SERVER", "name": "heap", "jvmArguments": arguments}
    failures = provider_for("RemoteEngineRunProfile").check({}, {**inputs, "__provider": "x"}).failures
    return [failure.reason for failure in failures]


@EACH
def test_the_error_about_a_misspelt_argument_suggests_the_right_one(cls: type[TalendResource]) -> None:
    name = max((prop.name for prop in spec_of(cls).arguments), key=len)
    with pytest.raises(TypeError, match=rf"unexpected argument: {name}s \(did you mean {name}\?\)$"):
        cls("it", **{f"{name}s": None})


def test_a_program_loads_neither_the_http_client_nor_its_models() -> None:
    code = (
        "import sys, talend_processing as t;"
        "t.RemoteEngine, t.EngineCluster, t.find_environment;"
        "lifecycle = 'talend_processing.provider.lifecycle';"
        "print(sorted({'httpx', 'pydantic', 'starlette', 'cyclopts', 'rich', lifecycle} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"

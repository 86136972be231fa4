"""The public surface of the package: names, signatures, types and docstrings."""

from __future__ import annotations

import importlib
import inspect
import pydoc
import rlcompleter
import subprocess
import sys

import pytest
from public_surface import PACKAGES, PATH, text

import talend_processing as talend
from talend_processing import components, operations, resources
from talend_processing.provider import provider_for
from talend_processing.provider.declare.declaration import Block, OperationResource, TalendResource, spec_of
from talend_processing.provider.declare.descriptions import attribute_docstrings
from talend_processing.provider.declare.signature import block_in

CLASSES = [
    cls
    for package in (resources, operations, components)
    for name in package.__all__
    if isinstance(cls := getattr(package, name), type) and cls.__name__ == name
]
DECLARED = [cls for cls in CLASSES if issubclass(cls, (TalendResource, OperationResource))]
ARGUMENTS = [cls for cls in CLASSES if issubclass(cls, Block) and cls.__name__.endswith("Args")]
EACH = pytest.mark.parametrize("cls", DECLARED, ids=lambda cls: cls.__name__)


def test_no_public_name_or_signature_changes_unnoticed() -> None:
    assert text() == PATH.read_text(), (
        "if the change is intended, run `make surface` and describe it in CHANGELOG.md"
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_lists_its_public_names_without_importing_dependencies(package: str) -> None:
    code = (
        f"import sys, {package} as package; listed = dir(package)\n"
        "assert set(getattr(package, '__all__', ())) <= set(listed)\n"
        "assert all(name.startswith('__') for name in set(listed) - set(getattr(package, '__all__', ())))\n"
        "print(sorted({'pulumi', 'httpx', 'pydantic'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("[]\n", "")


def test_a_prompt_completes_names_arguments_and_outputs() -> None:
    complete = rlcompleter.Completer({"talend": talend}).complete
    assert complete("talend.RemoteEng", 0) == "talend.RemoteEngine("
    assert complete("talend.RemoteEngine.pre_auth", 0) == "talend.RemoteEngine.pre_authorized_key"
    assert complete("talend.RemoteEngine.g", 0) == "talend.RemoteEngine.get("


@EACH
def test_the_signature_of_a_resource_has_every_argument(cls: type[TalendResource]) -> None:
    parameters = list(inspect.signature(cls).parameters.values())
    arguments = {prop.name: prop for prop in spec_of(cls).arguments}
    assert [one.name for one in parameters[:2]] == ["resource_name", "opts"]
    assert {one.name for one in parameters[2:]} == arguments.keys()
    assert {one.kind for one in parameters[2:]} == {inspect.Parameter.KEYWORD_ONLY}
    assert {one.name: one.default is inspect.Parameter.empty for one in parameters[2:]} == {
        name: prop.required for name, prop in arguments.items()
    }
    assert [one.name for one in parameters if one.annotation is inspect.Parameter.empty] == []
    assert inspect.signature(cls.__init__).parameters.keys() >= arguments.keys()


@EACH
def test_help_shows_every_argument_and_output_with_its_type_and_description(
    cls: type[TalendResource],
) -> None:
    rendered, texts = pydoc.render_doc(cls, renderer=pydoc.plaintext), attribute_docstrings(cls)
    for prop in spec_of(cls).properties:
        assert f"{prop.name} (" in rendered
        assert texts[prop.name] in rendered
        doc = inspect.getdoc(getattr(cls, prop.name))
        assert doc is not None
        assert doc.startswith("Output[")
        assert doc.endswith(f": {texts[prop.name]}")


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if cls not in DECLARED], ids=lambda cls: cls.__name__)
def test_help_shows_the_members_of_other_classes(cls: type) -> None:
    docstring = inspect.getdoc(cls)
    assert docstring is not None
    assert {
        name
        for name, text in attribute_docstrings(cls).items()
        if f"{name} (" not in docstring or text not in docstring
    } == set()


@pytest.mark.parametrize("cls", ARGUMENTS, ids=lambda cls: cls.__name__)
def test_the_dict_of_nested_arguments_has_the_members_of_the_class(cls: type[Block]) -> None:
    dict_type = getattr(importlib.import_module(cls.__module__), f"{cls.__name__}Dict")
    types = cls.__signature_of__.argument_types()
    expected = {
        prop.name: types[prop.name] if prop.required else f"NotRequired[{types[prop.name]}]"
        for prop in cls.members()
    }
    assert {name: hint.__forward_arg__ for name, hint in dict_type.__annotations__.items()} == expected


def test_every_block_argument_has_a_class_a_dict_and_its_former_name() -> None:
    blocks = {
        block
        for cls in DECLARED
        for prop in spec_of(cls).arguments
        if (block := block_in(cls.__signature_of__.types[prop.name]))
    }
    assert blocks <= set(ARGUMENTS)
    for cls in ARGUMENTS:
        assert getattr(talend, f"{cls.__name__}Dict")
        assert getattr(talend, cls.__name__.removesuffix("Args")) is cls


@EACH
def test_a_value_outside_a_closed_set_is_refused_by_check(cls: type[TalendResource]) -> None:
    for prop in spec_of(cls).arguments:
        if prop.only:
            failures = provider_for(cls.__name__).check({}, {prop.wire: "adpot", "__provider": "x"}).failures
            expected = f"{prop.name} must be one of {', '.join(prop.only)}"
            assert expected in {failure.reason for failure in failures}

"""Generate the variants of look-ups that accept outputs, from the signatures of the look-ups.

The variants have explicit signatures, because Python's types cannot express "the same arguments, each an
input". Type checkers and editors then know the arguments, and the variants always match the look-ups.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from talend_processing import lookups

_FOLDER = Path(lookups.__file__).parent
_EXECUTIONS_MODULE = "talend_processing.lookups.executions"
"""The module of the look-ups whose variants have a file of their own."""
_HEAD = '''\
# ruff: noqa: A002 - the arguments have the names that they have in the look-ups
"""The look-ups of {nouns}, with arguments that may be outputs.

Each call waits until its arguments are known and the resources in `opts.depends_on` are created.

`make docs` generates this file with `tools/docs/lookup_outputs.py`.
"""

from __future__ import annotations

{sequence}from typing import TYPE_CHECKING

from pulumi import Input, InvokeOptions, InvokeOutputOptions, Output

from talend_processing.lookups import {modules}
from talend_processing.lookups.shared import when_known

if TYPE_CHECKING:
{imports}

__all__ = {names!r}
'''
_FUNCTION = '''

def {name}_output({parameters}) -> Output[{returned}]:
    """Call `{name}` {difference}."""
    return when_known({module}.{name}, opts{arguments})
'''


def functions() -> Iterator[Callable[..., object]]:
    """Yield the look-ups, without their variants for outputs and the types of their results."""
    for name in lookups.__all__:
        member = getattr(lookups, name)
        if inspect.isfunction(member) and not name.endswith("_output"):
            yield member


def files() -> dict[Path, str]:
    """Return the generated modules by path, formatted by ruff."""
    execution_look_ups = [look_up for look_up in functions() if look_up.__module__ == _EXECUTIONS_MODULE]
    other_look_ups = [look_up for look_up in functions() if look_up.__module__ != _EXECUTIONS_MODULE]
    return {
        _FOLDER / "outputs.py": _text(other_look_ups, "environments, workspaces, runtimes and run profiles"),
        _FOLDER / "execution_outputs.py": _text(
            execution_look_ups, "tasks, plans, promotions and their executions"
        ),
    }


def _text(look_ups: Sequence[Callable[..., object]], nouns: str) -> str:
    return_types = " ".join(str(inspect.signature(look_up).return_annotation) for look_up in look_ups)
    type_names = set(re.findall(r"\w+", return_types))
    origins: defaultdict[str, list[str]] = defaultdict(list)
    for module in sorted({look_up.__module__ for look_up in look_ups}):
        for origin, name in _typing_imports(module):
            if name in type_names and name not in origins[origin]:
                origins[origin].append(name)
    definitions = "".join(map(_function, look_ups))
    source = (
        _HEAD.format(
            nouns=nouns,
            sequence="from collections.abc import Sequence\n" if "Sequence[" in definitions else "",
            modules=", ".join(sorted({_module_name(look_up) for look_up in look_ups})),
            imports="\n".join(
                f"    from {origin} import {', '.join(sorted(origins[origin]))}" for origin in sorted(origins)
            ),
            names=sorted(f"{look_up.__name__}_output" for look_up in look_ups),
        )
        + definitions
    )
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(_FOLDER / "outputs.py"), "-"]
    return subprocess.run(command, input=source, capture_output=True, encoding="utf-8", check=True).stdout


def _function(look_up: Callable[..., object]) -> str:
    signature = inspect.signature(look_up)
    parameters = [f"{name}: {_input(parameter)}" for name, parameter in signature.parameters.items()]
    return _FUNCTION.format(
        name=look_up.__name__,
        module=_module_name(look_up),
        parameters=", ".join(["*", *parameters, "opts: InvokeOptions | InvokeOutputOptions | None = None"]),
        returned=signature.return_annotation,
        difference="with arguments that may be outputs"
        if parameters
        else "after the resources in `depends_on` are created",
        arguments="".join(f", {name}={name}" for name in signature.parameters),
    )


def _input(parameter: inspect.Parameter) -> str:
    """Return the annotation and the default of an argument of the variant."""
    annotation = re.sub(r"\bSequence\[(\w+)\]", r"Sequence[Input[\1]]", parameter.annotation)
    default = "" if parameter.default is inspect.Parameter.empty else f" = {parameter.default!r}"
    return f"Input[{annotation}]{default}"


def _module_name(look_up: Callable[..., object]) -> str:
    return look_up.__module__.rpartition(".")[2]


def _typing_imports(module: str) -> Iterator[tuple[str, str]]:
    """Yield the imports for types in a module, as module and name."""
    source = inspect.getsource(importlib.import_module(module))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.col_offset:
            yield from ((node.module, alias.name) for alias in node.names)

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
_RUNS = "talend_processing.lookups.executions"
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
        look = getattr(lookups, name)
        if inspect.isfunction(look) and not name.endswith("_output"):
            yield look


def files() -> dict[Path, str]:
    """Return the generated modules by path, formatted by ruff."""
    runs = [look for look in functions() if look.__module__ == _RUNS]
    rest = [look for look in functions() if look.__module__ != _RUNS]
    return {
        _FOLDER / "outputs.py": _text(rest, "environments, workspaces, runtimes and run profiles"),
        _FOLDER / "execution_outputs.py": _text(runs, "tasks, plans, promotions and their executions"),
    }


def _text(looks: Sequence[Callable[..., object]], nouns: str) -> str:
    returned = " ".join(str(inspect.signature(look).return_annotation) for look in looks)
    wanted = set(re.findall(r"\w+", returned))
    origins: defaultdict[str, list[str]] = defaultdict(list)
    for module in sorted({look.__module__ for look in looks}):
        for origin, name in _typing_imports(module):
            if name in wanted and name not in origins[origin]:
                origins[origin].append(name)
    written = "".join(map(_function, looks))
    source = (
        _HEAD.format(
            nouns=nouns,
            sequence="from collections.abc import Sequence\n" if "Sequence[" in written else "",
            modules=", ".join(sorted({_short(look) for look in looks})),
            imports="\n".join(
                f"    from {origin} import {', '.join(sorted(origins[origin]))}" for origin in sorted(origins)
            ),
            names=sorted(f"{look.__name__}_output" for look in looks),
        )
        + written
    )
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(_FOLDER / "outputs.py"), "-"]
    return subprocess.run(command, input=source, capture_output=True, encoding="utf-8", check=True).stdout


def _function(look: Callable[..., object]) -> str:
    signature = inspect.signature(look)
    given = [f"{name}: {_input(parameter)}" for name, parameter in signature.parameters.items()]
    return _FUNCTION.format(
        name=look.__name__,
        module=_short(look),
        parameters=", ".join(["*", *given, "opts: InvokeOptions | InvokeOutputOptions | None = None"]),
        returned=signature.return_annotation,
        difference="with arguments that may be outputs"
        if given
        else "after the resources in `depends_on` are created",
        arguments="".join(f", {name}={name}" for name in signature.parameters),
    )


def _input(parameter: inspect.Parameter) -> str:
    """Return the annotation and the default of an argument of the variant."""
    taken = re.sub(r"\bSequence\[(\w+)\]", r"Sequence[Input[\1]]", parameter.annotation)
    default = "" if parameter.default is inspect.Parameter.empty else f" = {parameter.default!r}"
    return f"Input[{taken}]{default}"


def _short(look: Callable[..., object]) -> str:
    return look.__module__.rpartition(".")[2]


def _typing_imports(module: str) -> Iterator[tuple[str, str]]:
    """Yield the imports for types in a module, as module and name."""
    source = inspect.getsource(importlib.import_module(module))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.col_offset:
            yield from ((node.module, alias.name) for alias in node.names)

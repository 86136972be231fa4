"""The command-line application: register the commands, run one, and report its errors.

A command is a typed function in this package. Its docstring is the help text, its result the exit code. It
imports slow or optional modules in its body, so that `--help` loads none of them.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError, UnusedCliTokensError

import talend_processing
from talend_processing.cli import run
from talend_processing.cli.adopt import adopt
from talend_processing.cli.check import check
from talend_processing.cli.completion import completion_of
from talend_processing.cli.drift import drift
from talend_processing.cli.export import export
from talend_processing.cli.get import get
from talend_processing.cli.graph import graph
from talend_processing.cli.list import list_objects
from talend_processing.cli.probe import probe
from talend_processing.cli.review import review
from talend_processing.cli.shared.exits import Exit, exit_of
from talend_processing.cli.shared.options import OPTION_SETTINGS
from talend_processing.cli.shared.output import say
from talend_processing.cli.simulator import simulator
from talend_processing.client.errors import TalendError

app = App(
    name="talend-processing",
    help="Commands that complement `pulumi`: list objects, start runs, review changes, find drift and more.",
    help_epilogue="Exit codes: " + "; ".join(f"{code.value} {code.words}" for code in Exit),
    help_format="markdown",
    version=talend_processing.__version__,
    default_parameter=OPTION_SETTINGS,
    exit_on_error=False,
    print_error=False,
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
app.command(simulator)
app.command(check)
app.command(list_objects, name="list")
app.command(get)
app.command(run.app)
app.command(review)
app.command(drift)
app.command(graph)
app.command(probe)
app.command(export)
app.command(adopt)
app.command(completion_of(app), name="completion")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code. Print a `TalendError` or an `OSError` as one message."""
    _prepare_streams()
    try:
        code = _run_command(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
    except KeyboardInterrupt:
        say("interrupted")
        return Exit.FAILED
    except TalendError as error:
        say(f"error: {error}")
        return exit_of(error)
    except OSError as error:
        # Discard buffered output. Python would try to write it at the exit and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not _is_pipe_closed(error):
            say(f"error: {error.strerror or error}{f': {error.filename}' if error.filename else ''}")
        return Exit.FAILED
    return code


def _is_pipe_closed(error: OSError) -> bool:
    """Return whether the error means that the reader of the output has closed the pipe.

    On Windows, the error is then an invalid argument.
    """
    if sys.platform == "win32" and error.errno == errno.EINVAL and error.filename is None:
        return True
    return isinstance(error, BrokenPipeError)


def _prepare_streams() -> None:
    """Replace closed streams, write redirected output in UTF-8, and escape what a terminal cannot print."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed before the process started
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - it stays open
        elif isinstance(stream, io.TextIOWrapper) and stream.writable():
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _run_command(arguments: list[str]) -> int:
    try:
        _, apps, unparsed = app.parse_commands(arguments)
        if not unparsed and apps[-1].default_command is None:
            app.help_print(arguments)
            return Exit.USAGE
        return int(app(arguments) or Exit.SUCCESS)
    except CycloptsError as error:
        if isinstance(error, UnusedCliTokensError) and error.unused_tokens:
            error = CycloptsError(
                msg=f"Unexpected {error.unused_tokens[0]!r}", command_chain=error.command_chain
            )
        command = " ".join(("talend-processing", *(error.command_chain or ())))
        text = " ".join(str(error).split())
        say(f"error: {text}{'' if text.endswith(('.', '?')) else '.'} See `{command} --help`")
        return Exit.USAGE

"""`talend-processing simulator`: a simulated API on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from talend_processing.cli.shared.exits import Exit
from talend_processing.cli.shared.options import NonEmptyText


def simulator(
    *,
    host: NonEmptyText = "127.0.0.1",
    port: int = 8765,
    seed: Path | None = None,
    switch: Annotated[tuple[str, ...], Parameter(metavar="NAME=VALUE")] = (),
    rules: Path | None = None,
    schema: bool = False,
) -> Exit:
    """Serve a simulated API until Ctrl-C.

    Args:
        host: Address to listen on.
        port: Port; 0 selects a free one, which the first line on stdout names.
        seed: The initial contents of the account, a JSON or YAML file.
        switch: Set a rule that the API's reference leaves open, as NAME=VALUE; repeatable.
        rules: A report of `probe`, whose values the open rules get, or `least-friendly` for the least
            friendly values. `--switch` takes precedence. The default is the environment variable
            TALEND_SIMULATOR_RULES.
        schema: Print the JSON Schema of seeds and exit.

    """
    from talend_processing.simulator.__main__ import print_schema, serve  # noqa: PLC0415 - needs an extra

    return Exit(print_schema() if schema else serve(host, port, seed, switch, rules=rules))

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
        seed: A JSON or YAML file with the initial contents of the account.
        switch: Set a rule that the API's reference leaves open, as NAME=VALUE; repeatable.
        rules: A report of `probe`, whose observations become the rules. Or `least-friendly`, which sets each
            rule to the value that is hardest for clients. `--switch` takes precedence. The default is
            TALEND_SIMULATOR_RULES.
        schema: Print the JSON Schema of seed files and exit.

    """
    from talend_processing.simulator.__main__ import print_schema, serve  # noqa: PLC0415 - needs the extra `simulator`

    return Exit(print_schema() if schema else serve(host, port, seed, switch, rules=rules))

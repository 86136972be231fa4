"""The output of commands: results on stdout or in a file, and messages on stderr."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from talend_processing.cli.shared.output_file import write_file
from talend_processing.secret_text import mask, mask_values
from talend_processing.stack.document import DocumentError

if TYPE_CHECKING:
    from talend_processing.client.model import Model

_PAIRING_KEY: Final = "preAuthorizedKey"


def say(text: str) -> None:
    """Write a message to stderr immediately, with secrets masked."""
    sys.stderr.write(f"{mask(text)}\n")
    sys.stderr.flush()


def print_json(value: object) -> None:
    """Print a JSON document to stdout."""
    sys.stdout.write(json.dumps(value, indent=2, default=str) + "\n")


def deliver(text: str, output: Path | None) -> None:
    """Write a document to stdout, or to a file with `write_file`.

    Raises:
        DocumentError: The file cannot be written.

    """
    if output is None:
        sys.stdout.write(text)
        return
    try:
        write_file(output, text)
    except OSError as error:
        raise DocumentError(f"{output} cannot be written: {error.strerror or error}") from None


def draw(draw_on: Callable[[TextIO], None], output: Path | None) -> None:
    """Let `draw_on` write to stdout, with colours at a terminal, or to a file without colours.

    Raises:
        DocumentError: The file cannot be written.

    """
    if output is None:
        draw_on(sys.stdout)
        return
    buffer = io.StringIO()
    draw_on(buffer)
    deliver(buffer.getvalue(), output)


def masked_fields(model: Model) -> dict[str, object]:
    """Return the fields of an object by their API names, without a pairing key and with secrets masked."""
    fields = {name: value for name, value in model.wire().items() if name != _PAIRING_KEY}
    return {name: mask_values(value, name) for name, value in fields.items()}

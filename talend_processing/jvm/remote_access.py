"""JVM arguments with which others can control a running JVM: debuggers, and JMX without authentication."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from talend_processing.jvm.arguments import Argument, last

_AUTHENTICATE: Final = "-Dcom.sun.management.jmxremote.authenticate"
_DEBUGGER: Final = re.compile(r"(?:^|\s)(?:-agentlib:jdwp|-agentpath:[^=]*jdwp|-Xrunjdwp|-Xdebug)")
"""Options that enable a debugger. They also count inside the value of another option, after a blank, because
a start script may split the value there."""
_LOOPBACK: Final = re.compile(r"address=(127(?:\.[0-9]+){3}|localhost|\[?::1\]?):")


def debuggers(arguments: Sequence[Argument]) -> Iterator[Argument]:
    """Yield the arguments that enable a debugger."""
    return (one for one in arguments if _DEBUGGER.search(one.text))


def listens_on_loopback(argument: Argument) -> bool:
    """Return whether the debugger of an argument listens on a loopback address, such as `localhost`."""
    return bool(_LOOPBACK.search(argument.text))


def unauthenticated_jmx(arguments: Sequence[Argument]) -> Iterator[Argument]:
    """Yield the argument that disables authentication of JMX, unless a later argument enables it again."""
    authentication = last(arguments, _AUTHENTICATE)
    if authentication is not None and authentication.value.lower() == "false":
        yield authentication

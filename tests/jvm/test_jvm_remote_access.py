"""Arguments that open a JVM to others, in any position of an entry."""

from __future__ import annotations

import pytest

from talend_processing.jvm.arguments import parse
from talend_processing.jvm.remote_access import debuggers, listens_on_loopback, unauthenticated_jmx

JMX = "-Dcom.sun.management.jmxremote.authenticate="


@pytest.mark.parametrize(
    ("entry", "count"),
    [
        ("-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005", 1),
        ("-Xmx1g -Xrunjdwp:transport=dt_socket", 1),
        ("-agentpath:/opt/jdk/lib/libjdwp.so=server=y", 1),
        ("-Xdebug", 1),
        ("-Dnote='a -agentlib:jdwp'", 1),
        ("-Dnote=agentlib:jdwp", 0),
        ("-agentlib:hprof", 0),
    ],
)
def test_debuggers_are_found_in_any_position(entry: str, count: int) -> None:
    assert len(list(debuggers(parse([entry])))) == count


@pytest.mark.parametrize(
    ("address", "loopback"),
    [("127.0.0.1:5005", True), ("localhost:5005", True), ("*:5005", False), ("5005", False)],
)
def test_a_debugger_on_a_loopback_address_is_recognised(address: str, *, loopback: bool) -> None:
    assert listens_on_loopback(parse([f"-agentlib:jdwp=server=y,address={address}"])[0]) is loopback


def test_the_last_authenticate_option_decides() -> None:
    assert [one.entry for one in unauthenticated_jmx(parse([JMX + "true", JMX + "FALSE"]))] == [1]
    assert not list(unauthenticated_jmx(parse([JMX + "false", JMX + "true"])))

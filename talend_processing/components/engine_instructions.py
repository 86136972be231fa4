"""What to do on an engine's machine so that it pairs itself: files and command lines."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

import pulumi
from pulumi.runtime import config

from talend_processing.provider.declare.declaration import spec_of

if TYPE_CHECKING:
    from talend_processing.resources.pipeline_engine import PipelineEngine
    from talend_processing.resources.remote_engine import RemoteEngine

__all__ = ["pairing_instructions"]

_REGION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY_FILE = "etc/preauthorized.key.cfg"
_PAIRING_FILE = "etc/org.talend.ipaas.rt.pairing.client.cfg"


def pairing_instructions(
    engine: RemoteEngine | PipelineEngine, *, region: str | None = None
) -> pulumi.Output[str]:
    """Say how this engine is paired, as a shell script with comments. It is a secret: it holds the key.

    Export it and read it with `pulumi stack output NAME --show-secrets`. A Remote Engine's text can be run
    as it stands in the folder where the engine is installed. A Pipeline Engine's only says which key and
    address its installation asks for. Without a key (an adopted engine that is paired already) it says how
    to get a new one.

    Args:
        engine: The engine's resource.
        region: The account's region: eu, us, ap, au, us-west. That of the stack if omitted.

    Raises:
        pulumi.RunError: The region is no region id, or neither given nor set for the stack.

    """
    address = pairing_address(region)
    noun = spec_of(type(engine)).endpoint.noun
    write = _pipeline if noun == "Pipeline Engine" else remote_engine_script
    known = pulumi.Output.all(engine.name, engine.pre_authorized_key)

    def told(values: list[str | None]) -> str:
        name, key = values
        called = f"{noun} '{name}'"
        return "\n".join(write(called, key, address) if key else _no_key(called)) + "\n"

    return pulumi.Output.secret(known.apply(told))


def pairing_address(region: str | None) -> str:
    """Where the engines of a region pair themselves; the stack's region if none is given.

    Raises:
        pulumi.RunError: The region is no region id, or neither given nor set for the stack.

    """
    region = region or config.get_config("talend:region") or os.environ.get("TALEND_REGION")
    if not region:
        raise pulumi.RunError("pairing_instructions needs a region: give one, or set talend:region")
    if not _REGION.fullmatch(region):
        raise pulumi.RunError(f"pairing_instructions: {region!r} is no region id: eu, us, ap, au or us-west")
    return f"https://pair.{region}.cloud.talend.com"


def remote_engine_script(called: str, key: str, address: str) -> list[str]:
    """The lines of the script that pairs a Remote Engine."""
    # What comes from the API is quoted: this is run by a shell.
    key_line = shlex.quote(f"remote.engine.pre.authorized.key = {key}")
    return [
        f"# {_one_line(called)}: run this in the folder where it is installed.",
        "bin/stop || true  # it need not run",
        f"touch {_KEY_FILE} {_PAIRING_FILE}",
        f"chmod 600 {_KEY_FILE}",
        f"printf '%s\\n' {key_line} > {_KEY_FILE}",
        # $a\ ends a last line that has no end, or the next one would become a part of it.
        f"sed -i -e '/^pairing\\.service\\.url/d' -e '$a\\' {_PAIRING_FILE}",
        f"echo 'pairing.service.url={address}' >> {_PAIRING_FILE}",
        "bin/start",
    ]


def _pipeline(called: str, key: str, address: str) -> list[str]:
    return [
        f"# {_one_line(called)}: its installation asks for these two.",
        f"# pre-authorized key: {key}",
        f"# pairing service: {address}",
    ]


def _no_key(called: str) -> list[str]:
    return [
        f"# {_one_line(called)}: the API shows no key, as of one that is paired already: nothing to do.",
        "# To pair another machine, change a value in unpair_triggers and apply: that makes a new key.",
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())

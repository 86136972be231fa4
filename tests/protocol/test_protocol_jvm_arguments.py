"""JVM arguments as Talend's console accepts them, through the real host: declared, kept and warned about."""

from __future__ import annotations

import pytest
from harness import Host, Refused
from samples import Samples

from talend_processing.provider.kinds.registry import find
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.sdk

KINDS = ("RemoteEngineRunProfile", "EngineClusterRunProfile", "DataIntegrationRunProfile", "RunProfile")
OPENS = "java.base/java.util=ALL-UNNAMED"
PLAIN = ["--add-opens", OPENS, f"--add-opens={OPENS}", "-Dx=", r"-Dy=a|b$c\d*'\"`", "-Dz=a b", "@/etc/args"]
UNUSUAL = [
    "-Xms1g -Xmx2g",
    f"--add-opens {OPENS}",
    "Xmx1g",
    "-XX:+UseConcMarkSweepGC",
    "-Dpassword=hunter22 x",
]


@pytest.mark.assumes(jvm_argument_entries="keep", pipeline_list_kinds="all")
@pytest.mark.parametrize("kind", KINDS)
def test_values_that_the_console_accepts_can_be_declared_unchanged(
    host: Host, simulator: Simulator, kind: str
) -> None:
    samples = Samples(lambda of, inputs: host.up(of, inputs).id, simulator)
    for arguments in (PLAIN, UNUSUAL):
        inputs = samples.least(find(kind)) | {"jvmArguments": arguments}
        made = host.up(kind, inputs)
        assert made.outputs["jvmArguments"] == arguments
        seen = host.refresh(made)
        assert seen is not None
        assert host.diff(seen, host.check(kind, inputs)) == (False, [], False)


def test_an_unusual_argument_is_a_warning_on_the_resource_s_row(host: Host, simulator: Simulator) -> None:
    samples = Samples(lambda of, inputs: host.up(of, inputs).id, simulator)
    inputs = samples.least(find("RemoteEngineRunProfile"))
    host.engine.messages.clear()
    host.check("RemoteEngineRunProfile", {**inputs, "jvmArguments": PLAIN})
    assert [one.message for one in host.engine.messages] == []
    host.check("RemoteEngineRunProfile", {**inputs, "jvmArguments": UNUSUAL})
    messages = [one.message for one in host.engine.messages]
    assert {one.urn for one in host.engine.messages} == {"urn::RemoteEngineRunProfile"}
    assert [text.partition(" ")[0] for text in sorted(messages)] == [f"jvm_arguments[{n}]" for n in range(4)]
    assert 'as in ["-Xms1g", "-Xmx2g"]' in min(messages)
    assert not [text for text in messages if "hunter" in text]


@pytest.mark.parametrize("arguments", [[""], [" "], [3], [{"a": "b"}], "-Xmx1g"])
def test_invalid_jvm_arguments_are_refused(host: Host, arguments: object) -> None:
    inputs = {"engineId": "6" * 24, "type": "JOB_SERVER", "jvmArguments": arguments}
    with pytest.raises(Refused, match=r"^jvm_arguments"):
        host.check("RemoteEngineRunProfile", {**inputs, "name": "heap"})

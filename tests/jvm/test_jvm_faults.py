"""Arguments that prevent a JVM from starting: entry, reason and remedy, without values."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talend_processing.jvm.faults import faults

OPENS = "java.base/java.util=ALL-UNNAMED"


@pytest.mark.parametrize(
    ("entries", "entry", "why", "write"),
    [
        (["-ea", "-Xms1g -Xmx2g"], 1, "contains 2 arguments", 'as in ["-Xms1g", "-Xmx2g"]'),
        ([f"--add-opens {OPENS}"], 0, "contains --add-opens and its value", 'write "--add-opens=…"'),
        (["--add-opens"], 0, "has no value for --add-opens", 'write "--add-opens=…"'),
        (["Xmx1g"], 0, "does not begin with '-'", "such as -Xmx2g"),
        ([" -Xmx1g"], 0, "begins or ends with white space", "remove the white space"),
        (["-Xmx2gb"], 0, "has no valid size after -Xmx", "such as -Xmx2g"),
        (["-Xmx"], 0, "has no valid size after -Xmx", "such as -Xmx2g"),
        (["-Xmx 2g"], 0, "has no valid size after -Xmx", "such as -Xmx2g"),
        (["-XX:MaxHeapSize=2gb"], 0, "after -XX:MaxHeapSize", "such as -XX:MaxHeapSize=2g"),
        (["-Xmx512"], 0, "below 2 MB", "-Xmx512m"),
        (["-XX:MaxRAMPercentage=50%"], 0, "-XX:MaxRAMPercentage", "a number from 0 to 100"),
        (["-XX:MaxRAMPercentage=50."], 0, "-XX:MaxRAMPercentage", "a number from 0 to 100"),
        (["-XX:UseG1GC"], 0, "does not switch -XX:UseG1GC on or off", "write -XX:+UseG1GC"),
        (["-Xms2g", "-ea", "-Xmx1g"], 2, "initial heap (-Xms) above the maximum (-Xmx)", "lower"),
        (["-XX:+UseZGC", "-XX:+UseG1GC"], 1, "(-XX:+UseZGC and -XX:+UseG1GC)", "keep one of them"),
        (["-XX:+UseConcMarkSweepGC"], 0, "and Java 17 does not start with it (the CMS", "G1 is the default"),
        (["-XX:MaxPermSize=1g"], 0, "contains -XX:MaxPermSize", "-XX:MaxMetaspaceSize"),
    ],
)
def test_each_fault_names_its_entry_the_reason_and_what_to_write(
    entries: list[str], entry: int, why: str, write: str
) -> None:
    (found,) = faults(entries)
    assert found.entry == entry
    assert why in found.why
    assert write in str(found)


@pytest.mark.parametrize(
    "entries",
    [
        ["-Xms1g", "-Xmx2g", "-XX:+UseG1GC"],
        ["--add-opens", OPENS],
        ["--add-opens=java.base/java.lang=ALL-UNNAMED", f"--add-opens={OPENS}"],
        ["--add-opens", None],
        ["--class-path=/opt/my libraries/a.jar", "-XX:ParGCArrayScanChunk=50"],
        ["-Dx=", "-Dy", r"-Dz=a|b$c\d*'\"`", "-Dw=a b"],
        ["-XX:OnOutOfMemoryError=kill -9 %p", "@/etc/jvm.args"],
        ["-XX:+UseG1GC", "-XX:-UseG1GC", "-XX:+UseSerialGC"],
        ["-XX:+IgnoreUnrecognizedVMOptions", "-XX:MaxPermSize=1g"],
        ["-Xprof", "--illegal-access=permit"],
        [None],
        [],
    ],
)
def test_arguments_that_a_jvm_accepts_are_not_faults(entries: list[str | None]) -> None:
    assert list(faults(entries)) == []


@settings(deadline=None)
@given(st.lists(st.sampled_from(["-Xmx", "-Dpassword=", "--add-opens ", "-XX:MaxHeapSize=", "", "-XX:"])))
def test_faults_contain_no_values(heads: list[str]) -> None:
    assert not [one for one in faults([f"{head}hunter22 x" for head in heads]) if "hunter" in str(one)]

"""The table of options that Java 17 no longer has. A JVM of Java 17 confirms it if one is installed."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess

import pytest

from talend_processing.jvm.arguments import parse
from talend_processing.jvm.faults import faults
from talend_processing.jvm.removed import option_name, removed_options

REFUSED = (
    *("-XX:+UseConcMarkSweepGC", "-XX:+UseParNewGC", "-XX:CMSInitiatingOccupancyFraction=70", "-Xincgc"),
    *("-XX:+CMSClassUnloadingEnabled", "-XX:+UseCMSInitiatingOccupancyOnly", "-XX:ParallelCMSThreads=2"),
    *("-XX:+ExplicitGCInvokesConcurrentAndUnloadsClasses", "-XX:+UseParallelOldGC"),
    *("-XX:PermSize=64m", "-XX:MaxPermSize=256m", "-XX:+AggressiveOpts", "-XX:-UseSplitVerifier"),
    *("-XX:+PrintGCDateStamps", "-XX:+PrintGCTimeStamps", "-XX:+PrintHeapAtGC", "-XX:+PrintReferenceGC"),
    *("-XX:+PrintGCApplicationStoppedTime", "-XX:+PrintTenuringDistribution", "-XX:+TraceClassLoading"),
    "-XX:+TraceSafepointCleanupTime",
    *("-XX:+UseGCLogFileRotation", "-XX:NumberOfGCLogFiles=5", "-XX:GCLogFileSize=10M"),
    *("-XX:+UnlockCommercialFeatures", "-XX:+UseCGroupMemoryLimitForHeap", "-XX:AOTLibrary=x"),
    *("-d64", "-Xbootclasspath:/x", "-Xbootclasspath/p:/x", "-Djava.ext.dirs=/x", "-Djava.endorsed.dirs=/x"),
    *("-Xrunhprof", "-agentlib:hprof", "--permit-illegal-access", "--add-modules=java.xml.bind", "-Xoss512k"),
)
IGNORED = ("-Xprof", "--illegal-access=permit")
KNOWN = (
    *("-XX:+UseG1GC", "-XX:+PrintGC", "-XX:+PrintGCDetails", "-Xbootclasspath/a:/x", "-XX:MaxRAMFraction=2"),
    *("-XX:ParGCArrayScanChunk=50", "--class-path=/opt/a b.jar", "-XX:MaxRAMPercentage=50.0"),
    *("-XX:+ExplicitGCInvokesConcurrent", "-XX:+UseBiasedLocking", "-XX:MetaspaceSize=64m", "-noverify"),
    *("-XX:+PrintStringTableStatistics", "--add-modules=java.sql", "-Djava.io.tmpdir=/tmp", "-server"),
)


@functools.cache
def java_17() -> str:
    """Return the path of a JVM of Java 17, or an empty string."""
    home = os.environ.get("JAVA_HOME_17_X64") or os.environ.get("JAVA_HOME") or ""
    for java in (f"{home}/bin/java", "java"):
        if shutil.which(java):
            version = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
            if 'version "17.' in version:
                return java
    return ""


@pytest.mark.parametrize("text", REFUSED)
def test_a_removed_option_has_a_reason_and_a_replacement(text: str) -> None:
    ((argument, why),) = removed_options(parse([text]))
    assert not why.ignored
    assert option_name(argument) in text
    assert why.why
    assert why.remedy


@pytest.mark.parametrize("text", IGNORED)
def test_an_ignored_option_does_not_stop_a_jvm(text: str) -> None:
    ((_, why),) = removed_options(parse([text]))
    assert why.ignored
    assert not list(faults([text]))


@pytest.mark.parametrize("text", KNOWN)
def test_an_option_of_java_17_is_not_removed(text: str) -> None:
    assert not list(removed_options(parse([text])))


def test_ignoring_unrecognized_options_does_not_cover_all_removed_options() -> None:
    excused = parse(["-XX:+IgnoreUnrecognizedVMOptions", *REFUSED])
    assert {option_name(one) for one, _ in removed_options(excused)} == {
        *("-Xbootclasspath", "-Xbootclasspath/p", "-Djava.ext.dirs", "-Djava.endorsed.dirs"),
        *("-Xrunhprof", "-agentlib:hprof", "--add-modules"),
    }


@pytest.mark.skipif(not java_17(), reason="there is no JVM of Java 17 on PATH or in JAVA_HOME")
@pytest.mark.parametrize(("texts", "starts"), [(REFUSED, False), (IGNORED, True), (KNOWN, True)])
def test_a_real_jvm_confirms_the_table(texts: tuple[str, ...], *, starts: bool) -> None:
    for text in texts:
        done = subprocess.run([java_17(), text, "-version"], capture_output=True, text=True, check=False)
        assert (done.returncode == 0) is starts, (text, done.stdout, done.stderr)

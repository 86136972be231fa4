"""Options that Java 17 no longer has.

A JVM of Java 17 does not start with most of them. It ignores a few with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from talend_processing.jvm.arguments import Argument, last

JAVA: Final = 17
_LENIENT: Final = "IgnoreUnrecognizedVMOptions"
_NEVER_EXCUSED: Final = re.compile(r"-D|--add-modules|-agentlib|-Xrun|-Xbootclasspath")
"""Options that `-XX:+IgnoreUnrecognizedVMOptions` does not excuse."""


@dataclass(frozen=True, slots=True)
class Removed:
    """The reason why Java 17 lacks an option, and the remedy."""

    why: str
    instead: str
    ignored: bool = False
    """Whether a JVM ignores the option with a warning."""


_CMS: Final = Removed("the CMS collector was removed in Java 14", "remove it, G1 is the default")
_PARALLEL_OLD: Final = Removed("it is part of -XX:+UseParallelGC", "write -XX:+UseParallelGC")
_PERMANENT: Final = Removed(
    "the permanent generation was removed in Java 8", "write -XX:MetaspaceSize or -XX:MaxMetaspaceSize"
)
_GC_LOG: Final = Removed("logs of the garbage collector were unified in Java 9", "write -Xlog:gc*")
_GC_FILES: Final = Removed(
    "logs of the garbage collector were unified in Java 9",
    "write -Xlog:gc*:file=gc.log::filecount=5,filesize=10m",
)
_LOG: Final = Removed("logs of the JVM were unified in Java 9", "write an -Xlog option")
_TUNING: Final = Removed("it was removed after Java 8", "remove it")
_CONTAINER: Final = Removed(
    "a JVM sees the limits of its container by itself", "remove it, or write -XX:MaxRAMPercentage"
)
_COMMERCIAL: Final = Removed("Flight Recorder is free since Java 11", "remove it")
_AHEAD_OF_TIME: Final = Removed("ahead-of-time compilation was removed in Java 17", "remove it")
_BITS: Final = Removed("the option that chooses 32 or 64 bits was removed in Java 10", "remove it")
_BOOT: Final = Removed("the class library is made of modules since Java 9", "write --patch-module")
_EXTENSIONS: Final = Removed("this mechanism was removed in Java 9", "put the libraries on the class path")
_HPROF: Final = Removed("the agent hprof was removed in Java 9", "write -XX:+HeapDumpOnOutOfMemoryError")
_JAVA_EE: Final = Removed("the modules of Java EE were removed in Java 11", "add the libraries to the Job")
_ILLEGAL_ACCESS: Final = Removed(
    "strong encapsulation cannot be switched off since Java 17", "write --add-opens", ignored=True
)
_PROFILER: Final = Removed("the flat profiler was removed in Java 10", "remove it", ignored=True)

_FAMILIES: Final[tuple[tuple[str, Removed], ...]] = (
    (r"CMS\w+|Use(?:ConcMarkSweep|ParNew)GC|UseCMS\w+|ParallelCMSThreads|PrintFLS\w+|-Xincgc|-Xconcgc", _CMS),
    (r"ExplicitGCInvokesConcurrentAndUnloadsClasses|ParGC(?!ArrayScanChunk$)\w+", _CMS),
    (r"UseParallelOldGC(?:Compacting)?", _PARALLEL_OLD),
    (r"PermSize|MaxPermSize|M(?:ax|in)PermHeapExpansion", _PERMANENT),
    (r"UseGCLogFileRotation|NumberOfGCLogFiles|GCLogFileSize", _GC_FILES),
    (
        r"PrintGC(?!Details$)\w+|PrintHeapAtGC\w*|Print(?:Old)?PLAB|PrintTLAB|PrintTenuringDistribution",
        _GC_LOG,
    ),
    (
        r"Print(?:AdaptiveSizePolicy|ReferenceGC|PromotionFailure|ClassHistogram(?:Before|After)FullGC)",
        _GC_LOG,
    ),
    (
        r"PrintParallelOldGCPhaseTimes|G1PrintHeapRegions|G1LogLevel|PrintStringDeduplicationStatistics",
        _GC_LOG,
    ),
    (r"Trace(?:Class\w+|LoaderConstraints|Exceptions|MonitorInflation|RedefineClasses)", _LOG),
    (
        r"TraceSafepoint(?:CleanupTime)?|TraceBiasedLocking|PrintSafepointStatistics\w*|PrintJNIResolving",
        _LOG,
    ),
    (
        r"AggressiveOpts|UseFastAccessorMethods|UseFastEmptyMethods|UseCompressedStrings|UseStringCache",
        _TUNING,
    ),
    (
        r"UseSplitVerifier|FailOverToOldVerifier|UseVMInterruptibleIO|CheckEndorsedAndExtDirs|UseMembar",
        _TUNING,
    ),
    (r"UseAdaptiveGCBoundary|UseAutoGCSelectPolicy|CollectGen0First|MonitorInUseLists|UseSpinning", _TUNING),
    (r"PreBlockSpin|UseISM|UseMPSS|UseBoundThreads|UseAltSigs|UseLWPSynchronization|AssumeMP", _TUNING),
    (r"FastTLABRefill|SafepointSpinBeforeYield|UseOldInlining|ForceNUMA|CompactFields", _TUNING),
    (r"FieldsAllocationStyle|UseLargePagesInMetaspace|UseAppCDS|Shared(?:ReadOnly|ReadWrite)Size", _TUNING),
    (
        r"SharedMisc(?:Data|Code)Size|InitialBootClassLoaderMetaspaceSize|-Xoss\w*|-Xsqnopause|-Xeprof",
        _TUNING,
    ),
    (r"UseCGroupMemoryLimitForHeap", _CONTAINER),
    (r"UnlockCommercialFeatures", _COMMERCIAL),
    (r"UseAOT|AOTLibrary|PrintAOT", _AHEAD_OF_TIME),
    (r"-d(?:32|64)", _BITS),
    (r"-Xbootclasspath(?:/p)?", _BOOT),
    (r"-Djava\.(?:endorsed|ext)\.dirs", _EXTENSIONS),
    (r"-agentlib:hprof|-Xrunhprof", _HPROF),
    (r"--illegal-access", _ILLEGAL_ACCESS),
    (r"--permit-illegal-access", Removed(_ILLEGAL_ACCESS.why, _ILLEGAL_ACCESS.instead)),
    (r"-Xprof", _PROFILER),
)
_JAVA_EE_MODULES: Final = frozenset(
    {"java.xml.bind", "java.xml.ws", "java.xml.ws.annotation", "java.activation", "java.corba"}
    | {"java.transaction", "java.se.ee"}
)


def removed(arguments: Sequence[Argument]) -> Iterator[tuple[Argument, Removed]]:
    """Yield the arguments that Java 17 no longer has, each with the reason.

    Arguments that a JVM ignores because of `-XX:+IgnoreUnrecognizedVMOptions` are omitted.
    """
    lenient = last(arguments, _LENIENT)
    excused = lenient is not None and lenient.value == "+"
    for one in arguments:
        found = _found(one)
        if found is not None and not (excused and not found.ignored and not _NEVER_EXCUSED.match(one.option)):
            yield one, found


def name(argument: Argument) -> str:
    """Return the option in its usual spelling, without the value if the parser recognises the option."""
    if not argument.option or argument.option.startswith("-"):
        return argument.option or argument.text
    sign = argument.value if argument.value in {"+", "-"} else ""
    return f"-XX:{sign}{argument.option}"


def _found(argument: Argument) -> Removed | None:
    option = argument.option or argument.text
    if option == "--add-modules" and _JAVA_EE_MODULES & {one.strip() for one in argument.value.split(",")}:
        return _JAVA_EE
    return next((why for pattern, why in _FAMILIES if re.fullmatch(pattern, option)), None)

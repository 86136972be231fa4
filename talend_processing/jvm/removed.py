"""JVM options that Java 17 no longer has.

Java 17 ignores a few of them with a warning and does not start with the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from talend_processing.jvm.arguments import Argument, last

JAVA_VERSION: Final = 17
_IGNORE_UNRECOGNIZED: Final = "IgnoreUnrecognizedVMOptions"
_ALWAYS_REJECTED: Final = re.compile(r"-D|--add-modules|-agentlib|-Xrun|-Xbootclasspath")
"""A JVM does not start with these removed options, even with `-XX:+IgnoreUnrecognizedVMOptions`."""


@dataclass(frozen=True, slots=True)
class Removal:
    """The reason why Java 17 no longer has an option, and the remedy."""

    why: str
    """Such as `it was removed after Java 8`."""
    remedy: str
    """Such as `remove it`."""
    ignored: bool = False
    """Whether a JVM ignores the option with a warning."""


_CMS: Final = Removal("the CMS collector was removed in Java 14", "remove it, G1 is the default")
_PARALLEL_OLD: Final = Removal("it is part of -XX:+UseParallelGC", "write -XX:+UseParallelGC")
_PERMANENT_GENERATION: Final = Removal(
    "the permanent generation was removed in Java 8", "write -XX:MetaspaceSize or -XX:MaxMetaspaceSize"
)
_GC_LOG: Final = Removal("logs of the garbage collector were unified in Java 9", "write -Xlog:gc*")
_GC_LOG_FILES: Final = Removal(
    "logs of the garbage collector were unified in Java 9",
    "write -Xlog:gc*:file=gc.log::filecount=5,filesize=10m",
)
_JVM_LOG: Final = Removal("logs of the JVM were unified in Java 9", "write an -Xlog option")
_TUNING: Final = Removal("it was removed after Java 8", "remove it")
_CONTAINER_LIMITS: Final = Removal(
    "a JVM sees the limits of its container by itself", "remove it, or write -XX:MaxRAMPercentage"
)
_COMMERCIAL_FEATURES: Final = Removal("Flight Recorder has been free since Java 11", "remove it")
_AHEAD_OF_TIME: Final = Removal("ahead-of-time compilation was removed in Java 17", "remove it")
_DATA_MODEL: Final = Removal("the option that chooses 32 or 64 bits was removed in Java 10", "remove it")
_BOOT_CLASS_PATH: Final = Removal(
    "the class library has consisted of modules since Java 9", "write --patch-module"
)
_EXTENSIONS: Final = Removal(
    "endorsed and extension directories were removed in Java 9", "put the libraries on the class path"
)
_HPROF: Final = Removal("the agent hprof was removed in Java 9", "write -XX:+HeapDumpOnOutOfMemoryError")
_JAVA_EE: Final = Removal("the modules of Java EE were removed in Java 11", "add the libraries to the Job")
_ILLEGAL_ACCESS: Final = Removal(
    "strong encapsulation cannot be switched off since Java 17", "write --add-opens", ignored=True
)
_PROFILER: Final = Removal("the flat profiler was removed in Java 10", "remove it", ignored=True)

_REMOVED_OPTIONS: Final[tuple[tuple[str, Removal], ...]] = (
    (r"CMS\w+|Use(?:ConcMarkSweep|ParNew)GC|UseCMS\w+|ParallelCMSThreads|PrintFLS\w+|-Xincgc|-Xconcgc", _CMS),
    (r"ExplicitGCInvokesConcurrentAndUnloadsClasses|ParGC(?!ArrayScanChunk$)\w+", _CMS),
    (r"UseParallelOldGC(?:Compacting)?", _PARALLEL_OLD),
    (r"PermSize|MaxPermSize|M(?:ax|in)PermHeapExpansion", _PERMANENT_GENERATION),
    (r"UseGCLogFileRotation|NumberOfGCLogFiles|GCLogFileSize", _GC_LOG_FILES),
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
    (r"Trace(?:Class\w+|LoaderConstraints|Exceptions|MonitorInflation|RedefineClasses)", _JVM_LOG),
    (
        r"TraceSafepoint(?:CleanupTime)?|TraceBiasedLocking|PrintSafepointStatistics\w*|PrintJNIResolving",
        _JVM_LOG,
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
    (r"UseCGroupMemoryLimitForHeap", _CONTAINER_LIMITS),
    (r"UnlockCommercialFeatures", _COMMERCIAL_FEATURES),
    (r"UseAOT|AOTLibrary|PrintAOT", _AHEAD_OF_TIME),
    (r"-d(?:32|64)", _DATA_MODEL),
    (r"-Xbootclasspath(?:/p)?", _BOOT_CLASS_PATH),
    (r"-Djava\.(?:endorsed|ext)\.dirs", _EXTENSIONS),
    (r"-agentlib:hprof|-Xrunhprof", _HPROF),
    (r"--illegal-access", _ILLEGAL_ACCESS),
    (r"--permit-illegal-access", Removal(_ILLEGAL_ACCESS.why, _ILLEGAL_ACCESS.remedy)),
    (r"-Xprof", _PROFILER),
)
"""Patterns of option names, each with the reason why Java 17 no longer has these options."""
_JAVA_EE_MODULES: Final = frozenset(
    {"java.xml.bind", "java.xml.ws", "java.xml.ws.annotation", "java.activation", "java.corba"}
    | {"java.transaction", "java.se.ee"}
)


def removed_options(arguments: Sequence[Argument]) -> Iterator[tuple[Argument, Removal]]:
    """Yield the arguments whose option Java 17 no longer has, each with the reason.

    Omit those that a JVM ignores because of `-XX:+IgnoreUnrecognizedVMOptions`.
    """
    switch = last(arguments, _IGNORE_UNRECOGNIZED)
    ignores_unrecognized = switch is not None and switch.value == "+"
    for argument in arguments:
        removal = _removal(argument)
        if removal is None:
            continue
        if removal.ignored or _ALWAYS_REJECTED.match(argument.option) or not ignores_unrecognized:
            yield argument, removal


def option_name(argument: Argument) -> str:
    """Return the option without its value, such as `--add-opens` or `-XX:+UseG1GC`.

    Return the whole text if the parser does not recognise an option in it.
    """
    if not argument.option or argument.option.startswith("-"):
        return argument.option or argument.text
    sign = argument.value if argument.value in {"+", "-"} else ""
    return f"-XX:{sign}{argument.option}"


def _removal(argument: Argument) -> Removal | None:
    option = argument.option or argument.text
    modules = {module.strip() for module in argument.value.split(",")}
    if option == "--add-modules" and modules & _JAVA_EE_MODULES:
        return _JAVA_EE
    return next((removal for pattern, removal in _REMOVED_OPTIONS if re.fullmatch(pattern, option)), None)

"""For each policy: resources that pass, violations, unknown values, settings and remedies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from single_policy import cluster, databricks, engine, heap, member, owned, yarn

from talend_processing.testing import UNKNOWN, Declared, SecretInput


@dataclass(frozen=True)
class Case:
    """Resources for one policy: those that pass, violations, and those that cannot be checked yet."""

    passes: list[Declared]
    violates: list[Declared]
    names: set[str]
    """Those of `violates` that are violations, by name."""
    unknown: list[Declared]
    """Resources that would be violations if their unknown values were known."""
    config: Mapping[str, object]
    configured: set[str]
    """Those of `violates` and `passes` that are violations with `config`."""
    remedied: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """The corrections of `violates` by the remedy, by name."""


OPEN_JMX = ("-Dcom.sun.management.jmxremote.port=9010", "-Dcom.sun.management.jmxremote.authenticate=false")
JDWP = "-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005"
CASES = {
    "change-within-limits": Case(
        passes=[engine("same", createDate="2026-01-01", drift={})] * 2,
        violates=[engine(f"new-{number:04}") for number in range(901)],
        names={"new-0900"},
        unknown=[engine(f"some-{number}", description=UNKNOWN) for number in range(900)],
        config={"maxChanges": 901},
        configured=set(),
    ),
    "clusters-are-uniform": Case(
        passes=[cluster("c"), engine("a"), engine("b"), member("c", "a"), member("c", "b")],
        violates=[
            *(cluster("c"), engine("a", esbCompatibilityVersion="7.3"), member("c", "a")),
            *(engine("b", esbCompatibilityVersion="8.0"), member("c", "b")),
            *(cluster("d"), engine("far", environmentId="e2"), member("d", "far")),
            *(cluster("u"), engine("old", version="2.12.3"), member("u", "old")),
            *(engine("new", version="2.13.4"), member("u", "new"), engine("later"), member("u", "later")),
        ],
        names={"c", "far", "u"},
        unknown=[
            *(cluster("c"), engine("a", esbCompatibilityVersion="7.3"), member("c", "a")),
            *(engine("b", esbCompatibilityVersion=UNKNOWN, environmentId=UNKNOWN), member("c", "b")),
        ],
        config={"enforcementLevel": "disabled"},
        configured=set(),
    ),
    "clusters-have-enough-members": Case(
        passes=[cluster("c"), engine("a"), engine("b"), member("c", "a"), member("c", "b")],
        violates=[cluster("c", remoteEngines=["one"]), cluster("d", remoteEngines=["one", "two", "three"])],
        names={"c"},
        unknown=[cluster("c", remoteEngines=UNKNOWN), cluster("d", remoteEngines=[UNKNOWN, UNKNOWN])],
        config={"minMembers": 4},
        configured={"c", "d"},
    ),
    "databricks-within-limits": Case(
        passes=[databricks("small", 2)],
        violates=[databricks("big", 21)],
        names={"big"},
        unknown=[databricks("later", UNKNOWN)],
        config={"maxWorkers": 1},
        configured={"small", "big"},
    ),
    "debugging-off-in-production": Case(
        passes=[engine("plain"), heap("fine", "-Xmx1g")],
        violates=[
            engine("debugged", debug={"host": "h"}),
            heap("open", "-Xmx1g", JDWP),
            heap("behind", f"-Xmx1g {JDWP}"),
            heap("by-path", "-Xmx1g", JDWP.replace("-agentlib:jdwp", "-agentpath:/opt/jdk/lib/libjdwp.so")),
            heap("within", f"-Dnote='a {JDWP}'"),
        ],
        names={"debugged", "open", "by-path", "behind", "within"},
        unknown=[heap("later", UNKNOWN), heap("all", "-Xmx1g", UNKNOWN)],
        config={"productionStacks": ["^other$"], "productionEnvironments": ["e1"]},
        configured={"debugged"},
        remedied={
            "open": {"jvmArguments": ["-Xmx1g"]},
            "by-path": {"jvmArguments": ["-Xmx1g"]},
            "behind": {"jvmArguments": ["-Xmx1g"]},
            "within": {},
            "debugged": {},
        },
    ),
    "descriptions-present": Case(
        passes=[engine("described", description="d")],
        violates=[engine("undescribed"), heap("blank", description="  ")],
        names={"undescribed", "blank"},
        unknown=[engine("later", description=UNKNOWN)],
        config={"kinds": ["RemoteEngine"]},
        configured={"undescribed"},
        remedied={"undescribed": {}, "blank": {"description": "Declared in test/prod"}},
    ),
    "heap-within-limits": Case(
        passes=[
            heap("fine", "-Xmx1g"),
            heap("none", "-XX:+UseG1GC"),
            heap("share", "-XX:MaxRAMPercentage=75"),
        ],
        violates=[
            *(heap("huge", "-Xmx17g"), heap("tiny", "-Xmx1m"), heap("odd", "-Xmxlots")),
            *(heap("long", "-Xmx1g", "-XX:MaxHeapSize=30g"), heap("both", "-Xms1g -Xmx40g")),
            heap("machine", "-XX:MaxRAM=64g", "-XX:MaxRAMPercentage=50"),
        ],
        names={"huge", "tiny", "odd", "long", "both", "machine"},
        unknown=[heap("later", UNKNOWN), Declared("RunProfile", "all", {"jvmArguments": UNKNOWN})],
        config={"maxHeapMb": 20000, "requireMaximum": True},
        configured={"tiny", "odd", "none", "long", "both", "machine"},
    ),
    "initial-heap-has-maximum": Case(
        passes=[
            heap("fine", "-Xms1g", "-Xmx1g"),
            heap("share", "-Xms1g", "-XX:MaxRAMPercentage=75"),
            heap("none", "-ea"),
        ],
        violates=[heap("initial", "-ea", "-Xms1g"), heap("spelled", "-XX:InitialHeapSize=1g -ea")],
        names={"initial", "spelled"},
        unknown=[heap("later", "-Xms1g", UNKNOWN)],
        config={"enforcementLevel": "disabled"},
        configured=set(),
    ),
    "jvm-arguments-coherent": Case(
        passes=[
            heap("fine", "-Xms1g", "-Xmx2g", "-javaagent:a.jar", "-javaagent:b.jar"),
            heap("opens", "--add-opens=a/b=ALL-UNNAMED", "--add-opens=a/c=ALL-UNNAMED"),
            heap("apart", "--add-opens", "a/b=ALL-UNNAMED", "--add-opens", "a/c=ALL-UNNAMED", "-Dx="),
        ],
        violates=[
            heap("twice", "-Xms2g", SecretInput("-Xmx1g"), "-Xmx1g"),
            heap("two", "-XX:+UseG1GC", "-XX:+UseZGC"),
            heap("spelled", "-Xmx1g -ea", "-XX:MaxHeapSize=1g"),
            heap("one-text", "-Xms2g -Xmx1g"),
            heap("hidden", "-Ddb.password=hunter2", "-Ddb.password=hunter22"),
            heap("in-one-item", "-Xmx1g -Xms2g -Xms2g -Xmx1g"),
            heap("in-two-items", "--class-path", "a", "--class-path", "b"),
        ],
        names={"twice", "two", "spelled", "one-text", "hidden", "in-one-item", "in-two-items"},
        unknown=[heap("later", "-Xms2g", UNKNOWN)],
        config={"enforcementLevel": "disabled"},
        configured=set(),
        remedied={
            "twice": {"jvmArguments": ["-Xms1g", "-Xmx1g"]},
            "two": {},
            "spelled": {"jvmArguments": ["-ea", "-XX:MaxHeapSize=1g"]},
            "one-text": {"jvmArguments": ["-Xms1g -Xmx1g"]},
            "hidden": {"jvmArguments": ["-Ddb.password=hunter22"]},
            "in-one-item": {"jvmArguments": ["-Xms1g -Xmx1g"]},
            "in-two-items": {},
        },
    ),
    "jvm-rollback-in-named-stacks": Case(
        passes=[engine("other")],
        violates=[Declared("CloudJvmRollback", "rollback", {"jobJvmRollback": True})],
        names={"rollback"},
        unknown=[engine("later", name=UNKNOWN)],
        config={"stacks": ["^prod$"]},
        configured=set(),
    ),
    "maximum-heap-kept": Case(
        passes=[heap("held", "-Xmx512m"), heap("new", "-Xms1g"), heap("never", "-ea")],
        violates=[
            heap("held", "-Xms1g"),
            heap("share", "-XX:MaxRAMPercentage=75"),
            heap("all-gone"),
        ],
        names={"held", "share", "all-gone"},
        unknown=[heap("held", "-Xms1g", UNKNOWN), heap("share", UNKNOWN)],
        config={"acknowledged": ["share", "all-gone"]},
        configured={"held"},
    ),
    "names-match-pattern": Case(
        passes=[engine("etl-1")],
        violates=[engine("Bad_Name")],
        names={"Bad_Name"},
        unknown=[engine("later", name=UNKNOWN)],
        config={"patterns": {"RemoteEngine": "^Bad"}},
        configured={"etl-1"},
    ),
    "no-open-ports-in-production": Case(
        passes=[engine("e"), owned(heap("fine", "-Xmx1g"), "e")],
        violates=[engine("e"), owned(heap("jmx", *OPEN_JMX), "e"), owned(heap("debugger", JDWP), "e")],
        names={"jmx", "debugger"},
        unknown=[engine("e"), owned(heap("later", UNKNOWN), "e")],
        config={"productionStacks": ["^other$"]},
        configured=set(),
    ),
    "no-removed-jvm-options": Case(
        passes=[heap("fine", "-Xmx1g", "-XX:+UseG1GC", "-XX:MaxMetaspaceSize=1g", "-XX:+PrintGCDetails")],
        violates=[
            heap("cms", "-Xmx1g", "-XX:+UseConcMarkSweepGC", "-XX:CMSInitiatingOccupancyFraction=70"),
            heap("perm", "-Xmx1g -XX:MaxPermSize=256m"),
            heap("modules", "--add-modules", "java.xml.bind"),
            heap(
                "beside-a-part",
                "--add-opens",
                "a/b=c -XX:PermSize=1g",
                "-XX:PermSize=2g --add-opens",
                "a/c=d",
            ),
            heap("ignored", "--illegal-access=permit"),
        ],
        names={"cms", "perm", "modules", "beside-a-part", "ignored"},
        unknown=[
            heap("later", UNKNOWN),
            heap("excused", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:PermSize=1g"),
        ],
        config={"except": ["^--"]},
        configured={"cms", "perm", "beside-a-part"},
        remedied={
            "cms": {"jvmArguments": ["-Xmx1g"]},
            "perm": {"jvmArguments": ["-Xmx1g"]},
            "modules": {},
            "beside-a-part": {},
            "ignored": {"jvmArguments": []},
        },
    ),
    "no-runs-in-read-only-stacks": Case(
        passes=[engine("other")],
        violates=[Declared("TaskRunIntent", "load-intent", {}), Declared("TaskTermination", "stop", {})],
        names=set(),
        unknown=[Declared("PlanRunIntent", "plan-intent", {"executable": UNKNOWN})],
        config={"stacks": ["^prod$"]},
        configured={"load-intent", "stop"},
    ),
    "no-secrets-in-plain-inputs": Case(
        passes=[
            heap("points", "-Djavax.net.ssl.keyStorePassword=${KEYS}", "-Dtoken.file=/etc/token"),
            heap("times", "-Dtoken.ttl=30", "-Durl=jdbc:oracle:thin:@//h:1521/x"),
            Declared("DatabricksRunProfile", "kept", {"databricks": {"token": "dapi" + "0" * 32}}),
            Declared("TaskRunIntent", "load-intent", {"parameters": {"password": "hunter2"}}),
        ],
        violates=[
            heap("flag", "-Xmx1g", "-Djavax.net.ssl.keyStorePassword=hunter2"),
            heap("query", "-Xms1g -Durl=jdbc:mysql://h/x?user=u&password=hunter2"),
            heap("oracle", "-Durl=jdbc:oracle:thin:scott/hunter2@//h:1521/x"),
            heap("proxy", "-Dhttps.proxyHost=http://joe:hunter2@proxy"),
            Declared("BigDataRunProfile", "key", {"parameters": {"fs.azure.account.key.x": "aGVsbG8="}}),
            engine("token", description="dapi" + "0123456789abcdef" * 2),
            engine("address", description="see https://me:hunter2@example.org"),
        ],
        names={"flag", "key", "token", "address", "query", "oracle", "proxy"},
        unknown=[heap("later", UNKNOWN), Declared("RunProfile", "all", {"jvmArguments": UNKNOWN})],
        config={"except": ["keyStorePassword", "^description$"]},
        configured={"key", "query", "oracle", "proxy"},
    ),
    "paired-engines-not-replaced": Case(
        passes=[heap("other", "-Xmx1g")],
        violates=[engine("moved", environmentId="e2"), engine("kept"), engine("new")],
        names={"moved"},
        unknown=[engine("moved", environmentId=UNKNOWN)],
        config={"productionStacks": ["^other$"], "productionEnvironments": ["e1"]},
        configured=set(),
    ),
    "production-engines-in-clusters": Case(
        passes=[cluster("c"), engine("a"), member("c", "a"), engine("b", clusterId="known")],
        violates=[engine("alone"), engine("single")],
        names={"alone", "single"},
        unknown=[engine("joined", clusterId="known", description=UNKNOWN)],
        config={"except": ["^single$"]},
        configured={"alone"},
    ),
    "production-engines-protected": Case(
        passes=[engine("safe", protect=True)],
        violates=[engine("open"), cluster("pool")],
        names={"open", "pool"},
        unknown=[engine("safe", protect=True, environmentId=UNKNOWN)],
        config={"kinds": ["EngineCluster"]},
        configured={"pool"},
    ),
    "yarn-within-limits": Case(
        passes=[yarn("small", 2)],
        violates=[yarn("many", 51), yarn("wide", 50, cores=5)],
        names={"many", "wide"},
        unknown=[yarn("later", UNKNOWN), yarn("cores", 50, cores=UNKNOWN)],
        config={"maxExecutors": 100, "maxCores": 200},
        configured={"wide"},
    ),
}

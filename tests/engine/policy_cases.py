"""A program with the cases of all policies, and the resources that violate each policy."""

from __future__ import annotations

from typing import Any

PROGRAM = """
import pulumi
import talend_processing as talend

place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
safe = pulumi.ResourceOptions(protect=True)
pool = talend.EngineCluster("pool", description="d", opts=safe, **place)
engines = [talend.RemoteEngine(f"good-{n}", description="d", opts=safe, **place) for n in (1, 2)]
for n, engine in enumerate(engines):
    talend.ClusterMembership(f"edge-{n}", cluster_id=pool, engine_id=engine)
later = engines[0].id

def profile(name, *arguments, description="d"):
    return talend.RemoteEngineRunProfile(
        name, engine_id=engines[0], type="JOB_SERVER", description=description,
        jvm_arguments=arguments[0] if isinstance(arguments[0], pulumi.Output) else list(arguments),
    )

profile("fine", "-Xms512m", "-Xmx1g", "-XX:+UseG1GC", "-javaagent:a.jar", "-javaagent:b.jar")
profile("unknown-item", later.apply(lambda i: ["-Xmx99g", "-Xmx1g", "-agentlib:jdwp=" + i]))
profile("huge", "-Xmx64g")
profile("twice", "-Xms2g", "-Xmx1g", "-Xmx1g")
profile("contradicts", "-XX:+UseG1GC", "-XX:+UseZGC")
profile("java-8", "-ea -XX:+UseConcMarkSweepGC", "-XX:MaxPermSize=256m")
profile("initial", "-Xms1g")
profile("debugged", "-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005")
profile("open-jmx", "-Dcom.sun.management.jmxremote.port=9010",
        "-Dcom.sun.management.jmxremote.authenticate=false")
profile("Bad_Name", "-Xmx1g")
profile("leaks", "-Xmx1g", "-Djavax.net.ssl.keyStorePassword=hunter2")
profile("points", "-Djavax.net.ssl.keyStorePassword=${KEYS}", "-Dtoken.file=/etc/token")
profile("silent", "-Xmx1g", description=None)
small = talend.EngineCluster("small", description="d", opts=safe, remote_engines=[], **place)
mixed = talend.EngineCluster("mixed", description="d", opts=safe, **place)
for version in ("7.3", "8.0"):
    name = "esb-" + version.replace(".", "-")
    esb = talend.RemoteEngine(
        name, description="d", opts=safe, esb_compatibility_version=version, run_profiles=["TALEND_RUNTIME"],
        **place)
    talend.ClusterMembership(name + "-edge", cluster_id=mixed, engine_id=esb)
talend.RemoteEngine("alone", description="d", debug={"host": "example.org"}, **place)
talend.CloudJvmRollback("rollback", job_jvm_rollback=True)
gen2 = talend.PipelineEngine("gen2", description="d", opts=safe, **place)

def databricks(name, workers):
    talend.DatabricksRunProfile(name, engine_id=gen2, description="d", micro_batch_interval=1000, databricks={
        "endpoint": "https://x", "staging_location": "dbfs:/s/", "cloud_provider": "AWS", "target": {
            "cluster": "new", "spark_version": "14", "node_type_id": "m4.large", "logs_destination": "dbfs:/",
            "workers_number": workers}})

databricks("few-workers", 2)
databricks("many-workers", 200)
databricks("unknown-workers", gen2.id.apply(lambda i: 999))

def yarn(name, executors):
    talend.BigDataRunProfile(
        name, engine_id=gen2, description="d", micro_batch_interval=1000, streaming_timeout=1000,
        temporary_storage="/tmp", executor_memory_overhead=384,
        yarn_strategy={"type": "Fixed", "executors_number": executors, "cores_per_executor": 2,
                       "executor_memory": 1024})

yarn("few-executors", 2)
yarn("many-executors", 500)
yarn("unknown-executors", gen2.id.apply(lambda i: 999))

# Possible violations that depend on values which a preview does not know yet.
profile("partly", "-Xss1m", later.apply(lambda i: "-Xmx99g"))
profile("secret-later", later.apply(lambda i: ["-Djavax.net.ssl.keyStorePassword=hunter2"]))
profile("silent-later", "-Xmx1g", description=later.apply(lambda i: ""))
talend.RemoteEngineRunProfile("named-later", engine_id=engines[0], type="JOB_SERVER", description="d",
                              name=later.apply(lambda i: "Bad Name"), jvm_arguments=["-Xmx1g"])
members = later.apply(lambda i: [i])
talend.EngineCluster("members-later", description="d", opts=safe, remote_engines=members, **place)
uncertain = talend.EngineCluster("uncertain", description="d", opts=safe, **place)
for name, version in (("esb-known", "7.3"), ("esb-later", later.apply(lambda i: "8.0"))):
    esb = talend.RemoteEngine(
        name, description="d", opts=safe, esb_compatibility_version=version, run_profiles=["TALEND_RUNTIME"],
        **place)
    talend.ClusterMembership(name + "-edge", cluster_id=uncertain, engine_id=esb)
talend.TaskRun("load", executable="57f64991e4b0b689a64feed0")
"""

VIOLATIONS = {
    "heap-within-limits": {"huge"},
    "jvm-arguments-coherent": {"twice", "contradicts"},
    "no-open-ports-in-production": {"debugged", "open-jmx"},
    "debugging-off-in-production": {"debugged", "alone"},
    "clusters-have-enough-members": {"small"},
    "clusters-are-uniform": {"mixed"},
    "production-engines-in-clusters": {"alone"},
    "names-match-pattern": {"Bad_Name"},
    "descriptions-present": {"silent"},
    "production-engines-protected": {"alone"},
    "databricks-within-limits": {"many-workers"},
    "yarn-within-limits": {"many-executors"},
    "jvm-rollback-in-named-stacks": {"rollback"},
    "no-runs-in-read-only-stacks": set[str](),
    "no-removed-jvm-options": {"java-8"},
    "initial-heap-has-maximum": {"initial"},
    "maximum-heap-kept": set[str](),
    "no-secrets-in-plain-inputs": {"leaks"},
    "change-within-limits": set[str](),
    "paired-engines-not-replaced": set[str](),
}
"""The violations of each policy with its default settings."""
CONFIGURED: dict[str, tuple[Any, set[str]]] = {
    "heap-within-limits": (
        {"maxHeapMb": 65536, "minHeapMb": 65536},
        {"fine", "twice", "Bad_Name", "silent", "silent-later", "named-later", "leaks"},
    ),
    "jvm-arguments-coherent": ("disabled", set()),
    "no-open-ports-in-production": ({"productionStacks": ["^other$"]}, set()),
    "debugging-off-in-production": (
        {"productionStacks": ["^other$"], "productionEnvironments": ["5e0000000000000000000002"]},
        {"alone"},
    ),
    "clusters-have-enough-members": ({"minMembers": 3}, {"pool", "small", "mixed", "uncertain"}),
    "clusters-are-uniform": ("disabled", set()),
    "production-engines-in-clusters": ({"except": ["^alone$"]}, set()),
    "names-match-pattern": (
        {"pattern": ".", "patterns": {"RemoteEngine": "^(good|esb)-"}},
        {"alone"},
    ),
    "descriptions-present": ({"kinds": ["RemoteEngine"]}, set()),
    "production-engines-protected": ({"kinds": ["EngineCluster"]}, set()),
    "databricks-within-limits": (
        {"maxWorkers": 500, "nodeTypes": ["m5.large"]},
        {"few-workers", "many-workers", "unknown-workers"},
    ),
    "yarn-within-limits": ({"maxExecutors": 500, "maxCores": 2000}, set()),
    "jvm-rollback-in-named-stacks": ({"stacks": ["^prod$"]}, set()),
    "no-runs-in-read-only-stacks": ({"stacks": ["^prod$"]}, {"load-intent"}),
    "no-removed-jvm-options": ({"except": ["ConcMarkSweep", "PermSize"]}, set()),
    "initial-heap-has-maximum": ("disabled", set()),
    "maximum-heap-kept": (
        {"state": "/there/is/none.json", "acknowledged": ["initial", "points"]},
        {"contradicts", "java-8", "debugged", "open-jmx"},
    ),
    "no-secrets-in-plain-inputs": ({"except": ["keyStorePassword"]}, set()),
    # The first resource above the limit, in the order of types and names.
    "change-within-limits": ({"maxChanges": 5}, {"edge-1"}),
    "paired-engines-not-replaced": (
        {"state": "/there/is/none.json", "acknowledged": ["alone"]},
        {"good-1", "good-2", "esb-7-3", "esb-8-0", "esb-known", "esb-later", "gen2"},
    ),
}
"""A level or settings of each policy, with the violations that it then finds."""
REMEDIED = {
    "jvm-arguments-coherent": {"contradicts"},
    "debugging-off-in-production": {"alone"},
    "descriptions-present": set[str](),
    "no-removed-jvm-options": set[str](),
}
"""The violations that stay at level `remediate`, for each policy with a remedy."""

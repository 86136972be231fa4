"""The program whose state each release keeps: engines, a cluster, run profiles and the JVM rollback."""

import pulumi

import talend_processing as talend

heap = pulumi.Config().get("heap") or "1g"
place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
profile = {"type": "JOB_SERVER", "jvm_arguments": [f"-Xmx{heap}"]}
engine = talend.RemoteEngine("etl", **place, description="first", unpair_triggers={"key": "1"})
cluster = talend.EngineCluster("pool", **place)
talend.ClusterMembership("member", cluster_id=cluster.id, engine_id=engine.id)
talend.RemoteEngineRunProfile("heap", engine_id=engine.id, **profile)
talend.EngineClusterRunProfile("pool-heap", cluster_id=cluster.id, **profile)
talend.CloudJvmRollback("java", job_jvm_rollback=True, value_on_delete=False)
pulumi.export("key", engine.pre_authorized_key)

"""Keep the account's Cloud Engines on the previous JVM. Destroying the stack ends that."""

import pulumi

import talend_processing as talend

rollback = talend.CloudJvmRollback("cloud-jvm", job_jvm_rollback=True, value_on_delete=False)

pulumi.export("rollback", rollback.job_jvm_rollback)

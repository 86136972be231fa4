"""The account's cloud engines stay on the previous JVM for now; destroying the stack ends that."""

import pulumi

import talend_processing as talend

rollback = talend.CloudJvmRollback("cloud-jvm", job_jvm_rollback=True, value_on_delete=False)

pulumi.export("rollback", rollback.job_jvm_rollback)

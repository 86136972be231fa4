"""Terminate a running execution."""

import pulumi

import talend_processing as talend

load = talend.TaskRun("load-orders", executable="5a0000000000000000000002", wait=False)
stop = talend.TaskTermination("stop", execution_id=load.execution_id)

pulumi.export("terminated", stop.terminated)

"""Code that type checkers must refuse: exactly the lines that end in `refused`."""

import talend_processing as talend

engine = talend.RemoteEngine("etl", environment_id="e")
talend.RemoteEngine("etl")  # refused
talend.RemoteEngine("etl", environment_id="e", status="PAIRED")  # refused
talend.RemoteEngine("etl", enviroment_id="e", environment_id="e")  # refused
talend.RemoteEngine("etl", environment_id=3)  # refused
talend.RemoteEngine("etl", "name", "e")  # refused
talend.RemoteEngine("etl", environment_id="e", on_existing="adpot")  # refused
talend.RemoteEngine("etl", environment_id="e", debug={"hst": "localhost"})  # refused
talend.RemoteEngine("etl", environment_id="e", debug=talend.EngineDebugArgs())  # refused
talend.EnginePairing("paired", engine_id=engine, kind="remot")  # refused
talend.TaskRun("load", executable="t", on_failure="ignore")  # refused
talend.EnvironmentTopology("p", topology=talend.Topology(), environment_id="e", on_existing="")  # refused
talend.RemoteEngine.get("etl")  # refused
talend.RemoteEngine.get("etl", "5c0", environment_id="e")  # refused
talend.RemoteEngineRunProfile.get("heap", "5c1")  # refused
talend.StandardRunProfile.get("standard", "5c1", cluster_id="5c0")  # refused
talend.RemoteEngine(environment_id="e")  # refused
talend.RemoteEngine("etl", environment_id="e", debug="localhost")  # refused
talend.RemoteEngine("etl", environment_id="e", debug=talend.EngineDebug(hst="localhost"))  # refused
talend.RemoteEngine("etl", environment_id="e", debug=talend.EngineDebug(host=1))  # refused
talend.RemoteEngineRunProfile("p", engine_id=engine, type="JOB_SERVER", jvm_arguments=[1])  # refused
talend.EngineCluster("pool", environment_id="e")  # refused
talend.EngineCluster("pool", environment_id="e", workspace_id=engine)  # refused
talend.CloudJvmRollback("jvm", job_jvm_rollback="yes")  # refused
production = talend.find_environment(name="production")
finance = talend.find_workspace(name="finance", environment="production")
talend.RemoteEngine("etl", environment_id=finance)  # refused
talend.EngineCluster("pool", environment_id=production, workspace_id=production)  # refused
talend.RemoteEngine("etl", environment_id=talend.find_workspace_output(name="n", environment="e"))  # refused
talend.PipelineEngine("pipelines", environment_id=production, workspace_id=engine)  # refused
talend.RemoteEngineSpec(nmae="etl")  # refused
talend.RunProfileSpec(name="p", type="JOB_SERVER", jvm_arguments=[1])  # refused
talend.EnvironmentTopology("p", topology=talend.Topology(), environment_id=finance)  # refused
talend.find_environment_output("production")  # refused
talend.find_environment_output(nmae="production")  # refused
talend.find_workspace_output(name="finance", environment=production)  # refused
talend.get_remote_engine_output(id=engine)  # refused
talend.get_remote_engine_output(id="5c0", opts=engine)  # refused
talend.get_remote_engine_output(id=3)  # refused
talend.find_task_output(name=engine.run_profiles)  # refused
talend.list_task_executions_output(tags=[3])  # refused
talend.list_task_executions_output(last_days=engine.name)  # refused
talend.list_environments_output(name="production")  # refused
talend.get_run_profile_output(id="p").apply(lambda found: found.nope)  # refused
_ = engine.nope  # refused

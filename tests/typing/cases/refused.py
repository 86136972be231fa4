"""What type checkers must refuse: each line that ends in `refused`, and no other."""

import talend_processing as talend

engine = talend.RemoteEngine("etl", environment_id="e")
talend.RemoteEngine("etl")  # refused
talend.RemoteEngine("etl", environment_id="e", status="PAIRED")  # refused
talend.RemoteEngine("etl", enviroment_id="e", environment_id="e")  # refused
talend.RemoteEngine("etl", environment_id=3)  # refused
talend.RemoteEngine("etl", "name", "e")  # refused
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
_ = engine.nope  # refused

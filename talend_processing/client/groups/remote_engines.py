"""Remote Engines and their run profiles."""

from __future__ import annotations

from talend_processing.client.groups.verbs import Creates, Deletes, Gets, Lists, Updates
from talend_processing.client.models.engines import Engine
from talend_processing.client.models.run_profiles import RuntimeRunProfile
from talend_processing.client.operations import remote_engines as operations


class RemoteEngines(Lists[Engine], Gets[Engine], Creates[Engine], Deletes):
    """Remote Engines. They cannot be changed."""

    LIST = operations.LIST
    GET = operations.GET
    CREATE = operations.CREATE
    DELETE = operations.DELETE

    def unpair(
        self,
        engine: str,
        *,
        keep_osgi_deployments: bool | None = None,
        keep_microservice_deployments: bool | None = None,
    ) -> str:
        """Part the entry from its installation; the id stays, and a new key can be read from the engine.

        Args:
            engine: The engine's id.
            keep_osgi_deployments: Whether OSGi services stay deployed, for an upgrade of the engine.
            keep_microservice_deployments: Whether microservices stay deployed, likewise.

        Returns:
            What the API says; it is not documented.

        """
        return self._caller.call(
            operations.UNPAIR,
            engine,
            query={
                "keepOsgiDeployments": keep_osgi_deployments,
                "keepMicroserviceDeployments": keep_microservice_deployments,
            },
        )


class RemoteEngineRunProfiles(
    Lists[RuntimeRunProfile],
    Gets[RuntimeRunProfile],
    Creates[RuntimeRunProfile],
    Updates[RuntimeRunProfile],
    Deletes,
):
    """Run profiles of one Remote Engine."""

    LIST = operations.LIST_RUN_PROFILES
    GET = operations.GET_RUN_PROFILE
    CREATE = operations.CREATE_RUN_PROFILE
    UPDATE = operations.UPDATE_RUN_PROFILE
    DELETE = operations.DELETE_RUN_PROFILE

"""Write the line of Python that adopts an object into a program."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from talend_processing.adopt.account import Account, places_of
from talend_processing.adopt.export.declaration import ConfigKeys, UndeclarableError, declare
from talend_processing.adopt.export.expressions import Scope
from talend_processing.adopt.export.naming import Candidate, unique
from talend_processing.adopt.export.object_names import preferred_name, pulumi_names
from talend_processing.adopt.export.python_source import one_line, quoted
from talend_processing.adopt.live_object import JsonProperties, LiveObject, Place
from talend_processing.provider.kinds import registry
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Value
from talend_processing.provider.session.list_cache import ListKey


class AdoptionLines:
    """Writes lines such as `talend.RemoteEngine("etl-1", ..., adopt_id="6a00...")`.

    They use no variables, so that users can paste them anywhere in a program.
    """

    def __init__(
        self, lists: Mapping[ListKey, Mapping[str, JsonProperties]], api_url: str, taken: Collection[str]
    ) -> None:
        """Collect the objects that the lines can refer to.

        Args:
            lists: The lists that were read from the account.
            api_url: The URL of the account's API.
            taken: Pulumi names that the program already uses.

        """
        environments: dict[str, Place] = {}
        workspaces: dict[str, tuple[Place, str]] = {}
        self._account = Account(api_url, environments, workspaces)
        self._taken = set(taken)
        for spec in registry.runtimes().values():
            for object_id, item in lists.get((spec.endpoint.collection, ()), {}).items():
                environment, workspace = places_of(item)
                if environment is not None:
                    environments[environment.object_id] = environment
                if environment is not None and workspace is not None:
                    workspaces[workspace.object_id] = (workspace, environment.object_id)
                self._account.objects.append(LiveObject(spec, object_id, item, {}, environment, workspace))
        self._runtimes = {one.object_id: one for one in self._account.objects}
        self._names = pulumi_names(self._account)

    def line(self, spec: ResourceSpec, item: JsonProperties, parents: Mapping[str, Value]) -> str:
        """Return the line for an object.

        The line reads secrets from the stack's config. If the list entry lacks required properties, the user
        has to replace a `...` for each required argument.

        Args:
            spec: The declaration of the object's class.
            item: The object's list entry.
            parents: The ids of the object's parents by argument, such as `engineId`.

        """
        live = self._live(spec, item, parents)
        name = self._name(live)
        try:
            declaration = declare(live, name, ConfigKeys())
        except UndeclarableError:
            required = [prop.name for prop in spec.arguments if prop.required]
            arguments = ", ".join([quoted(name), *(f"{argument}=..." for argument in required)])
            return f"talend.{spec.kind}({arguments}, adopt_id={quoted(live.object_id)})"
        if spec.endpoint.form != "membership":
            declaration = declaration.with_adopt_id()
        return one_line(Scope(self._account, config="pulumi.Config()").resource(declaration))

    def _live(self, spec: ResourceSpec, item: JsonProperties, parents: Mapping[str, Value]) -> LiveObject:
        object_id = str(item["id"])
        parent_ids = {wire: str(value) for wire, value in parents.items()}
        runtime = self._runtimes.get(parent_ids.get("engineId") or parent_ids.get("clusterId") or "")
        if runtime is None:
            return self._runtimes.get(object_id) or LiveObject(spec, object_id, item, parent_ids)
        return LiveObject(
            spec, object_id, item, parent_ids, runtime.environment, runtime.workspace, runtime.name
        )

    def _name(self, live: LiveObject) -> str:
        """Return a Pulumi name that neither the program nor an earlier line uses."""
        base = self._names.get(live.key) or preferred_name(live, self._names)
        if live.kind == "ClusterMembership":
            base = f"{base}-membership"
        name = unique([(live.key, Candidate(base, live.created, live.object_id))], self._taken)[live.key]
        self._taken.add(name)
        return name

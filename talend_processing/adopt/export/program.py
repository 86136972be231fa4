"""The files of an exported program, and a list of the objects that the program leaves out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from talend_processing.adopt.account import KINDS, Account
from talend_processing.adopt.export.declaration import (
    ConfigKeys,
    Declaration,
    Secret,
    UndeclarableError,
    declare,
)
from talend_processing.adopt.export.expressions import Scope
from talend_processing.adopt.export.loops import plain_statements
from talend_processing.adopt.export.manifest import MANIFEST, Manifest, Style
from talend_processing.adopt.export.naming import Candidate, module_name, unique
from talend_processing.adopt.export.object_names import natural, pulumi_names
from talend_processing.adopt.export.python_source import (
    Assignment,
    Comment,
    Module,
    import_from,
    line_count,
    list_of,
    quoted,
    render,
)
from talend_processing.adopt.export.resources_style import (
    MAX_LINES,
    environment_module,
    environment_package,
    free_name,
)
from talend_processing.adopt.export.topology_description import components
from talend_processing.adopt.export.topology_style import main_module
from talend_processing.adopt.filters import Filters
from talend_processing.adopt.live_object import LiveObject, Omission, Place
from talend_processing.provider.lifecycle.objects import object_lifecycle

PACKAGE: Final = "environments"
MAIN: Final = "__main__.py"
_PACKAGE_DOC: Final = '"""The runtimes of each environment."""\n'
_ACCOUNT: Final = "account"
"""The module for objects without an environment."""


@dataclass(frozen=True)
class FoundSecret:
    """A secret of an object."""

    title: str
    """The object, such as `Remote Engine 'etl-1' in production`."""
    secret: Secret


@dataclass(frozen=True)
class Program:
    """The files of a program, and the facts for the summary."""

    files: Mapping[str, str]
    """The text of each file, by its path in the folder."""
    declared: tuple[Declaration, ...]
    omissions: tuple[Omission, ...]
    secrets: tuple[FoundSecret, ...]
    unseen: tuple[tuple[str, str], ...]
    """Secret arguments that the API does not show: pairs of an object's title and an argument."""
    unmatched: tuple[str, ...] = ()
    """Messages about filters that match nothing."""
    earlier_secrets: tuple[FoundSecret, ...] = ()
    """The secrets of those selected objects that earlier exports have declared already."""
    modules_to_import: tuple[str, ...] = ()
    """New modules that the program of an earlier export does not import yet."""


@dataclass(frozen=True)
class Options:
    """The options of an export."""

    style: Style = "resources"
    full: bool = False
    """Whether to write arguments that are False, and names that equal the Pulumi names."""
    members: bool = False
    """Whether each cluster lists its engines, instead of a `ClusterMembership` for each engine."""


def build_program(
    account: Account, filters: Filters, options: Options, project: str, manifest: Manifest | None = None
) -> Program:
    """Return the program that declares the objects that the filters select.

    Args:
        account: The objects that were read.
        filters: The selection of objects.
        options: The options of the export.
        project: The name of the Pulumi project.
        manifest: The manifest of earlier exports into the same folder. With a manifest, only new objects
            are exported.

    """
    earlier_names = manifest.objects if manifest else {}
    names = {**pulumi_names(account, earlier_names.values()), **earlier_names}
    keys = ConfigKeys()
    declared: list[Declaration] = []
    declared_earlier: list[Declaration] = []
    omissions = list(account.omissions)
    # Objects of earlier exports come first, so that they keep their config keys.
    for live in sorted(
        _objects_to_declare(account, filters, options), key=lambda one: one.key not in earlier_names
    ):
        declarations = declared_earlier if live.key in earlier_names else declared
        try:
            declarations.append(
                declare(live, names[live.key], keys, full=options.full, members=options.members)
            )
        except UndeclarableError as error:
            if live.key not in earlier_names:
                omissions.append(Omission(live.title, f"no program can declare it: {error}"))
    declared = _with_needed_adopt_ids(account, declared)
    modules_to_import: list[str] = []
    if manifest is not None:
        files, secrets, modules_to_import = _added_files(account, declared, manifest)
    elif options.style == "topology":
        files, secrets = _topology_files(account, declared)
    else:
        files, secrets = _resource_files(account, declared)
    if declared:
        exported = {**earlier_names, **{one.live.key: one.pulumi_name for one in declared}}
        if manifest is None:
            files["Pulumi.yaml"] = _project(project)
        all_files = {*(manifest.files if manifest else ()), *files}
        environments = {*account.environments, *(manifest.environments if manifest else ())}
        style = manifest.style if manifest else options.style
        files[MANIFEST] = Manifest(exported, all_files, style, environments).text()
    unseen = tuple((one.live.title, argument) for one in declared for argument in one.unseen)
    unmatched = tuple(filters.unmatched(account.objects))
    return Program(
        files,
        tuple(declared),
        tuple(omissions),
        tuple(secrets),
        unseen,
        unmatched,
        tuple(_secrets(declared_earlier)),
        tuple(modules_to_import),
    )


def _objects_to_declare(account: Account, filters: Filters, options: Options) -> list[LiveObject]:
    """Return the objects that need a resource. An engine in a cluster's list needs no membership."""
    order = {kind: number for number, kind in enumerate(KINDS)}
    selected = sorted(
        filter(filters.covers, account.objects), key=lambda one: (order[one.kind], one.object_id)
    )
    cluster_ids = (
        {live.object_id for live in selected if live.kind == "EngineCluster"} if options.members else ()
    )
    return [
        live
        for live in selected
        if live.kind != "ClusterMembership" or live.parents["clusterId"] not in cluster_ids
    ]


def _with_needed_adopt_ids(account: Account, declared: Sequence[Declaration]) -> list[Declaration]:
    """Add `adopt_id` to each declaration that matches several objects, such as two with the same name."""
    same_name: dict[object, list[LiveObject]] = defaultdict(list)
    for live in (*account.objects, *account.undeclarable):
        same_name[live.kind, live.name, *live.parents.values()].append(live)

    def is_unique(one: Declaration) -> bool:
        # Memberships and account settings are unique: an engine is in one cluster at most, and an account has
        # each setting once.
        if one.live.spec.endpoint.form != "object":
            return True
        lifecycle = object_lifecycle(one.live.spec)
        similar = same_name[one.live.kind, one.live.name, *one.live.parents.values()]
        return sum(lifecycle.has_key(one.inputs, other.properties) for other in similar) <= 1

    return [one if is_unique(one) else one.with_adopt_id() for one in declared]


_FilesAndSecrets: TypeAlias = tuple[dict[str, str], list[FoundSecret]]
"""The files by path, and the secrets that they refer to."""


def _resource_files(account: Account, declared: Sequence[Declaration]) -> _FilesAndSecrets:
    if not declared:
        return {}, []
    files, names = _modules(account, declared, ())
    files[f"{PACKAGE}/__init__.py"] = _PACKAGE_DOC
    main = Module(
        "Runtimes of Talend Cloud, exported from an account: a module for each environment",
        tuple(import_from(PACKAGE, names)),
        [
            Comment("The modules declare their resources when they are imported."),
            Assignment(list_of(quoted(name) for name in names), "__all__"),
        ],
    )
    files[MAIN] = render(main)
    return files, _secrets(declared)


def _modules(
    account: Account, declared: Sequence[Declaration], earlier_files: Collection[str]
) -> tuple[dict[str, str], list[str]]:
    """Return the files for each environment and for account settings, and the names of their modules."""
    places = {
        one.live.environment.object_id: one.live.environment
        for one in declared
        if one.live.environment is not None
    }
    candidates = [
        (environment_id, Candidate(module_name(place.name or environment_id), "", environment_id))
        for environment_id, place in places.items()
    ]
    names = unique(candidates, {_ACCOUNT}, "_")
    taken = {
        path.split("/")[1].removesuffix(".py") for path in earlier_files if path.startswith(f"{PACKAGE}/")
    }
    files: dict[str, str] = {}
    modules: list[str] = []
    for environment_id, place in places.items():
        modules.append(free_name(names[environment_id], taken))
        files |= _environment_files(account, place, _in_environment(declared, place), modules[-1])
    account_wide = [one for one in declared if one.live.environment is None]
    if account_wide:
        modules.append(free_name(_ACCOUNT, taken))
        title, imports = "Settings of the whole account", ("import talend_processing as talend",)
        module = Module(title, imports, list(plain_statements(Scope(account), account_wide)))
        files[f"{PACKAGE}/{modules[-1]}.py"] = render(module)
    return files, sorted(modules, key=natural)


def _environment_files(
    account: Account, place: Place, declared: Sequence[Declaration], name: str
) -> dict[str, str]:
    """Return the files for an environment: a module, or a package if the module would be long."""
    single_module = environment_module(account, place, declared)
    if line_count(single_module) <= MAX_LINES:
        return {f"{PACKAGE}/{name}.py": render(single_module)}
    modules = environment_package(account, place, declared, f"{PACKAGE}.{name}")
    return {f"{PACKAGE}/{name}/{file_name}.py": render(module) for file_name, module in modules.items()}


def _in_environment(declared: Iterable[Declaration], place: Place) -> list[Declaration]:
    return [
        one
        for one in declared
        if one.live.environment is not None and one.live.environment.object_id == place.object_id
    ]


def _added_files(
    account: Account, declared: Sequence[Declaration], manifest: Manifest
) -> tuple[dict[str, str], list[FoundSecret], list[str]]:
    """Return the files for new objects, their secrets, and the modules that the user must import."""
    files, modules = _modules(account, declared, manifest.files)
    if files and f"{PACKAGE}/__init__.py" not in manifest.files:
        files[f"{PACKAGE}/__init__.py"] = _PACKAGE_DOC
    return files, _secrets(declared), modules


def _topology_files(account: Account, declared: Sequence[Declaration]) -> _FilesAndSecrets:
    if not declared:
        return {}, []
    described, rest = components(declared)
    is_single = len(described) == 1
    file_names = {
        one.name: "topology.yaml" if is_single else f"topology-{one.name}.yaml" for one in described
    }
    files = {file_names[one.name]: one.yaml() for one in described}
    files[MAIN] = render(main_module(account, described, rest, file_names))
    tokens = [
        FoundSecret(f"all Databricks run profiles of {one.name}", one.token)
        for one in described
        if one.token is not None
    ]
    return files, [*tokens, *_secrets(rest)]


def _secrets(declared: Iterable[Declaration]) -> list[FoundSecret]:
    return [FoundSecret(one.live.title, secret) for one in declared for secret in one.secrets]


def _project(name: str) -> str:
    return f"name: {name}\ndescription: Runtimes of Talend Cloud, exported from an account\nruntime: python\n"

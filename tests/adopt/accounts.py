"""Accounts to export: one with many difficult cases, and random ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

EXAMPLE = Path(__file__).parents[2] / "examples" / "account.yaml"

_ODD_NAMES = [
    "etl 1",
    "etl-1",
    "etl_1",
    "ETL-1",
    "class",
    "None",
    "1st",
    "Größe",
    "größe",
    "日本語",
    "x" * 255,
    'so-called "x"',
    "it's",
    "back\\slash",
    "{name}",
    "new\nline",
    "tab\tand bell\x07",
    "\u202egnirts",
    "a::b",
    "a/b",
    "*",
    "- yes",
    "2020-01-01",
    "0x1F",
    "null",
    "#no comment",
    "${HOME}",
    "'''",
    '"""',
    "%s",
]
_TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(
    lambda text: text == text.strip() != ""
)
NAMES = st.sampled_from(_ODD_NAMES) | _TEXTS
_WORDS = st.one_of(
    st.sampled_from(["", "Nightly loads", 'a "quoted"\nword', "ends with a backslash\\"]), _TEXTS
)
_ARGUMENTS = st.one_of(
    st.sampled_from(
        [
            "-Xmx1g",
            "-Xms256m",
            "-XX:MaxHeapSize=512m",
            "-Ddb.password=hunter22",
            "-Durl=jdbc:postgresql://bob:hunter22@db/x",
            "-Dx=a b",
            "-Dempty=",
            '-Dquote="x"',
            "-Dpath=C:\\temp",
            "-Dpassword=${DB_PASSWORD}",
            "-javaagent:/opt/agent.jar=port=8080",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=12).map(
        lambda text: f"-D{text}"
    ),
)
_COUNTS = st.integers(1, 2**31 - 1)
_MAPS = st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=8), max_size=3)


@st.composite
def accounts(draw: st.DrawFn) -> dict[str, Any]:
    """An account with values that people may have typed into the console."""
    numbers = iter(range(1, 10_000))

    def key() -> str:
        return f"6{next(numbers):023x}"

    environments = [
        {"id": key(), "name": name} for name in draw(st.lists(NAMES, min_size=1, max_size=2, unique=True))
    ]
    workspaces = [
        {"id": key(), "name": name, "environmentId": environment["id"]}
        for environment in environments
        for name in draw(st.lists(NAMES, min_size=1, max_size=2, unique=True))
    ]
    places = st.sampled_from([one["id"] for one in workspaces])
    clusters = [
        {"id": key(), "name": draw(NAMES), "workspaceId": draw(places), **_optional(draw, description=_WORDS)}
        for _ in range(draw(st.integers(0, 2)))
    ]
    engines = []
    for _ in range(draw(st.integers(0, 5))):
        engine = {
            "id": key(),
            "name": draw(NAMES),
            "workspaceId": draw(places),
            **_optional(
                draw,
                description=_WORDS,
                runProfiles=st.just(["JOB_SERVER"]) | st.just([]),
                debug=st.just({"host": "dev.example.com"}),
            ),
            "status": draw(st.sampled_from(["PAIRED", "NOT_PAIRED"])),
        }
        if clusters and draw(st.booleans()):
            cluster = draw(st.sampled_from(clusters))
            engine |= {"clusterId": cluster["id"], "workspaceId": cluster["workspaceId"]}
        engines.append(engine)
    profiles = []
    for runtime, kind in [
        *((one["id"], "REMOTE_ENGINE") for one in engines),
        *((one["id"], "REMOTE_ENGINE_CLUSTER") for one in clusters),
    ]:
        profiles += [
            _profile(draw, key(), name, kind, processorId=runtime)
            for name in draw(st.lists(NAMES, max_size=2, unique=True))
        ]
    for environment in environments:
        profiles += [
            _profile(draw, key(), name, "DYNAMIC_ENGINE", scopeId=environment["id"])
            for name in draw(st.lists(NAMES, max_size=1))
        ]
    pipelines = [
        {"id": key(), "name": draw(NAMES), "workspaceId": draw(places), **_optional(draw, description=_WORDS)}
        for _ in range(draw(st.integers(0, 1)))
    ]
    return {
        "environments": environments,
        "workspaces": workspaces,
        "clusters": clusters,
        "remoteEngines": engines,
        "runProfiles": profiles,
        "pipelineEngines": pipelines,
        "pipelineRunProfiles": [
            {"id": key(), "name": draw(NAMES), "engineId": engine["id"], **_pipeline(draw)}
            for engine in pipelines
            for _ in range(draw(st.integers(0, 4)))
        ],
    }


def _optional(draw: st.DrawFn, **members: st.SearchStrategy[Any]) -> dict[str, Any]:
    return {name: draw(values) for name, values in members.items() if draw(st.booleans())}


def _profile(draw: st.DrawFn, key: str, name: str, kind: str, **place: str) -> dict[str, Any]:
    return {
        "id": key,
        "name": name,
        "processorType": kind,
        "jvmArguments": draw(st.lists(_ARGUMENTS, max_size=3)),
        **_optional(draw, description=_WORDS),
        **place,
    }


def _pipeline(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["standard", "advanced", "big-data", "databricks", "data-integration"]))
    definition: dict[str, Any] = {}
    if kind == "standard":
        configuration = {"numberOfThreads": draw(_COUNTS), "microBatchInterval": draw(_COUNTS)}
        configuration |= _optional(draw, parameters=_MAPS)
        definition = {"configuration": configuration, "executionFramework": "DirectRunner"}
        definition |= _optional(draw, pushdownPreferenceEnabled=st.booleans())
    elif kind == "advanced":
        definition = _optional(draw, definition=st.just('{"a": "b"}'))
    elif kind == "big-data":
        strategy = {
            "type": draw(st.sampled_from(["Fixed", "Dynamic"])),
            **_optional(draw, executorsNumber=_COUNTS),
        }
        definition = {
            **{name: draw(_COUNTS) for name in ("microBatchInterval", "streamingTimeout")},
            "executorMemoryOverhead": draw(_COUNTS),
            "temporaryStorage": "/tmp",  # noqa: S108 - a value of the API
            "yarnStrategy": strategy,
            **_optional(draw, parameters=_MAPS, driverCores=_COUNTS),
        }
    elif kind == "databricks":
        definition = {"microBatchInterval": draw(_COUNTS)}
        if draw(st.booleans()):
            target = {
                "cluster": "old",
                "id": "0101-x",
                "nodeTypeId": "m4.large",
                "logsDestination": "dbfs:/logs/",
                "workersNumber": draw(_COUNTS),
            }
            definition["databricks"] = {
                "endpoint": "https://x.cloud.databricks.com",
                "stagingLocation": "dbfs:/staging/",
                "cloudProvider": "AWS",
                "target": target,
                **_optional(draw, token=st.just("dapi0123456789")),
            }
    else:
        definition = _optional(draw, jvmArguments=st.lists(_ARGUMENTS, max_size=2))
    return {"type": kind, "definition": definition, **_optional(draw, description=_WORDS)}

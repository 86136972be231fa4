"""The same resources in the style of Pulumi's documentation: classes in the program, a client for each call."""

import pickle
from typing import Any

import pulumi
from pulumi.dynamic import (
    CreateResult,
    DiffResult,
    ReadResult,
    Resource,
    ResourceProvider,
    UpdateResult,
)

config = pulumi.Config()
count, environment = config.require_int("count"), config.require("environment")
API, TOKEN = config.require("api"), config.require("token")


class EngineProvider(ResourceProvider):
    def create(self, props: dict[str, Any]) -> CreateResult:
        import httpx

        with httpx.Client(base_url=API, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
            body = {"name": props["name"], "environmentId": props["environmentId"]}
            answer = client.post("/processing/runtimes/remote-engines", json=body)
            answer.raise_for_status()
            return CreateResult(answer.json()["id"], {**props, "status": answer.json()["status"]})

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        replaces = [name for name in ("name", "environmentId") if olds.get(name) != news.get(name)]
        return DiffResult(changes=bool(replaces), replaces=replaces)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        import httpx

        with httpx.Client(base_url=API, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
            answer = client.get(f"/processing/runtimes/remote-engines/{id_}")
            answer.raise_for_status()
            return ReadResult(id_, {**props, "status": answer.json()["status"]})

    def delete(self, id_: str, props: dict[str, Any]) -> None:
        import httpx

        with httpx.Client(base_url=API, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
            client.delete(f"/processing/runtimes/remote-engines/{id_}").raise_for_status()


class ProfileProvider(ResourceProvider):
    def create(self, props: dict[str, Any]) -> CreateResult:
        import httpx

        with httpx.Client(base_url=API, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
            body = {name: props[name] for name in ("name", "type", "jvmArguments")}
            answer = client.post(
                f"/processing/runtimes/remote-engines/{props['engineId']}/run-profiles",
                json={**body, "runtimeId": props["engineId"]},
            )
            answer.raise_for_status()
            return CreateResult(answer.json()["id"], {**props})

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        names = ("name", "type", "jvmArguments", "engineId")
        return DiffResult(changes=any(olds.get(name) != news.get(name) for name in names))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        import httpx

        with httpx.Client(base_url=API, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
            answer = client.get(f"/processing/runtimes/remote-engines/{props['engineId']}/run-profiles/{id_}")
            answer.raise_for_status()
            return ReadResult(id_, {**props, "jvmArguments": answer.json()["jvmArguments"]})

    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        import httpx

        with httpx.Client(base_url=API, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
            body = {name: news[name] for name in ("name", "jvmArguments")}
            path = f"/processing/runtimes/remote-engines/{news['engineId']}/run-profiles/{id_}"
            client.put(path, json=body).raise_for_status()
            return UpdateResult({**news})

    def delete(self, id_: str, props: dict[str, Any]) -> None:
        import httpx

        with httpx.Client(base_url=API, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
            path = f"/processing/runtimes/remote-engines/{props['engineId']}/run-profiles/{id_}"
            client.delete(path).raise_for_status()


class Declared(Resource):
    def __init__(self, provider: ResourceProvider, name: str, props: dict[str, Any]) -> None:
        wrapped = pickle._Pickler._batch_setitems  # type: ignore[attr-defined]
        super().__init__(provider, name, props)
        if not config.get_bool("unpatched"):
            # The SDK wraps this function again for every resource, until it exceeds Python's recursion limit.
            pickle._Pickler._batch_setitems = wrapped  # type: ignore[attr-defined]


engine_provider, profile_provider = EngineProvider(), ProfileProvider()
for number in range(count // 10):
    engine = Declared(
        engine_provider,
        f"engine-{number}",
        {"name": f"engine-{number}", "environmentId": environment, "status": None},
    )
    for profile in range(9):
        name = f"profile-{number}-{profile}"
        Declared(
            profile_provider,
            name,
            {"engineId": engine.id, "name": name, "type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]},
        )

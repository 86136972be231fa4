"""The option `depends_on` of a look-up waits for resources, and for those inside a component."""

from __future__ import annotations

import pulumi
import pytest
from mocked_pulumi import record

from talend_processing.lookups.shared import when_known


class Pool(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("test:index:Pool", name)
        Thing(f"{name}-inside", opts=pulumi.ResourceOptions(parent=self))


class Thing(pulumi.CustomResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("test:index:Thing", name, {}, opts)


def found_after(*, preview: bool, component: bool) -> tuple[list[str], bool, set[str]]:
    """Run a look-up that depends on a resource.

    Return the calls of the look-up, whether its result is known, and the dependencies of the result.
    """
    pulumi.runtime.set_mocks(record(), preview=preview)
    asked: list[str] = []
    seen: list[tuple[bool, set[str]]] = []

    def look(*, name: str) -> str:
        asked.append(name)
        return name

    @pulumi.runtime.test
    def program() -> pulumi.Output[None]:
        first = Pool("first") if component else Thing("first")
        if preview:  # in a preview, the engine does not know the id of a new resource
            unknown: pulumi.Output[str] = pulumi.Output.from_input(pulumi.UNKNOWN)
            for one in [first, *first._childResources]:
                if isinstance(one, Thing):
                    one.__dict__["id"] = unknown
        found = when_known(look, pulumi.InvokeOutputOptions(depends_on=[first]), name="n")

        async def read() -> None:
            await found.future()
            seen.append((await found.is_known(), {one._name for one in await found.resources()}))

        return pulumi.Output.from_input(read())

    program()
    return asked, *seen[0]


@pytest.mark.parametrize("component", [False, True], ids=["resource", "component"])
def test_the_look_up_waits_for_its_dependencies(*, component: bool) -> None:
    asked, known, behind = found_after(preview=False, component=component)
    assert (asked, known) == (["n"], True)
    assert behind == ({"first", "first-inside"} if component else {"first"})


@pytest.mark.parametrize("component", [False, True], ids=["resource", "component"])
def test_the_look_up_is_not_called_in_a_preview_that_creates_its_dependency(*, component: bool) -> None:
    asked, known, _ = found_after(preview=True, component=component)
    assert (asked, known) == ([], False)


def test_without_dependencies_the_look_up_is_called() -> None:
    results: list[str] = []

    @pulumi.runtime.test
    def program() -> pulumi.Output[None]:
        found = when_known(lambda *, name: f"found {name}", pulumi.InvokeOptions(), name="n")
        return found.apply(results.append)

    record()
    program()
    assert results == ["found n"]

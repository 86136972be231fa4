"""The value that a property reads from a response."""

from __future__ import annotations

import pytest

from talend_processing.provider.kinds.registry import find
from talend_processing.provider.kinds.values import Value
from talend_processing.provider.lifecycle.state import observe

(ARGUMENTS,) = (one for one in find("DataIntegrationRunProfile").arguments if one.wire == "jvmArguments")


@pytest.mark.parametrize(
    "given",
    [
        ["-Xms1g", "-Xmx2g"],
        ["-Xms1g -Xmx2g"],
        ["--add-opens", "java.base/java.util=ALL-UNNAMED"],
        ["-Dx=a b", "-Dy=", "-Dz=a|b"],
    ],
)
def test_joined_arguments_in_a_response_equal_the_declared_ones(given: list[Value]) -> None:
    joined = " ".join(map(str, given))
    assert observe(ARGUMENTS, {"jvmArguments": joined}, given) == given
    assert observe(ARGUMENTS, {"jvmArguments": f"{joined} -Dmore=1"}, given) != given
    assert observe(ARGUMENTS, {"jvmArguments": given}, ["-Xmx1g"]) == given


def test_joined_arguments_that_nobody_declared_are_split_where_options_begin() -> None:
    answer = {"jvmArguments": "-Xms1g -Dx=a b -Xmx2g"}
    assert observe(ARGUMENTS, answer) == ["-Xms1g", "-Dx=a b", "-Xmx2g"]

"""Entries as the console accepts them become the arguments that a JVM would see."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talend_processing.jvm.arguments import last, overridden, parse, split

OPENS = "java.base/java.util=ALL-UNNAMED"


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (["-Xms1g -Xmx2g"], [(0, "InitialHeapSize", "1g"), (0, "MaxHeapSize", "2g")]),
        (["-XX:MaxHeapSize=2g", "-mx1g"], [(0, "MaxHeapSize", "2g"), (1, "MaxHeapSize", "1g")]),
        (
            ["-Xmxlots", "-Xmx", "-Xmx=2g", "-Xmx 2g"],
            [(i, "MaxHeapSize", v) for i, v in enumerate(["lots", "", "=2g", "2g"])],
        ),
        ([f"--add-opens {OPENS}"], [(0, "--add-opens", OPENS)]),
        ([f"--add-opens={OPENS}"], [(0, "--add-opens", OPENS)]),
        (["--add-opens", OPENS, "-Xmx1g"], [(0, "--add-opens", OPENS), (2, "MaxHeapSize", "1g")]),
        (["--add-opens", "-Xmx1g"], [(0, "--add-opens", ""), (1, "MaxHeapSize", "1g")]),
        (
            ["-Xmx1g --add-opens", f"{OPENS} -Dx=1"],
            [(0, "MaxHeapSize", "1g"), (0, "--add-opens", OPENS), (1, "-Dx", "1")],
        ),
        (["--add-opens"], [(0, "--add-opens", "")]),
        (["--add-opens", None, "-Xmx1g"], [(2, "MaxHeapSize", "1g")]),
        (["-Dx=", "-Dy", "-D"], [(0, "-Dx", ""), (1, "-Dy", ""), (2, "-D", "")]),
        ([r"-Dx=a|b$c\d*'\"`"], [(0, "-Dx", r"a|b$c\d*'\"`")]),
        (["-Dname=John Smith -Xmx1g"], [(0, "-Dname", "John Smith"), (0, "MaxHeapSize", "1g")]),
        (["-Dname='a -Db' -Xmx1g"], [(0, "-Dname", "'a -Db'"), (0, "MaxHeapSize", "1g")]),
        (["-Dname=it's -Xmx1g"], [(0, "-Dname", "it's"), (0, "MaxHeapSize", "1g")]),
        (["-XX:OnOutOfMemoryError=kill -9 %p"], [(0, "OnOutOfMemoryError", "kill -9 %p")]),
        (["-XX:+UseG1GC", "-XX:-UseG1GC"], [(0, "UseG1GC", "+"), (1, "UseG1GC", "-")]),
        (["-javaagent:/a.jar=x=y", "-Xlog:gc*"], [(0, "-javaagent", "/a.jar=x=y"), (1, "-Xlog", "gc*")]),
        (
            ["-agentlib:jdwp=server=y", "-Xrunjdwp:x"],
            [(0, "-agentlib:jdwp", "server=y"), (1, "-Xrunjdwp", "x")],
        ),
        (["Xmx1g", "@args", "é"], [(0, "", "Xmx1g"), (1, "", "@args"), (2, "", "é")]),
        ([None, "", "  ", " -Xmx1g "], [(3, "MaxHeapSize", "1g")]),
    ],
)
def test_entries_are_parsed_into_arguments(
    entries: list[str | None], found: list[tuple[int, str, str]]
) -> None:
    assert [(one.entry, one.option, one.value.strip()) for one in parse(entries)] == found


def test_the_last_of_several_decides_and_the_others_have_no_effect() -> None:
    arguments = parse(["-Xmx1g", "-XX:MaxHeapSize=2g", "-Dx=1", "-mx3g", "-Dx=1"])
    assert last(arguments, "MaxHeapSize") == arguments[3]
    assert [(lost.text, kept.text) for lost, kept in overridden(arguments)] == [
        ("-Xmx1g", "-mx3g"),
        ("-XX:MaxHeapSize=2g", "-mx3g"),
        ("-Dx=1", "-Dx=1"),
    ]


@pytest.mark.parametrize(
    "entries",
    [
        ["--add-opens=java.base/java.lang=ALL-UNNAMED", f"--add-opens={OPENS}"],
        [f"--add-opens {OPENS}", "--add-opens", "java.sql/java.sql=ALL-UNNAMED"],
        ["--add-exports=a/b=c", "--add-exports=a/d=c", "--add-modules=java.sql", "--add-modules=java.naming"],
        ["-javaagent:a.jar", "-javaagent:b.jar", "-verbose:gc", "-verbose:class"],
        ["-Xlog:gc", "-Xlog:class", "-ea:com.a...", "-ea:com.b...", "-XX:OnError=a", "-XX:OnError=b"],
        ["Xmx1g", "Xmx2g"],
    ],
)
def test_options_that_accumulate_do_not_override_each_other(entries: list[str]) -> None:
    assert list(overridden(parse(entries))) == []


ARGUMENTS = st.sampled_from(
    [
        *("-Xmx1g", "-XX:+UseG1GC", "-Dx=", "-Dx=a|b$c\\*", "-Dx=a b", "-Dx='a -Db'", f"--add-opens={OPENS}"),
        *("-XX:OnError=kill -9 %p", "-agentlib:jdwp=address=*:5005", "-ea", "--add-modules java.sql"),
    ]
)
BLANKS = st.text(" \t\n", min_size=1, max_size=3)


@settings(deadline=None)
@given(st.lists(ARGUMENTS, min_size=1, max_size=6), BLANKS)
def test_arguments_are_the_same_in_one_entry_and_in_an_entry_each(arguments: list[str], blank: str) -> None:
    together, apart = parse([blank.join(arguments)]), parse(arguments)
    assert [(one.text, one.option, one.value) for one in together] == [
        (one.text, one.option, one.value) for one in apart
    ]


@settings(deadline=None)
@given(st.lists(st.none() | st.text("-XDxmsa =:+'\"\\|$*\n", max_size=30), max_size=5))
def test_no_text_is_lost_or_invented(entries: list[str | None]) -> None:
    arguments = parse(entries)
    known = [text for text in entries if text is not None]
    assert all(one.text.strip() == one.text for one in arguments)
    assert [one.entry for one in arguments] == sorted(one.entry for one in arguments)
    if None not in entries:
        assert "".join("".join(one.text for one in arguments).split()) == "".join("".join(known).split())


@settings(deadline=None)
@given(st.text("-XDa ='\"", max_size=60))
def test_splitting_is_idempotent(entry: str) -> None:
    assert [part for text in split(entry) for part in split(text)] == split(entry)

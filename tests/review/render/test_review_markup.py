"""Markdown shows names literally: no name can become markup, a link or a mention."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from previews import document, engine, profile

from talend_processing.drift import markdown as of_drift
from talend_processing.drift.report import Change, Changed, Drift, StackResource, Unmanaged, Unread
from talend_processing.markup import code, prose, text
from talend_processing.review.findings.report import Review, review
from talend_processing.review.render.markdown import markdown
from talend_processing.secret_text import mask
from talend_processing.stack.preview import read_preview
from talend_processing.stack.step import on_one_line

NASTY = st.text(alphabet=st.sampled_from("ab1 _*`|\\<>[]()@#!&;$~^:/.-=+\"'\n\r\té\u202e"), max_size=12)
WORST = (
    "*a* _b_ **c** `d` ~~e~~ [f](http://g) ![h](i) <img src=x> @j #1 &lt; $k$ \\| | :tada: www.l.de GH-1 <!--"
)
ORDINARY = ("etl-1", "my_engine", "Größe 2", "team: etl, prod (eu)", "etl.1 / x+y = z?", "a'b\"c")


class Page(HTMLParser):
    """Collects the elements and the text of a page, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.elements.append(tag)

    def handle_comment(self, data: str) -> None:
        del data
        self.elements.append("comment")

    def handle_data(self, data: str) -> None:
        self.text += data


def rendered(cell: str) -> Page:
    """Render a table with the cell in its only row."""
    source = f"| a | b |\n|---|---|\n| {cell} | end |\n"
    page = Page()
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(source)
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    assert body.count("<tr>") == 1
    cells = re.findall("<td>(.*?)</td>", body, re.DOTALL)
    assert len(cells) == 2
    assert cells[1] == "end"
    page.feed(cells[0])
    page.close()
    return page


@settings(deadline=None)
@given(NASTY)
@example(WORST)
def test_a_text_is_shown_literally(name: str) -> None:
    page = rendered(text(name))
    assert page.text.replace("\u200b", "") == mask(on_one_line(name))
    assert set(page.elements) <= {"span"}
    assert not re.search(r"[@#]\w|://|:\w+:|www\.|GH-1", page.text)


@settings(deadline=None)
@given(NASTY)
@example(WORST)
@example("x\\|y\\\\|z_a_")
def test_code_is_shown_literally(name: str) -> None:
    page = rendered(code(name))
    assert page.text == mask(on_one_line(name))
    assert page.elements == ["code"] * bool(on_one_line(name))


@settings(deadline=None)
@given(NASTY)
def test_a_sentence_has_no_markup_but_code(name: str) -> None:
    page = rendered(prose(f"Engine `{name}` of {name} is gone"))
    assert set(page.elements) <= {"code", "span"}
    assert page.text.endswith(" is gone")


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_name_is_left_alone(name: str) -> None:
    assert text(name) == name
    assert code(name) == f"`{name}`"
    sentence = f"Engine `{name}` of `{name}`: it is {name}; - `{name}`"
    assert prose(sentence) == sentence


ARGUMENTS = [r"-Dx=a|b", r"-Dy=a\|b\\|c", "-Dz=`a`|$b*'\"_c_", "-Dw=\\", "-Dv=", "-Xms1g -Xmx2g"]


def cells(page: str) -> set[int]:
    """Return the numbers of cells that the rows of a page's tables have."""
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(page)
    rows = re.findall("<tr>(.*?)</tr>", html, re.DOTALL)
    assert len(rows) > 1
    return {row.count("<td>") + row.count("<th>") for row in rows}


def test_no_jvm_argument_can_break_a_table() -> None:
    change = profile("update", "heap", (ARGUMENTS[:3], ARGUMENTS[3:]), of="etl")
    assert cells(markdown(review(read_preview(document(engine("same", "etl"), change))))) == {4}
    seen = Changed(
        StackResource("urn", "RunProfile", "1", "profile", None),
        tuple(Change("jvm_arguments", one, one, "up") for one in ARGUMENTS),
    )
    unmanaged = Unmanaged("RunProfile", "2", "p", "e", "", f"talend.RunProfile(jvm_arguments={ARGUMENTS})")
    drift = Drift("p", "s", "u", 1, changed=(seen,))
    assert cells(of_drift.markdown(drift)) == {5}
    assert cells(of_drift.markdown(replace(drift, changed=(), unmanaged=(unmanaged,)))) == {3}


def _worst() -> Review:
    gone = engine("delete", "etl")
    gone["oldState"]["outputs"] |= {"name": WORST, "workspace": {"environment": {"id": "5e", "name": WORST}}}
    gone["oldState"]["inputs"]["environmentId"] = gone["oldState"]["outputs"]["environmentId"] = "5e"
    gone["oldState"]["sourcePosition"] = f"project:///{WORST}`#7"
    adopted = engine("create", WORST, adoptId=WORST)
    found = review(read_preview(document(gone, adopted)), notes=(f"live facts: {WORST}",))
    return replace(found, project=WORST, stack="`")


def test_a_review_cannot_be_injected_with_markup() -> None:
    _assert_only_our_elements(markdown(_worst()))


def test_a_drift_report_cannot_be_injected_with_markup() -> None:
    resource = StackResource(WORST, "RemoteEngine", WORST, f"Remote Engine '{WORST}'")
    unmanaged = Unmanaged("RemoteEngine", WORST, WORST, WORST, WORST, WORST)
    found = Drift(
        *(WORST, "`", "https://api.eu.cloud.talend.com", 1),
        missing=(resource,),
        unmanaged=(unmanaged,),
        unread=(Unread(resource, WORST),),
        notes=(WORST,),
    )
    _assert_only_our_elements(of_drift.markdown(found))


def _assert_only_our_elements(comment: str) -> None:
    drawn = re.sub("^```mermaid\n.*?^```$", "", comment, flags=re.DOTALL | re.MULTILINE)
    page = Page()
    page.feed(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(drawn))
    page.close()
    ours = {"h2", "h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "br", "code", "ul", "li"}
    assert set(page.elements) <= ours | {"details", "summary", "span"}
    assert WORST in page.text.replace("\u200b", "")

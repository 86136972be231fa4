"""Each shape of a secret is masked, similar texts are not, and masking again changes nothing."""

from __future__ import annotations

import json
import re
import string

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from secret_shapes import HEX, SHAPES, S

from talend_processing.secret_text import MASK, is_secret, is_secret_name, mask, mask_values

BENIGN = (
    "2f6b1c9e0d3a4b5c6d7e8f90a1b2c3d4e5f60718",  # a git commit
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "64f1c0ffee64f1c0ffee64f1",  # an id of Talend
    "sha256:" + HEX * 4,
    "2026-01-01T00:00:00.000Z",
    "urn:pulumi:prod::etl::pulumi-python:dynamic/talend:RemoteEngine::etl-1",
    "https://api.eu.cloud.talend.com/processing/runtimes/remote-engines?limit=100",
    "file:///C:/Users/joe@example.org/keys",
    "file://C:/Users/joe@example.org/keys",
    "s3a://bucket@host/path:with@signs",
    "abfss://container@account.dfs.core.windows.net/path",
    "ssh://git@example.org:22/a.git",
    "image:tag@sha256:abc",
    "bob@example.org",
    "-Xms1g -Xmx2g -XX:+UseG1GC --add-opens=java.base/java.lang=ALL-UNNAMED",
    r"-Dx=a|b$c\d*'\"",
    "-Dcom.sun.management.jmxremote.authenticate=false",
    "-Dlog4j.logger.security.token=DEBUG",
    "-Dpassword=",
    "-Dpassword=true",
    "-Dpassword=${env.PASSWORD}",
    "-Dpassword=%PASSWORD%",
    "-Dtoken=<your token>",
    'talend.DatabricksRunProfile("p", databricks_token=pulumi.Config().require_secret("token"))',
    "a token lives 30 minutes; the password policy is strict",
    "tokenizer=standard passwordless=x secretary=joe compass=north",
    "TALEND_ACCESS_TOKEN, TALEND_CLIENT_SECRET",
    "databricks_token: Optional",
    "",
)


@pytest.mark.parametrize("text", SHAPES)
def test_a_secret_is_masked_and_the_rest_stays_readable(text: str) -> None:
    masked, _ = SHAPES[text]
    assert is_secret(text)
    assert mask(text) == masked
    assert not is_secret(masked)


@pytest.mark.parametrize("text", [*(benign for _, benign in SHAPES.values()), *BENIGN])
def test_a_harmless_value_that_resembles_a_secret_passes(text: str) -> None:
    assert not is_secret(text)
    assert mask(text) == text


@pytest.mark.parametrize("text", SHAPES)
def test_a_secret_is_found_within_other_text(text: str) -> None:
    shown = mask(f"what the API said: {text} (request 1)")
    assert MASK in shown
    assert S not in shown


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        *(
            (name, True)
            for name in ("password", "keyStorePassword", "DB_PASSWORD", "https.proxyPass", "dbpassword")
        ),
        *(
            (name, True)
            for name in ("apiKey", "aws_secret_access_key", "client-secret", "preAuthorizedKey", "pwd")
        ),
        *(
            (name, False)
            for name in ("password.file", "tokenTtl", "secret_name", "credentials.provider", "key")
        ),
        *((name, False) for name in ("bypass", "compass", "tokenizer", "name", "keyStore", "", "...")),
    ],
)
def test_a_name_can_announce_a_secret(name: str, *, secret: bool) -> None:
    assert is_secret_name(name) is secret


@pytest.mark.parametrize(
    ("name", "value", "masked"),
    [
        ("password", "two words", MASK),
        ("password", "1234", MASK),
        ("token", "30", "30"),
        ("token", "{{secrets/scope/key}}", "{{secrets/scope/key}}"),
        ("token", "***", "***"),
        ("password.file", "/etc/x", "/etc/x"),
        ("url", f"https://me:{S}@h", "https://me:[secret]@h"),
    ],
)
def test_a_value_is_judged_by_its_name(name: str, value: str, masked: str) -> None:
    assert mask(value, name) == masked
    assert is_secret(value, name) is (masked != value)


def test_documents_keep_their_shape() -> None:
    document = {
        "name": "p",
        "jvm": [f"-Dpassword={S}", 1, None],
        "nested": {"token": S, "count": 2, "on": True},
    }
    assert mask_values(document) == {
        "name": "p",
        "jvm": ["-Dpassword=[secret]", 1, None],
        "nested": {"token": MASK, "count": 2, "on": True},
    }


PASSWORDS = (
    st.text(string.ascii_letters + string.digits + "!$%^*_+.~#/:|\\", min_size=6, max_size=20)
    .filter(lambda text: sum(map(str.isalnum, text)) > 4 and len(set(text.lower())) > 3)
    .filter(lambda text: is_secret(text, "password"))
    .filter(lambda text: not re.match(r"\d{1,5}[/#]", text))  # a port and a path
)
PLACES = st.sampled_from(
    [
        "-Dpassword={}",
        "-Xmx1g -Ddb.password={} -Xms1g",
        "see -Dproxy.pass={} there",
        "jdbc:postgresql://bob:{}@db/x?ssl=true",
        "-Dhttps.proxyHost=http://joe:{}@proxy:3128",
        "-Durl=jdbc:oracle:thin:scott/{}@//h:1521/x",
        "-Durl=jdbc:sqlserver://h:1433;user=sa;password={};encrypt=true",
        "-Durl=jdbc:mysql://h/x?user=u&password={}&ssl=true",
        'required username="u" password="{}";',
        "DB_PASSWORD={}",
    ]
)


@settings(deadline=None)
@given(PLACES, PASSWORDS)
@example("jdbc:postgresql://bob:{}@db/x", "p@ss/wo:rd#1")
def test_masked_text_never_holds_the_secret(place: str, password: str) -> None:
    assume(password not in place + MASK)
    text = place.format(password.replace("\\", "\\\\") if '"' in place else password)
    shown = mask(text)
    assert password not in shown
    assert MASK in shown


@settings(deadline=None)
@given(st.text() | st.text("-Dpasword=:;&?@/'\"[]{}secrt \n$\\"), st.sampled_from(["", "password", "name"]))
def test_masking_again_changes_nothing(text: str, name: str) -> None:
    once = mask(text, name)
    assert mask(once, name) == mask(once) == once
    assert not is_secret(once, name)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["-Dpassword=", S, " ", ";", "password=", '"', "://a:", "@", MASK, "-Xmx1g"]),
        max_size=9,
    )
)
def test_masking_a_masked_part_of_a_text_changes_nothing(parts: list[str]) -> None:
    assert mask(mask("".join(parts))) == mask("".join(parts))


@settings(deadline=None)
@given(st.uuids().map(str) | st.text("0123456789abcdef", min_size=24, max_size=64) | st.datetimes().map(str))
def test_ids_hashes_and_dates_pass(text: str) -> None:
    assert mask(text) == text
    assert mask(f"-Did={text}") == f"-Did={text}"


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text("ab:=/ "),
        lambda inner: st.lists(inner) | st.dictionaries(st.text("ab"), inner),
    )
)
@pytest.mark.slow
def test_documents_without_secrets_stay_the_same(document: object) -> None:
    assert json.dumps(mask_values(document)) == json.dumps(document)

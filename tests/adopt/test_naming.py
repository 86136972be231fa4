"""Names are readable and unique, and do not change when other objects come and go."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talend_processing.adopt.export.naming import (
    Candidate,
    config_key,
    identifier,
    module_name,
    slug,
    unique,
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("etl-1", "etl-1"),
        ("ETL 1", "ETL-1"),
        ("Größe", "Größe"),
        (" a / b ", "a-b"),
        ("bell\x07\u202e", "bell"),
        ("日本語", "日本語"),
    ],
)
def test_a_pulumi_name_keeps_letters_of_every_script(text: str, name: str) -> None:
    assert slug(text) == name


@settings(deadline=None)
@given(st.text(min_size=1))
@pytest.mark.slow
def test_every_text_has_a_short_name_and_an_identifier(text: str) -> None:
    assert 0 < len(slug(text)) <= 70
    assert slug(text).isprintable()
    assert identifier(text, "engine").isidentifier()
    assert identifier(text, "engine").isascii()
    assert module_name(text).isidentifier()
    assert config_key(text).replace("-", "").isalnum()


def test_identifiers_are_made_from_keywords_digits_and_other_letters() -> None:
    assert identifier("class", "engine") == "class_engine"
    assert identifier("1st", "engine") == "engine_1st"
    assert identifier("engine", "engine") == "engine"
    assert module_name("class") == "environment_class"
    assert identifier("ETLPool Größe", "cluster") == "etlpool_groesse_cluster"


def test_long_names_that_begin_alike_differ() -> None:
    assert slug("x" * 254 + "a") != slug("x" * 254 + "b")


def test_the_oldest_of_equal_names_keeps_its_name() -> None:
    young, old = Candidate("etl", "2024", "5c0000aa"), Candidate("etl", "2023", "5c0000bb")
    assert unique([("young", young), ("old", old)]) == {"old": "etl", "young": "etl-0000aa"}
    assert unique([("old", old)]) == {"old": "etl"}
    assert unique([("young", young)], taken=["etl"]) == {"young": "etl-0000aa"}


def test_names_differ_if_the_ends_of_ids_are_equal() -> None:
    alike = [(key, Candidate("etl", "", f"{key}0000aa")) for key in ("1", "2", "3")]
    assert len(set(unique(alike).values())) == 3

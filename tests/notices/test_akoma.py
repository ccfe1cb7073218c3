"""The document is Akoma Ntoso: its order by the schema, and the official schema itself where it is at hand."""

from __future__ import annotations

import datetime as dt
import os
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.notices.acts import read_acts
from sekisho.notices.akoma import NAMESPACE, to_akoma
from sekisho.notices.matrix import Source, matrix
from tests.notices import made_acts as made

N = {"a": NAMESPACE}
A, B, C = (made.digest(one) for one in "ABC")
XSD = os.environ.get("SEKISHO_AKN_XSD", "")


def document(*acts: tuple[str, dict[str, Any]], language: str = "en", stale: str = "", rows: Any = None) -> bytes:
    listed = (made.row(), made.row("4Q902", until="2029-06-01")) if rows is None else rows
    found = Source("made-up", made.OTHER, 1, "2026-07-20T10:00:00Z", ("JP", "NL", "US"), listed, (), *read_acts(acts), stale)
    return to_akoma(matrix(found, dt.date(2026, 8, 1)), language)


def samples() -> list[bytes]:
    full = made.transposition(
        members=["JP", "NL"],
        only=["NL-NH"],
        applies_until="2027-01-01",
        entries=[{"code": code, "sha256": made.SHA, "national": "8-1"} for code in ("4Q901", "4Q902")],
        deviations=[{"code": "4Q901", "effect": "wider", "text": "more"}],
    )
    plain = made.transposition(
        "US",
        act={"title": "An act", "citation": "C 1", "url": ""},
        entries=[{"code": "4Q901", "sha256": made.OTHER, "national": ""}],
        **{"except": ["US-PR"]},
    )
    return [
        document(),
        document((A, full), (B, plain), (C, made.equivalence())),
        document((A, full), language="ja", stale="old"),
        document(language="xx"),
        document(rows=()),
    ]


def test_the_order_is_that_of_the_schema() -> None:
    root = ET.fromstring(samples()[1])
    assert root.tag == f"{{{NAMESPACE}}}akomaNtoso"
    doc = root[0]
    assert (doc.tag, doc.get("name")) == (f"{{{NAMESPACE}}}doc", "list")
    assert [one.tag.split("}")[1] for one in doc] == ["meta", "preface", "mainBody"]
    assert [one.tag.split("}")[1] for one in doc[0]] == ["identification", "lifecycle", "temporalData", "references"]
    levels = root.find(".//a:identification", N)
    assert levels is not None
    assert [one.tag.split("}")[1] for one in levels] == ["FRBRWork", "FRBRExpression", "FRBRManifestation"]
    assert [one.tag.split("}")[1] for one in levels[0]] == [
        "FRBRthis", "FRBRuri", "FRBRdate", "FRBRauthor", "FRBRcountry", "FRBRnumber",
    ]  # fmt: skip
    assert [[part.tag.split("}")[1] for part in one] for one in root.findall(".//a:section", N)] == [
        ["num", "heading", "content"]
    ] * 2


def test_what_the_matrix_says_stands_in_it() -> None:
    root = ET.fromstring(samples()[1])
    events = {(one.get("date"), one.get("type")) for one in root.findall(".//a:eventRef", N)}
    assert {("2026-06-01", "generation"), ("2029-06-01", "repeal"), ("2026-07-01", "amendment")} <= events
    acts = [one.get("href") for one in root.findall(".//a:TLCReference", N)]
    assert acts == ["https://example.org/1", f"/akn/ontology/reference/made-up/{B}"]
    said = "\n".join("".join(one.itertext()) for one in root.findall(".//a:content/a:p", N))
    assert "JP: given_effect from 2026-07-01 by Made-up order (Made-up Gazette 1) as 8-1; only NL-NH" in said
    assert "deviation, wider: more" in said
    assert (
        "US: earlier_wording from 2026-07-01 by An act (C 1); in another wording than the one adopted; except US-PR" in said
    )
    assert "US regards the control of JP as equivalent: RELIEF, Made-up Code 5 (to_examine)" in said


def test_the_language_is_that_asked_for_or_the_first_there_is() -> None:
    root = ET.fromstring(samples()[2])
    language = root.find(".//a:FRBRlanguage", N)
    assert language is not None
    assert language.get("language") == "jpn"
    assert root.findall(".//a:content/a:p", N)[0].text == "架空"
    assert root.findall(".//a:heading", N)[0].text == "Title of 4Q901"
    assert b"Stale: old" in samples()[2]


@pytest.mark.parametrize("number", range(5))
def test_every_reference_within_has_its_target_and_no_id_stands_twice(number: int) -> None:
    root = ET.fromstring(samples()[number])
    ids = [one.get("eId") for one in root.iter() if one.get("eId")]
    assert len(ids) == len(set(ids))
    named = [
        one.get(name, "") for one in root.iter() for name in ("source", "period", "start", "end", "refersTo", "href", "as")
    ]
    assert {one[1:] for one in named if one.startswith("#")} <= set(ids)


@given(st.text(min_size=1).filter(str.strip))
def test_no_text_of_a_member_breaks_the_document(text: str) -> None:
    body = made.transposition(act={"title": text, "citation": "<p>&", "url": ""})
    root = ET.fromstring(document((A, body)))
    assert len(root.findall(".//a:ref", N)) == 1


@pytest.mark.skipif(not XSD, reason="SEKISHO_AKN_XSD names no akomantoso30.xsd")
@pytest.mark.parametrize("number", range(5))
def test_the_official_schema_accepts_it(number: int) -> None:
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(XSD))
    schema.assertValid(etree.fromstring(samples()[number]))

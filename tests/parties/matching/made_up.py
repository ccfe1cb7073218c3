"""Names and parties for the tests of matching; apart from well-known public names, nobody here exists."""

from __future__ import annotations

from hypothesis import strategies as st

from sekisho.parties.matching.read import variants
from sekisho.parties.matching.score import default_weights
from sekisho.parties.matching.token import Variant
from sekisho.parties.party import ListedParty, Name, Properties

COMPANY = "Company"
PERSON = "Person"

NAMES = (
    "Zyqor Microsystems Co., Ltd.",
    "Plumvel Trading",
    "Kortas 13th Research Institute",
    "Tamrin Plant No. 618",
    "Zyqor",
    "Abelian Heavy Industries Group Corporation",
    "架空貿易会社",
    "Вымышленский завод",
    "شرکت زیقور",
    "가공무역회사",
    "Ζυκόρ Εμπορική",
)
"""Names of companies, in many scripts."""

_SCRIPTS = (
    st.characters(max_codepoint=0x24F),
    st.characters(min_codepoint=0x370, max_codepoint=0x52F),
    st.characters(min_codepoint=0x590, max_codepoint=0x6FF),
    st.characters(min_codepoint=0x900, max_codepoint=0xDFF),
    st.characters(min_codepoint=0x3040, max_codepoint=0x30FF),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF),
    st.characters(min_codepoint=0xAC00, max_codepoint=0xAFFF),
    st.sampled_from("第一二三十百所院研究公司中国 aаeеoоcсßﬁ1i2\u0301\u0306\u200c\u200d\u202e\u3164\ufe0f\x00"),
)
ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(*(st.text(script, max_size=12) for script in _SCRIPTS)), max_size=6).map(" ".join),
)
"""Any text; often of several scripts."""

WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


def company(name: str, *aliases: str, schema: str = COMPANY, properties: Properties = ()) -> ListedParty:
    names = (Name(name), *(Name(alias, "alias") for alias in aliases))
    return ListedParty(f"id-{name}", "us-entity-list", schema, names, ("CN",), properties=properties)


def address(text: str) -> ListedParty:
    return ListedParty("id-address", "us-entity-list", "Address", (Name("Address 01"),), ("CN",), (text,))


def plainest(name: str, schema: str = COMPANY) -> Variant:
    """Return the plainest way to read a name."""
    return variants(name, schema)[0]


def logit(asked: str, listed: str, schema: str = COMPANY) -> float:
    """Return how strongly two names agree under the packaged weights."""
    pair = default_weights().judge(variants(asked, schema), variants(listed, schema), person=schema == PERSON)
    assert pair is not None
    return pair.logit

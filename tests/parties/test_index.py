"""The block in which names are looked up."""

from __future__ import annotations

import hashlib

import pytest

from sekisho.errors import SourceError
from sekisho.parties.index import Index
from tests.parties.listed import address, listed

PARTIES = [
    listed("Zyqor Microsystems Co., Ltd.", "Zyqor\tWei\nxitong", weak="ZMS"),
    listed("Plumvel Trading", "架空貿易会社", country="JP"),
    listed("..."),
    address("Unit 9, 3/F, 7 Example Street, Hong Kong"),
]


@pytest.fixture(params=["built", "loaded"])
def index(request: pytest.FixtureRequest) -> Index:
    built = Index.build(iter(PARTIES))
    return built if request.param == "built" else Index.load(built.dump())


def test_counts(index: Index) -> None:
    assert index.parties == 4
    assert index.sources == {"us-entity-list": 4}
    assert index.names == 7


def test_parties_are_read_back(index: Index) -> None:
    assert list(index) == PARTIES
    assert index.party(1) == PARTIES[1]


def test_lookups(index: Index) -> None:
    (found,) = index.with_key("zyqor microsystems")
    assert (found.party, found.quality, found.forms) == (0, "primary", ("co ltd",))
    assert found.printed == "Zyqor Microsystems Co., Ltd."
    assert [name.printed for name in index.with_letters(("zyqor", "weixitong"))] == ["Zyqor Wei xitong"]
    assert [name.printed for name in index.with_same_words(("trading", "plumvel"))] == ["Plumvel Trading"]
    assert [index.name(number).printed for number in index.numbers_with_word("plumvel")] == ["Plumvel Trading"]
    assert list(index.with_key("nobody")) == []
    assert index.numbers_with_word("zyq") == []
    assert [name.printed for name in index.addresses()] == ["Unit 9, 3/F, 7 Example Street, Hong Kong"]
    assert [name.printed for name in index.keys_containing("架空")] == ["架空貿易会社"]
    mixed = Index.build([listed("架空 Zyqor Trading")])
    assert [name.printed for name in mixed.keys_containing("架空")] == ["架空 Zyqor Trading"]


def test_words_by_first_letter(index: Index) -> None:
    assert list(index.words_beginning("z")) == ["zms", "zyqor"]
    assert list(index.words_beginning("q")) == []
    assert "plumvel" in list(index.words_beginning("p"))


def test_sources_without_address_entries_have_no_addresses() -> None:
    assert list(Index.build(PARTIES[:2]).addresses()) == []


def test_an_empty_index() -> None:
    index = Index.load(Index.build([]).dump())
    assert (index.parties, index.names, list(index)) == (0, 0, [])
    assert list(index.with_key("x")) == []
    assert list(index.words_beginning("x")) == []


@pytest.mark.parametrize("damage", [b"", b"\x00\xff", b"sekisho-parties-0 00\n", b"{}"])
def test_other_files_are_refused(damage: bytes) -> None:
    with pytest.raises(SourceError, match="not an index") as problem:
        Index.load(damage, "parties.index")
    assert problem.value.file == "parties.index"
    assert problem.value.remedy


def test_every_flipped_byte_is_noticed() -> None:
    block = Index.build(PARTIES).dump()
    for at in range(0, len(block), 7):
        with pytest.raises(SourceError):
            Index.load(block[:at] + bytes([block[at] ^ 1]) + block[at + 1 :])
    with pytest.raises(SourceError, match="damaged"):
        Index.load(block[:-1])


def test_a_sealed_block_without_counts_is_refused() -> None:
    body = b'{"sources":{}}\n'
    with pytest.raises(SourceError, match="damaged"):
        Index.load(b"sekisho-parties-1 " + hashlib.sha256(body).hexdigest().encode() + b"\n" + body)


def test_half_surrogates_do_not_stop_the_build() -> None:
    assert Index.build([listed("Example \ud800")]).parties == 1

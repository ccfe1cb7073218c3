"""Which listed names a name may be."""

from __future__ import annotations

import contextlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import InputError
from sekisho.parties.party import ListedParty
from tests.parties.listed import address, listed, look, only

ZYQOR = listed("Zyqor Microsystems Co., Ltd.", "Qorzy Devices", "Zyqor", weak="ZMS")
CETC = listed(
    "Example Group Corporation 13th Research Institute (EGC 13)", "Example Group Corporation 13th Research Institute"
)


@pytest.mark.parametrize(
    "name",
    [
        "Zyqor Microsystems Co., Ltd.",
        "ZYQOR MICROSYSTEMS",
        "Zyqor Microsystems GmbH",
        "The Zyqór Microsystems Company, Limited",
        "Ｚｙｑｏｒ　Ｍｉｃｒｏｓｙｓｔｅｍｓ",
        "Qorzy Devices Inc.",
    ],
)
def test_identical_after_normalisation_is_certain(name: str) -> None:
    match = only(look(name, ZYQOR, CETC))
    assert match.certain
    assert match.score == 1.0
    assert any("identical after normalisation" in line for line in match.explanation)


def test_a_difference_of_legal_form_is_said() -> None:
    match = only(look("Zyqor Microsystems GmbH", ZYQOR))
    assert "legal form differs: gmbh asked about, co ltd listed" in match.explanation
    assert "legal form differs: none asked about, co ltd listed" in only(look("Zyqor Microsystems", ZYQOR)).explanation


@pytest.mark.parametrize(
    "name",
    [
        "Microsystems Zyqor",
        "Zy qor Micro systems",
        "Shenzhen Zyqor Microsystems Logistics",
        "Zyqor Microsystems Kortas Holding",
        "ZMS",
    ],
)
def test_close_names_are_possible_only(name: str) -> None:
    match = only(look(name, ZYQOR, CETC))
    assert not match.certain
    assert match.score < 1


@pytest.mark.parametrize(
    "name",
    [
        "Kortas Microsystems Co., Ltd.",
        "Shenzhen Devices",
        "ZMS Plumvel",
        "Example Group Corporation 14th Research Institute",
        "Example Group Corporation No. 14 Research Institute",
        "Microsystems Co., Ltd.",
    ],
)
def test_others_do_not_match(name: str) -> None:
    assert look(name, ZYQOR, CETC).matches == ()


def test_numbers_discriminate() -> None:
    thirteen = listed("Zyqor 13th Research Institute")
    assert only(look("Zyqor Research Institute No. 13", thirteen)).certain is False
    assert only(look("Zyqor No. 13 Research Institute", thirteen)).certain is True
    assert look("Zyqor 14th Research Institute", thirteen).matches == ()
    assert look("Zyqor 1 3 Research Institute", thirteen).matches == ()
    assert only(look("Zyqor Research Institute", thirteen)).certain is False


@given(st.integers(1, 999), st.integers(1, 999))
def test_another_number_is_never_a_match(one: int, other: int) -> None:
    found = look(f"Zyqor {other}th Research Institute", listed(f"Zyqor {one}th Research Institute"))
    assert bool(found.matches) == (one == other)


def test_abbreviations_in_brackets() -> None:
    institute = listed("Zyqor Institute of Plumvel")
    assert only(look("Zyqor Institute of Plumvel (ZIP)", institute)).certain
    assert not only(look("Zyqor Institute of Plumvel (Vietnam)", institute)).certain
    assert only(look("Example Group Corporation 13th Research Institute", CETC)).certain


class TestShortNames:
    """A name of one word, or of general words, is not certain by itself."""

    def test_an_alias_of_one_word_needs_its_country(self) -> None:
        assert not only(look("Zyqor", ZYQOR)).certain
        assert not only(look("Zyqor", ZYQOR, country="US")).certain
        assert only(look("Zyqor", ZYQOR, country="CN")).certain

    def test_a_primary_name_of_one_word_is_certain_as_printed(self) -> None:
        assert only(look("Zyqor JSC", listed("Zyqor JSC"))).certain
        assert not only(look("Zyqor GmbH", listed("Zyqor JSC"))).certain
        assert only(look("Zyqor GmbH", listed("Zyqor JSC"), country="CN")).certain

    def test_general_words_need_their_country(self) -> None:
        general = listed("Technical Services")
        match = only(look("Technical Services Ltd", general))
        assert not match.certain
        assert any("general words" in line for line in match.explanation)
        assert only(look("Technical Services Ltd", general, country="CN")).certain

    def test_many_general_words_tell_together(self) -> None:
        assert only(look("Beijing Institute of Technology", listed("Beijing Institute of Technology"))).certain

    def test_a_weak_alias_is_never_certain(self) -> None:
        assert not only(look("ZMS", ZYQOR, country="CN")).certain

    def test_two_telling_words_are_certain(self) -> None:
        assert only(look("Kortas Plumvel", listed("Kortas Plumvel", country="RU"))).certain


class TestHan:
    """Names in scripts without spaces."""

    HAN = listed("Namvelt Trading", "南江架空貿易会社", country="KP")

    @pytest.mark.parametrize("name", ["南江架空貿易会社", "南江架空貿易", "南江架空 貿易会社"])
    def test_identical(self, name: str) -> None:
        assert only(look(name, self.HAN)).certain

    @pytest.mark.parametrize("name", ["南江架空", "南江架空貿易会社平壌支社"])
    def test_contained(self, name: str) -> None:
        match = only(look(name, self.HAN))
        assert not match.certain

    @pytest.mark.parametrize("name", ["貿易会社", "江架", "東江仮空貿易会社", "研究所", "仮空研究所"])
    def test_not_found(self, name: str) -> None:
        assert look(name, self.HAN).matches == ()


class TestAddresses:
    """Entries that are an address and nothing else."""

    WHERE = address("Unit 9, 3/F, Example Centre, 7 Kortas Street, Wan Chai, Hong Kong")

    def test_the_same_address_is_certain(self) -> None:
        match = only(look("Anybody", self.WHERE, where="unit 9, 3/F Example Center, 7 Kortas St. Wan Chai, HONG KONG"))
        assert match.certain

    def test_a_close_address_is_possible(self) -> None:
        match = only(look("Anybody", self.WHERE, where="Unit 9, 3/F, Example Centre, 7 Kortas Street, Wan Chai"))
        assert not match.certain
        assert any("close to a listed address" in line for line in match.explanation)

    @pytest.mark.parametrize(
        "where", ["Unit 8, 3/F, Example Centre, 7 Kortas Street, Wan Chai, Hong Kong", "Wan Chai, Hong Kong", ""]
    )
    def test_other_addresses(self, where: str) -> None:
        assert look("Anybody", self.WHERE, where=where).matches == ()

    def test_an_address_is_not_a_name(self) -> None:
        for name in ("Kortas Street", "Unit 9, 3/F, Example Centre, 7 Kortas Street, Wan Chai, Hong Kong", "Address 01"):
            assert look(name, self.WHERE).matches == ()


def test_country_only_explains() -> None:
    there = only(look("Zyqor Microsystems", ZYQOR, country="CN"))
    elsewhere = only(look("Zyqor Microsystems", ZYQOR, country="KE"))
    assert (there.certain, elsewhere.certain) == (True, True)
    assert "country CN agrees: listed under CN" in there.explanation
    assert "listed under CN, not KE; that does not exclude it" in elsewhere.explanation


WORDS = st.sampled_from(["zyqor", "plumvel", "kortas", "tamrin", "odvan", "trading", "beijing", "institute"])


@given(st.lists(WORDS, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_reordered_words_are_found(words: list[str], random: Random) -> None:
    party = listed(" ".join(words))
    shuffled = list(words)
    random.shuffle(shuffled)
    assert only(look(" ".join(shuffled), party)).listed == party


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=4))
def test_only_identical_names_are_certain(first: list[str], second: list[str]) -> None:
    found = look(" ".join(first), listed(" ".join(second)))
    if first != second:
        assert not any(match.certain for match in found.matches)


@given(st.text(max_size=200))
def test_any_text_is_answered(name: str) -> None:
    with contextlib.suppress(InputError):
        found = look(name, ZYQOR, CETC, TestHan.HAN, TestAddresses.WHERE)
        assert all(0 < match.score <= 1 for match in found.matches)


def test_many_parties_share_a_word() -> None:
    parties: list[ListedParty] = [listed(f"Zyqor Plumvel{number:04d}x Trading") for number in range(1700)]
    found = look("Zyqor Odvan Plumvel0003x", *parties)
    assert found.matches[0].listed == parties[3]

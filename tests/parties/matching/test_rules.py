"""Rules beside the weighing: namesakes are shown, general words are not."""

from __future__ import annotations

import pytest

from sekisho.parties.matching.read import variants
from sekisho.parties.matching.rules import is_letter_only, is_namesake, is_too_general, telling_words
from sekisho.parties.matching.score import Pair, default_weights


def pair(asked: str, listed: str) -> Pair:
    found = default_weights().judge(variants(asked, "Company"), variants(listed, "Company"), person=False)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Huawei Kenya Ltd", "Huawei Technologies Co., Ltd."),
        ("Huawei", "Huawei Technologies Co., Ltd."),
        ("Hikvision Europe B.V.", "Hikvision"),
        ("Zyqor Plumvel Holding", "Zyqor Plumvel"),
        ("Zyqor Plumvel", "Zyqor Plumvel Kortas"),
        ("Zyqor Trading", "Zyqor Trading Works"),
    ],
)
def test_namesakes(asked: str, listed: str) -> None:
    assert is_namesake(pair(asked, listed))


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Emerald Whiskey Ltd", "Emerald FZE"),
        ("Zyqor Kortas Plumvel", "Zyqor Tamrin Odvan"),
        ("Huawei Plant 13", "Huawei Plant 14"),
        ("Beijing Trading", "Beijing Works"),
        ("Falcon Printing", "Falcon International Trading"),
    ],
)
def test_no_namesakes(asked: str, listed: str) -> None:
    assert not is_namesake(pair(asked, listed))


@pytest.mark.parametrize(
    ("asked", "listed"), [("Trading Company", "Zyqor Trading"), ("LLC", "Zyqor LLC"), ("贸易公司", "架空貿易")]
)
def test_general_words_alone_find_nobody(asked: str, listed: str) -> None:
    assert is_too_general(pair(asked, listed))


@pytest.mark.parametrize(
    ("asked", "listed"), [("Zyqor Trading", "Zyqor"), ("Institute of Technology", "Technology Institute"), ("Zyqor", "LLC")]
)
def test_what_is_not_too_general(asked: str, listed: str) -> None:
    assert not is_too_general(pair(asked, listed))


def test_a_letter_is_no_name() -> None:
    assert is_letter_only(pair("Zyqor Motor", "Z Motor"))
    assert not is_letter_only(pair("Z Motor", "Zyqor Motor"))
    assert not is_letter_only(pair("Zyqor Motor", "Zyqor Motor"))


def test_telling_words() -> None:
    assert "huawei" in telling_words(variants("Huawei Trading Beijing"))
    assert telling_words(variants("Beijing Trading")) == frozenset()

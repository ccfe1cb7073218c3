"""Japanese: published spellings of Hepburn and Kunrei, long vowels as passports write them, kanji by the dictionary."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sekisho.parties.lexicon import phrases, rows
from sekisho.parties.scripts import japanese

KANA = st.text(
    st.one_of(
        st.characters(min_codepoint=0x3041, max_codepoint=0x3096),
        st.characters(min_codepoint=0x30A1, max_codepoint=0x30FC),
        st.characters(min_codepoint=0xFF66, max_codepoint=0xFF9F),
    ),
    min_size=1,
    max_size=12,
)
PLAIN = re.compile(r"[a-z0-9]+")


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("しんばし", "shimbashi"),
        ("しんばし", "shinbashi"),
        ("しんばし", "sinbasi"),
        ("シンバシ", "shimbashi"),
        ("ｼﾝﾊﾞｼ", "shimbashi"),
        ("とうきょう", "tokyo"),
        ("おおの", "ono"),
        ("おおの", "ohno"),
        ("おおの", "oono"),
        ("さとう", "sato"),
        ("さとう", "satou"),
        ("さとう", "satoh"),
        ("ゆうこ", "yuko"),
        ("ゆうこ", "yuuko"),
        ("はっちょうぼり", "hatchobori"),
        ("べっぷ", "beppu"),
        ("なんば", "namba"),
        ("ほんま", "homma"),
        ("ふじ", "fuji"),
        ("ふじ", "huzi"),
        ("つしま", "tsushima"),
        ("つしま", "tusima"),
        ("ちば", "chiba"),
        ("ちば", "tiba"),
        ("おちゃ", "otya"),
        ("けいこ", "keiko"),
        ("にいがた", "niigata"),
        ("きんえん", "kinen"),
        ("じゅんいち", "junichi"),
        ("ヴァイオリン", "vaiorin"),
        ("ファックス", "fakkusu"),
        ("パーティー", "pati"),
        ("チェック", "chekku"),
        ("ジェット", "jetto"),
        ("ウィーン", "win"),
        ("クォーツ", "kwotsu"),
        ("ツェッペリン", "tsepperin"),
        ("デュアル", "dyuaru"),
    ],
)
def test_kana_are_spelt(word: str, latin: str) -> None:
    assert latin in japanese.spellings(word)


def test_hepburn_comes_first() -> None:
    assert japanese.spellings("つしま")[0] == "tsushima"
    assert japanese.spellings("こうぎょう")[0] == "kogyo"


@pytest.mark.parametrize("word", ["", "abc", "2000", "ー", "ッ", "김정은"])
def test_what_has_no_japanese_letter_has_no_spelling(word: str) -> None:
    assert japanese.spellings(word) == ()


def test_latin_letters_and_digits_stay_in_a_word() -> None:
    assert japanese.spellings("ＡＢＣデンシ2")[0] == "abcdenshi2"


def test_a_name_in_kana_is_parted_at_its_space() -> None:
    family, given_name = japanese.person("さとう はなこ")
    assert "satoh" in family
    assert given_name == ("hanako",)


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("東京", "tokyo"),
        ("新橋", "shimbashi"),
        ("大阪", "osaka"),
        ("井上", "inoue"),
        ("大内", "ouchi"),
        ("三菱重工", "mitsubishijuko"),
    ],
)
def test_kanji_are_read_by_the_dictionary(word: str, latin: str) -> None:
    pytest.importorskip("fugashi")
    assert latin in japanese.spellings(word)


@pytest.mark.parametrize(
    ("name", "family", "given_name"),
    [
        ("田中太郎", "tanaka", "taro"),
        ("佐藤 花子", "satou", "hanako"),
        ("黒澤明", "kurosawa", "akira"),
        ("大野慎太郎", "ohno", "shintaro"),
        ("渡邊 恒雄", "watanabe", "tsuneo"),
        ("麻生太郎", "aso", "taro"),
    ],
)
def test_a_name_in_kanji_is_parted(name: str, family: str, given_name: str) -> None:
    pytest.importorskip("fugashi")
    parts = japanese.person(name)
    assert family in parts[0]
    assert given_name in parts[1]


@pytest.mark.parametrize("name", ["", "田中", "田中製作所", "東京", "金正恩", "王毅", "Taro Tanaka", "東京電力 株式会社"])
def test_what_is_no_japanese_name_is_not_parted(name: str) -> None:
    assert japanese.person(name) == ()


def test_without_the_dictionary_kanji_have_no_spelling_and_kana_still_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fugashi", None)
    japanese._tagger.cache_clear()
    try:
        assert japanese.spellings("東京") == ()
        assert japanese.person("田中太郎") == ()
        assert japanese.spellings("とうきょう")[0] == "tokyo"
        assert japanese.person("さとう はなこ")
    finally:
        monkeypatch.undo()
        japanese._tagger.cache_clear()


@given(st.text(max_size=80))
@example("か" * 5000)
@example("っッんンーゃ")
@example("'か'あ")
def test_any_text_gives_plain_letters_or_nothing(text: str) -> None:
    for spellings in [japanese.spellings(text), *japanese.person(text)]:
        assert len(spellings) <= 8
        assert len(set(spellings)) == len(spellings)
        assert all(PLAIN.fullmatch(one) for one in spellings)


@given(KANA)
def test_width_and_the_two_kana_make_no_difference(word: str) -> None:
    folded = unicodedata.normalize("NFKC", word)
    hiragana = "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in folded)
    assert japanese.spellings(word) == japanese.spellings(folded) == japanese.spellings(hiragana)


def test_the_lexicon_is_in_order() -> None:
    forms = [row[0] for row in rows("japanese")]
    assert forms == sorted(set(forms))
    assert len(forms) >= 450
    assert all(form == unicodedata.normalize("NFKC", form).casefold() for form in forms)
    assert {phrase.kind for phrase in phrases("japanese").values()} <= {"generic", "place", "form", "title", "name"}
    words = {word for phrase in phrases("japanese").values() for translation in phrase.english for word in translation}
    assert all(PLAIN.fullmatch(word) for word in words)


def test_the_lexicon_has_each_kanji_word_in_simplified_characters_too() -> None:
    from sekisho.parties.scripts.chinese import han_key, japanese_key

    table = phrases("japanese")
    known = {*table, *phrases("chinese")}
    assert {key for form in table for key in (han_key(form), japanese_key(form))} <= known

"""Korean: published spellings of the three systems, names as lists write them, and the key on which they meet."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sekisho.parties.lexicon import phrases, rows
from sekisho.parties.scripts import korean, korean_sounds, korean_tables

HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6)
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=5)
PLAIN = re.compile(r"[a-z0-9]+")

REVISED = {
    "구미": "gumi",
    "영동": "yeongdong",
    "백암": "baegam",
    "옥천": "okcheon",
    "합덕": "hapdeok",
    "월곶": "wolgot",
    "벚꽃": "beotkkot",
    "한밭": "hanbat",
    "설악": "seorak",
    "울릉": "ulleung",
    "대관령": "daegwallyeong",
    "백마": "baengma",
    "종로": "jongno",
    "왕십리": "wangsimni",
    "별내": "byeollae",
    "신라": "silla",
    "해돋이": "haedoji",
    "같이": "gachi",
    "좋고": "joko",
    "놓다": "nota",
    "묵호": "mukho",
    "집현전": "jiphyeonjeon",
    "압구정": "apgujeong",
    "샛별": "saetbyeol",
    "속리산": "songnisan",
    "독립문": "dongnimmun",
    "극락전": "geungnakjeon",
    "촉석루": "chokseongnu",
    "서울": "seoul",
}
MCCUNE = {
    "백두산": "paektusan",
    "백제": "paekche",
    "고구려": "koguryo",
    "전라": "cholla",
    "조선": "choson",
    "금강": "kumgang",
    "을지": "ulchi",
    "부산": "pusan",
    "서울": "soul",
    "인천": "inchon",
}
NORTH = {"로동": "rodong", "라선": "rason", "평양": "phyongyang", "개성": "kaesong", "청진": "chongjin", "련합": "ryonhap"}


@pytest.mark.parametrize(("word", "latin"), REVISED.items())
def test_the_revised_romanization_comes_first(word: str, latin: str) -> None:
    assert korean.spellings(word)[0] == latin


@pytest.mark.parametrize(("word", "latin"), MCCUNE.items())
def test_mccune_reischauer_is_among_the_first_three(word: str, latin: str) -> None:
    assert latin in korean.spellings(word)[:3]


@pytest.mark.parametrize(("word", "latin"), NORTH.items())
def test_the_spelling_of_the_north_is_there(word: str, latin: str) -> None:
    assert latin in korean.spellings(word)[:3]


def test_the_south_drops_the_first_consonant_that_the_north_keeps() -> None:
    assert {"rodong", "nodong"} <= set(korean.spellings("로동"))
    assert {"ryonhap", "yeonhap"} <= set(korean.spellings("련합"))


def test_given_names_are_not_assimilated_first() -> None:
    assert korean.person("한복남")[1][0] == "boknam"
    assert korean.person("홍빛나")[1][0] == "bitna"


def test_latin_letters_and_digits_stay_in_a_word() -> None:
    assert korean.spellings("SK하이닉스")[0] == "skhainikseu"
    assert korean.spellings("SK") == korean.spellings("2000") == korean.spellings("") == ()


@pytest.mark.parametrize(
    ("name", "surname", "given_name"),
    [
        ("김정은", "kim", "jongun"),
        ("김 정은", "gim", "jeongeun"),
        ("리영호", "ri", "yongho"),
        ("이영호", "lee", "youngho"),
        ("박근혜", "park", "geunhye"),
        ("최룡해", "choe", "ryonghae"),
        ("최룡해", "choi", "yonghae"),
        ("남궁민수", "namgung", "minsu"),
        ("선우진", "sunwoo", "jin"),
        ("서문수", "seo", "munsu"),
        ("장철", "jang", "chol"),
        ("정현희", "jung", "hyunhee"),
    ],
)
def test_a_name_is_parted(name: str, surname: str, given_name: str) -> None:
    parts = korean.person(name)
    assert surname in parts[0]
    assert korean.syllable_key(given_name) in {korean.syllable_key(one) for one in parts[1]}


@pytest.mark.parametrize("name", ["", "김", "평양", "김 Jong Un", "조선무역회사", "Kim"])
def test_what_is_no_name_is_not_parted(name: str) -> None:
    assert korean.person(name) == ()


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("平壌", "pyongyang"),
        ("平壤", "pyeongyang"),
        ("青松", "chongsong"),
        ("白頭山", "paektusan"),
        ("白头山", "baekdusan"),
        ("綾羅", "rungra"),
        ("綾羅", "neungna"),
        ("楽園", "rakwon"),
        ("羅先", "rason"),
        ("牡丹", "moran"),
        ("金策", "kimchaek"),
        ("金剛", "kumgang"),
        ("鉄山", "cholsan"),
        ("連合2", "ryonhap2"),
    ],
)
def test_han_characters_are_read_as_in_korea(word: str, latin: str) -> None:
    assert latin in korean.hanja_spellings(word)


@pytest.mark.parametrize(
    ("name", "surname", "given_name"),
    [
        ("金正恩", "kim", "jeongeun"),
        ("李龍海", "ri", "ryonghae"),
        ("崔竜海", "choe", "yonghae"),
        ("张成泽", "jang", "songthaek"),
    ],
)
def test_a_name_in_han_characters_is_parted(name: str, surname: str, given_name: str) -> None:
    parts = korean.hanja_person(name)
    assert surname in parts[0]
    assert given_name in parts[1]


@pytest.mark.parametrize("name", ["", "山田太郎", "金", "朝鮮中央銀行", "朝鮮銀行", "김정은"])
def test_what_is_no_korean_name_in_han_characters_is_not_parted(name: str) -> None:
    assert korean.hanja_person(name) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yong Chol", "Young-Cheol"),
        ("Sŏul", "Seoul"),
        ("P'yŏngyang", "Pyeongyang"),
        ("Phyongyang", "Pyongyang"),
        ("Woo", "u"),
        ("hoon", "hun"),
        ("joo", "chu"),
        ("Soo", "su"),
        ("Taesŏng", "Daeseong"),
        ("Amnokkang", "Amnokgang"),
        ("Gwang", "Kwang"),
        ("ri", "lee"),
        ("sik", "shik"),
        ("Paek", "Baek"),
        ("hak-kyo", "hakgyo"),
    ],
)
def test_the_systems_meet_on_the_key(one: str, other: str) -> None:
    assert korean.syllable_key(one) == korean.syllable_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("yong", "yang"),
        ("hyon", "yon"),
        ("chol", "chul"),
        ("chun", "chung"),
        ("jankyong", "janggyeong"),
        ("su", "sung"),
        ("o", "u"),
    ],
)
def test_the_key_keeps_different_syllables_apart(one: str, other: str) -> None:
    assert korean.syllable_key(one) != korean.syllable_key(other)


@given(st.text(max_size=80))
@example("ㄱㅏ가")
@example("가" * 5000)
@example("각")
def test_any_text_gives_plain_letters_or_nothing(text: str) -> None:
    found = [korean.spellings(text), korean.hanja_spellings(text), *korean.person(text), *korean.hanja_person(text)]
    for spellings in found:
        assert len(spellings) <= 8
        assert len(set(spellings)) == len(spellings)
        assert all(PLAIN.fullmatch(one) for one in spellings)
    korean.syllable_key(text)


@given(HANGUL)
def test_every_syllable_has_spellings(word: str) -> None:
    assert korean.spellings(word)
    assert korean.spellings(word) == korean.spellings(unicodedata.normalize("NFD", word))


@given(HANGUL.filter(lambda word: not any(unicodedata.normalize("NFD", char)[0] == "\u110b" for char in word[1:])))
def test_mccune_reischauer_and_the_revised_romanization_meet_on_the_key_where_no_two_vowels_adjoin(word: str) -> None:
    assert korean.syllable_key(korean_sounds.rr(word)) == korean.syllable_key(korean_sounds.mr(word))


@given(HAN)
def test_a_reading_has_one_syllable_a_character(word: str) -> None:
    assert len(korean.hanja_reading(word)) in {0, len(word)}


def test_the_tables_agree_with_each_other() -> None:
    listed = {char for row in korean_tables.READINGS.split() for char in row[1:]}
    assert len(listed) > 2000
    assert {pair[0] for pair in korean_tables.FIRST_READING.split()} <= listed
    assert {pair[1] for pair in korean_tables.FORMS.split()} <= listed
    assert not {pair[0] for pair in korean_tables.FORMS.split()} & listed
    surnames = [entry.split() for entry in korean_tables.SURNAMES.split(";")]
    assert len({entry[0] for entry in surnames}) == len(surnames) > 100
    assert {entry[0] for entry in surnames} >= korean_tables.LONG_SURNAMES


def test_the_lexicon_is_in_order() -> None:
    forms = [row[0] for row in rows("korean")]
    assert forms == sorted(set(forms))
    assert len(forms) >= 450
    assert all(form == unicodedata.normalize("NFKC", form).casefold() for form in forms)
    assert {phrase.kind for phrase in phrases("korean").values()} <= {"generic", "place", "form", "title", "name"}
    words = {word for phrase in phrases("korean").values() for translation in phrase.english for word in translation}
    assert all(PLAIN.fullmatch(word) for word in words)
    assert phrases("korean")["련합"].english[0] == phrases("korean")["연합"].english[0] == ("united",)

"""Chinese names in Latin letters, the folded key, and the lexicon of Chinese words."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.names import words_of
from sekisho.parties.scripts.chinese import LIMIT, han_key, has_han, japanese_key, person, spellings
from sekisho.parties.scripts.chinese_romanisations import HONG_KONG, POLYPHONES, wade_giles
from sekisho.parties.scripts.chinese_surnames import COMPOUND, KNOWN, READINGS, REGIONAL

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=8)
MIXED = st.one_of(st.text(max_size=30), HAN, st.text("中国長長々〇ⅢＡ⾦⻄㈱ゴ김·. 4女吕", max_size=12))
ROWS = [
    line.split("\t")
    for line in resources.files("sekisho.parties.lexicon").joinpath("chinese.tsv").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("forms", "key"),
    [
        ("中國 中国 ⼞⼞", None),
        ("電子 电子", "电子"),
        ("⾦⼝ 金口", "金口"),
        ("⻄⻑ 西长", "西长"),
        ("臺灣 台湾 台灣", "台湾"),
        ("厰 廠 厂", "厂"),
        ("ＡＢＣ中國 abc中国", "abc中国"),
        ("佐々木 佐佐木", "佐佐木"),
        ("蘆薴 芦苎 芦薴", None),
    ],
)
def test_forms_of_a_character_have_one_key(forms: str, key: str | None) -> None:
    keys = [han_key(form) for form in forms.split()]
    assert key is None or set(keys) == {key}
    assert all(han_key(found) == found for found in keys)


@pytest.mark.parametrize(
    ("japanese", "chinese"),
    [
        ("集団公司", "集團公司"),
        ("平壌", "平壤"),
        ("製鉄所", "制铁所"),
        ("鉱山", "礦山"),
        ("総合", "综合"),
        ("連合", "联合"),
        ("合弁", "合辦"),
        ("哈爾浜", "哈尔滨"),
        ("黒竜江", "黑龙江"),
        ("衛星", "卫星"),
        ("研究所", "研究所"),
    ],
)
def test_japanese_forms_meet_chinese_ones(japanese: str, chinese: str) -> None:
    assert japanese_key(japanese) == han_key(chinese)


def test_japanese_key_is_a_second_key_because_it_spoils_chinese() -> None:
    assert (han_key("沪"), japanese_key("沪")) == ("沪", "滤")


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("海康威视", "haikangweishi"),
        ("重庆", "chongqing chungching"),
        ("銀行", "yinhang"),
        ("長城", "changcheng"),
        ("朝阳", "chaoyang"),
        ("成都", "chengdu"),
        ("音乐", "yinyue"),
        ("吕梁", "luliang lvliang lyuliang"),
        ("哈尔滨", "haerbin"),
        ("高雄", "kaohsiung"),
        ("新竹", "hsinchu"),
        ("永安", "yongan wingon"),
        ("中兴", "zhongxing chunghsing"),
        ("联合3号", "lianhe3hao"),
    ],
)
def test_words_are_spelled(word: str, wanted: str) -> None:
    assert set(wanted.split()) <= set(spellings(word))


@pytest.mark.parametrize("word", ["", "abc", "4.27", "ゴム", "김병철", "···"])
def test_other_scripts_are_left_alone(word: str) -> None:
    assert spellings(word) == ()
    assert person(word) == ()


@pytest.mark.parametrize(
    ("syllables", "wanted"),
    [
        ("jiang jie shi", "chiang chieh shih"),
        ("mao ze dong", "mao tse tung"),
        ("zhou en lai", "chou en lai"),
        ("deng xiao ping", "teng hsiao ping"),
        ("xiong xuan juan", "hsiung hsuan chuan"),
        ("qu lü lüe nü", "chu lu lueh nu"),
        ("guo kuo luo shuo", "kuo kuo lo shuo"),
        ("you yong yan ye yi", "yu yung yen yeh i"),
        ("ri zi si er e he gui", "jih tzu szu erh o ho kuei"),
        ("bei pi dai te geng ke", "pei pi tai te keng ko"),
    ],
)
def test_wade_giles(syllables: str, wanted: str) -> None:
    assert " ".join(map(wade_giles, syllables.split())) == wanted


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("单田芳", "shan tianfang"),
        ("曾国藩", "zeng guofan"),
        ("仇英", "qiu ying"),
        ("解晓东", "xie xiaodong"),
        ("区志强", "ou zhiqiang"),
        ("區志強", "au chikeung"),
        ("朴树", "piao shu"),
        ("盖叫天", "ge jiaotian"),
        ("翟天临", "zhai tianlin"),
        ("乐嘉", "yue jia"),
        ("尉遲恭", "yuchi gong"),
        ("万俟卨", "moqi xie"),
        ("歐陽修", "ouyang xiu"),
        ("司馬相如", "sima xiangru"),
        ("陳大文", "chan dawen taiman"),
        ("黃家輝", "wong kafai ng"),
        ("李光耀", "lee kwongyiu"),
        ("蔣經國", "chiang chingkuo"),
        ("谢霆锋", "tse tingfeng"),
        ("吕布", "lu bu lv"),
        ("任正非", "ren zhengfei"),
        ("王行长", "wong xingchang"),
        ("陳方安生", "chan fong onsang"),
    ],
)
def test_persons_are_parted_and_spelled(name: str, parts: str) -> None:
    found = person(name)
    for wanted in parts.split():
        assert any(wanted in part for part in found), (wanted, found)


@pytest.mark.parametrize("name", ["王", "阿卜杜拉", "山田太郎", "王a", "买买提·吐尔逊", "中国电子科技", "王 小明"])
def test_what_is_no_such_name_has_no_parts(name: str) -> None:
    assert person(name) == ()


@given(MIXED)
def test_spellings_are_plain_letters_and_few(text: str) -> None:
    found = spellings(text)
    assert len(found) <= LIMIT
    assert len(set(found)) == len(found)
    assert all(re.fullmatch("[a-z0-9]+", spelling) for spelling in found)
    assert not found or has_han(han_key(text))
    assert found == spellings(han_key(text))


@given(MIXED)
def test_persons_have_a_family_name_and_a_given_name(text: str) -> None:
    found = person(text)
    assert len(found) in (0, 2, 3)
    assert all(0 < len(part) <= LIMIT and len(set(part)) == len(part) for part in found)
    assert all(re.fullmatch("[a-z]+", spelling) for part in found for spelling in part)


@given(MIXED)
def test_keys_are_stable(text: str) -> None:
    assert han_key(han_key(text)) == han_key(text)
    assert han_key(japanese_key(text)) == japanese_key(text)


def test_long_texts_stay_cheap() -> None:
    assert spellings("长重行乐都藏" * 2000)[0].startswith("chang")


def test_tables_are_folded_and_spelled_in_letters() -> None:
    for table in (READINGS, REGIONAL, HONG_KONG, POLYPHONES):
        for form, found in table.items():
            assert han_key(form) == form, form
            assert found
            assert len(set(found)) == len(found), form
            assert all(re.fullmatch("[a-z]+", spelling) for spelling in found), form
    assert all(len(name) == 2 and han_key(name) == name for name in COMPOUND)
    assert len(REGIONAL) >= 150
    assert {"王", "欧阳", "冼"} <= KNOWN


def test_the_lexicon_is_folded_sorted_and_in_plain_english() -> None:
    header, *rows = ROWS
    assert header == ["form", "english", "kind"]
    forms = [row[0] for row in rows]
    assert forms == sorted(set(forms))
    assert len(forms) >= 900
    for form, english, kind in rows:
        assert han_key(form) == form
        assert japanese_key(form) == form or form == "先端", form
        assert kind in {"generic", "place", "form", "title", "name"}
        meanings = english.split("|")
        assert len(set(meanings)) == len(meanings), form
        for meaning in meanings:
            assert re.fullmatch("[a-z0-9]+(?: [a-z0-9]+)*", meaning), form
            assert " ".join(words_of(meaning)) == meaning, form


@pytest.mark.parametrize(
    ("form", "meaning"),
    [
        ("哈爾濱工業大學", "harbin institute of technology"),
        ("國防科技大學", "national university of defense technology"),
        ("股份有限公司", "co ltd"),
        ("機電", "mechatronics"),
        ("商貿", "trading"),
        ("進出口", "import export"),
        ("朝鮮", "choson"),
        ("平壌", "pyongyang"),
        ("製鉄所", "iron works"),
        ("連合企業所", "complex"),
        ("総局", "general bureau"),
        ("内蒙古", "inner mongolia"),
        ("烏魯木齊", "urumqi"),
    ],
)
def test_the_lexicon_knows_words_in_any_form(form: str, meaning: str) -> None:
    known = {row[0]: row[1].split("|") for row in ROWS[1:]}
    found = known.get(han_key(form)) or known.get(japanese_key(form)) or []
    assert meaning in found

"""Chinese names in Latin letters, and a key under which Han spellings meet.

Decides that traditional, simplified and Japanese forms of a character are one character, how a Chinese word is spelled
in Hanyu Pinyin (ISO 7098), in Wade-Giles and, for common characters, in Hong Kong, and where the family name ends.
Refuses to know what a word means, whether a name is Chinese, Japanese or Korean (the caller tries each reading), and
whether two names are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain, islice, product
from typing import Final, cast

from sekisho.parties.scripts.chinese_romanisations import HONG_KONG, POLYPHONES, wade_giles
from sekisho.parties.scripts.chinese_surnames import COMPOUND, KNOWN, READINGS, REGIONAL
from sekisho.parties.scripts.shared import converter

LIMIT: Final = 8
"""The most spellings a word is given."""

_PLAIN: Final = 5
"""How many of them may be Pinyin, so that room is left for the other systems."""

_HAN: Final = "\u3007\u2e80-\u2fd5\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9\U00020000-\U0003ffff"
_HAS_HAN: Final = re.compile(f"[{_HAN}]")
_STRETCH: Final = re.compile(f"[{_HAN}]+|[a-z0-9]+")
_NAME: Final = re.compile(f"[{_HAN}]{{2,4}}")
_REPEATED: Final = re.compile(f"([{_HAN}])(々+)")
_RADICALS = """
⺅人 ⺆冂 ⺈刀 ⺉刀 ⺊卜 ⺋卩 ⺌小 ⺍小 ⺎兀 ⺏尢 ⺒巳 ⺓幺 ⺔彑 ⺖心 ⺗心 ⺘手 ⺙攴 ⺛旡 ⺝月 ⺞歹 ⺠民 ⺡水 ⺢水 ⺣火
⺤爪 ⺧牛 ⺨犬 ⺩玉 ⺫目 ⺬示 ⺭示 ⺮竹 ⺯糸 ⺰丝 ⺱网 ⺳网 ⺷羊 ⺸羊 ⺹老 ⺻聿 ⺼肉 ⺽臼 ⺾草 ⺿草 ⻀草 ⻁虎 ⻂衣 ⻃西
⻄西 ⻅见 ⻆角 ⻈言 ⻉贝 ⻊足 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏阝 ⻐金 ⻑长 ⻒长 ⻓长 ⻔门 ⻕阜 ⻖阜 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞
⻝食 ⻞食 ⻟食 ⻠饣 ⻡首 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫齐 ⻬齐 ⻭齿 ⻮齿 ⻯龙 ⻰龙 ⻱龟 ⻲龟 ⻳龟
"""
_VARIANTS = """
厰厂 髙高 﨑崎 嵜崎 硏研 鑛矿 鉱矿 愼慎 槪概 敍叙 甁瓶 飜翻 郞郎 衞卫 擧举 緖绪 倂并 値值 働动 呉吴 呑吞 戸户 姫姬 竝并
塲场 嶋岛 嶌岛 圀国 囘回 冨富 廻回 徃往 恊协 斈学 昿旷 氷冰 毘毗 汚污 渕渊 澁涩 煕熙 熈熙 焔焰 燿耀 珎珍 疎疏 皐皋 砲炮
窓窗 竒奇 竸竞 粧妆 纎纤 纒缠 罸罚 翆翠 聡聪 聨联 脇胁 舎舍 舗铺 舩船 茘荔 菓果 葢盖 蘓苏 薗园 覩睹 觧解 諌谏 謌歌 讃赞
讐雠 貎貌 貭质 賍赃 賎贱 躰体 軆体 輌辆 逹达 邉边 邨村 鄕乡 釡釜 鈩炉 銕铁 鎗枪 鐡铁 鑚钻 閇闭 閙闹 鬭斗 鬪斗 隣邻 隷隶
頚颈 頬颊 飃飘 飮饮 餠饼 餝饰 駄驮 駈驱 鴈雁 鴬莺 鵞鹅 裵裴 峩峨 亰京 傚效 凖准 刄刃 剱剑 劒剑 劔剑 劵券 卆卒 叡睿 呪咒
喩喻 噐器 嚢囊 壷壶 壻婿 娯娱 尅克 彊强 怱匆 恠怪 悳德 愽博 憇憩 懽欢 拏拿 搆构 攷考 攅攒 晄晃 暎映 朖朗 栢柏 楳梅 欝郁
殱歼 毬球 涜渎 漑溉 潅灌 濶阔 烱炯 煖暖 燐磷 瑠琉 瑯琅 甦苏 畊耕 痺痹 癈废 皷鼓 穐秋 笵范 籐藤 籏旗 艸草 荳豆 菫堇 蝿蝇
襍杂 踈疏 靱韧 靭韧 韮韭 廸迪 惣总 摠总 澂澄 仭仞 彜彝 拡扩 寳宝 悩恼 喆哲 祐佑 囯国 囻国 勲勋 靑青 淸清 竃灶 襃褒 鉄铁
"""
_VARIANT_TABLE: Final = {ord(pair[0]): pair[1] for pair in _VARIANTS.split()}
_RADICAL_TABLE: Final = {ord(pair[0]): pair[1] for pair in _RADICALS.split()}


def has_han(text: str) -> bool:
    """Tell whether the text has a Han character."""
    return _HAS_HAN.search(text) is not None


@lru_cache(maxsize=4096)
def han_key(text: str) -> str:
    """Return the text with width, case and the forms of Han characters folded: 中國 and 中国 become 中国."""
    plain = _plain(text)
    return _simplified(plain) if has_han(plain) else plain


@lru_cache(maxsize=4096)
def japanese_key(text: str) -> str:
    """Return the key of a text written in Japanese forms: 研究団 becomes 研究团, as it does for 研究團.

    A second key beside `han_key`, not a better one: it takes 沪 and 芸, which are Chinese as well, for 濾 and 藝.
    """
    plain = _plain(text)
    return _simplified(converter("jp2t").convert(plain)) if has_han(plain) else plain


def _plain(text: str) -> str:
    for _ in range(2):
        text = unicodedata.normalize("NFKC", text).translate(_RADICAL_TABLE).casefold()
    return unicodedata.normalize("NFKC", text)


def _simplified(text: str) -> str:
    text = _REPEATED.sub(lambda found: found[1] * (1 + len(found[2])), text)
    for _ in range(2):  # a few characters take two steps: 薴, 苧, 苎
        text = converter("t2s").convert(text).translate(_VARIANT_TABLE)
    return text


def spellings(word: str) -> tuple[str, ...]:
    """Return Latin spellings of one Chinese word: Pinyin first, then Wade-Giles and Hong Kong.

    Args:
        word: A word without spaces; letters and digits among the characters are kept, everything else is left out.

    Returns:
        At most eight spellings in lower-case ASCII; none where the word has no Han character that can be read.
    """
    key = han_key(word)
    return _spelled(key) if has_han(key) else ()


def person(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the spellings of the family name and of the given name, joined.

    Args:
        name: Two to four Han characters, family name first. With two family names (陈方安生) there are three parts.

    Returns:
        One tuple of spellings a part; none where the text cannot be such a name.
    """
    key = han_key(name.strip())
    if not _NAME.fullmatch(key):
        return ()
    *family, given = _parted(key)
    parts = (*map(_family_spelled, family), _spelled(given))
    return parts if family and all(parts) else ()


def _parted(key: str) -> tuple[str, ...]:
    if len(key) > 2 and key[:2] in COMPOUND:
        return key[:2], key[2:]
    if len(key) < 4:
        return key[0], key[1:]
    if key[0] not in KNOWN:
        return (key,)
    return (key[0], key[1], key[2:]) if key[1] in KNOWN else (key[0], key[1:])


def _family_spelled(family: str) -> tuple[str, ...]:
    known = READINGS.get(family)
    syllables = _syllables(family)
    plain = known or _pinyin(syllables)
    wade = tuple(map(wade_giles, plain)) if len(family) == 1 else (_wade(syllables),)
    return _first(chain(plain, REGIONAL.get(family, ()), wade))


def _spelled(key: str) -> tuple[str, ...]:
    syllables = _syllables(key)
    plain = _pinyin(syllables)[:_PLAIN]
    return _first(chain(plain, (_wade(syllables),), _hong_kong(key))) if plain else ()


def _first(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice((spelling for spelling in dict.fromkeys(found) if spelling), LIMIT))


def _pinyin(syllables: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Join syllables, those with the fewest unusual readings first; ``ü`` is written u, v and yu (吕: lu, lv, lyu)."""
    wanted = islice(product(*map(range, map(len, syllables))), 64)
    ways = sorted(wanted, key=lambda way: sum(map(bool, way)))
    joined = ("".join(choice[at] for choice, at in zip(syllables, way, strict=True)) for way in ways)
    return tuple(dict.fromkeys(spelling.replace("ü", letter) for spelling in joined for letter in _letters(spelling)))


def _letters(spelling: str) -> tuple[str, ...]:
    return ("u", "v", "yu") if "ü" in spelling else ("",)


def _wade(syllables: Sequence[Sequence[str]]) -> str:
    return "".join(wade_giles(choice[0]) for choice in syllables)


def _hong_kong(key: str) -> tuple[str, ...]:
    if not all(character in HONG_KONG for character in key):
        return ()
    return tuple(islice(map("".join, product(*(HONG_KONG[character] for character in key))), 2))


def _syllables(key: str) -> list[tuple[str, ...]]:
    """Return the readings of each character, in the place it has; a stretch of letters or digits is one reading."""
    found: list[tuple[str, ...]] = []
    for stretch in _STRETCH.findall(key):
        if stretch.isascii():
            found.append((stretch,))
        else:
            read = zip(stretch, _read(stretch), strict=True)
            found += [_readings(character, base) for character, base in read if base]
    return found


def _readings(character: str, base: str) -> tuple[str, ...]:
    """Put first what the word as a whole decides (银行 is yinhang), else the usual reading in names."""
    usual = POLYPHONES.get(character, ())
    decided = (base,) if usual and base != _read(character)[0] else ()
    return tuple(dict.fromkeys((*decided, *usual, base)))


@lru_cache(maxsize=4096)
def _read(stretch: str) -> tuple[str, ...]:
    """Return one syllable without tone for each Han character, empty where none is known."""
    from pypinyin import lazy_pinyin

    read = lazy_pinyin(stretch, errors=cast("Callable[[str], str]", _blank), v_to_u=True)
    return tuple(syllable.replace("ê", "e") for syllable in read)


def _blank(unknown: str) -> list[str]:
    return ["" for _ in unknown]  # pypinyin takes a list as one reading a character

"""Words of names as the makers of test pairs see them: folded, told apart by how common they are, and places in six scripts.

Decides nothing about matching; no engine uses it. Likeness is judged coarsely on purpose: a test pair that is meant to be
"another name" must not be another spelling of the same one.
"""

from __future__ import annotations

import difflib
import functools
import random
import re
import unicodedata
from collections import Counter
from hashlib import sha256
from typing import Final

from benchmarks.screening.parties import PERSON, is_latin, real_parties

_COMMON: Final = 25
_ALIKE: Final = 0.6
_WORD: Final = re.compile(r"[^\W_]+")
_SAME_SOUND: Final = "ph:f kh:k gh:g ch:j zh:j sh:s th:t dj:j ou:u"
_SAME: Final = tuple(one.partition(":")[::2] for one in _SAME_SOUND.split())
_FOLD: Final = str.maketrans("qcgwbdzyj", "kkkvptsii")
_SMALL_WORDS: Final = "al el ul ur bin bint ibn ben abu abd abdul abdel van von de del da di la le of the and for"
SMALL: Final = frozenset(_SMALL_WORDS.split())
"""Words of names that are too small to be a part."""

_PLACES: Final = """
city harbin|哈尔滨 哈爾濱|харбин|하얼빈|هاربین هاربين
city beijing|北京|пекин|베이징 북경|پکن بكين بيجين
city shanghai|上海|шанхай|상하이 상해|شانگهای شانغهاي
city shenzhen|深圳|шэньчжэн|선전|شنژن شنتشن
city nanjing|南京|нанкин|난징|نانجینگ نانجينغ
city tianjin|天津|тяньцзин|톈진|تیانجین تيانجين
city chengdu|成都|чэнду|청두|چنگدو تشنغدو
city xian|西安|сиан|시안|شیان شيان
city guangzhou|广州 廣州|гуанчжоу|광저우|گوانگژو قوانغتشو
city dalian|大连 大連|далян|다롄|دالیان داليان
city dandong|丹东 丹東|даньдун|단둥|داندونگ داندونغ
city pyongyang|平壌 平壤|пхеньян|평양|پیونگ‌یانگ بيونغيانغ
city hamhung|咸興 咸兴|хамхын|함흥|همهونگ
city rason|羅先 罗先|расон|라선 나선|راسون
city taipei|台北 臺北|тайбэ|타이베이|تایپه تايبيه
city tokyo|東京 东京|токио|도쿄 동경|توکیو طوكيو
city moscow|莫斯科 モスクワ|москов москв|모스크바|مسکو موسكو
city minsk|明斯克|минск мінск|민스크|مینسک مينسك
city kyiv|基辅|киев київ|키예프 키이우|کیف كييف
city donetsk|顿涅茨克|донецк донецьк|도네츠크|دونتسک دونيتسك
city luhansk|卢甘斯克|луганск луганськ|루한스크|لوهانسک لوغانسك
city kazan|喀山|казан|카잔|کازان قازان
city tula|图拉|тульск тула|툴라|تولا
city perm|彼尔姆|перм|페름|پرم بيرم
city sevastopol|塞瓦斯托波尔|севастопол|세바스토폴|سواستوپل سيفاستوبول
city simferopol|辛菲罗波尔|симферопол|심페로폴|سیمفروپل سيمفروبول
city tehran|德黑兰 テヘラン|тегеран техеран|테헤란|تهران طهران
city isfahan|伊斯法罕|исфахан|이스파한|اصفهان أصفهان
city esfahan|伊斯法罕|исфахан|이스파한|اصفهان أصفهان
city shiraz|设拉子|шираз|시라즈|شیراز شيراز
city tabriz|大不里士|тебриз|타브리즈|تبریز تبريز
city mashhad|马什哈德|мешхед|마슈하드|مشهد
city damascus|大马士革|дамаск|다마스쿠스|دمشق
city aleppo|阿勒颇|алеппо|알레포|حلب
city homs|霍姆斯|хомс|홈스|حمص
city baghdad|巴格达|багдад|바그다드|بغداد
city mosul|摩苏尔|мосул|모술|الموصل موصل
city beirut|贝鲁特|бейрут|베이루트|بيروت
city sanaa|萨那|сана|사나|صنعاء
city tripoli|的黎波里|триполи|트리폴리|طرابلس
city gaza|加沙|газа|가자|غزة
land china|中国 中國|китай|중국|چین الصين
land korea|朝鲜 朝鮮|коре|조선 고려|کره كوريا
land japan|日本|япони|일본|ژاپن اليابان
land russia|俄罗斯 ロシア|росси русс|러시아|روسیه روسيا
land belarus|白俄罗斯|белорус беларус|벨라루스|بلاروس بيلاروسيا
land ukraine|乌克兰|украин україн|우크라이나|اوکراین أوكرانيا
land crimea|克里米亚|крым крим|크림|کریمه القرم
land iran|伊朗 イラン|иран|이란|ایران إيران
land iraq|伊拉克|ирак|이라크|عراق العراق
land syria|叙利亚 シリア|сири|시리아|سوریه سوريا السورية
land lebanon|黎巴嫩|ливан|레바논|لبنان
land yemen|也门|йемен|예멘|یمن اليمن
land libya|利比亚|ливи|리비아|لیبی ليبيا
land pakistan|巴基斯坦 パキスタン|пакистан|파키스탄|پاکستان باكستان
land afghanistan|阿富汗|афганистан|아프가니스탄|افغانستان أفغانستان
land algeria|阿尔及利亚|алжир|알제리|الجزایر الجزائر
land somalia|索马里|сомали|소말리아|سومالی الصومال
land palestine|巴勒斯坦|палестин|팔레스타인|فلسطین فلسطين
people chinese|中国 中國|китай|중국|چینی صيني
people korean|朝鲜 朝鮮|коре|조선 고려|کره كوري
people russian|俄罗斯 ロシア|росси русс|러시아|روسی روسي
people belarusian|白俄罗斯|белорус беларус|벨라루스|بلاروسی بيلاروسي
people ukrainian|乌克兰|украин україн|우크라이나|اوکراینی أوكراني
people iranian|伊朗 イラン|иран|이란|ایرانی إيراني
people iraqi|伊拉克|ирак|이라크|عراقی عراقي
people syrian|叙利亚 シリア|сири|시리아|سوری سوري
people libyan|利比亚|ливи|리비아|لیبیایی ليبي
people afghan|阿富汗|афган|아프간|افغان أفغاني
people palestinian|巴勒斯坦|палестин|팔레스타인|فلسطینی فلسطيني
"""


def _places() -> dict[str, tuple[str, tuple[str, ...]]]:
    found = {}
    for line in _PLACES.strip().splitlines():
        head, *others = line.split("|")
        kind, word = head.split()
        found[word] = (kind, tuple(form for cell in others for form in cell.split()))
    return found


PLACES: Final = _places()
"""Latin word of a place: its kind (``city``, ``land``, ``people``) and its forms or stems in other scripts."""


def drawing(*key: str) -> random.Random:
    """Return a source of chance that hangs on these words alone."""
    return random.Random(sha256("\n".join(key).encode()).digest())


def folded(text: str) -> str:
    """Return text in lower case without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(str.maketrans("", "", "'`´‘’ʻʼ"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@functools.lru_cache(maxsize=200_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a name."""
    return tuple(_WORD.findall(folded(text)))


def skeleton(word: str) -> str:
    """Return the consonants of a word, the voiced and the voiceless folded; for coarse likeness."""
    for long, short in _SAME:
        word = word.replace(long, short)
    word = word.translate(_FOLD)
    bare = word[:1] + "".join(letter for letter in word[1:] if letter not in "aeiouh")
    return "".join(letter for at, letter in enumerate(bare) if at == 0 or letter != bare[at - 1])


@functools.lru_cache(maxsize=1_000_000)
def alike(first: str, second: str) -> bool:
    """Tell whether two folded words may be spellings of one name."""
    if first == second or (len(first) > 3 and len(second) > 3 and skeleton(first) == skeleton(second)):
        return True
    match = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return match.real_quick_ratio() >= _ALIKE and match.quick_ratio() >= _ALIKE and match.ratio() >= _ALIKE


@functools.cache
def common_words(least: int = _COMMON) -> frozenset[str]:
    """Return the folded words that stand in the Latin names of so many or more real parties that are no persons."""
    return frozenset(word for word, count in _counted().items() if count >= least)


@functools.cache
def _counted() -> Counter[str]:
    return Counter(
        word
        for party in real_parties()
        if party.schema != PERSON
        for word in {word for name in party.names if is_latin(name.value) for word in words_of(name.value)}
    )


def is_distinctive(word: str) -> bool:
    """Tell whether a folded word of a company name tells it from others, by how rare it is."""
    return len(word) > 3 and word.isalpha() and word not in common_words() and word not in PLACES

"""Ways to spell Chinese besides Hanyu Pinyin: Wade-Giles, Hong Kong given names, characters with two readings.

Decides the Wade-Giles spelling of a Pinyin syllable (tones, apostrophes and hyphens left out, as names are printed) and
the Hong Kong government's spelling of common characters in given names. Refuses to know which spelling a name has in
its papers.
"""

from __future__ import annotations

from typing import Final

_INITIALS: Final = (
    ("zh", "ch"),
    ("ch", "ch"),
    ("sh", "sh"),
    ("b", "p"),
    ("d", "t"),
    ("g", "k"),
    ("j", "ch"),
    ("q", "ch"),
    ("x", "hs"),
    ("z", "ts"),
    ("c", "ts"),
    ("r", "j"),
)
_WHOLE: Final = {
    "zhi": "chih",
    "chi": "chih",
    "shi": "shih",
    "ri": "jih",
    "zi": "tzu",
    "ci": "tzu",
    "si": "szu",
    "yi": "i",
    "e": "o",
    "er": "erh",
    "ge": "ko",
    "ke": "ko",
    "he": "ho",
    "gui": "kuei",
    "kui": "kuei",
    "guo": "kuo",
    "kuo": "kuo",
    "huo": "huo",
    "shuo": "shuo",
    "you": "yu",
    "yong": "yung",
    "yan": "yen",
    "ye": "yeh",
    "yue": "yueh",
    "xu": "hsu",
}
_FINALS: Final = (
    ("iong", "iung"),
    ("ong", "ung"),
    ("ian", "ien"),
    ("uo", "o"),
    ("ie", "ieh"),
    ("ue", "ueh"),
    ("üe", "ueh"),
    ("ü", "u"),
)


def wade_giles(syllable: str) -> str:
    """Return the Wade-Giles spelling of a Pinyin syllable without tone, ``xiong`` -> ``hsiung``."""
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    start, put = next((pair for pair in _INITIALS if syllable.startswith(pair[0])), ("", ""))
    rest = syllable[len(start) :]
    end, ending = next((pair for pair in _FINALS if rest.endswith(pair[0])), ("", ""))
    return put + rest[: len(rest) - len(end)] + ending


def _by_character(text: str) -> dict[str, tuple[str, ...]]:
    """Read "spelling characters; ..." as a table from characters to spellings."""
    table: dict[str, tuple[str, ...]] = {}
    for row in text.replace("\n", " ").split(";"):
        spelling, characters = row.split()
        for character in characters:
            table[character] = (*table.get(character, ()), spelling)
    return table


HONG_KONG: Final = _by_character(
    """
    chak 泽择; cham 湛; chan 灿赞; chau 洲秋; cheong 昌; cheung 祥长章璋彰翔; chi 志智之芝枝知致至; chik 植直;
    ching 清正贞静晴程政精菁晶; chit 捷哲; chiu 超钊昭朝潮照; choi 财才彩; chong 庄壮创; chor 初楚; chu 珠; chuen 全泉传;
    chui 翠; chun 俊珍振进晋骏春津; chung 松忠中聪宗钟仲; fa 花化; fai 辉晖; fan 芬凡帆勋; fat 发法; fei 飞菲; fong 芳方;
    foon 欢宽; fu 富夫; fuk 福; fung 凤丰峰锋枫风逢; ha 夏霞; hang 行恒衡幸; hau 孝厚; hei 喜曦熙希禧; heung 香; him 谦;
    hin 献宪轩显; hing 兴庆卿馨; hiu 晓; ho 可浩豪好昊灏; hoi 海开凯; hok 学鹤; hon 汉翰瀚; hong 康航; hung 洪雄鸿红;
    ka 家嘉; kai 启佳楷继; kam 金锦甘琴鉴; kan 勤根瑾谨; kat 吉; kau 久九球; kei 基祺琪奇其; keung 强; kin 健建坚见;
    kim 剑俭; king 敬景琼京经竞; kit 杰洁结; kiu 娇侨乔桥; kong 刚江港; kuen 权娟; kuk 谷菊; kung 功公恭; kwai 贵桂季葵;
    kwan 群君均坤钧军; kwok 国; kwong 光广; kwun 冠观官; lai 丽礼励; lam 林霖琳蓝; lan 兰; lap 立; lau 柳流; lee 利李;
    lei 理莉; leung 良亮; lik 力; lim 廉; lin 莲连; ling 玲灵; lo 露路; loi 来; lok 乐洛; luk 禄绿; lui 雷蕾; lun 麟伦;
    lung 龙隆; mak 墨默; man 文民敏雯万曼; mau 茂; mei 美薇; ming 明铭名鸣; miu 妙; mo 武慕; moon 满; mui 梅; muk 木;
    nam 南楠; nang 能; ngan 银; nin 年; ning 宁; on 安; pak 柏百; pan 斌彬宾; ping 平炳萍屏; po 宝保波; pok 博; pun 本;
    sai 世; sam 三; san 新山; sang 生; sau 秀修寿守; sek 锡; shek 石硕; shing 成诚城承升声胜; shu 树书; shui 水;
    shun 信顺舜淳纯; sin 善仙倩先; sing 星胜; siu 小少兆肇绍; suet 雪; sui 瑞; suk 淑; sum 森深心; sun 新;
    sze 思诗仕士司; tai 大泰太; tak 德得; tat 达; tik 迪; tim 添; tin 天田; ting 廷庭婷亭定鼎; tit 铁; to 涛图道;
    tong 堂棠唐; tsz 子梓紫芷慈; tuen 端; tung 东桐彤童栋通冬; wa 华; wah 华桦; wai 伟慧惠威维卫玮炜; wan 云运允韵环;
    wang 宏泓弘; wing 永荣咏颖; wo 和; wong 旺煌; wui 会汇; yan 仁欣恩人昕茵; yat 日逸一; yau 友有佑优;
    yee 义仪怡宜绮儿; yim 艳炎; yin 彦燕然贤言妍延; ying 英莹盈颖; yip 业; yiu 耀尧瑶; yu 裕宇如瑜雨羽儒;
    yuen 元源远婉渊; yuet 月悦; yuk 玉旭郁育; yun 润
    """
)
"""Hong Kong spellings of characters common in given names and in the names of Hong Kong firms."""

POLYPHONES: Final = {
    row.split()[0]: tuple(row.split()[1:])
    for row in """
    重 zhong chong, 长 chang zhang, 行 xing hang, 乐 le yue, 都 du dou, 藏 zang cang, 朝 chao zhao, 调 diao tiao,
    传 chuan zhuan, 单 dan shan, 校 xiao jiao, 盛 sheng cheng, 柏 bai bo, 降 jiang xiang, 参 can shen, 阿 a e,
    厦 xia sha, 模 mo mu, 宿 su xiu, 弹 dan tan, 蔚 wei yu, 解 jie xie, 尉 wei yu, 扎 zha za, 仔 zi zai, 莞 guan wan,
    蚌 bang beng, 埔 pu bu, 番 fan pan, 浒 hu xu, 牟 mou mu, 茜 qian xi, 炅 jiong gui, 晟 sheng cheng, 颉 jie xie,
    禅 chan shan, 贾 jia gu, 查 cha zha, 员 yuan yun, 劲 jin jing, 角 jiao jue, 合 he ge, 薄 bo bao, 那 na nuo,
    娜 na nuo, 朴 pu piao, 莎 sha suo, 铊 ta tuo, 粘 zhan nian, 着 zhuo zhao, 琢 zhuo zuo, 曾 zeng ceng, 翟 zhai di,
    区 qu ou, 仇 qiu chou, 缪 miao mou, 盖 gai ge, 召 zhao shao, 种 zhong chong, 车 che ju, 峙 zhi shi, 涡 wo guo,
    洗 xi xian, 祭 ji zhai, 沈 shen chen, 杉 shan sha, 荥 xing ying, 省 sheng xing, 隗 wei kui, 么 me yao, 伽 jia qie ga,
    六 liu lu, 尾 wei yi, 崴 wai wei, 圩 xu wei, 堡 bao pu
    """.replace("\n", " ").split(",")
}
"""Characters with more than one reading in names; the usual one first."""

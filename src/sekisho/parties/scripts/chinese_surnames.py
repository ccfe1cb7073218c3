"""Chinese family names: how they are read, and how they are spelled outside the mainland.

Decides which first characters of a personal name are a family name of two characters, which characters are read
otherwise when they are a family name, and which spellings are in use in Hong Kong, Macau, Taiwan, Singapore, Malaysia
and among families from Guangdong and Fujian. Characters are written as `chinese.han_key` folds them. Refuses to know
who somebody is, and how a given person chooses to be spelled. Readings are Hanyu Pinyin (ISO 7098) without tones;
Wade-Giles spellings are not listed, because they follow from the reading.
"""

from __future__ import annotations

from typing import Final


def _rows(text: str) -> dict[str, tuple[str, ...]]:
    """Read "character spelling spelling, ..." as a table."""
    parts = (row.split() for row in text.replace("\n", " ").split(","))
    return {head: tuple(spellings) for head, *spellings in filter(None, parts)}


_COMPOUND = """
欧阳 司马 司徒 司空 司寇 上官 诸葛 夏侯 皇甫 尉迟 公孙 公羊 公冶 公良 公西 慕容 宇文 端木 轩辕 赫连 濮阳 申屠 太叔 钟离
闻人 独孤 南宫 南门 拓跋 百里 东郭 东方 东门 西门 鲜于 闾丘 宗政 淳于 令狐 左丘 谷梁 亓官 巫马 颛孙 壤驷 完颜 叶赫
那拉 长孙 单于 万俟 澹台 呼延 乐正 宰父 漆雕 仲孙 第五 梁丘 段干 羊舌 子车 夹谷 哥舒 耶律 纳兰 富察 钮祜 佟佳 费莫 范姜
张简 张廖 欧杨 即墨 屈突 贺兰 赫舍 瓜尔 西陵 微生 伯赏 归海 海兰 呼和 达奚 斛律 沮渠 尔朱 贺拔 侯莫
"""

READINGS: Final = _rows(
    """
    单 shan dan, 曾 zeng ceng, 仇 qiu chou, 解 xie jie, 区 ou qu, 朴 piao pu, 盖 ge gai, 翟 zhai di, 乐 yue le,
    查 zha cha, 任 ren, 缪 miao mou, 宓 mi fu, 员 yun yuan, 贠 yun, 郇 xun huan, 逄 pang, 繁 po fan, 仉 zhang, 冼 xian,
    洗 xian xi, 幺 yao, 么 yao, 那 na, 佴 nai er, 折 she zhe, 黑 he hei, 隗 wei kui, 晁 chao, 种 chong zhong,
    重 chong zhong, 秘 bi mi, 祭 zhai ji, 车 che, 召 shao zhao, 覃 qin tan, 谌 chen shen, 阚 kan, 瞿 qu, 卜 bu,
    柏 bai bo, 薄 bo bao, 费 fei bi, 葛 ge, 干 gan, 过 guo, 华 hua, 纪 ji, 句 gou ju, 勾 gou, 万 wan mo, 尉 wei yu,
    蔚 yu wei, 曲 qu, 褚 chu, 藏 zang cang, 冯 feng, 贾 jia gu, 谷 gu yu, 佘 she, 郗 xi chi, 郦 li, 綦 qi, 訾 zi, 昝 zan,
    笪 da, 笮 ze zuo, 亓 qi, 仝 tong, 乜 nie, 厍 she, 呙 guo, 妫 gui, 牟 mou mu, 能 nai neng, 钭 tou dou, 阙 que,
    宁 ning, 应 ying, 沈 shen, 盛 sheng, 石 shi, 燕 yan, 相 xiang, 殷 yin, 臧 zang, 靳 jin, 逯 lu, 禚 zhuo,
    长 chang zhang, 行 xing hang, 都 du dou, 朝 chao zhao, 强 qiang jiang, 降 xiang jiang, 樊 fan, 阮 ruan, 恽 yun,
    芮 rui, 麻 ma, 角 jue jiao, 娄 lou, 宿 su, 便 pian, 哈 ha, 撒 sa, 尹 yin, 肖 xiao, 闫 yan, 占 zhan, 粘 nian zhan,
    令 ling, 生 sheng, 丌 ji qi, 邸 di, 睦 mu, 郄 qie xi, 郤 xi, 昌 chang, 叶 ye, 叶赫 yehe, 尉迟 yuchi weichi,
    万俟 moqi wansi, 澹台 tantai dantai, 单于 chanyu danyu, 长孙 zhangsun changsun, 令狐 linghu, 鲜于 xianyu,
    钟离 zhongli, 亓官 qiguan, 谷梁 guliang, 拓跋 tuoba, 宰父 zaifu, 颛孙 zhuansun, 乐正 yuezheng, 夹谷 jiagu, 子车 ziju,
    哥舒 geshu
    """
)
"""Readings of characters as a family name, the usual one first, where they differ from the everyday one or might."""

COMPOUND: Final = frozenset(_COMPOUND.split())
"""Family names of two characters."""

REGIONAL: Final = _rows(
    """
    陈 chan tan chin ting dan, 李 lee li lei, 王 wong ong heng, 张 cheung teo chong tiong chang, 刘 lau low liew lao,
    黄 wong ng oei ooi wee bong, 林 lam lim lum, 杨 yeung yeo yong young ieong, 吴 ng goh woo go, 周 chow chau chew chiu,
    赵 chiu chew jew chio, 徐 tsui chui choi chee, 孙 suen soon shun, 马 mah beh, 朱 chu choo chee gee, 胡 wu woo oh ow,
    郭 kwok quek kwek kok koay, 何 ho hoe, 高 ko koh gao, 罗 lo law loh, 郑 cheng tay tee chiang te, 梁 leung leong neo,
    谢 tse chia cheah tsia, 宋 sung soong, 唐 tong tang, 许 hui khoo koh kho heu, 邓 tang thien teng, 冯 fung foong pang,
    韩 hon hahn, 曹 tso cho chou, 曾 tsang chan chen tjan, 彭 pang phang, 萧 siu siew seow siaw, 肖 siu siew seow,
    蔡 choi chua choy tsoi tjoa, 潘 poon phua pun phoon, 田 tin tian, 董 tung toong, 袁 yuen yuan wan, 于 yu yee,
    余 yu yee ee, 叶 yip yap ip, 蒋 cheung tseung chiong, 杜 to doo toh, 苏 so soo soh, 魏 ngai gui goey, 程 ching thia,
    吕 lui loo looi, 丁 ting teng ding, 沈 shum sim sum sam, 任 yam yum lim, 姚 yiu yeo yew, 卢 lo loh low loo,
    傅 fu foo poh, 付 fu foo, 钟 chung cheong chong, 姜 keung geung kiang, 崔 tsui chui choi, 谭 tam tham hom,
    陆 luk loke liok, 汪 wong ong, 范 fan huan, 金 kam gam kim, 石 shek sek seah, 廖 liu leow liew liaw, 贾 ka kar,
    夏 ha har hah, 韦 wai wye, 方 fong png hong, 白 pak peh bak, 邹 chau chow chew, 孟 mang beng, 熊 hung hong,
    秦 chun chin, 邱 yau khoo kew hiew, 丘 yau khoo kew hiew, 江 kong kang gong, 尹 wan yun, 薛 sit see seet,
    闫 yim giam, 阎 yim giam, 段 tuen toon, 雷 lui loi louie, 侯 hau how hou, 龙 lung loong leong, 史 sze see, 陶 to tow,
    黎 lai loy, 贺 ho hor, 顾 ku koo goo, 毛 mo mow, 郝 kok, 龚 kung kiong keng, 邵 siu shiu sio, 万 man ban,
    钱 chin tsien chee, 严 yim giam ngiam, 覃 tam chum, 武 mo bu, 戴 tai tay dy, 莫 mok moh, 孔 hung khong kong,
    向 heung hiong, 汤 tong thong, 温 wan oon boon, 康 hong khang, 施 sze see shi sy, 文 man boon moon, 牛 ngau gu,
    樊 fan hoan, 葛 kot kat, 邢 ying heng, 安 on ann, 齐 chai chay, 易 yick yik yih, 乔 kiu keow, 伍 ng eng goh,
    庞 pong pang, 颜 ngan gan, 倪 ngai geh gay, 庄 chong chng ching cheng, 聂 nip liap, 章 cheung chong, 鲁 lo loo,
    岳 ngok yock, 翟 chak chai tek, 殷 yan eng, 詹 chim cham jim, 申 san sin, 欧 au ow aw, 区 au ow, 耿 kang keng,
    关 kwan quan kuan, 焦 chiu tsiu, 俞 yu yee joo, 左 cho tso jo, 柳 lau lew liu, 甘 kam kum, 祝 chuk chook,
    包 pau pow bau, 宁 ning leng, 尚 sheung siang, 符 fu foo hu, 阮 yuen nguyen wan, 柯 or quah kua kwa, 纪 kei kee,
    梅 mui moy, 童 tung thong, 凌 ling leng, 毕 put but pat, 单 sin sim, 季 kwai kwee, 裴 pui poey, 霍 fok fock,
    涂 to toh, 成 shing seng, 苗 miu biao, 谷 kuk kok, 盛 shing seng, 曲 kuk kiok, 翁 yung ang ong eng, 冉 yim,
    骆 lok loh, 蓝 lam nah lum, 路 lo loo, 游 yau yew, 辛 san sin, 靳 kan kun, 欧阳 auyeung auyong owyang owyong,
    管 kwun koon, 柴 chai cha, 蒙 mung mong, 鲍 pau paw pow, 华 wah hwa, 喻 yu joo, 祁 kei kee, 蒲 po poh, 房 fong pang,
    滕 tang teng, 屈 wat kut, 饶 yiu jeow, 解 kai kye, 牟 mau, 艾 ngai nghe, 尤 yau yew ew, 阳 yeung yeong, 时 see,
    穆 muk mook, 农 nung, 司 sze, 卓 cheuk toh tok, 古 ku kwu koo, 吉 kat, 缪 miu mau, 简 kan kang, 车 che chair,
    项 hong, 连 lin lien, 麦 mak mark, 褚 chu thu, 娄 lau low, 窦 tau tow, 戚 chik tsek, 岑 shum sam sum gim,
    景 king keng, 党 tong, 宫 kung keng, 费 fai hui, 卜 puk pok, 冷 lang leng, 晏 ngan ann, 席 tsik sek, 卫 wai wee,
    米 mai bee, 柏 pak pek, 宗 chung chong, 瞿 kui keoi, 桂 kwai kwee, 全 chuen choo, 佟 tung tong, 应 ying eng,
    臧 tsong, 闵 man ban, 苟 kau, 邬 wu woo, 边 pin, 卞 pin pian, 姬 kei, 师 sze see, 和 wo, 仇 sau shau, 栾 luen,
    隋 tsui chui, 商 sheung siang, 刁 tiu teow diao, 沙 sha sa, 荣 wing yung, 巫 mo boo mow, 寇 kau, 桑 song sang,
    郎 long, 甄 yan yen gan, 丛 tsung, 仲 chung tiong, 虞 yu, 敖 ngo ngou, 巩 kung, 明 ming, 佘 sheh seah sia,
    池 chi tee, 查 cha char, 邝 kwong fong, 官 kwun koon quan, 封 fung hong, 谈 tam tham, 匡 hong, 惠 wai, 荆 king,
    乐 lok ngok, 郁 yuk, 南 nam, 楚 chor, 燕 yin, 劳 lo loh, 冼 sin sinn, 洗 sin, 楼 lau low, 满 moon mun, 闻 man boon,
    厉 lai, 伊 yee, 海 hoi, 花 fa, 权 kuen, 强 keung, 屠 to, 朴 pok park pak, 盖 koi, 练 lin, 廉 lim liam, 祖 cho, 巴 pa,
    国 kwok, 狄 tik tek, 宣 suen, 容 yung, 云 wan hoon, 来 loi, 辜 ku koo kow, 幸 hang, 植 chik, 湛 cham, 邰 tai, 彦 yin,
    利 lee, 老 lo, 钮 nau, 郦 lik, 侬 nung, 司徒 szeto seto situ, 司马 szema sima, 诸葛 chukot, 上官 sheungkwun,
    夏侯 hahau, 皇甫 wongpo, 公孙 kungsun, 慕容 moyung, 东方 tungfong, 令狐 lingwu, 尉迟 waichi, 端木 tuenmuk,
    范姜 fanchiang, 张简 changchien
    """
)
"""Spellings in use outside the mainland, the commonest first."""

KNOWN: Final = (
    frozenset(READINGS)
    | frozenset(REGIONAL)
    | frozenset(
        "东丰乌习井亢从仰伏储充兰冀凤卿双堵奚宛宦富寿尧居常平广弓弘怀慎慕戈扈支敬晋普束松栗步殳浦漆濮牧班皮盘"
        "禄禹秋粟索终羊胥舒芦苍苑茅茹荀莘蔺衡裘计豆贝迟通邴郜鄂鄢酆门雍鞠鹿"
    )
)
"""Characters that are a family name, single and compound; rarer ones are missing."""

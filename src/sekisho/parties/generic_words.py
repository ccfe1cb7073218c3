"""Words that tell little about who somebody is: trades, kinds of body, places.

Decides which words of a name carry its identity. A word that is listed here never makes a match by itself; a word that
is not listed may. Taken by hand from the words that occur most often on the Entity List, the Unverified List, the
Military End-User List and the Foreign End User List, with the commonest names of places there. It holds no rule of law.
"""

from __future__ import annotations

from typing import Final

from sekisho.parties.legal_forms import HAN_TABLE, TABLE

_TRADES = """
academy academic administration aero aeronautical aeronautics aerospace affiliated agency air aircraft airline airlines
airport airways aluminium aluminum analysis apparatus application applications applied architecture armed army arms
arsenal artificial assembly assistance associated associates association astronautics atomic auto automatic automation
automobile automotive autonomous auxiliary aviation
bank banking base battery bearing biological biology bio biotech biotechnology board branch broadcasting brothers
building bureau business businesses
cable capital carbon cargo cement center centers central centre centres ceramic chamber chemical chemicals chemistry
chip chips circuit circuits city civil clinic club coal college combine commerce commercial commission committee
commodities communication communications community complex component components composite composites compressor
computer computers computing concern conglomerate construction constructions consult consultancy consultant consultants
consulting contracting contractor control controls cooperation cooperative core corps cosmic council cryogenic
data dealer defence defense department depot design designs detection development device devices digital direction
directorate distribution distributor district division dock document documents drone dynamics
earth ecological economic economics economy education educational electric electrical electro electromechanical
electron electronic electronics element elements emirates energy engine engineer engineering engineers engines
enterprise enterprises entity environment environmental equipment equipments est establishment exchange
exhibition experiment experimental expert exploration export exports express external
fabrication facilities facility factories factory farm farms federal federation fiber fibre film finance financial
firm fleet flight fluid food foods force forces foreign forest forwarder forwarders forwarding foundation foundry
freight friendship fuel fund furniture
gas gear general geological geology glass global goods government grain graphite group groups guard guidance guide
health heat heavy helicopter helicopters high holding holdings home hospital hotel house hydraulic hydraulics
imaging impex implement import imports industrial industries industry informatics information infrastructure
infrared innovation innovative inspection institut institute institutes institution instrument instrumentation
instruments insurance integrated integration intelligence intelligent inter international internet invention
inventory invest investment investments iron island
joint jv
key knowledge
lab laboratories laboratory land laser law leasing library light line lines liquid load locomotive logistic
logistics
machine machinery machines magnetic main maintenance manage management managing manufacture manufacturer manufacturers
manufacturing marine maritime market marketing mass material materials measurement measurements measuring mechanic
mechanical mechanics mechatronics media medical medicine merchant metal metallurgical metallurgy metals meteorological
method metrology micro microelectronic microelectronics microsystems micro military mine mineral
minerals mining minister ministry
missile missiles mobile model modern motion motor motors multi municipal municipality munitions museum
named nano nation national natural naval navigation navy net network networks neural new non nuclear
observatory ocean oceanic office offices oil online open operating operation operations optic optical optics
optoelectronic optoelectronics opto order ordnance organic organisation organization
parallel park part partner partners parts party people peoples petrochemical petroleum pharmaceutical pharmaceuticals
photoelectric photonics physical physics pipe pipeline planning plant plants plasma plastic plastics platform police
polymer polytechnic polytechnical port ports power precision prefecture press pressure private procurement
product production productions products professional program programme project projects propulsion public publishing
pump purchase purchasing
quality quantum
radar radiation radio radioelectronic radioelectronics rail railway rare real reactor recycling refinery region regional
remote repair representative republic rescue research resource resources robot robotics rocket rubber
safe safety sale sales satellite school science sciences scientific scitech sea seaport search section sector secure
security semi semiconductor semiconductors sensing sensor sensors service services ship shipbuilding shipping ships
shipyard signal silicon small smart society software solar solution solutions sons source space special specialised
specialized speciality specialty square standard standardization standards star state station steel storage store
stores strategic structural structure structures studies studio study subordinate subsidiary subsidiaries superconductor
supercomputer supercomputing supplies supply support surface surveillance survey surveying sys system systems
tactical tanker tech technic technical technics technique techniques technological technologies technology telecom
telecommunication telecommunications telephone terminal test testing textile textiles thermal tobacco tool tools torch
total tourism trade trader traders trading traffic training transit transport transportation travel treatment
turbine turbo
ultra union unit united universal university urban utility
vacuum vehicle vehicles venture ventures vessel video village virtual vision
warehouse water waterway weapon weapons welding wire wireless wood work works workshop workshops world
yard youth zone
"""

_FOREIGN = """
dis fabrika gongchang gongsi havacilik imeni institut institutul keji kabel kombinat kompaniya kontsern konstruktorskoe
byuro mashinostroeniya mashinostroenia nauchno issledovatelskii issledovatelskiy issledovatelsky obedinenie opytno
predpriyatie proizvodstvennoe proizvodstvo promyshlennost sanayi sanaye sanat sanati sherkat sherkate sistem sistemy
tekhnika tekhnologii tekhnologiya ticaret torgovyi torgovy dom tsentr tsentralnoe tsentralny universitet zavod zavody
sazeh sazi maoyi jituan yanjiusuo yanjiuyuan daxue dianzi shiye jinchukou technologie technologies technologia
naucno nii nauchnyi nauchny gosudarstvennyi gosudarstvenny gosudarstvennoe ооо завод институт научно
hoesa chongguk muyok
"""

_SMALL = """
a aan ad al all am an ar as at au aux by da das de del della den der des di die do dos du e ed ei el en et ex fi for
from ha i ii iii il im in into is it its iv la las le les lo los na ne no nr o of on or os par per por pour pro s to u
und uns ve vi via vii viii von vu w with x y y z zu zur
"""

_PLACES = """
abu afghan afghanistan africa african ahmedabad ajman algeria alabama almaty america american amsterdam anhui ankara
antalya arab arabia arabian argentina armenia armenian asia asian asian astana athens atlantic australia australian
austria azerbaijan azerbaijani baghdad bahrain baku baltic bangalore bangkok bangladesh baoding baotou beijing beirut
belarus belarusian belarussian belgium belgrade berlin bishkek black blue bolivia bombay brazil britain british brunei
bulgaria bulgarian burma cairo california canada canadian caspian caucasus changchun changsha chengdu chennai chile
china chinese chongqing colombia costa crimea crimean cuba cyprus czech dalian damascus dandong danish delhi denmark
dhabi dongguan donetsk dprk dubai dutch east eastern ecuador egypt egyptian emirate england english esfahan estonia
euro europe european far fareast finland finnish foshan france frankfurt free french fujian fuzhou gansu
georgia german germany great greece greek guangdong guangxi guangzhou guilin guiyang guizhou gulf hainan hamburg
handan hangzhou hanoi harbin hebei hefei heilongjiang henan hk ho hong hongkong hubei hunan hungary hyderabad india
indian indonesia inner iran iranian iraq iraqi ireland irish islamabad islamic isfahan israel israeli istanbul italia
italian italy jakarta japan japanese jiangsu jiangxi jilin jinan jordan karachi karaj kazakh kazakhstan kazan kenya
kharkiv kharkov kiev kish kong korea korean kowloon krasnodar kuala kunming kuwait kuwaiti kyiv kyrgyz kyrgyzstan
lahore lanzhou latvia lebanese lebanon leningrad liaoning libya lithuania london luhansk lugansk lumpur luoyang
luxembourg macao macau malaysia malaysian malta manchester mediterranean mexico mianyang middle milan minsk mongolia
morocco moscow mumbai munich myanmar nanchang nanjing near netherlands nicaragua nigeria ningbo ningxia nizhny
nord north northeast northeastern northern northwest northwestern norway norwegian novosibirsk oman orient oriental
pacific pakistan pakistani panama paris peking penang perm persia persian peru petersburg philippines poland polish
portugal prc pyongyang qatar qingdao rawalpindi red republic rica riyadh romania romania rostov rotterdam russia russian
samara saint sankt peterburg san saudi sea senegal seoul serbia sevastopol shaanxi shandong shanghai shanxi sharjah
shenyang shenzhen shiraz siberia siberian sichuan silk singapore slovakia slovenia south southeast southeastern southern
southwest southwestern spain spanish sri st stuttgart sudan sunan suzhou sweden swedish swiss switzerland syria syrian
tabriz taipei taiwan tajikistan tashkent tbilisi tehran thai thailand tianjin tibet tokyo turkey turkic turkish turkiye
turkmenistan tver uae ufa uk ukraine ukrainian ural urals urumqi us usa uzbek uzbekistan venezuela vienna vietnam
vietnamese vladivostok volga warsaw west western wuhan wuxi xiamen xian xinjiang yalta yangon yangtze yanshan yantai
yekaterinburg ekaterinburg yemen yerevan yunnan zhejiang zhengzhou zhuhai zhuzhou zurich kerch feodosia
"""

_HAN = """
中国 中國 北京 上海 深圳 香港 朝鮮 朝鲜 平壌 平壤 广州 廣州 東京 平安南道 黄海北道 咸鏡南道
大学 大學 学院 學院 研究所 研究院 病院 医院 工場 工厂 集団 集团 銀行 银行 总公司 総
貿易 贸易 科技 技術 技术 電子 电子 総合 国際 国际 國際 工業 工业 機械 机械 輸出 輸入
開発 有限 实业 實業 发展 发电 産業 产业
"""

PLACE_WORDS: Final = frozenset(_PLACES.split())
"""Folded words of names of places, among those that never make a match by themselves."""

_FORMS: Final = " ".join(text.replace("|", " ") for text, _, _ in (*TABLE, *HAN_TABLE))

GENERIC: Final = frozenset(f"{_TRADES} {_FOREIGN} {_SMALL} {_PLACES} {_HAN} {_FORMS}".split())
"""Folded words that never make a match by themselves."""


def is_distinctive(word: str) -> bool:
    """Tell whether a folded word says who somebody is: not generic, not a number, not a single Latin letter."""
    if word in GENERIC or word.isdigit():
        return False
    return len(word) > 1 or not word.isascii()

"""Tables of the Korean module: letters of each romanisation, surnames, and the Korean readings of Han characters.

Decides which Latin letters a jamo gets in the Revised Romanization (2000), in McCune-Reischauer (1939) and in the
romanisation of the DPRK (1992, as its own names use it), how surnames are usually spelt, and which reading a Han
character has in Korean. Knows nothing about sound change across syllables: that is `korean`.
"""

from __future__ import annotations

from typing import Final

ONSETS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
"""Initial consonants in the order of the Unicode syllable block."""

VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
"""Vowels in the order of the Unicode syllable block."""

CODAS: Final = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
"""Final consonants in the order of the Unicode syllable block; the first is none."""


def _row(keys: str, values: str) -> dict[str, str]:
    return dict(zip(keys, (value.strip("-") for value in values.split()), strict=True))


RR_ONSETS: Final = _row(ONSETS, "g kk n d tt r m b pp s ss - j jj ch k t p h")
"""Revised Romanization, initials."""

MR_ONSETS: Final = _row(ONSETS, "k kk n t tt r m p pp s ss - ch tch ch k t p h")
"""McCune-Reischauer without apostrophes, initials that stay voiceless."""

DPRK_ONSETS: Final = _row(ONSETS, "k kk n t tt r m p pp s ss - j jj ch kh th ph h")
"""The romanisation of the DPRK, initials that stay voiceless."""

VOICED: Final = {"ㄱ": "g", "ㄷ": "d", "ㅂ": "b", "ㅈ": "j"}
"""Initials between voiced sounds, in the two systems that write voicing."""

RR_VOWELS: Final = _row(VOWELS, "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
"""Revised Romanization, vowels."""

OLD_VOWELS: Final = _row(VOWELS, "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i")
"""McCune-Reischauer without its short marks, and the DPRK, vowels."""

FINALS: Final = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ng"}
"""Final sounds, the same in all systems."""

NEUTRAL: Final = {
    **dict.fromkeys("ㄱㄲㅋㄳㄺ", "ㄱ"),
    **dict.fromkeys("ㄷㅅㅆㅈㅊㅌㅎ", "ㄷ"),
    **dict.fromkeys("ㅂㅍㅄㄿ", "ㅂ"),
    **dict.fromkeys("ㄴㄵㄶ", "ㄴ"),
    **dict.fromkeys("ㄹㄼㄽㄾㅀ", "ㄹ"),
    **dict.fromkeys("ㅁㄻ", "ㅁ"),
    "ㅇ": "ㅇ",
    "": "",
}
"""The seven sounds a final consonant can have when nothing follows it."""

CLUSTERS: Final = {
    "ㄳ": ("ㄱ", "ㅅ"),
    "ㄵ": ("ㄴ", "ㅈ"),
    "ㄶ": ("ㄴ", "ㅎ"),
    "ㄺ": ("ㄹ", "ㄱ"),
    "ㄻ": ("ㄹ", "ㅁ"),
    "ㄼ": ("ㄹ", "ㅂ"),
    "ㄽ": ("ㄹ", "ㅅ"),
    "ㄾ": ("ㄹ", "ㅌ"),
    "ㄿ": ("ㄹ", "ㅍ"),
    "ㅀ": ("ㄹ", "ㅎ"),
    "ㅄ": ("ㅂ", "ㅅ"),
}
"""Double finals: what stays, what moves to a following vowel."""

ASPIRATED: Final = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅈ": "ㅊ", "ㅅ": "ㅆ"}
"""Initials that change after a final ㅎ."""

SOUTH_SOUNDS: Final = {
    **{("ㄱ", onset): ("ㅇ", onset) for onset in "ㄴㅁ"},
    **{("ㄷ", onset): ("ㄴ", onset) for onset in "ㄴㅁ"},
    **{("ㅂ", onset): ("ㅁ", onset) for onset in "ㄴㅁ"},
    ("ㄱ", "ㄹ"): ("ㅇ", "ㄴ"),
    ("ㄷ", "ㄹ"): ("ㄴ", "ㄴ"),
    ("ㅂ", "ㄹ"): ("ㅁ", "ㄴ"),
    ("ㅁ", "ㄹ"): ("ㅁ", "ㄴ"),
    ("ㅇ", "ㄹ"): ("ㅇ", "ㄴ"),
    ("ㄴ", "ㄹ"): ("ㄹ", "ㄹ"),
    ("ㄹ", "ㄴ"): ("ㄹ", "ㄹ"),
}
"""Final and following initial that change each other, standard pronunciation of the South."""

NORTH_SOUNDS: Final = {
    **SOUTH_SOUNDS,
    ("ㄱ", "ㄹ"): ("ㅇ", "ㄹ"),
    ("ㅂ", "ㄹ"): ("ㅁ", "ㄹ"),
    ("ㅁ", "ㄹ"): ("ㅁ", "ㄹ"),
    ("ㅇ", "ㄹ"): ("ㅇ", "ㄹ"),
}
"""The same in the DPRK, where an initial ㄹ is kept after ㄱ, ㅂ, ㅁ and ㅇ."""

SURNAMES: Final = """
김 kim gim; 이 lee yi ri li rhee; 리 ri lee yi li rhee; 박 park pak bak; 최 choi choe; 정 jung jong jeong chung chong;
강 kang gang; 조 cho jo; 윤 yoon yun youn; 장 jang chang; 임 lim im rim yim; 림 rim lim im; 한 han; 오 oh o;
서 seo so suh; 신 shin sin; 권 kwon gwon kweon; 황 hwang; 안 ahn an; 송 song; 류 ryu yoo yu ryoo lyu;
유 yoo yu ryu you; 전 jeon jun jon chun chon; 홍 hong; 고 ko go koh; 문 moon mun; 양 yang ryang; 량 ryang yang;
손 son sohn; 배 bae pae; 백 baek paek paik; 허 heo ho huh hur; 남 nam; 심 shim sim; 노 noh no roh ro; 로 ro roh noh no;
하 ha; 곽 kwak gwak; 성 sung seong song; 차 cha; 주 joo ju chu; 우 woo u wu; 구 koo ku gu goo; 나 na ra nah;
라 ra na rah; 민 min; 진 jin chin; 지 ji chi jee; 엄 um eom om uhm; 채 chae; 원 won; 천 cheon chun chon; 방 bang pang;
공 kong gong; 현 hyun hyon hyeon; 함 ham; 변 byun pyon byeon byon; 염 yeom yom yum ryom; 렴 ryom yeom yom yum;
여 yeo yo ryo; 려 ryo yeo yo; 추 choo chu; 도 do to doh; 소 so soh; 석 suk seok sok; 선 sun seon son; 설 seol sol sul;
마 ma mah; 길 gil kil; 연 yeon yon youn; 위 wi wee; 표 pyo; 명 myung myong myeong; 기 ki gi kee; 반 ban pan bahn;
왕 wang; 금 keum kum geum; 옥 ok ock; 육 yook yuk ryuk; 륙 ryuk yook yuk; 인 in; 맹 maeng; 제 je che; 모 mo; 탁 tak;
국 kook kuk guk; 어 eo uh o; 은 eun un; 편 pyun pyon pyeon; 용 yong ryong; 룡 ryong yong; 예 ye; 경 kyung kyong gyeong;
봉 bong pong; 사 sa; 부 boo pu bu; 가 ka ga; 복 bok pok; 태 tae; 목 mok; 형 hyung hyong hyeong; 계 kye gye; 피 pi;
두 doo tu du; 감 kam gam; 음 eum um; 빈 bin pin; 동 dong tong; 온 on; 호 ho; 범 bum pom beom; 좌 jwa; 팽 paeng;
승 seung sung; 간 kan gan; 상 sang; 시 si shi; 갈 gal kal; 단 dan tan; 견 kyun kyon gyeon; 당 dang tang; 화 hwa;
창 chang; 뇌 noe; 남궁 namkung namgung namgoong; 황보 hwangbo hwangpo; 제갈 jegal chegal; 선우 sunwoo seonu sonu;
독고 dokgo tokko dokko; 사공 sagong sakong; 동방 dongbang; 서문 seomun somun
"""
"""Surnames: the spellings in use, the usual one first; what the systems give is added by `korean`."""

LONG_SURNAMES: Final = frozenset(["남궁", "황보", "제갈", "선우", "독고", "사공", "동방", "서문"])
"""Surnames of two syllables."""

DOUBTFUL_SURNAMES: Final = frozenset(["동방", "서문"])
"""Those of them that are rarer than a surname of one syllable and a given name of two: not in a name of three."""

READINGS: Final = """
가家价佳街可歌加價假架暇嘉伽柯賈稼駕苛 각各角脚閣却覺刻珏殼恪 간干間看刊肝幹簡姦懇艮竿杆澗柬 갈渴葛鞨碣
감甘減感敢監鑑憾勘堪嵌邯 갑甲鉀岬匣 강江降講强康剛鋼綱姜崗疆慷腔岡 개改皆個開介慨槪蓋凱价箇漑鎧 객客 갱坑更
거去巨居擧距拒據渠車 건建乾件健鍵巾虔騫 걸傑乞杰 검儉劍檢 게揭憩 격格擊激隔檄 견犬見堅肩絹遣牽甄鵑繭 결決結潔缺訣 겸兼謙鉗
경京景輕經庚耕敬驚慶競竟境鏡頃傾硬警徑卿更瓊炅璟鯨莖耿勁擎 계癸季界計溪鷄系係戒械繼契桂啓階繫
고古故固苦高考告枯姑庫孤鼓稿顧皐雇膏 곡谷曲穀哭 곤困坤昆滾 골骨 공工功空共公孔供恭攻恐貢鞏龔控 과果課科過戈瓜誇寡菓鍋顆
곽郭廓 관官觀關館管貫慣冠寬款琯罐灌 광光廣鑛狂匡曠 괘掛 괴塊愧怪壞槐魁瑰 굉宏 교交校橋敎郊較巧矯膠僑喬嬌絞蛟咬
구九口求救究久句舊具俱區驅鷗苟拘狗丘懼球構邱玖購鉤歐溝龜廏矩駒枸 국國菊局鞠 군君郡軍群 굴屈窟 궁弓宮窮 권卷權勸券拳圈捲
궐厥闕 궤軌 귀貴歸鬼龜 규叫規閨圭奎葵珪糾揆硅窺逵 균均菌勻 극極克劇 근近勤根斤僅謹槿瑾筋芹 금今禁錦禽琴金 급及給急級 긍肯
기己記起其期基氣技幾旣紀忌旗欺奇騎寄豈棄祈企畿飢器機琦淇麒岐棋汽妓璣冀璂沂崎箕騏驥磯肌畸 긴緊 길吉桔 김金 끽喫 나那奈娜拿
낙諾 난難暖 남南男楠 납納 낭娘 내內乃耐 녀女 년年 념念 녕寧 노怒奴努 농農濃膿 뇌腦惱 뇨尿 뉴紐鈕 능能 니泥尼 다多茶
단單但短端旦段壇檀斷團丹鍛緞 달達 담談淡擔潭膽譚湛曇 답答畓踏 당堂當唐糖黨塘棠 대大代待對帶臺貸隊岱袋 덕德悳
도刀到度道島徒圖倒都桃挑跳逃渡陶途稻導盜塗燾鍍濤滔萄淘堵蹈 독讀獨毒督篤 돈豚敦頓 돌突 동同洞童冬東動銅凍棟桐董胴瞳
두斗豆頭杜逗兜 둔鈍屯 득得 등等登燈騰藤鄧 라羅螺邏鑼蘿裸 락落絡樂洛 란卵亂蘭欄丹 람覽濫嵐藍籃纜 랍蠟拉臘 랑浪郞廊朗琅
래來萊 랭冷 략略掠 량良兩量涼梁糧諒輛亮 려旅麗慮勵呂驪侶黎閭廬鋁 력力歷曆礫 련連練鍊憐聯戀蓮煉簾 렬列烈裂劣 렴廉濂簾 렵獵
령令領嶺零靈玲齡鈴伶羚 례例禮隷 로路露老勞爐魯盧蘆鷺虜 록綠祿錄鹿麓 론論 롱弄籠瓏 뢰雷賴磊瀨 료料了僚療遼 룡龍
루屢樓累淚漏壘婁 류柳留流類劉硫琉榴溜瑠 륙六陸 륜倫輪崙 률律栗率 륭隆 릉陵綾菱稜楞 리里理利梨李吏離裏履莉鯉裡璃
린隣麟璘燐鱗潾 림林臨琳霖淋 립立笠粒 마馬麻磨摩瑪碼魔 막莫幕漠膜 만萬晩滿慢漫灣蠻 말末 망亡忙忘望茫妄罔網
매每買賣妹梅埋媒煤枚 맥麥脈 맹孟猛盟盲萌 면免勉面眠綿緬棉 멸滅 명名命明鳴銘冥 모母毛暮某謀模貌募慕冒侮茅牟牡帽矛
목木目牧沐睦穆 몰沒 몽夢蒙 묘卯妙苗墓廟描錨 무戊茂武務無舞貿霧巫 묵墨默 문門問聞文汶紋 물物勿 미米未味美尾迷微眉彌薇
민民敏憫閔珉旻玟 밀密蜜 박泊拍迫朴博薄璞舶 반反飯半般盤班返叛伴潘搬磐頒 발發拔髮渤鉢勃撥 방方房防放訪芳傍妨倣邦龐坊紡幇磅
배拜杯倍培配排輩背裵裴陪賠 백白百伯柏帛 번番煩繁飜藩 벌伐罰筏 범凡犯範范汎帆 법法 벽壁碧 변變辯辨邊卞便 별別鱉
병丙病兵竝屛炳秉柄昞甁餠 보保步報普補譜寶甫輔洑堡 복福伏服腹複卜復覆 본本 봉奉逢峯蜂封鳳烽縫蓬棒捧
부夫扶父富部婦否浮付符附府腐負副簿膚赴賦釜傅敷復不埠阜剖孵 북北 분分紛粉奔墳憤奮芬噴焚盆糞 불不佛拂弗 붕朋崩鵬硼
비比非悲飛鼻備批卑婢碑妃肥祕費庇扉琵沸緋菲毗泌 빈貧賓頻彬斌濱 빙氷聘
사四巳士仕寺史使舍射謝師死私絲思事司詞蛇捨邪賜斜詐社沙似査寫辭斯祀泗砂莎紗嗣伺飼瀉赦獅 삭削朔數索 산山産散算傘酸 살殺薩
삼三參森蔘杉衫 삽挿 상上尙常賞商相霜想傷喪嘗裳詳祥象像床桑狀償庠箱湘翔橡 새塞璽 색色索塞 생生省牲
서西序書署敍徐庶恕暑緖誓逝瑞曙舒胥棲抒薯犀婿 석石夕昔惜席析釋錫碩奭晳汐 선先仙線鮮善船選宣旋禪璿繕扇瑄銑 설雪說設舌薛卨
섬纖蟾暹閃陝 섭涉攝燮葉 성姓性成城誠盛省星聖聲晟醒猩珹 세世洗稅細勢歲貰說
소小少所消素笑召昭蘇騷燒訴掃疎蔬蕭邵紹巢塑沼炤韶霄銷宵篠 속俗速續束粟屬 손孫損遜巽 솔率 송松送頌訟誦宋 쇄刷鎖殺 쇠衰
수水手受授首守收誰須雖愁樹壽數修秀囚需帥殊隨輸獸睡遂洙銖隋繡穗琇粹髓搜袖 숙叔淑宿孰熟肅塾琡
순順純旬殉盾循脣瞬巡淳舜荀珣諄醇詢馴 술戌述術 숭崇崧 습習拾濕襲 승乘承勝升昇僧丞繩 시市示是時詩施試始矢侍視十柿
식食式植識息飾湜軾殖 신身申神臣信辛新伸晨愼紳腎訊薪蜃 실失室實 심心甚深尋審沈芯 십十 쌍雙 씨氏 아兒我牙芽雅亞餓阿娥俄鴉衙
악惡岳嶽樂握鄂 안安案顔眼岸雁 알謁 암暗巖癌庵 압壓押鴨 앙仰央殃 애愛哀涯艾埃 액厄額液 앵櫻鶯 야也夜野耶冶 약弱若約藥躍
양羊洋養揚陽讓壤樣楊襄孃 어魚漁於語御 억億憶抑 언言焉彦 엄嚴掩奄儼 업業 여余餘如汝與予輿茹 역亦易逆譯驛役疫域
연然煙硏延燃燕沿鉛宴軟演緣淵衍娟硯姸沇捐 열熱悅閱 염炎染鹽閻焰艶 엽葉燁曄 영永英迎榮泳詠營影映瑛暎瀛嬰盈穎瑩煐
예藝芸豫譽銳芮睿裔蕊 오五吾悟午誤烏汚嗚娛傲吳梧伍惡奧塢鰲 옥玉屋獄沃鈺 온溫穩 옹翁邕甕雍擁 와瓦臥渦蛙 완完緩玩宛婉琓阮
왈曰 왕王往旺汪 외外畏 요要腰搖遙謠堯姚耀窯曜饒妖瑤 욕欲浴慾辱 용用勇容庸鎔溶瑢傭茸蓉踊湧鏞
우于宇右牛友雨憂又尤遇羽郵愚偶優禹祐佑迂虞隅 욱旭昱煜郁頊 운云雲運韻芸 울蔚 웅雄熊
원元原願遠園怨圓員源援院媛袁苑冤猿瑗轅垣 월月越 위位危爲偉威胃謂圍緯衛違委慰僞魏韋渭尉葦
유由油酉有猶唯遊柔遺幼幽惟維乳儒裕誘愈悠兪庾釉游鍮 육肉育 윤閏潤尹允胤鈗贇奫 융融戎絨 은恩銀隱殷誾垠 을乙 음音吟飮陰淫
읍邑泣 응應凝鷹膺 의衣依義議矣醫意宜儀疑毅椅誼 이二以已耳而異移伊易怡珥餌夷爾彝 익益翼翊翌 인人引仁因忍認寅印姻靭茵
일一日逸壹鎰 임壬賃任 입入 자子字自者姉慈玆紫資姿恣刺磁雌瓷滋諮 작作昨酌爵炸鵲 잔殘 잠潛暫蠶 잡雜
장長章場將壯丈張帳莊裝奬墻葬粧掌藏臟障腸蔣匠璋狀漳樟仗薔 재才材財在栽再哉災裁載宰齋 쟁爭錚 저著貯低底抵儲
적的赤適敵滴摘寂籍賊跡積績迪 전田全典前展戰電錢傳專轉殿甸箭塡銓詮栓滇顚 절節絶切折竊浙截 점店占點漸粘 접接蝶
정丁頂停井正政定貞精情靜淨庭亭訂廷程征整鄭晶汀禎珽鼎旌艇偵靖錠釘挺婷睛 제弟第祭帝題除諸製提堤制際齊濟劑悌臍
조兆早造鳥調朝助弔燥操照條潮租組祖趙曺曹釣彫肇藻遭槽 족足族 존尊存 졸卒拙 종宗種鐘終從縱鍾琮綜腫踪 좌左坐佐座 죄罪
주主注住朱宙走酒晝舟周株州洲柱奏珠鑄駐 죽竹 준準俊遵埈濬峻駿浚竣 중中重衆仲 즉卽 즙汁 증曾增證憎症贈蒸
지只支枝止之知地指志至紙持池誌智遲芝址識旨脂趾 직直職織稷 진辰眞進盡振鎭陣陳珍震津秦晉瑨塵診疹 질質秩疾姪窒 집集執輯
징徵懲 차且次此借差車茶遮叉 착着錯捉搾 찬贊讚燦纘璨瓚鑽粲餐 찰察擦 참慘慙參 창昌唱窓倉創蒼滄暢彰廠槍艙 채菜採彩債蔡埰
책責冊策柵 처妻處悽 척尺斥拓戚刺 천千天川泉淺賤踐遷薦 철鐵哲徹喆澈撤 첨尖添瞻詹 첩妾牒疊 청靑淸晴請聽廳 체體替滯逮遞切締
초初草招肖超抄礎楚哨焦礁醋 촉促燭觸 촌寸村 총銃總聰叢 촬撮 최最催崔 추秋追推抽醜鄒錐楸樞墜 축丑祝畜蓄築逐縮軸蹴 춘春椿
출出 충充忠蟲衝沖 취取吹就臭醉趣翠 측側測 층層 치治致齒値置恥稚峙 칙則 친親 칠七漆 침針侵浸寢枕沈砧 칭稱 쾌快
타他打妥墮舵駝 탁濁托濯卓琢託拓度 탄炭歎彈誕碳坦 탈脫奪 탐探貪耽 탑塔 탕湯燙 태太泰怠殆態兌胎鈦 택宅澤擇 토土吐討
통通統痛筒桶 퇴退 투投透鬪 특特 파破波派播罷頗坡巴把玻琶 판判板販版 팔八 패貝敗牌覇 팽彭膨 편篇編遍片便 평平評坪萍
폐閉肺廢弊蔽幣 포布抱包胞飽浦捕砲葡暴蒲鋪炮泡圃 폭暴爆幅 표表票標漂杓飄瓢鏢豹 품品 풍風豐楓馮 피皮彼疲被避 필必匹筆畢弼泌
하下夏賀何河荷廈霞瑕蝦 학學鶴 한閑寒恨限韓漢旱汗翰瀚邯 할割 함咸含陷艦函涵 합合蛤哈 항恒巷港項抗航亢行降杭
해害海亥解奚該楷蟹諧 핵核 행行幸杏 향向香鄕響享 허虛許噓 헌軒憲獻 험險驗 혁革赫爀 현現賢玄弦絃縣懸顯鉉炫峴見絢 혈血穴 혐嫌
협協脅峽俠狹挾 형兄刑形亨螢衡炯邢型馨瀅荊 혜惠慧兮蕙 호戶乎呼好虎號湖互胡浩毫豪護鎬昊皓澔壕壺瑚糊滬扈 혹或惑 혼婚混昏魂
홀忽 홍紅洪弘鴻泓虹 화火化花貨和話畫華禾禍靴樺 확確穫擴 환歡患丸換環還煥桓奐幻 활活滑 황黃皇況荒凰煌晃滉
회回會灰悔懷檜淮匯 획獲劃畫 횡橫 효孝效曉驍酵哮 후後厚侯候喉猴 훈訓勳熏薰燻暈壎 훤喧 훼毁 휘揮輝徽暉 휴休携 흉凶胸 흑黑
흔欣 흠欽 흡吸 흥興 희希喜稀戱熙噫姬嬉憙熹禧僖犧
"""
"""Korean readings of Han characters without the initial-sound rule: a syllable, then the characters read so."""

FIRST_READING: Final = (
    "更경 車차 便편 復복 不불 數수 索색 參삼 狀상 省성 葉엽 十십 識식 易역 切절 暴폭 行행 殺살 刺자 見견 龜구 芸예"
)
"""The more usual reading, for characters that READINGS lists more than once in another order."""

SURNAME_READING: Final = {"金": "김", "沈": "심", "葉": "엽", "車": "차", "丁": "정", "單": "선"}
"""Characters with a reading of their own as a surname."""

WORD_READINGS: Final = {"牡丹": "모란"}
"""Words whose reading is not that of their characters."""

FORMS: Final = """
強强 教敎 青靑 清淸 研硏 録錄 緑綠 説說 戸戶 户戶 黄黃 郎郞 真眞 鎮鎭 豊豐 峰峯 顕顯 温溫 横橫 郷鄕 即卽 既旣 產産 奸姦
雞鷄 查査 顏顔 獎奬 牆墻 髒臟 絕絶 吊弔 雕彫 嘆歎 閒閑 繋繫 倶俱 輌輛 舎舍 鋭銳 呉吳 聡聰 姫姬 啟啓 缽鉢 眾衆 衞衛 敘敍
溼濕 泛汎 璇璿 卻却 彥彦 僱雇 并竝 並竝 毀毁 腳脚 佔占 攜携 兇凶 恆恒 羣群 鍼針 牀床 勛勳 晋晉 厰廠
"""
"""Other forms of a character of the table, then that character."""

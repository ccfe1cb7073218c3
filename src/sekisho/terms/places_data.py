"""The table of places: code, three-letter code, our name for it, and the other names that official texts use.

Codes are those of ISO 3166-1 and, for regions of Ukraine, ISO 3166-2. XK, for Kosovo, is a code
that ISO leaves to its users. The order of a name's words, articles, case, accents and punctuation need
no row of their own (see places). Misprints of official publications are rows here on purpose.
"""

from __future__ import annotations

COUNTRIES = """
AD AND Andorra | Principality of Andorra
AE ARE United Arab Emirates | UAE | Emirates
AF AFG Afghanistan | Islamic Republic of Afghanistan
AG ATG Antigua and Barbuda
AI AIA Anguilla
AL ALB Albania | Republic of Albania
AM ARM Armenia | Republic of Armenia
AO AGO Angola | Republic of Angola
AQ ATA Antarctica
AR ARG Argentina | Argentine Republic
AS ASM American Samoa
AT AUT Austria | Republic of Austria
AU AUS Australia | Commonwealth of Australia
AW ABW Aruba
AX ALA Åland Islands
AZ AZE Azerbaijan | Republic of Azerbaijan
BA BIH Bosnia and Herzegovina | Bosnia and Herzegowina | Republic of Bosnia and Herzegovina
BB BRB Barbados
BD BGD Bangladesh | People's Republic of Bangladesh
BE BEL Belgium | Kingdom of Belgium
BF BFA Burkina Faso
BG BGR Bulgaria | Republic of Bulgaria
BH BHR Bahrain | Kingdom of Bahrain
BI BDI Burundi | Republic of Burundi
BJ BEN Benin | Republic of Benin
BL BLM Saint Barthélemy
BM BMU Bermuda
BN BRN Brunei | Brunei Darussalam
BO BOL Bolivia | Plurinational State of Bolivia
BQ BES Bonaire, Sint Eustatius and Saba | Caribbean Netherlands
BR BRA Brazil | Federative Republic of Brazil
BS BHS Bahamas | Commonwealth of the Bahamas
BT BTN Bhutan | Kingdom of Bhutan
BV BVT Bouvet Island
BW BWA Botswana | Republic of Botswana
BY BLR Belarus | Republic of Belarus
BZ BLZ Belize
CA CAN Canada
CC CCK Cocos (Keeling) Islands | Cocos Islands | Keeling Islands
CD COD Democratic Republic of the Congo | DR Congo | DRC | Congo-Kinshasa | \
Democratic Republic of Congo (was Zaire) | Zaire
CF CAF Central African Republic
CG COG Republic of the Congo | Congo-Brazzaville | People's Republic of Congo
CH CHE Switzerland | Swiss Confederation
CI CIV Côte d'Ivoire | Cote d'lvoire | Ivory Coast | Republic of Côte d'Ivoire
CK COK Cook Islands
CL CHL Chile | Republic of Chile
CM CMR Cameroon | Republic of Cameroon
CN CHN China | People's Republic of China | China (PRC) | PRC | PR China | Mainland China | China mainland
CO COL Colombia | Republic of Colombia
CR CRI Costa Rica | Republic of Costa Rica
CU CUB Cuba | Republic of Cuba
CV CPV Cabo Verde | Cape Verde | Republic of Cabo Verde
CW CUW Curaçao
CX CXR Christmas Island
CY CYP Cyprus | Republic of Cyprus
CZ CZE Czechia | Czech Republic
DE DEU Germany | Federal Republic of Germany
DJ DJI Djibouti | Republic of Djibouti
DK DNK Denmark | Kingdom of Denmark
DM DMA Dominica | Commonwealth of Dominica
DO DOM Dominican Republic
DZ DZA Algeria | People's Democratic Republic of Algeria
EC ECU Ecuador | Republic of Ecuador
EE EST Estonia | Republic of Estonia
EG EGY Egypt | Arab Republic of Egypt
EH ESH Western Sahara
ER ERI Eritrea | State of Eritrea
ES ESP Spain | Kingdom of Spain
ET ETH Ethiopia | Federal Democratic Republic of Ethiopia
FI FIN Finland | Republic of Finland
FJ FJI Fiji | Republic of Fiji
FK FLK Falkland Islands | Falkland Islands (Malvinas)
FM FSM Micronesia | Federated States of Micronesia | Federated State of Micronesia
FO FRO Faroe Islands | Faeroe Islands
FR FRA France | French Republic
GA GAB Gabon | Gabonese Republic
GB GBR United Kingdom | UK | Great Britain | United Kingdom of Great Britain and Northern Ireland
GD GRD Grenada
GE GEO Georgia
GF GUF French Guiana
GG GGY Guernsey
GH GHA Ghana | Republic of Ghana
GI GIB Gibraltar
GL GRL Greenland
GM GMB Gambia | Republic of the Gambia
GN GIN Guinea | Republic of Guinea
GP GLP Guadeloupe
GQ GNQ Equatorial Guinea | Republic of Equatorial Guinea
GR GRC Greece | EL | Hellenic Republic
GS SGS South Georgia and the South Sandwich Islands
GT GTM Guatemala | Republic of Guatemala
GU GUM Guam
GW GNB Guinea-Bissau | Republic of Guinea-Bissau
GY GUY Guyana | Republic of Guyana | Co-operative Republic of Guyana
HK HKG Hong Kong | Hong Kong SAR | Hong Kong, China | Hong Kong SAR China | \
China, Hong Kong Special Administrative Region
HM HMD Heard Island and McDonald Islands | Heard and McDonald Islands
HN HND Honduras | Republic of Honduras
HR HRV Croatia | Republic of Croatia
HT HTI Haiti | Republic of Haiti
HU HUN Hungary
ID IDN Indonesia | Republic of Indonesia
IE IRL Ireland | Republic of Ireland
IL ISR Israel | State of Israel
IM IMN Isle of Man
IN IND India | Republic of India
IO IOT British Indian Ocean Territory
IQ IRQ Iraq | Republic of Iraq
IR IRN Iran | Islamic Republic of Iran
IS ISL Iceland | Republic of Iceland
IT ITA Italy | Italian Republic
JE JEY Jersey
JM JAM Jamaica
JO JOR Jordan | Hashemite Kingdom of Jordan
JP JPN Japan
KE KEN Kenya | Republic of Kenya
KG KGZ Kyrgyzstan | Kyrgyz Republic
KH KHM Cambodia | Kingdom of Cambodia
KI KIR Kiribati | Republic of Kiribati
KM COM Comoros | Union of the Comoros
KN KNA Saint Kitts and Nevis
KP PRK North Korea | DPRK | Korea (DPRK) | Democratic People's Republic of Korea
KR KOR South Korea | ROK | Republic of Korea | Korea (ROK)
KW KWT Kuwait | State of Kuwait
KY CYM Cayman Islands
KZ KAZ Kazakhstan | Republic of Kazakhstan
LA LAO Laos | Lao People's Democratic Republic | Lao PDR
LB LBN Lebanon | Lebanese Republic | Republic of Lebanon
LC LCA Saint Lucia
LI LIE Liechtenstein | Principality of Liechtenstein
LK LKA Sri Lanka | Democratic Socialist Republic of Sri Lanka
LR LBR Liberia | Republic of Liberia
LS LSO Lesotho | Kingdom of Lesotho
LT LTU Lithuania | Republic of Lithuania
LU LUX Luxembourg | Grand Duchy of Luxembourg
LV LVA Latvia | Republic of Latvia
LY LBY Libya | State of Libya | Libyan Arab Jamahiriya
MA MAR Morocco | Kingdom of Morocco
MC MCO Monaco | Principality of Monaco
MD MDA Moldova | Republic of Moldova
ME MNE Montenegro
MF MAF Saint Martin (French part)
MG MDG Madagascar | Republic of Madagascar
MH MHL Marshall Islands | Republic of the Marshall Islands
MK MKD North Macedonia | Republic of North Macedonia | Macedonia | The former Yugoslav Republic of Macedonia
ML MLI Mali | Republic of Mali
MM MMR Myanmar | Burma | Burma (Myanmar) | Republic of the Union of Myanmar | Republic of Myanmar
MN MNG Mongolia
MO MAC Macao | Macau | Macao SAR | Macau SAR | Macao, China | Macao SAR China | \
China, Macao Special Administrative Region
MP MNP Northern Mariana Islands | Commonwealth of the Northern Mariana Islands
MQ MTQ Martinique
MR MRT Mauritania | Islamic Republic of Mauritania
MS MSR Montserrat
MT MLT Malta | Republic of Malta
MU MUS Mauritius | Republic of Mauritius
MV MDV Maldives | Republic of Maldives
MW MWI Malawi | Republic of Malawi
MX MEX Mexico | United Mexican States
MY MYS Malaysia
MZ MOZ Mozambique | Republic of Mozambique
NA NAM Namibia | Republic of Namibia
NC NCL New Caledonia
NE NER Niger | Republic of the Niger
NF NFK Norfolk Island
NG NGA Nigeria | Federal Republic of Nigeria
NI NIC Nicaragua | Republic of Nicaragua
NL NLD Netherlands | Kingdom of the Netherlands | Holland
NO NOR Norway | Kingdom of Norway
NP NPL Nepal | Federal Democratic Republic of Nepal
NR NRU Nauru | Republic of Nauru
NU NIU Niue
NZ NZL New Zealand
OM OMN Oman | Sultanate of Oman
PA PAN Panama | Republic of Panama
PE PER Peru | Republic of Peru
PF PYF French Polynesia
PG PNG Papua New Guinea | Independent State of Papua New Guinea
PH PHL Philippines | Republic of the Philippines
PK PAK Pakistan | Islamic Republic of Pakistan
PL POL Poland | Republic of Poland
PM SPM Saint Pierre and Miquelon
PN PCN Pitcairn | Pitcairn Islands
PR PRI Puerto Rico
PS PSE Palestine | State of Palestine | Palestinian | Palestinian Territory, Occupied | Palestinian Territories | \
West Bank | Gaza | Gaza Strip | West Bank and Gaza | Region: West Bank | Region: Gaza
PT PRT Portugal | Portuguese Republic
PW PLW Palau | Republic of Palau
PY PRY Paraguay | Republic of Paraguay
QA QAT Qatar | State of Qatar
RE REU Réunion
RO ROU Romania
RS SRB Serbia | Republic of Serbia
RU RUS Russia | Russian Federation
RW RWA Rwanda | Republic of Rwanda | Rwandese Republic
SA SAU Saudi Arabia | Kingdom of Saudi Arabia
SB SLB Solomon Islands
SC SYC Seychelles | Seycheles | Republic of Seychelles
SD SDN Sudan | Republic of the Sudan
SE SWE Sweden | Kingdom of Sweden
SG SGP Singapore | Republic of Singapore
SH SHN Saint Helena, Ascension and Tristan da Cunha | Saint Helena
SI SVN Slovenia | Republic of Slovenia
SJ SJM Svalbard and Jan Mayen
SK SVK Slovakia | Slovak Republic
SL SLE Sierra Leone | Republic of Sierra Leone
SM SMR San Marino | Republic of San Marino
SN SEN Senegal | Republic of Senegal
SO SOM Somalia | Federal Republic of Somalia
SR SUR Suriname | Surinam | Republic of Suriname
SS SSD South Sudan | Republic of South Sudan
ST STP Sao Tome and Principe | Democratic Republic of Sao Tome and Principe
SV SLV El Salvador | Republic of El Salvador
SX SXM Sint Maarten | Sint Maarten (Dutch part) | Saint Martin (Dutch part) | \
Sint Maarten (the Dutch two-fifths of the island of Saint Martin)
SY SYR Syria | Syrian Arab Republic
SZ SWZ Eswatini | Swaziland | Kingdom of Eswatini
TC TCA Turks and Caicos Islands
TD TCD Chad | Republic of Chad
TF ATF French Southern Territories
TG TGO Togo | Togolese Republic
TH THA Thailand | Kingdom of Thailand
TJ TJK Tajikistan | Republic of Tajikistan
TK TKL Tokelau
TL TLS Timor-Leste | East Timor | Democratic Republic of Timor-Leste
TM TKM Turkmenistan
TN TUN Tunisia | Republic of Tunisia
TO TON Tonga | Kingdom of Tonga
TR TUR Türkiye | Turkey | Republic of Türkiye | Republic of Turkey
TT TTO Trinidad and Tobago | Republic of Trinidad and Tobago
TV TUV Tuvalu
TW TWN Taiwan | Republic of China | Taiwan (ROC) | Republic of China (Taiwan) | Taiwan, Province of China | \
Taiwan, China | Chinese Taipei | Separate Customs Territory of Taiwan, Penghu, Kinmen and Matsu
TZ TZA Tanzania | United Republic of Tanzania
UA UKR Ukraine
UG UGA Uganda | Republic of Uganda
UM UMI United States Minor Outlying Islands | U.S. Outlying Islands
US USA United States | United States of America | U.S. | USA
UY URY Uruguay | Eastern Republic of Uruguay | Oriental Republic of Uruguay
UZ UZB Uzbekistan | Republic of Uzbekistan
VA VAT Vatican City | Holy See | Holy See (Vatican City State) | Vatican City State | Vatican
VC VCT Saint Vincent and the Grenadines
VE VEN Venezuela | Bolivarian Republic of Venezuela
VG VGB British Virgin Islands
VI VIR United States Virgin Islands | U.S. Virgin Islands | Virgin Islands of the United States
VN VNM Vietnam | Viet Nam | Socialist Republic of Viet Nam | Socialist Republic of Vietnam
VU VUT Vanuatu | Republic of Vanuatu
WF WLF Wallis and Futuna | Wallis and Futuna Islands
WS WSM Samoa | Western Samoa | Independent State of Samoa
XK XKX Kosovo | Republic of Kosovo
YE YEM Yemen | Republic of Yemen
YT MYT Mayotte
ZA ZAF South Africa | Republic of South Africa
ZM ZMB Zambia | Republic of Zambia
ZW ZWE Zimbabwe | Republic of Zimbabwe
"""

REGIONS = """
UA-43 Crimea region of Ukraine | UA-40 | Crimea | Crimea region | Region: Crimea | Autonomous Republic of Crimea | \
Crimea region of Ukraine (temporarily occupied) | Republic of Crimea | Sevastopol | City of Sevastopol
UA-14 so-called Donetsk People's Republic region of Ukraine | so-called Donetsk People's Republic | \
Donetsk People's Republic | Donetsk People's Republic region of Ukraine | DNR | so-called DNR | Donetsk oblast
UA-09 so-called Luhansk People's Republic region of Ukraine | so-called Luhansk People's Republic | \
Luhansk People's Republic | Luhansk People's Republic region of Ukraine | LNR | so-called LNR | Luhansk oblast | \
so-called Lugansk People's Republic | Lugansk People's Republic
"""

REFUSED = """
EU | European Union = it is a group of countries: name the Member State
Congo = CG is the Republic of the Congo, CD the Democratic Republic of the Congo
Korea = KR is South Korea, KP North Korea
Virgin Islands = VG is British, VI belongs to the United States
Saint Martin = MF is the French part, SX the Dutch part
SU | USSR | Soviet Union | former Soviet Union = it no longer exists: name the country of today
YU | YUG | Yugoslavia | former Yugoslavia = it no longer exists: name the country of today
CS | SCG | Serbia and Montenegro = it no longer exists: RS is Serbia, ME Montenegro
AN | ANT | Netherlands Antilles = it no longer exists: CW is Curaçao, SX Sint Maarten, BQ the Caribbean Netherlands
Czechoslovakia = it no longer exists: CZ is Czechia, SK Slovakia
Donbas | Donbass | Donets Basin = UA-14 is the Donetsk region of Ukraine, UA-09 the Luhansk region
"""

"""UN M49 areas as macros: a group of territories, written out when a scope is read. No decisions.

Source: UN Statistics Division, Standard country or area codes (M49). Area 003 is M49's North America
(021, 013 and 029). Antarctica (AQ) stands in 001 alone. Signed words hold the territories, never the group.
"""

from propria.scope.codes.territories import COUNTRIES

_ROWS = """
001|全球|worldwide|002 009 019 142 150
002|非洲|Africa|015 202
003|北美洲（含中美洲和加勒比地区）|North America (with Central America and the Caribbean)|013 021 029
005|南美洲|South America|AR BO BV BR CL CO EC FK GF GY PY PE GS SR UY VE
009|大洋洲|Oceania|053 054 057 061
011|西非|Western Africa|BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG
013|中美洲|Central America|BZ CR SV GT HN MX NI PA
014|东非|Eastern Africa|IO BI KM DJ ER ET TF KE MG MW MU YT MZ RE RW SC SO SS TZ UG ZM ZW
015|北非|Northern Africa|DZ EG LY MA SD TN EH
017|中非|Middle Africa|AO CM CF TD CG CD GQ GA ST
018|南部非洲|Southern Africa|BW SZ LS NA ZA
019|美洲|the Americas|021 419
021|北美洲北部（美国、加拿大等）|Northern America (the United States, Canada and neighbours)|BM CA GL PM US
029|加勒比地区|Caribbean|AI AG AW BS BB BQ VG KY CU CW DM DO GD GP HT JM MQ MS PR BL KN LC MF VC SX TT TC VI
030|东亚|Eastern Asia|CN HK MO TW KP JP MN KR
034|南亚|Southern Asia|AF BD BT IN IR MV NP PK LK
035|东南亚|Southeast Asia|BN KH ID LA MY MM PH SG TH TL VN
039|南欧|Southern Europe|AL AD BA HR GI GR VA IT MT ME MK PT SM RS SI ES
053|澳大拉西亚|Australasia|AU CX CC HM NZ NF
054|美拉尼西亚|Melanesia|FJ NC PG SB VU
057|密克罗尼西亚地区|Micronesian Region|GU KI MH FM NR MP PW UM
061|玻利尼西亚|Polynesia|AS CK PF NU PN WS TK TO TV WF
142|亚洲|Asia|030 034 035 143 145
143|中亚|Central Asia|KZ KG TJ TM UZ
145|西亚|Western Asia|AM AZ BH CY GE IQ IL JO KW LB OM QA SA PS SY TR AE YE
150|欧洲|Europe|039 151 154 155
151|东欧|Eastern Europe|BY BG CZ HU PL MD RO RU SK UA
154|北欧|Northern Europe|AX DK EE FO FI GG IS IE IM JE LV LT NO SJ SE GB
155|西欧|Western Europe|AT BE FR DE LI LU MC NL CH
202|撒哈拉以南非洲|Sub-Saharan Africa|011 014 017 018
419|拉丁美洲和加勒比地区|Latin America|005 013 029
"""

_MEMBERS = {row.split("|")[0]: tuple(row.split("|")[3].split()) for row in _ROWS.split("\n") if row}
AREAS: dict[str, tuple[str, str]] = {
    row.split("|")[0]: (row.split("|")[1], row.split("|")[2]) for row in _ROWS.split("\n") if row
}
WORLD = "001"


def expand(area: str) -> frozenset[str]:
    """The territories of an M49 area, alpha-2. Raises: KeyError.

    >>> sorted(expand("030"))
    ['CN', 'HK', 'JP', 'KP', 'KR', 'MN', 'MO', 'TW']
    """
    if area == WORLD:
        return COUNTRIES
    found: set[str] = set()
    for member in _MEMBERS[area]:
        found |= expand(member) if member in _MEMBERS else {member}
    return frozenset(found)

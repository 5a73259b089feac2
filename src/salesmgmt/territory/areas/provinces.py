"""The 34 provincial areas of China, and the countries' codes: frozen tables."""

from __future__ import annotations

from attrs import frozen

from salesmgmt.territory.checks import check_text

__all__ = ["COUNTRIES", "PROVINCES", "ChineseProvince"]


@frozen
class ChineseProvince:
    """A provincial area of China: province, autonomous region, municipality or special region.

    Attributes:
        code: The two digits of GB/T 2260 with which every code within it begins.
        letters: What follows `CN-` in ISO 3166-2.
        en: English name.
        zh: Chinese name.

    Raises:
        InvalidValueError: If a text is empty.
        WrongTypeError: If one is no text.
    """

    code: str
    letters: str
    en: str
    zh: str

    def __attrs_post_init__(self) -> None:
        for name in ("code", "letters", "en", "zh"):
            check_text(name, getattr(self, name))


#: In the order of their codes (GB/T 2260; letters by ISO 3166-2:CN).
PROVINCES: tuple[ChineseProvince, ...] = (
    ChineseProvince("11", "BJ", "Beijing", "北京市"),
    ChineseProvince("12", "TJ", "Tianjin", "天津市"),
    ChineseProvince("13", "HE", "Hebei", "河北省"),
    ChineseProvince("14", "SX", "Shanxi", "山西省"),
    ChineseProvince("15", "NM", "Inner Mongolia", "内蒙古自治区"),
    ChineseProvince("21", "LN", "Liaoning", "辽宁省"),
    ChineseProvince("22", "JL", "Jilin", "吉林省"),
    ChineseProvince("23", "HL", "Heilongjiang", "黑龙江省"),
    ChineseProvince("31", "SH", "Shanghai", "上海市"),
    ChineseProvince("32", "JS", "Jiangsu", "江苏省"),
    ChineseProvince("33", "ZJ", "Zhejiang", "浙江省"),
    ChineseProvince("34", "AH", "Anhui", "安徽省"),
    ChineseProvince("35", "FJ", "Fujian", "福建省"),
    ChineseProvince("36", "JX", "Jiangxi", "江西省"),
    ChineseProvince("37", "SD", "Shandong", "山东省"),
    ChineseProvince("41", "HA", "Henan", "河南省"),
    ChineseProvince("42", "HB", "Hubei", "湖北省"),
    ChineseProvince("43", "HN", "Hunan", "湖南省"),
    ChineseProvince("44", "GD", "Guangdong", "广东省"),
    ChineseProvince("45", "GX", "Guangxi", "广西壮族自治区"),
    ChineseProvince("46", "HI", "Hainan", "海南省"),
    ChineseProvince("50", "CQ", "Chongqing", "重庆市"),
    ChineseProvince("51", "SC", "Sichuan", "四川省"),
    ChineseProvince("52", "GZ", "Guizhou", "贵州省"),
    ChineseProvince("53", "YN", "Yunnan", "云南省"),
    ChineseProvince("54", "XZ", "Tibet", "西藏自治区"),
    ChineseProvince("61", "SN", "Shaanxi", "陕西省"),
    ChineseProvince("62", "GS", "Gansu", "甘肃省"),
    ChineseProvince("63", "QH", "Qinghai", "青海省"),
    ChineseProvince("64", "NX", "Ningxia", "宁夏回族自治区"),
    ChineseProvince("65", "XJ", "Xinjiang", "新疆维吾尔自治区"),
    ChineseProvince("71", "TW", "Taiwan", "台湾省"),
    ChineseProvince("81", "HK", "Hong Kong", "香港特别行政区"),
    ChineseProvince("82", "MO", "Macao", "澳门特别行政区"),
)

_ASSIGNED = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ "
    "BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM "
    "DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS "
    "GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN "
    "KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ "
    "MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "
    "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI "
    "VN VU WF WS YE YT ZA ZM ZW"
)

#: The codes of two letters that ISO 3166-1 has assigned to countries.
COUNTRIES: frozenset[str] = frozenset(_ASSIGNED.split())

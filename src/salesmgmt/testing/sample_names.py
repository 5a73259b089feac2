"""Names of the sample company's people, customers and products; all are made up."""

from __future__ import annotations

__all__ = ["CHINESE_PLACES", "CHINESE_TRADES", "COMPANY_WORDS", "INDUSTRIES", "PEOPLE", "PRODUCTS", "REGIONS"]

PEOPLE: tuple[str, ...] = (
    "Ann Baker", "Brian Cole", "Carla Diaz", "David Evans", "Emma Fischer", "Frank Green", "Grace Hill",
    "Henry Irwin", "Isla Jones", "Jack Kent", "Karen Lowe", "Liam Moore", "Maria Nunez", "Noah Owens",
    "Olga Petrova", "Paul Quinn", "Rosa Silva", "Sam Taylor", "Tina Usher", "Victor Wood",
    "王芳", "李伟", "张敏", "刘洋", "陈静", "杨磊", "赵倩", "黄强", "周婷", "吴昊",
    "徐丽", "孙鹏", "Uma Vance", "Will York",
)  # fmt: skip

LEADERS: tuple[str, ...] = (
    "Helen Abbott", "Ian Brooks", "Julia Chen", "Kevin Doyle", "高峰", "林雪",
    "Laura Ellis", "Martin Frost", "何建国", "Nadia Grant", "Oscar Hale", "郑晓",
)  # fmt: skip

COMPANY_WORDS: tuple[tuple[str, ...], tuple[str, ...]] = (
    (
        "Amber", "Beacon", "Cedar", "Delta", "Eagle", "Falcon", "Granite", "Harbor", "Indigo", "Juniper",
        "Keystone", "Lakeside", "Maple", "Northwind", "Orchard", "Pioneer", "Quarry", "Riverbend", "Summit",
        "Timber", "Union", "Valley", "Westgate", "Yellowstone", "Zenith",
    ),
    (
        "Foods", "Freight", "Glass", "Health", "Instruments", "Labs", "Media", "Mills", "Motors", "Paper",
        "Partners", "Power", "Systems", "Textiles",
    ),
)  # fmt: skip

CHINESE_PLACES: tuple[str, ...] = (
    "杭州",
    "苏州",
    "青岛",
    "成都",
    "武汉",
    "厦门",
    "西安",
    "宁波",
    "长沙",
    "合肥",
)
CHINESE_TRADES: tuple[str, ...] = (
    "远景机械", "华信电子", "永泰食品", "恒通物流", "瑞康医药", "新能科技", "宏达包装", "锦程纺织",
    "安捷仪器", "光明传媒", "博雅软件",
)  # fmt: skip

INDUSTRIES: tuple[str, ...] = (
    "food", "logistics", "health care", "instruments", "media", "machinery", "automotive", "software",
)  # fmt: skip

REGIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("north", "North 北区", ("US", "US", "CA")),
    ("south", "South 南区", ("US", "US", "MX", "BR")),
    ("west", "West 西区", ("CN", "CN", "US", "JP")),
)
"""Identifier, name, and the countries of the customers, the frequent ones more than once."""

PRODUCTS: tuple[tuple[str, str, str, str, int, int], ...] = (
    ("GX-100", "Gateway GX 100", "GX", "hardware", 1_200, 780),
    ("GX-200", "Gateway GX 200", "GX", "hardware", 2_650, 1_640),
    ("GX-500", "Gateway GX 500", "GX", "hardware", 6_400, 3_900),
    ("GX-900", "Gateway GX 900", "GX", "hardware", 14_800, 8_700),
    ("MS-10", "Sensor MS 10", "MS", "hardware", 180, 96),
    ("MS-20", "Sensor MS 20", "MS", "hardware", 320, 165),
    ("MS-40", "Sensor MS 40", "MS", "hardware", 540, 290),
    ("CL-S", "Cloud small 云服务(小)", "CL", "software", 3_600, 700),
    ("CL-M", "Cloud medium 云服务(中)", "CL", "software", 9_600, 1_700),
    ("CL-L", "Cloud large 云服务(大)", "CL", "software", 24_000, 3_900),
    ("SV-1", "Installation 安装", "SV", "service", 1_500, 1_050),
    ("SV-2", "Support, one year", "SV", "service", 4_200, 2_300),
    ("SV-3", "Training 培训", "SV", "service", 2_800, 1_400),
)
"""Identifier, name, series, family, list price and cost of a piece in whole dollars."""

"""Administrative areas by their codes: GB/T 2260 and ISO 3166-2."""

from salesmgmt.territory.areas.area import Area, AreaLevel, area_problems, chinese_area, in_area
from salesmgmt.territory.areas.provinces import PROVINCES, ChineseProvince

__all__ = ["PROVINCES", "Area", "AreaLevel", "ChineseProvince", "area_problems", "chinese_area", "in_area"]

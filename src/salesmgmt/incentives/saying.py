"""The words of a plan as people sign it: templates of its sentences, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.tables import LANGUAGES

__all__ = ["SENTENCES", "sentence"]

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "cap.deal": ("at most {0} for each deal", "每单最多 {0}"),
        "cap.period": ("at most {0} in a period", "每期最多 {0}"),
        "cap.period.carries": (
            "at most {0} in a period; what lies above is carried forward to the next one",
            "每期最多 {0}，超出部分结转下期",
        ),
        "floor.deal": ("at least {0} for each deal", "每单至少 {0}"),
        "floor.period": ("at least {0} in a period", "每期至少 {0}"),
        "gate": ("paid only if {0}; otherwise {1} of it", "须满足：{0}；否则按 {1} 计发"),
        "multiplier": ("times {0}", "乘以 {0}"),
        "multiplier.table": ("times a factor by {0}: {1}", "乘以系数，按{0}：{1}"),
        "multipliers.additive": (
            "times one factor, to which each adds or takes off: {0}",
            "乘以合并系数（增减相加）：{0}",
        ),
        "multipliers.multiplicative": ("times each of these factors: {0}", "依次乘以以下系数：{0}"),
        "prorated.CalendarDays": (
            "for the share of the calendar days on which somebody took part",
            "按在岗日历天数折算",
        ),
        "prorated.Thirty360": (
            "for the share of the days, a month counting 30",
            "按每月 30 天计的在岗天数折算",
        ),
        "prorated.WorkingDays": (
            "for the share of the working days on which somebody took part",
            "按在岗工作日折算",
        ),
        "threshold.attainment": (
            "paid only from an attainment of {0}; below it {1} of it",
            "完成率达到 {0} 起计发，未达到按 {1} 计发",
        ),
        "threshold.base": (
            "paid only from {0}; below it {1} of it",
            "业绩达到 {0} 起计发，未达到按 {1} 计发",
        ),
    }
)
"""Templates by name, in English and Chinese."""


def sentence(name: str, lang: str, *values: object) -> str:
    """A sentence of a plan in a language."""
    return SENTENCES[name][LANGUAGES.index(lang)].format(*values)

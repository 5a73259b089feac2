"""Texts of scorecards: criteria, missing results, vetoes, the check of a form."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SCORECARD_HEADINGS", "SCORECARD_TEXTS"]

SCORECARD_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "appraisal.held": (
            "{kpi} has no result, so the score is held back",
            "{kpi} 没有结果，暂不评分",
        ),
        "appraisal.kpi.reweighed": (
            "{kpi} has no result; its weight goes to the others",
            "{kpi} 没有结果，其权重由其他指标按比例分担",
        ),
        "appraisal.kpi.scored": (
            "{kpi}: a result of {result} earns {share} at a weight of {weight}, {points} points",
            "{kpi}：结果 {result}，得分率 {share}，权重 {weight}，得 {points} 分",
        ),
        "appraisal.kpi.zero": (
            "{kpi} has no result and counts zero",
            "{kpi} 没有结果，按零分计",
        ),
        "appraisal.rated": (
            "{score} of {maximum} points is a rating of {rating}",
            "得 {score} 分（满分 {maximum}），绩效等级 {rating}",
        ),
    }
)

SCORECARD_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "criterion": ("criterion", "考核指标"),
        "weight": ("weight", "权重"),
        "result": ("result", "结果"),
        "share": ("earned", "得分率"),
        "points": ("points", "得分"),
        "total": ("total", "合计"),
    }
)

"""Texts of several raters: groups, anonymity, leniency, agreement."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["RATER_HEADINGS", "RATER_TEXTS"]

RATER_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "appraisal.raters.agreement.kept": (
            "The raters agree on {criterion}: {measure} is {value}, and {least} is asked for",
            "评价者对 {criterion} 的意见一致：{measure} 为 {value}，要求不低于 {least}",
        ),
        "appraisal.raters.agreement.missed": (
            "The raters do not agree on {criterion}: {measure} is {value}, and {least} is asked for",
            "评价者对 {criterion} 的意见不一致：{measure} 为 {value}，要求不低于 {least}",
        ),
        "appraisal.raters.agreement.unknown": (
            "How far the raters agree on {criterion} cannot be said ({measure}, {least} asked for)",
            "无法计算评价者对 {criterion} 的一致性（{measure}，要求不低于 {least}）",
        ),
        "appraisal.raters.combined": (
            "{criterion}: a mark of {mark} from all raters",
            "{criterion}：综合评分 {mark}",
        ),
        "appraisal.raters.group": (
            "{group}: {mark} from {raters} {raters:rater|raters}, at a weight of {weight}",
            "{group}：{raters} 人评 {mark}，权重 {weight}",
        ),
        "appraisal.raters.held": (
            "{criterion}: the mark is held back",
            "{criterion}：暂不评分",
        ),
        "appraisal.raters.hidden": (
            "{groups} have fewer than {least} raters even together, so their marks are left out",
            "{groups} 合并后仍不足 {least} 人，为匿名起见不予采用",
        ),
        "appraisal.raters.pooled": (
            "{group} together: {mark} from {raters} raters, at a weight of {weight}",
            "{group}（合并）：{raters} 人评 {mark}，权重 {weight}",
        ),
        "appraisal.raters.shown": (
            "{group}: {mark} from {raters} {raters:rater|raters}, not counted",
            "{group}：{raters} 人评 {mark}，不计入总分",
        ),
        "appraisal.raters.too_few": (
            "{group} has fewer than {least} {least:rater|raters} and does not count",
            "{group} 不足 {least} 人，不计入",
        ),
    }
)

RATER_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "agreement": ("agreement", "一致性"),
        "criterion": ("criterion", "考核指标"),
        "form": ("form", "形式"),
        "group": ("group", "评价者"),
        "mark": ("mark", "评分"),
        "raters": ("raters", "人数"),
        "together": ("together", "综合"),
        "weight": ("weight", "权重"),
    }
)

"""Texts of alignment on a map: how it ended, and by how much the nearest division misses."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["MAP_PLAN_TEXTS"]

MAP_PLAN_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "territory.alignment.best": (
            "the plan comes to {value}, and no plan is better",
            "方案目标值为 {value}，已证明不存在更优方案",
        ),
        "territory.alignment.centres": (
            "too few units can be the centre of a territory that keeps its bounds",
            "能够作为合规区域中心的单元不足",
        ),
        "territory.alignment.found": (
            "the plan comes to {value} after {steps} proposals",
            "尝试 {steps} 次后，方案目标值为 {value}",
        ),
        "territory.alignment.impossible": (
            "no plan exists ({steps} proposals)",
            "不存在可行方案（尝试 {steps} 次）",
        ),
        "territory.alignment.missed": (
            "{territory} misses {measure} by {excess}, which may be {least} to {most}; {bounds} missed",
            "{territory} 的{measure}偏离 {excess}，允许范围为 {least} 至 {most}；共 {bounds} 处超出范围",
        ),
        "territory.alignment.near": (
            "the plan comes to {value}, at most {gap} above the best possible; no plan is below {bound}",
            "方案目标值为 {value}，最多比最优方案高 {gap}；任何方案都不低于 {bound}",
        ),
        "territory.alignment.none": (
            "no plan found in {steps} proposals; one may exist",
            "尝试 {steps} 次未找到方案，但可行方案可能存在",
        ),
        "territory.alignment.solver": (
            "the solver of integer programs proved that none exists",
            "整数规划求解器已证明不存在可行方案",
        ),
        "territory.alignment.scattered": (
            "no way was found to let every territory hang together around the units that are locked into it",
            "未能使每个区域围绕其锁定单元连成一片",
        ),
    }
)

"""Texts of ranking markets: scores, vetoes, and how much they hang on the weights, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["MARKET_HEADINGS", "MARKET_TEXTS"]

MARKET_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "territory.market.first": ("next: {markets}", "下一个市场：{markets}"),
        "territory.market.holds": (
            "{criterion} at {weight}: the first place holds from {low} to {high}",
            "{criterion} 权重 {weight}：在 {low} 至 {high} 之间首位不变",
        ),
        "territory.market.level": (
            "at {weight} another market draws level: {markets}",
            "权重为 {weight} 时，{markets} 追平首位",
        ),
        "territory.market.line": (
            "{criterion} is {figure}: {part} of the points, weighed {weight}: {score}",
            "{criterion} 为 {figure}：得分率 {part}，权重 {weight}，得 {score}",
        ),
        "territory.market.none": ("no market is open", "没有可进入的市场"),
        "territory.market.scored": ("{rank}. {market}: {score}", "第 {rank} 名 {market}：{score}"),
        "territory.market.sensitivity": (
            "{markets} in the first place: how far each weight may move, the others in proportion",
            "首位为 {markets}：各权重可调整的范围（其余权重按比例变动）",
        ),
        "territory.market.stays": (
            "{criterion} at {weight}: the first place stays whatever the weight",
            "{criterion} 权重 {weight}：无论如何调整，首位不变",
        ),
        "territory.market.tied": ("level in the first place: {markets}", "并列首位：{markets}"),
        "territory.market.vetoed": ("{market} is out of the question: {vetoes}", "{market} 被否决：{vetoes}"),
    }
)

MARKET_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "criterion": ("criterion", "指标"),
        "weight": ("weight", "权重"),
        "low": ("from", "下限"),
        "high": ("to", "上限"),
        "rivals_low": ("level at the lower end", "下限处追平者"),
        "rivals_high": ("level at the upper end", "上限处追平者"),
        "market": ("market", "市场"),
        "rank": ("rank", "名次"),
        "best_rank": ("best", "最好名次"),
        "worst_rank": ("worst", "最差名次"),
        "score": ("score", "得分"),
        "vetoes": ("vetoes", "否决项"),
    }
)

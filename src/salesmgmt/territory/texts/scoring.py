"""Texts and headings of metrics, frontiers and the place of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SCORING_HEADINGS", "SCORING_TEXTS"]

SCORING_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "territory.unit.above": (
            "{territory} would carry {load} of {measure}, and may carry {most}",
            "{territory} 的{measure}将达 {load}，上限为 {most}",
        ),
        "territory.unit.below": (
            "{territory} would be left with {load} of {measure}, and has to carry {least}",
            "{territory} 的{measure}将只剩 {load}，下限为 {least}",
        ),
        "territory.unit.cheaper": (
            "{territory} would be cheaper by {extra}, and nothing forbids it",
            "改归 {territory} 可使目标值减少 {extra}，且无任何限制",
        ),
        "territory.unit.closed": (
            "{territory} is no place for it",
            "不能改归 {territory}",
        ),
        "territory.unit.dearer": (
            "{territory} would cost {extra} more",
            "改归 {territory} 将使目标值增加 {extra}",
        ),
        "territory.unit.empty": (
            "{territory} would be left without a unit",
            "{territory} 将不再有任何单元",
        ),
        "territory.unit.equal": (
            "{territory} would cost the same",
            "改归 {territory} 目标值不变",
        ),
        "territory.unit.forbidden.dearer": (
            "{territory} is forbidden; it would cost {extra} more",
            "不能改归 {territory}；否则目标值增加 {extra}",
        ),
        "territory.unit.forbidden.equal": (
            "{territory} is forbidden; it would cost the same",
            "不能改归 {territory}；目标值不变",
        ),
        "territory.unit.forbidden.cheaper": (
            "{territory} is forbidden, though cheaper by {extra}",
            "不能改归 {territory}，尽管目标值可减少 {extra}",
        ),
        "territory.unit.locked": (
            "{unit} is locked into {territory}",
            "{unit} 已锁定在 {territory}",
        ),
        "territory.unit.place": (
            "{unit} stands in {territory}, where it costs {cost}",
            "{unit} 归属 {territory}，其成本为 {cost}",
        ),
        "territory.unit.place.centre": (
            "{unit} stands in {territory}, whose centre is {centre}; there it costs {cost}",
            "{unit} 归属 {territory}（中心为 {centre}），其成本为 {cost}",
        ),
        "territory.unit.reserved": (
            "{unit} may stand in {territory} only: a home is there",
            "{unit} 是 {territory} 销售人员的驻地，只能归该区域",
        ),
        "territory.unit.together": (
            "it has to stay together with {units}",
            "须与 {units} 同属一个区域",
        ),
        "territory.unit.torn": (
            "{territory} would fall into {pieces} pieces",
            "{territory} 将断成 {pieces} 块",
        ),
    }
)

SCORING_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "above_best": ("above the best", "高于最优"),
        "centre": ("centre", "中心"),
        "change": ("change", "变化"),
        "cost": ("cost", "成本"),
        "cut_edges": ("cut edges", "边界相邻对"),
        "diameter": ("diameter", "直径"),
        "disruption": ("disruption", "变动量"),
        "extra": ("change of the whole", "目标值变化"),
        "forbidden": ("forbidden by", "限制原因"),
        "greatest_deviation": ("greatest deviation", "最大偏差"),
        "metric": ("metric", "指标项"),
        "metric_after": ("after", "调整后"),
        "metric_before": ("before", "调整前"),
        "metric_border": ("border between territories", "区域间边界长度"),
        "metric_changed_hands": ("units that change hands", "更换负责人的单元数"),
        "metric_cut_edges": ("cut edges", "边界相邻对"),
        "metric_deviation": ("greatest deviation", "最大偏差"),
        "metric_diameter": ("diameter", "直径"),
        "metric_least_polsby_popper": ("least roundness", "最低紧凑度"),
        "metric_mean_deviation": ("mean deviation", "平均偏差"),
        "metric_missed_bounds": ("bounds missed", "超出的上下限数"),
        "metric_moment": ("moment of inertia", "惯性矩"),
        "metric_moved_figure": ("moved", "调整量"),
        "metric_moved_figure_share": ("share moved", "调整比例"),
        "metric_moved_share": ("share of units moved", "调整单元比例"),
        "metric_moved_units": ("units moved", "调整单元数"),
        "metric_of": (": ", "："),
        "metric_pieces": ("pieces", "连片块数"),
        "metric_polsby_popper": ("mean roundness", "平均紧凑度"),
        "metric_travel": ("travel", "路程"),
        "metric_unplaced_units": ("units without a territory", "未归属单元数"),
        "moment": ("moment", "惯性矩"),
        "moved_units": ("units moved", "调整单元数"),
        "off": (", off by", "偏差"),
        "pieces": ("pieces", "块数"),
        "point": ("plan", "方案"),
        "polsby_popper": ("roundness", "紧凑度"),
        "price": ("worth it up to", "临界单价"),
        "share_moved": ("share moved", "调整比例"),
        "territory": ("territory", "区域"),
        "tolerance": ("within", "容差"),
        "travel": ("travel", "路程"),
        "units": ("units", "单元数"),
        "value": ("objective", "目标值"),
    }
)

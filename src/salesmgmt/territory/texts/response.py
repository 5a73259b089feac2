"""Texts of selling time, profit and the size of a sales force, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["RESPONSE_HEADINGS", "RESPONSE_TEXTS"]

RESPONSE_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "territory.response.apart": (
            "the units lie in {parts} parts without a border between them, and there are {sellers} sellers",
            "各单元分为 {parts} 个互不相邻的部分，而销售人员只有 {sellers} 名",
        ),
        "territory.response.buildup": (
            "{workload} hours of work, {selling_hours} of selling time each: {needed} people, {people} whole",
            "工作量 {workload} 小时，人均可用 {selling_hours} 小时：需要 {needed} 人，取整 {people} 人",
        ),
        "territory.response.class": (
            "{name}: {accounts} accounts × {visits} visits × {hours} hours = {workload} hours",
            "{name} 类：{accounts} 个客户 × {visits} 次 × {hours} 小时 = {workload} 小时",
        ),
        "territory.response.left": (
            "{unit}: no time, since its first hour would bring no more than {marginal}",
            "{unit}：不投入时间，因为第一个小时最多只增加 {marginal}",
        ),
        "territory.response.line": (
            "{unit}: {hours} hours, {calling} of them calls; one more would bring {marginal}",
            "{unit}：{hours} 小时，其中拜访 {calling} 小时；再加一小时可增加 {marginal}",
        ),
        "territory.response.plan": (
            "{units} units, {sellers} sellers: {contribution}, at most {gap} below the best; profit {profit}",
            "{units} 个单元，{sellers} 名销售人员：贡献 {contribution}，与最优相差至多 {gap}；利润 {profit}",
        ),
        "territory.response.size": (
            "size {people}: the last one adds {marginal} and costs {cost}; one more would add only {next}",
            "{people} 人：最后一人增加 {marginal}，成本 {cost}；再加一人只增加 {next}",
        ),
        "territory.response.size.most": (
            "size {people} at most: the last one adds {marginal}, costs {cost}; one more would add {next}",
            "至多 {people} 人：最后一人增加 {marginal}，成本 {cost}；再加一人仍可增加 {next}",
        ),
        "territory.response.size.none": (
            "nobody: the first one would add only {next} and costs {cost}",
            "0 人：第一人只增加 {next}，成本却为 {cost}",
        ),
        "territory.response.split": (
            "{seller}: {hours} hours over {units} units bring {contribution}; one more would bring {price}",
            "{seller}：{hours} 小时用于 {units} 个单元，贡献 {contribution}；再加一小时可增加 {price}",
        ),
        "territory.response.time": (
            "{weeks} weeks less {absent}, {hours} hours each, {selling} of it selling: {selling_hours} hours",
            "{weeks} 周减 {absent} 周，每周 {hours} 小时，{selling} 用于销售：共 {selling_hours} 小时",
        ),
        "territory.response.torn": (
            "no plan was found in which every territory hangs together: {seller} has {parts} parts",
            "未找到各区域均连片的方案：{seller} 的区域分为 {parts} 块",
        ),
    }
)

RESPONSE_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unit": ("unit", "单元"),
        "hours": ("hours", "工时"),
        "calling": ("calls", "拜访工时"),
        "travelling": ("way", "路途工时"),
        "sales": ("sales", "销售额"),
        "contribution": ("contribution", "贡献"),
        "marginal": ("next hour", "下一小时"),
        "total": ("total", "合计"),
        "workload": ("workload", "工作量"),
        "seller": ("seller", "销售人员"),
        "units": ("units", "单元数"),
        "available": ("time", "可用工时"),
        "load": ("workload per hour", "每小时工作量"),
        "travel_share": ("on the way", "路途占比"),
        "cost": ("cost", "成本"),
        "profit": ("profit", "利润"),
        "plan": ("plan", "方案"),
        "spread": ("workload spread", "工作量差距"),
        "gap": ("below the best by at most", "与最优的最大差距"),
        "class": ("class", "等级"),
        "accounts": ("accounts", "客户数"),
        "visits": ("visits", "年拜访次数"),
        "people": ("people", "人数"),
        "adds": ("the last one adds", "最后一人增加"),
    }
)

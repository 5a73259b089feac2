"""Texts of alignment and scenarios: balances, what makes them impossible, what a change of plan touches."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ALIGNMENT_HEADINGS", "ALIGNMENT_TEXTS"]

ALIGNMENT_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "territory.balance.capacity": (
            "{territory} carries {load} of {measure}; it may carry {most} at most",
            "{territory} 的{measure}为 {load}，上限为 {most}",
        ),
        "territory.balance.crowd": (
            "{count} accounts have {figure} of {measure} each; {territories} territories take {room}: {most}",
            "{count} 个客户的{measure}各达 {figure}，{territories} 个区域上限 {most}，各放得下 {room} 个",
        ),
        "territory.balance.heavy": (
            "{account} alone has {figure} of {measure}; no territory open to it may hold more than {most}",
            "仅 {account} 一个客户的{measure}就有 {figure}，可选区域最多只能容纳 {most}",
        ),
        "territory.balance.ineligible": (
            "{account} is locked into {territory}, whose owner may not look after it",
            "{account} 被锁定在 {territory}，而该区域负责人不符合条件",
        ),
        "territory.balance.load": (
            "{territory} carries {load} of {measure}; it may carry {least} to {most}",
            "{territory} 的{measure}为 {load}，允许范围为 {least} 至 {most}",
        ),
        "territory.balance.locked": (
            "the accounts locked into {territory} have {figure} of {measure}; it may hold {most}",
            "锁定在 {territory} 的客户{measure}合计 {figure}，而该区域最多容纳 {most}",
        ),
        "territory.balance.missed": (
            "no plan found in {proposals} tries: {territory} misses {measure} by {excess}; {bounds} missed",
            "尝试 {proposals} 次未找到方案：{territory} 的{measure}偏离 {excess}，共 {bounds} 处超出范围",
        ),
        "territory.balance.moved": (
            "{account} moves from {origin} to {territory}, so that the measures balance",
            "为使各项指标均衡，{account} 由 {origin} 调整到 {territory}",
        ),
        "territory.balance.none": (
            "no plan exists: every division of the {accounts} accounts or groups was tried",
            "不存在可行方案：{accounts} 个客户（组）的所有分法均已试过",
        ),
        "territory.balance.nowhere": (
            "no owner may look after {account}",
            "没有任何负责人符合 {account} 的条件",
        ),
        "territory.balance.pinned": (
            "{account} is locked into {territory}",
            "{account} 锁定在 {territory}",
        ),
        "territory.balance.placed": (
            "{account} stands in {territory}, and the balance does not ask it to move",
            "{account} 归 {territory}，均衡不要求其调整",
        ),
        "territory.balance.reach": (
            "{territory} needs {least} of {measure}; the accounts that may stand there have {figure}",
            "{territory} 的{measure}至少需要 {least}，而可归入的客户合计只有 {figure}",
        ),
        "territory.balance.room": (
            "the accounts have {figure} of {measure}; all territories together may hold {most}",
            "全部客户的{measure}合计 {figure}，而所有区域总共只能容纳 {most}",
        ),
        "territory.balance.short": (
            "the accounts have {figure} of {measure}; all territories together need {least}",
            "全部客户的{measure}合计 {figure}，而所有区域总共至少需要 {least}",
        ),
        "territory.place": ("{account} stands in {territory}", "{account} 归属 {territory}"),
        "territory.place.draft": (
            "plan {plan}, version {version}, draft: {during}",
            "方案 {plan} 第 {version} 版（草案）：{during}",
        ),
        "territory.place.live": (
            "plan {plan}, version {version}, live: {during}",
            "方案 {plan} 第 {version} 版（生效）：{during}",
        ),
        "territory.place.none": ("{account} stands in no territory", "{account} 不属于任何区域"),
        "territory.place.overlay": (
            "it stands in {territory} ({owner}) as well",
            "同时由 {territory}（{owner}）协同",
        ),
        "territory.place.owner": ("{owner} looks after {territory}", "{territory} 由 {owner} 负责"),
        "territory.place.parent": ("{territory} belongs to {parent}", "{territory} 隶属 {parent}"),
        "territory.scenario.dropped": (
            "{account} leaves {origin} and stands nowhere",
            "{account} 离开 {origin}，不再归属任何区域",
        ),
        "territory.scenario.figure": ("{measure}: {figure}", "{measure}：{figure}"),
        "territory.scenario.kept": (
            "{account} stays in {territory}",
            "{account} 仍归 {territory}",
        ),
        "territory.scenario.moved": (
            "{account} moves from {origin} ({giver}) to {territory} ({owner})",
            "{account} 由 {origin}（{giver}）调整到 {territory}（{owner}）",
        ),
        "territory.scenario.new": (
            "{account} is new in {territory} ({owner})",
            "{account} 新归入 {territory}（{owner}）",
        ),
        "territory.balance.torn": (
            "{account} and what stays together with it are locked into several territories: {territories}",
            "{account} 及须同区的客户被锁定在不同区域：{territories}",
        ),
    }
)

ALIGNMENT_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "account": ("account", "客户"),
        "disrupted": ("disrupted", "受影响比例"),
        "dropped": ("dropped", "移出"),
        "giver": ("from whom", "原负责人"),
        "kept": ("kept", "保留"),
        "load_after": ("after", "调整后"),
        "load_before": ("before", "调整前"),
        "moved": ("moved", "调整"),
        "new": ("new", "新增"),
        "off_after": ("off by, after", "调整后偏差"),
        "off_before": ("off by, before", "调整前偏差"),
        "overlays": ("overlays", "协同客户数"),
        "parent": ("belongs to", "上级区域"),
        "title": ("title", "名称"),
        "origin": ("from", "原区域"),
        "taker": ("to whom", "新负责人"),
        "target_territory": ("to", "新区域"),
        "territory": ("territory", "区域"),
        "measure": ("measure", "指标"),
        "load": ("load", "承担量"),
        "target": ("share", "应承担量"),
        "deviation": ("off by", "偏差"),
        "least": ("least", "下限"),
        "most": ("most", "上限"),
    }
)

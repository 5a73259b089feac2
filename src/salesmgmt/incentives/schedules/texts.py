"""The sentences in which schedules say their terms, in English and Chinese.

In Chinese a bound belongs to the range with 以上 (Civil Code, article 1259); who owns it is said in a
sentence of its own wherever it makes a difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["TEXTS"]

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "incentives.schedule.above.extend": (
            "above {at}: on in the same straight line",
            "高于 {at}：沿最后一段直线延伸",
        ),
        "incentives.schedule.above.flat": ("above {at}: as at {at}", "高于 {at}：同 {at}"),
        "incentives.schedule.above.zero": ("above {at}: nothing", "高于 {at}：不计提"),
        "incentives.schedule.amount": ("{pays} in all", "定额 {pays}"),
        "incentives.schedule.amount.instead": (
            "{pays} in all, in place of what the tiers below pay",
            "定额 {pays}，取代以下各档",
        ),
        "incentives.schedule.axis.lower": (
            "{axis}: exactly {bounds} belongs to the band below",
            "{axis} 恰为 {bounds} 时适用较低一档",
        ),
        "incentives.schedule.axis.upper": (
            "{axis}: exactly {bounds} belongs to the band above",
            "{axis} 恰为 {bounds} 时适用较高一档",
        ),
        "incentives.schedule.below.flat": ("below {at}: as at {at}", "低于 {at}：同 {at}"),
        "incentives.schedule.below.zero": ("below {at}: nothing", "低于 {at}：不计提"),
        "incentives.schedule.between": (
            "between these points: in a straight line",
            "各点之间：按直线插值",
        ),
        "incentives.schedule.bound.lower": (
            "exactly {bounds} belongs to the tier below",
            "恰为 {bounds} 时适用较低一档",
        ),
        "incentives.schedule.bound.upper": (
            "exactly {bounds} belongs to the tier above",
            "恰为 {bounds} 时适用较高一档",
        ),
        "incentives.schedule.each": ("{pays} for each unit", "每单位 {pays}"),
        "incentives.schedule.everything": ("{pays} of the base", "基数的 {pays}"),
        "incentives.schedule.marginal": ("{pays} of what lies in this tier", "{pays}"),
        "incentives.schedule.marginal.each": ("{pays} for each unit in this tier", "每单位 {pays}"),
        "incentives.schedule.marginal.nothing": ("nothing for what lies in this tier", "不计提"),
        "incentives.schedule.matrix.rest": ("anything else is not in this table", "其余情况不在本表之内"),
        "incentives.schedule.nothing": ("nothing", "不计提"),
        "incentives.schedule.on_top": (
            "{pay}, on top of what is paid at {start}",
            "{pay}，另加达到 {start} 时的应付额",
        ),
        "incentives.schedule.or": ("{several} or {last}", "{several} 或 {last}"),
        "incentives.schedule.part.from": ("from {start} on", "{start} 以上部分"),
        "incentives.schedule.part.over": ("over {start}", "超过 {start} 部分"),
        "incentives.schedule.part.over_to": ("over {start} up to {end}", "超过 {start} 至 {end} 部分"),
        "incentives.schedule.part.to": ("from {start} to {end}", "{start} 至 {end} 部分"),
        "incentives.schedule.place": ("{axis} {value}", "{axis} 为 {value}"),
        "incentives.schedule.place.from": ("{axis} from {start} on", "{axis} {start} 以上"),
        "incentives.schedule.place.to": ("{axis} from {start} to {end}", "{axis} {start} 至 {end}"),
        "incentives.schedule.point": ("at {at}: {rate} of the base", "达到 {at} 时：基数的 {rate}"),
        "incentives.schedule.range.below": ("below {end}", "低于 {end}"),
        "incentives.schedule.range.from": ("from {start} on", "{start} 以上"),
        "incentives.schedule.range.over": ("over {start}", "超过 {start}"),
        "incentives.schedule.range.over_to": ("over {start} up to {end}", "超过 {start} 至 {end}"),
        "incentives.schedule.range.up_to": ("up to {end}", "不超过 {end}"),
        "incentives.schedule.range.to": ("from {start} to {end}", "{start} 至 {end}"),
        "incentives.schedule.rule": (
            "{scope} (rule {id}), where {where}: {pay}",
            "{scope}（规则 {id}），{where}：{pay}",
        ),
        "incentives.schedule.rule.always": (
            "{scope} (rule {id}), in any case: {pay}",
            "{scope}（规则 {id}），任何情况下：{pay}",
        ),
        "incentives.schedule.rules.rest": (
            "a deal for which no rule holds is not in this table",
            "没有规则适用的订单不在本表之内",
        ),
        "incentives.schedule.rules.scopes": (
            "the most specific rule that holds decides: {scopes}",
            "以最具体的适用规则为准，依次为：{scopes}",
        ),
        "incentives.schedule.rules.tie": (
            "of several rules of one scope that hold, the first by its identifier decides",
            "同一层级有多条规则适用时，以编号在前者为准",
        ),
        "incentives.schedule.spread": (
            "{pays}, earned evenly over this tier",
            "{pays}，在本档内按比例均匀计提",
        ),
        "incentives.schedule.spread.nothing": ("nothing more in this tier", "本档内不再增加"),
        "incentives.schedule.term": ("{where}: {pay}", "{where}：{pay}"),
        "incentives.schedule.then": ("{several}, then {last}", "{several}，其次 {last}"),
        "incentives.schedule.listed": ("{several}, {last}", "{several}、{last}"),
        "incentives.schedule.whole": ("{pays} of the whole base", "全额 {pays}"),
        "incentives.schedule.whole.each": ("{pays} for every unit", "全部数量，每单位 {pays}"),
    }
)
"""Templates by code, in English and Chinese."""

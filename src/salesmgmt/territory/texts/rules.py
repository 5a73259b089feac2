"""Texts of rules, routing and transfers, in both languages; `salesmgmt.territory.texts` hands them on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["RULE_HEADINGS", "RULE_TEXTS"]

RULE_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "territory.rules.placed": ("{account} belongs to {territory}", "{account} 归属 {territory}"),
        "territory.rules.unplaced": ("{account} belongs to no territory", "{account} 不属于任何区域"),
        "territory.rules.named": ("{territory} names it in", "{territory} 点名纳入"),
        "territory.rules.named_out": ("{territory} names it out", "{territory} 点名排除"),
        "territory.rules.taken": ("{territory} takes it", "符合 {territory} 的规则"),
        "territory.rules.failed": ("{territory} does not take it", "不符合 {territory} 的规则"),
        "territory.rules.kept": (
            "none of the territories below {territory} takes it, so it stays there",
            "{territory} 的下级区域均不接收，留在 {territory}",
        ),
        "territory.rules.none": ("no territory at the top takes it", "没有顶层区域接收"),
        "territory.rules.none_below": (
            "{territory} takes it, but none of the territories below",
            "符合 {territory}，但其下级区域均不接收",
        ),
        "territory.rules.more": (
            "{count} more {count:rule does|rules do} not take it",
            "另有 {count} 条规则不符合",
        ),
        "territory.rules.beat.priority": (
            "goes before {other}: priority {priority} over {less}",
            "先于 {other}：优先级 {priority} 高于 {less}",
        ),
        "territory.rules.beat.narrower": (
            "goes before {other}: whatever {territory} takes, {other} would take too, and more",
            "先于 {other}：{territory} 的条件包含在 {other} 之内，更具体",
        ),
        "territory.rules.beat.fields": (
            "goes before {other}: {fields} {fields:field|fields} compared, against {less}",
            "先于 {other}：比较 {fields} 个字段，多于 {less} 个",
        ),
        "territory.rules.beat.nested": (
            "goes before {other}: {territory} lies within more of the other rules",
            "先于 {other}：{territory} 包含在更多规则之内",
        ),
        "territory.rules.beat.id": (
            "goes before {other} by its identifier alone, {territory}",
            "先于 {other}：仅按编号 {territory} 排序",
        ),
        "territory.audit.dead.impossible": (
            "{territory}: no account can meet its condition",
            "{territory}：没有客户能满足其条件",
        ),
        "territory.audit.dead.parents": (
            "{territory}: no account that reaches it can meet its condition",
            "{territory}：能到达此处的客户都无法满足其条件",
        ),
        "territory.audit.dead.beaten": (
            "{territory}: whatever it takes goes to {others} before",
            "{territory}：其客户总是先归 {others}",
        ),
        "territory.audit.dead.above": (
            "{territory}: no account reaches it, since none reaches {others}",
            "{territory}：没有客户能到达 {others}，因而也无法到达此处",
        ),
        "territory.audit.gap.top": ("no territory takes some accounts", "有客户不属于任何区域"),
        "territory.audit.gap.below": (
            "{territory}: none of the territories below takes some of its accounts",
            "{territory}：部分客户没有下级区域接收",
        ),
        "territory.audit.overlap": (
            "{territory} and {others} both take some accounts, and only the identifier decides",
            "{territory} 与 {others} 同时符合，仅按编号决定归属",
        ),
        "territory.audit.redundant": (
            "{territory}: without it, all its accounts would go to the same owner through {others}",
            "{territory}：去掉后其客户经 {others} 仍归同一负责人",
        ),
        "territory.audit.pairs": (
            "{territory} and the rules after it: more than {pairs} pairs of equal standing, not looked at",
            "{territory} 及其后的规则：同级重叠超过 {pairs} 对，未再检查",
        ),
        "territory.audit.open.top": (
            "whether some accounts belong to no territory: not decided within {budget} steps",
            "是否有客户不属于任何区域：在 {budget} 步内未能判定",
        ),
        "territory.audit.open": (
            "{territory}: not decided within {budget} steps",
            "{territory}：在 {budget} 步内未能判定",
        ),
        "territory.routing.routed": ("{lead} goes to {member}", "{lead} 分给 {member}"),
        "territory.routing.nobody": ("nobody can take {lead}", "无人可接 {lead}"),
        "territory.routing.turn": (
            "{member} is the one furthest behind their share: {received} of {due} due",
            "{member} 距应得份额最远：应得 {due}，已得 {received}",
        ),
        "territory.routing.skipped.full.day": (
            "{member} has reached the capacity of {capacity} for the day",
            "{member} 已达当日上限 {capacity}",
        ),
        "territory.routing.skipped.full.week": (
            "{member} has reached the capacity of {capacity} for the week",
            "{member} 已达本周上限 {capacity}",
        ),
        "territory.routing.skipped.full.month": (
            "{member} has reached the capacity of {capacity} for the month",
            "{member} 已达本月上限 {capacity}",
        ),
        "territory.routing.skipped.full.always": (
            "{member} has reached the capacity of {capacity}",
            "{member} 已达总上限 {capacity}",
        ),
        "territory.routing.skipped.absent": ("{member} is absent: {during}", "{member} 不在岗：{during}"),
        "territory.routing.skipped.free": ("{member} does not work on {on}", "{member} 在 {on} 休息"),
        "territory.routing.skipped.outside": (
            "{member} does not take such leads",
            "{member} 不接此类线索",
        ),
        "territory.transfer.account.moves": (
            "account {item} moves from {giver} to {taker} on {on}",
            "客户 {item} 于 {on} 由 {giver} 转给 {taker}",
        ),
        "territory.transfer.account.stays": ("account {item} stays with {giver}", "客户 {item} 仍归 {giver}"),
        "territory.transfer.account.until": (
            "account {item} stays with {giver} until {until}",
            "客户 {item} 在 {until} 之前仍归 {giver}",
        ),
        "territory.transfer.opportunity.moves": (
            "opportunity {item} moves from {giver} to {taker} on {on}",
            "商机 {item} 于 {on} 由 {giver} 转给 {taker}",
        ),
        "territory.transfer.opportunity.stays": (
            "opportunity {item} stays with {giver}",
            "商机 {item} 仍归 {giver}",
        ),
        "territory.transfer.opportunity.until": (
            "opportunity {item} stays with {giver} until {until}",
            "商机 {item} 在 {until} 之前仍归 {giver}",
        ),
        "territory.transfer.credit.moves": (
            "credit of {item} moves from {giver} to {taker} on {on}",
            "{item} 的业绩于 {on} 由 {giver} 转给 {taker}",
        ),
        "territory.transfer.credit.stays": (
            "credit of {item} stays with {giver}",
            "{item} 的业绩仍归 {giver}",
        ),
        "territory.transfer.credit.until": (
            "credit of {item} stays with {giver} until {until}",
            "{item} 的业绩在 {until} 之前仍归 {giver}",
        ),
        "territory.transfer.registration.moves": (
            "registration {item} moves from {giver} to {taker} on {on}",
            "报备 {item} 于 {on} 由 {giver} 转给 {taker}",
        ),
        "territory.transfer.registration.stays": (
            "registration {item} stays with {giver}",
            "报备 {item} 仍归 {giver}",
        ),
        "territory.transfer.registration.until": (
            "registration {item} stays with {giver} until {until}",
            "报备 {item} 在 {until} 之前仍归 {giver}",
        ),
        "territory.transfer.why.policy": ("the policy says so", "按政策规定"),
        "territory.transfer.why.advanced": ("its stage is {stage}", "所处阶段为 {stage}"),
        "territory.transfer.why.closing": (
            "its decision is expected on {expected}, before {until}",
            "预计 {expected} 成交，早于 {until}",
        ),
        "territory.transfer.why.other": (
            "{owner} works on it, who did not look after the account",
            "由 {owner} 跟进，并非原负责人",
        ),
        "territory.transfer.why.expires": ("it expires on {expires}", "{expires} 到期"),
    }
)

RULE_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "account": ("account", "客户"),
        "accounts": ("accounts", "客户数"),
        "fact": ("item", "事项"),
        "finding": ("finding", "发现"),
        "giver": ("from", "原负责人"),
        "kind": ("kind", "类别"),
        "lead": ("lead", "线索"),
        "member": ("member", "成员"),
        "received": ("received", "已得"),
        "taker": ("to", "新负责人"),
        "territory": ("territory", "区域"),
        "trace_and": ("; ", "；"),
        "trace_colon": (": ", "："),
        "until": ("until", "截止"),
        "weight": ("weight", "权重"),
        "witness": ("shown by", "例证"),
    }
)

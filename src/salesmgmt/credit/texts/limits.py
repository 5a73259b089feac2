"""Texts of limits: what holds, pools, proposals, indemnities, reviews, changes and findings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["LIMIT_HEADINGS", "LIMIT_TEXTS"]

LIMIT_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "credit.limits.amount": ("{limit} holds: {amount}", "{limit} 生效：{amount}"),
        "credit.limits.no_limit": ("{limit} holds: no limit", "{limit} 生效：不限额"),
        "credit.limits.not_checked": ("{limit} holds: not checked", "{limit} 生效：不检查额度"),
        "credit.limits.newest": (
            "of {count} limits {limit} began last",
            "{count} 个额度中 {limit} 生效日期最新",
        ),
        "credit.limits.priority": (
            "of {count} limits {limit} comes first by priority",
            "{count} 个额度中 {limit} 优先级最高",
        ),
        "credit.limits.lowest": (
            "of {count} limits {limit} is the lowest",
            "{count} 个额度中 {limit} 最低",
        ),
        "credit.limits.highest": (
            "of {count} limits {limit} is the highest",
            "{count} 个额度中 {limit} 最高",
        ),
        "credit.limits.uplift": (
            "{limit} adds {share} of {value}: {uplift}",
            "{limit} 按 {value} 的 {share} 增加额度 {uplift}",
        ),
        "credit.limits.secured": (
            "{value} of the exposure is secured by {limit}",
            "信用占用中 {value} 由 {limit} 担保",
        ),
        "credit.limits.taken_off": (
            "what is secured, {secured}, is taken off {total}: {amount}",
            "从 {total} 中扣除已担保的 {secured}：{amount}",
        ),
        "credit.limits.own.lower": (
            "the customer's own limit binds, being no higher than the other",
            "以客户自身额度为准（两者取低）",
        ),
        "credit.limits.own.rule": (
            "the customer's own limit goes before the other",
            "客户自身额度优先",
        ),
        "credit.limits.own.no_limit": (
            "the customer has no limit, which goes before the other",
            "客户不限额，优先于其他额度",
        ),
        "credit.limits.own.not_checked": (
            "the customer is not checked, whatever the other limit",
            "客户不检查额度，不受其他额度影响",
        ),
        "credit.limits.group.lower": (
            "the group's limit binds, being the lower one",
            "以集团额度为准（两者取低）",
        ),
        "credit.limits.group.only": (
            "the group's limit binds, as the customer has none of its own",
            "客户未单独设置额度，以集团额度为准",
        ),
        "credit.limits.group.rule": (
            "the group's limit binds wherever there is one",
            "集团额度优先，以集团额度为准",
        ),
        "credit.limits.segment.lower": (
            "the segment's limit binds, being the lower one",
            "以客户分类额度为准（两者取低）",
        ),
        "credit.limits.segment.only": (
            "the segment's limit binds, as the customer has none of its own",
            "客户未单独设置额度，以客户分类额度为准",
        ),
        "credit.limits.segment.rule": (
            "the segment's limit binds wherever there is one",
            "客户分类额度优先，以客户分类额度为准",
        ),
        "credit.pool.amount": (
            "{pool} has {limit}; {taken} of it is for members with limits of their own, {amount} is shared",
            "{pool} 的额度为 {limit}，其中 {taken} 归有独立额度的成员，其余 {amount} 共享",
        ),
        "credit.pool.none": (
            "{node} has no pool: nobody at or above it has a limit",
            "{node} 没有额度池：其本身及上级均未设置额度",
        ),
        "credit.pool.no_limit": ("{pool} has no limit", "{pool} 不限额"),
        "credit.pool.not_checked": ("{pool} is not checked", "{pool} 不检查额度"),
        "credit.pool.short": (
            "the limits of the members of {pool} come to {taken}, {short} more than its {limit}",
            "{pool} 的成员额度合计 {taken}，超出其额度 {limit} 共 {short}",
        ),
        "credit.proposal.advance": (
            "grade {grade} gets no credit: payment in advance",
            "{grade} 级客户不予赊销，须预付货款",
        ),
        "credit.proposal.average": (
            "{average} a month on average of {months} {months:month|months}",
            "{months} 个月平均月销售额 {average}",
        ),
        "credit.proposal.expected": (
            "{average} a month is expected of a new customer",
            "新客户预计月销售额 {average}",
        ),
        "credit.proposal.below": (
            "{measure} is {value}, below the lowest step of {lowest}",
            "{measure} 为 {value}，低于最低档 {lowest}",
        ),
        "credit.proposal.capped": (
            "{amount} is more than the most that is granted, {most}",
            "{amount} 超过最高授信 {most}",
        ),
        "credit.proposal.rule": ("rule {rule} applies", "适用规则 {rule}"),
        "credit.proposal.formula": (
            "{average} a month × {months} months × {factor} for grade {grade} = {amount}",
            "月均 {average} × 账期 {months} 个月 × {grade} 级系数 {factor} = {amount}",
        ),
        "credit.proposal.grade": ("grade {grade} gets {amount}", "{grade} 级授信 {amount}"),
        "credit.proposal.grade_unlimited": ("grade {grade} gets no limit", "{grade} 级不限额"),
        "credit.proposal.grade_unchecked": ("grade {grade} is not checked", "{grade} 级不检查额度"),
        "credit.proposal.lowest": (
            "the lowest of {count} proposals is taken",
            "{count} 项测算取最低",
        ),
        "credit.proposal.missing": (
            "nothing can be proposed: {figure} is not known",
            "无法测算额度：缺少 {figure}",
        ),
        "credit.proposal.no_rule": ("no rule applies", "没有适用的规则"),
        "credit.proposal.season.low": (
            "low season: a month of last year, {normal}, less {swing} is {amount}",
            "淡季：上年月均 {normal} 下调 {swing}，为 {amount}",
        ),
        "credit.proposal.season.normal": (
            "a month of last year is {amount}",
            "上年月均销售额为 {amount}",
        ),
        "credit.proposal.season.peak": (
            "peak season: a month of last year, {normal}, and {swing} more is {amount}",
            "旺季：上年月均 {normal} 上浮 {swing}，为 {amount}",
        ),
        "credit.proposal.share": (
            "{share} of {measure} ({value}) is {amount}",
            "{measure} {value} 的 {share} 为 {amount}",
        ),
        "credit.proposal.step": (
            "{measure} is {value} and reaches the step of {step}: {amount}",
            "{measure} 为 {value}，达到 {step} 档：{amount}",
        ),
        "credit.proposal.step_unlimited": (
            "{measure} is {value} and reaches the step of {step}: no limit",
            "{measure} 为 {value}，达到 {step} 档：不限额",
        ),
        "credit.proposal.step_unchecked": (
            "{measure} is {value} and reaches the step of {step}: not checked",
            "{measure} 为 {value}，达到 {step} 档：不检查额度",
        ),
        "credit.proposal.unknown_grade": (
            "nothing can be proposed: no figure is set for grade {grade}",
            "无法测算额度：未设置 {grade} 级的标准",
        ),
        "credit.request.days": (
            "{days} days are asked for; at most {most} are granted",
            "申请账期 {days} 天，最长 {most} 天",
        ),
        "credit.request.excess": (
            "{requested} is asked for, {excess} more than {amount}",
            "申请额度 {requested}，超出上限 {amount} 共 {excess}",
        ),
        "credit.request.kept": (
            "{requested} for {days} days keeps within {amount}",
            "申请额度 {requested}（账期 {days} 天）未超过上限 {amount}",
        ),
        "credit.indemnity.covered": (
            "of a loss of {loss}, {indemnifiable} is within the approved limit of {limit}",
            "损失 {loss} 中 {indemnifiable} 在批准的保险限额 {limit} 以内",
        ),
        "credit.indemnity.deductible": (
            "{deductible} is deducted",
            "扣除免赔额 {deductible}",
        ),
        "credit.indemnity.paid": (
            "the insurer pays {cover} of {base}: {payout}; {retained} is left to the seller",
            "保险公司按 {base} 的 {cover} 赔付 {payout}，其余 {retained} 由卖方承担",
        ),
        "credit.review.due": (
            "{limit} of {holder} is to be reviewed by {due}",
            "{holder} 的 {limit} 应于 {due} 前复审",
        ),
        "credit.review.late": (
            "{limit} of {holder} was to be reviewed by {due}, {days} {days:day|days} ago",
            "{holder} 的 {limit} 应于 {due} 前复审，已逾期 {days} 天",
        ),
        "credit.review.ends": (
            "{limit} of {holder} ends: its last day is {due}",
            "{holder} 的 {limit} 即将到期，最后一天为 {due}",
        ),
        "credit.change.new": ("{limit} of {holder} is new", "{holder} 的 {limit} 为新增"),
        "credit.change.withdrawn": ("{limit} of {holder} is withdrawn", "{holder} 的 {limit} 被撤销"),
        "credit.change.raised": (
            "{limit} of {holder} is raised from {before} to {after}",
            "{holder} 的 {limit} 由 {before} 提高到 {after}",
        ),
        "credit.change.lowered": (
            "{limit} of {holder} is lowered from {before} to {after}",
            "{holder} 的 {limit} 由 {before} 降低到 {after}",
        ),
        "credit.change.other": (
            "{limit} of {holder} changes, but not from one amount to another",
            "{holder} 的 {limit} 有变更（不涉及金额增减）",
        ),
        "credit.change.approved": (
            "{by} approves {change} as {role}, who may approve up to {up_to}",
            "{by} 以 {role} 身份批准 {change}，权限 {up_to}",
        ),
        "credit.change.approved_any": (
            "{by} approves {change} as {role}, who may approve any amount",
            "{by} 以 {role} 身份批准 {change}，权限不限",
        ),
        "credit.change.unapproved": (
            "{change} needs the approval of {role}",
            "{change} 须由 {role} 批准",
        ),
        "credit.change.own": (
            "{by} has proposed {change} and cannot approve it",
            "{by} 是 {change} 的申请人，不能自行批准",
        ),
        "credit.change.nobody": (
            "nobody may approve {change}: it is beyond every authority",
            "{change} 超出所有审批权限，无人可批",
        ),
        "credit.finding.band_gap": (
            "nothing is said for {values}",
            "{values} 没有对应的档位",
        ),
        "credit.finding.band_overlap": (
            "{one} and {other} both hold for {values}",
            "{one} 与 {other} 在 {values} 重叠",
        ),
        "credit.finding.limit_gap": (
            "{holder} has no limit {during}",
            "{holder} 在以下期间没有额度：{during}",
        ),
        "credit.finding.limit_overlap": (
            "{one} and {other} of {holder} both hold {during}; {chosen} counts",
            "{holder} 的 {one} 与 {other} 期间重叠：{during}，以 {chosen} 为准",
        ),
        "credit.finding.pool_short": (
            "members of {pool} have more than its own limit {during}, by up to {short}",
            "{pool} 的成员额度合计超过其额度，最多超出 {short}，期间：{during}",
        ),
    }
)

LIMIT_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "limit": ("limit", "额度编号"),
        "holder": ("holder", "额度主体"),
        "scope": ("scope", "范围"),
        "kind": ("kind", "额度类型"),
        "amount": ("amount", "额度"),
        "during": ("during", "有效期"),
        "priority": ("priority", "优先级"),
        "approver": ("approver", "审批人"),
        "review": ("review", "复审日"),
        "pool": ("pool", "额度池"),
        "taken": ("taken by members", "成员独立额度"),
        "shared": ("shared", "共享额度"),
        "used": ("used", "已用额度"),
        "available": ("available", "可用额度"),
        "before": ("before", "变更前"),
        "after": ("after", "变更后"),
        "difference": ("difference", "差额"),
        "needs": ("needs", "须批准"),
        "approved_by": ("approved by", "批准人"),
        "finding": ("finding", "问题"),
        "reason": ("reason", "说明"),
        "amount.no_limit": ("no limit", "不限额"),
        "amount.not_checked": ("not checked", "不检查额度"),
        "kind.base": ("base", "基本额度"),
        "kind.temporary": ("temporary", "临时额度"),
        "kind.seasonal": ("seasonal", "季节额度"),
        "kind.insured": ("insured", "保险额度"),
        "kind.guaranteed": ("guaranteed", "担保额度"),
        "scope.customer": ("customer", "客户"),
        "scope.group": ("group", "集团"),
        "scope.segment": ("segment", "客户分类"),
        "due_review": ("due", "到期日"),
        "days_late": ("days late", "逾期天数"),
    }
)

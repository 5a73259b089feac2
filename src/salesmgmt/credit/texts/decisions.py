"""Texts of credit decisions, and headings of their tables, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["DECISION_HEADINGS", "DECISION_TEXTS"]

_LIMITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "credit.horizon": (
            "{amount} is wanted after {until} and not counted",
            "{amount} 的要货日晚于 {until}，未计入",
        ),
        "credit.limit.absent": (
            "{customer} has no credit limit; the exposure would be {exposure}",
            "{customer} 没有信用额度；信用占用将为 {exposure}",
        ),
        "credit.limit.below": (
            "the exposure of {exposure} is below the warning line of {line} of the limit {limit}",
            "信用占用 {exposure} 低于预警线（信用额度 {limit} 的 {line}）",
        ),
        "credit.limit.exceeded": (
            "the exposure of {exposure} would be {excess} above the limit of {limit}",
            "信用占用 {exposure} 将超出信用额度 {limit}，超额 {excess}",
        ),
        "credit.limit.kept": (
            "the exposure of {exposure} keeps within the limit of {limit}; {headroom} is left",
            "信用占用 {exposure} 在信用额度 {limit} 以内，可用额度 {headroom}",
        ),
        "credit.limit.near": (
            "the exposure of {exposure} reaches the warning line of {line} of the limit {limit}",
            "信用占用 {exposure} 已达预警线（信用额度 {limit} 的 {line}）",
        ),
        "credit.limit.none": (
            "{customer} may buy without a limit; the exposure would be {exposure}",
            "{customer} 不设信用额度限制；信用占用将为 {exposure}",
        ),
        "credit.limit.reached": (
            "the exposure of {exposure} would reach the limit of {limit}, which is not allowed",
            "信用占用 {exposure} 将达到信用额度 {limit}，按规定不允许",
        ),
        "credit.limit.unchecked": (
            "{customer} is not checked against a limit; the exposure would be {exposure}",
            "{customer} 不做额度检查；信用占用将为 {exposure}",
        ),
        "credit.pool.below": (
            (
                "the exposure of {exposure} in {pool} is below the warning line of {line} of the "
                "shared limit {limit}"
            ),
            "{pool} 的信用占用 {exposure} 低于预警线（共用额度 {limit} 的 {line}）",
        ),
        "credit.pool.exceeded": (
            "the exposure of {exposure} in {pool} would be {excess} above the shared limit of {limit}",
            "{pool} 的信用占用 {exposure} 将超出共用额度 {limit}，超额 {excess}",
        ),
        "credit.pool.kept": (
            (
                "the exposure of {exposure} in {pool} keeps within the shared limit of {limit}; "
                "{headroom} is left"
            ),
            "{pool} 的信用占用 {exposure} 在共用额度 {limit} 以内，可用额度 {headroom}",
        ),
        "credit.pool.near": (
            (
                "the exposure of {exposure} in {pool} reaches the warning line of {line} of the "
                "shared limit {limit}"
            ),
            "{pool} 的信用占用 {exposure} 已达预警线（共用额度 {limit} 的 {line}）",
        ),
        "credit.pool.taken": (
            "members with limits of their own take {taken} out of the limit of {pool}",
            "{pool} 的额度中 {taken} 归有独立额度的成员",
        ),
        "credit.pool.reached": (
            (
                "the exposure of {exposure} in {pool} would reach the shared limit of {limit}, "
                "which is not allowed"
            ),
            "{pool} 的信用占用 {exposure} 将达到共用额度 {limit}，按规定不允许",
        ),
    }
)

_CHECKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "credit.delay.exceeded": (
            "the customer pays {days} days late on average; {most} are let pass",
            "客户平均逾期 {days} 天，允许 {most} 天",
        ),
        "credit.delay.kept": (
            "the customer pays {days} days late on average, of {most} that are let pass",
            "客户平均逾期 {days} 天，未超过允许的 {most} 天",
        ),
        "credit.delay.unknown": (
            "how late the customer pays on average is not known",
            "客户的平均逾期天数未知",
        ),
        "credit.delayed.any": (
            "the oldest invoice is {days} days late; a document of any value passes",
            "最早的发票逾期 {days} 天；单据金额不受限制",
        ),
        "credit.delayed.exceeded": (
            "the oldest invoice is {days} days late; the document is worth {amount}, {most} is let pass",
            "最早的发票逾期 {days} 天；单据金额 {amount}，允许 {most}",
        ),
        "credit.delayed.kept": (
            "the oldest invoice is {days} days late; the document is worth {amount}, of {most} let pass",
            "最早的发票逾期 {days} 天；单据金额 {amount}，未超过允许的 {most}",
        ),
        "credit.document.exceeded": (
            "the document is worth {amount}; {most} is let pass",
            "单据金额 {amount}，允许 {most}",
        ),
        "credit.document.kept": (
            "the document is worth {amount}, of {most} that is let pass",
            "单据金额 {amount}，未超过允许的 {most}",
        ),
        "credit.dunning.exceeded": (
            "the highest dunning level is {level}; {most} is let pass",
            "最高催款级别为 {level}，允许 {most}",
        ),
        "credit.dunning.kept": (
            "the highest dunning level is {level}, of {most} that is let pass",
            "最高催款级别为 {level}，未超过允许的 {most}",
        ),
        "credit.item.exceeded": (
            "{amount} is open of the largest item; {most} is let pass",
            "最大单笔未收金额 {amount}，允许 {most}",
        ),
        "credit.item.kept": (
            "{amount} is open of the largest item, of {most} that is let pass",
            "最大单笔未收金额 {amount}，未超过允许的 {most}",
        ),
        "credit.overdue": (
            "{amount} is overdue, the oldest invoice by {days} days; {grace} are let pass",
            "逾期 {amount}，最长逾期 {days} 天；宽限 {grace} 天",
        ),
        "credit.overdue.kept": (
            "{amount} is overdue, the oldest invoice by {days} days, of {grace} that are let pass",
            "逾期 {amount}，最长逾期 {days} 天，在宽限的 {grace} 天以内",
        ),
        "credit.overdue.none": ("no invoice is overdue", "没有逾期发票"),
        "credit.review.kept": (
            "the limit is to be reviewed by {review}",
            "信用额度应于 {review} 前复核",
        ),
        "credit.review.none": (
            "no review of the limit is planned",
            "未安排信用额度复核",
        ),
        "credit.review.overdue": (
            "the review of the limit, planned for {review}, is {days} days overdue",
            "信用额度应于 {review} 复核，已超期 {days} 天",
        ),
        "credit.share.exceeded": (
            "{amount} is overdue of {base}; {line} of it is let pass",
            "{base} 中逾期 {amount}，允许比例 {line}",
        ),
        "credit.share.kept": (
            "{amount} is overdue of {base}, within the {line} of it that is let pass",
            "{base} 中逾期 {amount}，未超过允许比例 {line}",
        ),
        "credit.share.open": (
            "{amount} is overdue; there is no limit of which it could be a share",
            "逾期 {amount}；没有可供计算比例的信用额度",
        ),
        "credit.terms.kept": (
            "{days} days until payment are asked, and {agreed} agreed",
            "要求账期 {days} 天，约定账期 {agreed} 天",
        ),
        "credit.terms.longer": (
            "{days} days until payment are asked, more than the {agreed} agreed",
            "要求账期 {days} 天，长于约定账期 {agreed} 天",
        ),
        "credit.terms.none": (
            "no other terms than those agreed are asked",
            "未要求变更约定账期",
        ),
    }
)

_WHOLE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "credit.excluded": (
            "rule {rule} does not count: {exclusion} excludes from it",
            "规则 {rule} 不适用：由 {exclusion} 排除",
        ),
        "credit.lowered": (
            "a document of {amount} lowers the exposure to {exposure}",
            "{amount} 的单据使信用占用降至 {exposure}",
        ),
        "credit.overridden": (
            "rule {rule} speaks; somebody with the role {role} answers for the document",
            "规则 {rule} 触发；由角色 {role} 担责放行",
        ),
        "credit.remedy.approve": (
            "somebody with the role {role} answers for the document",
            "由角色 {role} 批准该单据",
        ),
        "credit.remedy.cut": ("the document is cut to {amount}", "单据金额减至 {amount}"),
        "credit.remedy.pay": ("{amount} is paid", "付款 {amount}"),
        "credit.remedy.raise": (
            "the limit is raised to {to} until {until}",
            "信用额度提高到 {to}，至 {until} 止",
        ),
        "credit.remedy.raise.pool": (
            "the limit of {pool} is raised to {to} until {until}",
            "{pool} 的信用额度提高到 {to}，至 {until} 止",
        ),
        "credit.remedy.raise.pools": (
            "several limits are raised until {until}",
            "提高多个共用额度，至 {until} 止",
        ),
        "credit.stopped": (
            "{customer} was stopped by hand",
            "{customer} 已被人工停货",
        ),
        "credit.unchecked": (
            "{customer} was freed from checks by hand",
            "{customer} 已被人工设为免检",
        ),
    }
)

DECISION_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({**_LIMITS, **_CHECKS, **_WHOLE})

DECISION_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "change": ("it would pass if", "放行条件"),
        "effect": ("effect", "结果"),
        "effect.block": ("block", "拒绝"),
        "effect.hold": ("hold", "暂停"),
        "effect.pass": ("pass", "通过"),
        "effect.warn": ("warn", "预警"),
        "finding": ("finding", "说明"),
        "rule": ("rule", "规则"),
    }
)

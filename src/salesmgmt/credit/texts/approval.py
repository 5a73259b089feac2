"""Texts of approvals: scores, authority, applications, holds and the status of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["APPROVAL_HEADINGS", "APPROVAL_TEXTS"]

APPROVAL_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "credit.score": ("{model}: {score}, {band}", "{model}：{score} 分，{band}"),
        "credit.score.factor": ("{factor} ({value}): {points} points", "{factor}（{value}）：{points} 分"),
        "credit.score.missing": (
            "{factor} is not known: {points} points",
            "{factor} 缺失：计 {points} 分",
        ),
        "credit.score.zeroed": (
            "{factor} is worth nothing: its exception holds",
            "{factor} 因例外条件成立不计分",
        ),
        "credit.score.requires": (
            "{band} asks for {factors}, which earned nothing",
            "{band} 要求 {factors} 得分，未满足",
        ),
        "credit.score.ratio": (
            "{ratio}: {value} × {weight} = {points}",
            "{ratio}：{value} × {weight} = {points}",
        ),
        "credit.score.distress": ("{score} is below {low}: distress", "{score} 低于 {low}：困境区"),
        "credit.score.grey": (
            "{score} is from {low} to {high}: the grey zone",
            "{score} 介于 {low} 与 {high} 之间：灰色区",
        ),
        "credit.score.safe": ("{score} is above {high}: safe", "{score} 高于 {high}：安全区"),
        "credit.authority.rule": (
            "{rule} holds for {request}: {roles}",
            "{request} 适用 {rule}：由 {roles} 审批",
        ),
        "credit.authority.nobody": ("nobody may approve {request}", "{request} 无人有权审批"),
        "credit.authority.gap": (
            "no rule holds for {request}, and so for {span}",
            "{request} 没有适用的审批规则，缺口：{span}",
        ),
        "credit.authority.overlap": (
            "{one} and {other} both hold for {request}",
            "{request} 同时适用 {one} 与 {other}",
        ),
        "credit.authority.mandate": (
            "{person} does not hold the role {role} on {on}",
            "{on} 时 {person} 不担任“{role}”",
        ),
        "credit.authority.late": (
            "a state is taken over on days up to {until} only, not on {on}",
            "只能在 {until} 及以前沿用已有状态，{on} 不可",
        ),
        "credit.authority.opening": (
            "a state is taken over by somebody else with one of the roles {roles}, not by {person}",
            "沿用已有状态须由担任 {roles} 的其他人办理，{person} 不可",
        ),
        "credit.hold.reason": (
            "{reason} is none of the reasons that are left: {reasons}",
            "{reason} 不在尚存的冻结原因之列：{reasons}",
        ),
        "credit.hold.known": (
            "{reason} is a reason of the hold already",
            "{reason} 已是冻结原因",
        ),
        "credit.hold.left": (
            "{left} {left:reason|reasons} would be left, not {said}",
            "处理后剩余 {left} 项冻结原因，而非 {said} 项",
        ),
        "credit.hold.until": (
            "a release that begins on {on} cannot end on {until}",
            "自 {on} 起的放行不能于 {until} 截止",
        ),
        "credit.status.manual": (
            "set by hand, which no computation changes",
            "人工设置，不因计算结果改变",
        ),
        "credit.status.unlimited": ("no limit is set against {balance}", "不限额，信用占用 {balance}"),
        "credit.status.not_checked": ("the limit says: not checked", "额度设为不检查"),
        "credit.status.absent": ("there is no limit", "未设置额度"),
        "credit.status.zero": ("a limit of zero counts as none", "零额度视为未设置"),
        "credit.status.hold": ("{balance} is above the limit of {limit}", "{balance} 超过额度 {limit}"),
        "credit.status.at_limit": ("{balance} reaches the limit of {limit}", "{balance} 达到额度 {limit}"),
        "credit.status.watch": (
            "{balance} is above {line}, {ratio} of the limit of {limit}",
            "{balance} 超过预警线 {line}（额度 {limit} 的 {ratio}）",
        ),
        "credit.status.ok": (
            "{balance} is not above {line}, {ratio} of the limit of {limit}",
            "{balance} 未超过预警线 {line}（额度 {limit} 的 {ratio}）",
        ),
    }
)

APPROVAL_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "factor": ("factor", "评分项"),
        "points": ("points", "得分"),
        "total": ("total", "合计"),
        "rule": ("rule", "规则"),
        "amount": ("amount", "额度"),
        "grades": ("grades", "信用等级"),
        "excess": ("excess", "超额比例"),
        "term_days": ("term days", "账期天数"),
        "roles": ("approval by", "审批人"),
        "needs": ("needs", "会签方式"),
        "any": ("any", "或签"),
        "all": ("all", "会签"),
        "quorum": ("quorum", "多数会签"),
        "item": ("item", "资料"),
        "before": ("before", "截止环节"),
        "on_file": ("on file", "已备"),
    }
)

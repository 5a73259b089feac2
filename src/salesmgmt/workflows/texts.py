"""Texts of the reasons of this package, and headings of its tables, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["HEADINGS", "TEXTS"]

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "workflows.case": (
            "{case} is in the state {state} since {since}",
            "{case} 自 {since} 起处于“{state}”",
        ),
        "workflows.opened": ("it was opened on {on} in the state {state}", "于 {on} 创建，初始状态“{state}”"),
        "workflows.taken": (
            "{by}: {event} on {on}, from {before} to {after}",
            "{by} 于 {on} 执行“{event}”，由“{before}”转为“{after}”",
        ),
        "workflows.signed": (
            "{by}: {event} on {on}; the case stays in {state} until all who are needed have done so",
            "{by} 于 {on} 执行“{event}”；仍需其他人会签，状态保持“{state}”",
        ),
        "workflows.added": (
            "{by} adds {to} on {on}: {event} needs {to} as well",
            "{by} 于 {on} 加签 {to}：“{event}”还需 {to} 同意",
        ),
        "workflows.delegated": (
            "{by} lets {to} act in the role {role} on the days {during}",
            "{by} 委托 {to} 在 {during} 期间代行“{role}”职责",
        ),
        "workflows.handed": (
            "{by} hands the role {role} over to {to} on {on}",
            "{by} 于 {on} 将“{role}”的处理转交给 {to}",
        ),
        "workflows.takeover": (
            "the state {state} is taken over as it stood on {on}",
            "自 {on} 起沿用已有状态“{state}”",
        ),
        "workflows.refused.author": (
            "{person} has done {earlier} in this case and may not do {event} too",
            "{person} 已在本流程执行“{earlier}”，不得再执行“{event}”",
        ),
        "workflows.refused.behalf": (
            "nobody has made {person} act for {behalf} in the role {role} on {on}",
            "{on} 时 {person} 未获 {behalf} 就“{role}”的委托或转交",
        ),
        "workflows.refused.case": (
            "the event belongs to {other}, not to {case}",
            "该事件属于 {other}，不属于 {case}",
        ),
        "workflows.refused.early": (
            "the event comes before {after}, which has happened already",
            "该事件早于已发生的 {after}",
        ),
        "workflows.refused.ended": ("the case has ended in the state {state}", "流程已在“{state}”结束"),
        "workflows.refused.first": (
            "a state is taken over by the first event of a case only",
            "只有流程的首个事件可以沿用已有状态",
        ),
        "workflows.refused.guard": (
            "the condition for {event} does not hold: {found}",
            "“{event}”的条件不成立：{found}",
        ),
        "workflows.refused.handed": (
            "{person} has handed the role {role} over to {to}",
            "{person} 已将“{role}”的处理转交给 {to}",
        ),
        "workflows.refused.own": (
            "{person} is the one whom {field} names and may not do {event}",
            "{person} 是 {field} 所指的本人，不得执行“{event}”",
        ),
        "workflows.refused.required": (
            "{event} needs {names} on file",
            "“{event}”之前须备齐 {names}",
        ),
        "workflows.refused.missing": ("{event} needs {names}", "“{event}”缺少 {names}"),
        "workflows.refused.person": (
            "{to} cannot be the one, being {person} or standing there already",
            "{to} 不能被指定：即 {person} 本人或已在其列",
        ),
        "workflows.refused.role": (
            "{event} is for {roles}, and {person} comes as {role}",
            "“{event}”仅限 {roles}；{person} 的角色为 {role}",
        ),
        "workflows.refused.signed": (
            "{person} has had a say, or the role {role} has, on {event}",
            "{person} 或角色“{role}”已就“{event}”表态",
        ),
        "workflows.refused.target": (
            "{to} is none of {targets}, to which {event} leads",
            "“{event}”只能转到 {targets}，不能转到 {to}",
        ),
        "workflows.refused.unknown": (
            "{event} cannot happen in the state {state}",
            "“{state}”状态下不能执行“{event}”",
        ),
        "workflows.refused.unreadable": (
            "the condition for {event} cannot be read: {why}",
            "“{event}”的条件无法判断：{why}",
        ),
        "workflows.refused.used": ("an event {id} has happened already", "事件 {id} 已存在"),
        "workflows.refused.waiting": (
            "{event} may happen after {due}, when the time is over",
            "期限 {due} 届满之后才能执行“{event}”",
        ),
    }
)

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "on": ("on", "日期"),
        "event": ("event", "操作"),
        "by": ("by", "操作人"),
        "role": ("role", "角色"),
        "behalf": ("for", "代"),
        "before": ("from", "原状态"),
        "after": ("to", "新状态"),
        "note": ("note", "备注"),
        "state": ("state", "状态"),
        "roles": ("who", "可执行角色"),
        "needs": ("needs", "会签方式"),
        "guard": ("condition", "条件"),
        "requires": ("on file", "须备资料"),
        "@take-over": ("state taken over", "沿用已有状态"),
        "@delegate": ("delegated", "委托"),
        "@hand-over": ("handed over", "转交"),
        "@add-approver": ("approver added", "加签"),
        "any": ("any", "或签"),
        "all": ("all", "会签"),
        "quorum": ("quorum of {}", "{} 人会签"),
    }
)

"""Texts of posts, reporting lines, the check of a structure, and duties."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["STRUCTURE_HEADINGS", "STRUCTURE_TEXTS"]

STRUCTURE_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "organization.structure.absent_manager": (
            "{subject} is led by somebody who holds no post then: {others}",
            "{subject} 的上级当时不在岗：{others}",
        ),
        "organization.structure.circle_of_people": (
            "{subject} leads and is led in a circle with {others}",
            "{subject} 与 {others} 的汇报关系形成循环",
        ),
        "organization.structure.circle_of_posts": (
            "the post {subject} stands above and below {others} in a circle",
            "岗位 {subject} 与 {others} 的上下级关系形成循环",
        ),
        "organization.structure.circle_of_units": (
            "the unit {subject} belongs to {others} in a circle",
            "部门 {subject} 与 {others} 的隶属关系形成循环",
        ),
        "organization.structure.headcount_above": (
            "the unit {subject} has {figure} people, {limit} are approved",
            "部门 {subject} 在岗 {figure} 人，编制 {limit} 人",
        ),
        "organization.structure.no_manager": ("nobody leads {subject}", "{subject} 没有直接上级"),
        "organization.structure.not_employed": (
            "{subject} holds a post without being employed, {days}",
            "{subject} 任职期间不在聘用期内（{days}）",
        ),
        "organization.structure.overfilled": (
            "the post {subject} has {limit} {limit:seat|seats} and {figure} holders: {others}",
            "岗位 {subject} 编制 {limit} 人，任职 {figure} 人：{others}",
        ),
        "organization.structure.post_missing": (
            "{subject} hangs on the post {others}, which is not there then",
            "{subject} 所依的岗位 {others} 当时不存在",
        ),
        "organization.structure.several_managers": (
            "{subject} has several line managers: {others}",
            "{subject} 有多个直接上级：{others}",
        ),
        "organization.structure.shares_above": (
            "the posts of {subject} take {figure} of a person's time, the limit is {limit}",
            "{subject} 各岗位的工作时间占比合计 {figure}，上限 {limit}",
        ),
        "organization.structure.shares_below": (
            "the posts of {subject} take {figure} of a person's time, at least {limit} is asked for",
            "{subject} 各岗位的工作时间占比合计 {figure}，至少应为 {limit}",
        ),
        "organization.structure.span_narrow": (
            "{figure} {figure:person reports|people report} to {subject}, at least {limit} should",
            "{subject} 的直接下属 {figure} 人，管理幅度下限 {limit} 人",
        ),
        "organization.structure.span_wide": (
            "{figure} {figure:person reports|people report} to {subject}, the limit is {limit}",
            "{subject} 的直接下属 {figure} 人，管理幅度上限 {limit} 人",
        ),
        "organization.structure.unassigned": (
            "{subject} is employed and holds no post, {days}",
            "{subject} 在聘用期内没有岗位（{days}）",
        ),
        "organization.structure.unit_missing": (
            "{subject} belongs to the unit {others}, which is not there then",
            "{subject} 所属的部门 {others} 当时不存在",
        ),
        "organization.structure.vacant": (
            "the post {subject} has {figure} vacant {figure:seat|seats} of {limit}",
            "岗位 {subject} 编制 {limit} 人，空缺 {figure} 人",
        ),
    }
)

STRUCTURE_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "approved": ("approved", "编制"),
        "check": ("Structure check", "组织架构检查"),
        "days": ("days", "日期"),
        "finding": ("finding", "问题"),
        "full_time": ("full time", "折合全职"),
        "head": ("head", "负责人"),
        "people": ("people", "在岗人数"),
        "seats": ("seats", "岗位数"),
        "subject": ("about", "对象"),
        "total": ("total", "合计"),
        "unit": ("unit", "部门"),
        "vacant": ("vacant", "空缺"),
    }
)

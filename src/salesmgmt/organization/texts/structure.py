"""Texts of posts, reporting lines, the check of a structure, and duties."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["STRUCTURE_HEADINGS", "STRUCTURE_TEXTS"]

STRUCTURE_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "organization.duty.minutes": (
            "{person}: {done} of {due} minutes of {kind}",
            "{person}：{kind} 应完成 {due} 分钟，实际 {done} 分钟",
        ),
        "organization.duty.times": (
            "{person}: {done} of {due} times {kind}",
            "{person}：{kind} 应完成 {due} 次，实际 {done} 次",
        ),
        "organization.overlay.held": (
            "{people} is in charge of {line} in {unit}",
            "{unit} 的 {line} 由 {people} 负责",
        ),
        "organization.overlay.missing": (
            "nobody is in charge of {line} in {unit}",
            "{unit} 的 {line} 无人负责",
        ),
        "organization.overlay.several": (
            "several are in charge of {line} in {unit}: {people}",
            "{unit} 的 {line} 有多人负责：{people}",
        ),
        "organization.profile.duty_shared": (
            "the duty {subject} should be one role's alone and stands in several profiles: {others}",
            "职责 {subject} 应由一个岗位独有，却出现在多个岗位说明书中：{others}",
        ),
        "organization.profile.no_post": (
            "no post has the role {subject}, which has a job profile",
            "有 {subject} 的岗位说明书，但没有相应岗位",
        ),
        "organization.profile.no_profile": (
            "the role {subject} has no job profile",
            "角色 {subject} 没有岗位说明书",
        ),
        "organization.profile.other_superior": (
            "the profile lets another role lead {subject} than is so (role, then who leads): {others}",
            "{subject} 的上级不是岗位说明书规定的角色（规定角色，实际上级）：{others}",
        ),
        "organization.raci.accountable_overload": (
            "{people} is accountable for {count} tasks, the limit is {limit}",
            "{people} 对 {count} 项任务负最终责任，上限 {limit} 项",
        ),
        "organization.raci.idle": (
            "{people} has no task",
            "{people} 没有任务",
        ),
        "organization.raci.many_consulted": (
            "{task}: {count} are consulted, the limit is {limit}: {people}",
            "{task}：咨询 {count} 人，上限 {limit} 人：{people}",
        ),
        "organization.raci.no_accountable": (
            "{task}: nobody is accountable",
            "{task}：没有最终负责人（A）",
        ),
        "organization.raci.no_responsible": (
            "{task}: nobody is responsible",
            "{task}：没有执行人（R）",
        ),
        "organization.raci.responsible_overload": (
            "{people} is responsible for {count} tasks, the limit is {limit}",
            "{people} 执行 {count} 项任务，上限 {limit} 项",
        ),
        "organization.raci.several_accountable": (
            "{task}: {count} are accountable, where one should be: {people}",
            "{task}：最终负责人（A）有 {count} 人，应为 1 人：{people}",
        ),
        "organization.raci.unmarked": (
            "{task}: nobody has anything to do with it",
            "{task}：无人参与",
        ),
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
        "duty": ("duty", "职责"),
        "figure": ("share, level", "占比、等级"),
        "grade": ("grade", "职级"),
        "line": ("line", "产品线"),
        "measure": ("measured by", "考核指标"),
        "part": ("part", "项目"),
        "purpose": ("purpose", "岗位目的"),
        "raci": ("RACI check", "RACI 检查"),
        "reports_to": ("reports to", "直接上级"),
        "skill": ("skill", "技能要求"),
        "task": ("task", "任务"),
        "text": ("text", "内容"),
        "who": ("who", "人员"),
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

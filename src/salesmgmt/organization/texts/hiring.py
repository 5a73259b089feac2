"""Texts of interviews, panels, recruitment figures, onboarding and turnover."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["HIRING_HEADINGS", "HIRING_TEXTS"]

HIRING_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "organization.fill.none": ("no post is filled yet", "尚无岗位招到人"),
        "organization.fill.times": (
            "{filled} {filled:post|posts} filled, after {mean} days on average and {median} in the median",
            "已有 {filled} 人接受录用，平均招聘周期 {mean} 天，中位数 {median} 天",
        ),
        "organization.fill.vacant": (
            "{requisition} is vacant for {days} {days:day|days}",
            "{requisition} 已空缺 {days} 天",
        ),
        "organization.funnel.all": (
            "{arrived} of {reached} came from {first} to {last}",
            "{reached} 人进入 {first}，{arrived} 人到达 {last}",
        ),
        "organization.funnel.stage": (
            "{stage}: {passed} of {reached} went on ({share})",
            "{stage}：{reached} 人中 {passed} 人进入下一环节（{share}）",
        ),
        "organization.interview.below": (
            "{candidate} scores {score}, below the pass mark {mark}",
            "{candidate} 得分 {score}，低于合格线 {mark}",
        ),
        "organization.interview.criterion": (
            "{criterion}: rated {rating}, counts {share}",
            "{criterion}：评分 {rating}，占 {share}",
        ),
        "organization.interview.passed": (
            "{candidate} scores {score}, the pass mark is {mark}",
            "{candidate} 得分 {score}，达到合格线 {mark}",
        ),
        "organization.interview.scored": ("{candidate} scores {score}", "{candidate} 得分 {score}"),
        "organization.interview.stop": (
            "{criterion} is a must: {rating} stops, as every rating up to {stops_at} does",
            "{criterion} 为必备项：评分 {rating}，{stops_at} 分及以下一票否决",
        ),
        "organization.interview.stopped": (
            "{candidate} scores {score} but is not taken further: {criteria} is a must",
            "{candidate} 得分 {score}，但不予录用：{criteria} 未达必备要求",
        ),
        "organization.onboarding.behind": (
            "{participant} is behind on {on}",
            "{participant} 截至 {on} 进度落后",
        ),
        "organization.onboarding.kept": (
            "{participant} is in time on {on}",
            "{participant} 截至 {on} 进度正常",
        ),
        "organization.onboarding.milestone": (
            "day {day} ({due}): {done} of {of} done",
            "第 {day} 天（{due}）：已完成 {done}/{of}",
        ),
        "organization.onboarding.order": (
            "{task} was done before something that it needs",
            "{task} 先于其前置任务完成",
        ),
        "organization.onboarding.overdue": ("overdue: {task}", "逾期：{task}"),
        "organization.panel.against": (
            (
                "{interviewer} is not in favour: {high} {high:criterion|criteria} rated {rating} or more, "
                "{needed} are needed"
            ),
            "{interviewer} 不支持：{high} 项评分达到 {rating}，需 {needed} 项",
        ),
        "organization.panel.apart": (
            "{criterion} is to be talked about: the ratings lie far apart",
            "{criterion} 评分分歧较大，需讨论",
        ),
        "organization.panel.for": (
            (
                "{interviewer} is in favour: {high} {high:criterion|criteria} rated {rating} or more, "
                "{needed} are needed"
            ),
            "{interviewer} 支持：{high} 项评分达到 {rating}，需 {needed} 项",
        ),
        "organization.panel.hire": (
            "the panel hires {candidate}: {found} of {of} interviewers are in favour, {needed} are needed",
            "评审同意录用 {candidate}：{of} 位面试官中 {found} 位支持，需 {needed} 位",
        ),
        "organization.panel.refuse": (
            (
                "the panel does not hire {candidate}: {found} of {of} interviewers are in favour, "
                "{needed} are needed"
            ),
            "评审不同意录用 {candidate}：{of} 位面试官中 {found} 位支持，需 {needed} 位",
        ),
        "organization.panel.small": (
            "the panel is too small: {found} interviewers, {needed} are needed",
            "面试官人数不足：{found} 位，需 {needed} 位",
        ),
        "organization.productivity.not_yet": (
            (
                "{participant} is not fully at work yet: {share} has not been reached {running} "
                "{running:period|periods} in a row"
            ),
            "{participant} 尚未上手：未连续 {running} 个周期达到 {share}",
        ),
        "organization.productivity.reached": (
            "{participant} is fully at work after {days} {days:day|days}: {share} or more since {since}",
            "{participant} 上手周期 {days} 天：自 {since} 起达到 {share}",
        ),
        "organization.quality.hidden": (
            "{source}: {hires} {hires:hire|hires}, too few to be shown",
            "{source}：录用 {hires} 人，人数过少不予显示",
        ),
        "organization.quality.source": (
            "{source}: {hires} {hires:hire|hires}, quality {quality}",
            "{source}：录用 {hires} 人，招聘质量 {quality}",
        ),
        "organization.turnover.effectiveness.high": (
            (
                "{leavers} {leavers:person|people} left of {headcount} on average: {yearly} a year, "
                "more than the {limit} that an effectiveness team stands"
            ),
            "平均在岗 {headcount} 人，离职 {leavers} 人：年离职率 {yearly}，高于效能型团队上限 {limit}",
        ),
        "organization.turnover.effectiveness.kept": (
            (
                "{leavers} {leavers:person|people} left of {headcount} on average: {yearly} a year, "
                "within the {limit} that an effectiveness team stands"
            ),
            "平均在岗 {headcount} 人，离职 {leavers} 人：年离职率 {yearly}，未超过效能型团队上限 {limit}",
        ),
        "organization.turnover.efficiency.high": (
            (
                "{leavers} {leavers:person|people} left of {headcount} on average: {yearly} a year, "
                "more than the {limit} that an efficiency team stands"
            ),
            "平均在岗 {headcount} 人，离职 {leavers} 人：年离职率 {yearly}，高于效率型团队上限 {limit}",
        ),
        "organization.turnover.efficiency.kept": (
            (
                "{leavers} {leavers:person|people} left of {headcount} on average: {yearly} a year, "
                "within the {limit} that an efficiency team stands"
            ),
            "平均在岗 {headcount} 人，离职 {leavers} 人：年离职率 {yearly}，未超过效率型团队上限 {limit}",
        ),
    }
)

HIRING_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "@below": ("below the pass mark", "未达合格线"),
        "@candidate": ("candidate", "候选人"),
        "@day": ("day", "入职天数"),
        "@decision": ("decision", "结论"),
        "@do_not_proceed": ("do not proceed", "不予录用"),
        "@done": ("done", "按期完成"),
        "@due": ("due", "期限"),
        "@ended": ("ended", "终止"),
        "@late": ("late", "逾期完成"),
        "@open": ("open", "未到期"),
        "@overdue": ("overdue", "逾期"),
        "@passed": ("passed", "通过"),
        "@reached": ("reached", "进入"),
        "@score": ("score", "得分"),
        "@scored": ("scored", "已评分"),
        "@share": ("went on", "通过率"),
        "@stage": ("stage", "环节"),
        "@waiting": ("waiting", "进行中"),
    }
)

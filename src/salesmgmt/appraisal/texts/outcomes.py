"""Texts of what follows from an appraisal: rules, pay, recognition, improvement plans, interventions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["OUTCOME_HEADINGS", "OUTCOME_TEXTS"]

OUTCOME_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "appraisal.award.honoured": (
            "honoured: {figure} in {measure}, place {place}",
            "获表彰：{measure} {figure}，第 {place} 名",
        ),
        "appraisal.award.ineligible": ("not eligible", "不符合评选条件"),
        "appraisal.award.least": ("at least {least} is asked for", "须达到 {least}"),
        "appraisal.award.placed": (
            "{figure} in {measure}, place {place}",
            "{measure} {figure}，第 {place} 名",
        ),
        "appraisal.award.tied": (
            "{people} people stand equal for {awards} {awards:award|awards}, and all of them get one",
            "{people} 人并列，剩余 {awards} 个名额，全部表彰",
        ),
        "appraisal.award.tied_none": (
            "{people} people stand equal for {awards} {awards:award|awards}, and none of them gets one",
            "{people} 人并列，剩余 {awards} 个名额，均不表彰",
        ),
        "appraisal.award.unmeasured": ("no figure of {measure}", "缺少 {measure} 数据"),
        "appraisal.intervention.any": (
            "{participant}: {metric} is {value}",
            "{participant}：{metric} 为 {value}",
        ),
        "appraisal.intervention.below": (
            "{participant}: {metric} is {value}, below {below}",
            "{participant}：{metric} 为 {value}，低于 {below}",
        ),
        "appraisal.intervention.between": (
            "{participant}: {metric} is {value}, at least {least} and below {below}",
            "{participant}：{metric} 为 {value}，不低于 {least} 且低于 {below}",
        ),
        "appraisal.intervention.least": (
            "{participant}: {metric} is {value}, at least {least}",
            "{participant}：{metric} 为 {value}，不低于 {least}",
        ),
        "appraisal.outcome.figure": ("{field}: {value}", "{field}：{value}"),
        "appraisal.outcome.follows": ("{participant}: {what}", "{participant}：{what}"),
        "appraisal.pay.cut": (
            "all raises together would cost {total}; they are cut in proportion to the budget of {budget}",
            "调薪合计 {total}，超出预算，按比例压缩至预算 {budget}",
        ),
        "appraisal.pay.position": (
            "the salary is at {position} of the middle of its range",
            "现薪为薪级中位值的 {position}",
        ),
        "appraisal.pay.raise": (
            "a rating of {rating} brings {rate} of {salary}",
            "等级 {rating}，按 {salary} 调薪 {rate}",
        ),
        "appraisal.plan.extended": (
            "{participant} has reached {share} of the goals, enough for more time",
            "{participant} 达成目标 {share}，延长改进期",
        ),
        "appraisal.plan.failed": (
            "{participant} has reached {share} of the goals, not enough",
            "{participant} 达成目标 {share}，未通过改进计划",
        ),
        "appraisal.plan.met": (
            "{goal}: {figure} against {target}, reached",
            "{goal}：{figure}，目标 {target}，已达成",
        ),
        "appraisal.plan.missed": ("no check-in was held for {on}", "{on} 的跟进面谈未进行"),
        "appraisal.plan.passed": (
            "{participant} has passed with {share} of the goals",
            "{participant} 达成目标 {share}，通过改进计划",
        ),
        "appraisal.plan.running": (
            "the plan of {participant} is running; {share} of the goals are reached",
            "{participant} 的改进计划进行中，已达成目标 {share}",
        ),
        "appraisal.plan.unmet": (
            "{goal}: {figure} against {target}, not reached",
            "{goal}：{figure}，目标 {target}，未达成",
        ),
    }
)

OUTCOME_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "action": ("action", "措施"),
        "action.coach": ("coaching", "辅导"),
        "action.none": ("nothing", "无"),
        "action.plan": ("improvement plan", "绩效改进计划"),
        "action.reassign": ("another post", "调岗"),
        "action.train": ("training", "培训"),
        "below": ("below", "低于"),
        "consequence": ("consequence", "结果应用"),
        "content": ("content", "内容"),
        "due": ("due", "期限"),
        "figure": ("figure", "数值"),
        "from": ("from", "不低于"),
        "goal": ("goal", "改进目标"),
        "group": ("group", "群体"),
        "honoured": ("honoured", "获表彰"),
        "kind": ("kind", "类别"),
        "kind.development": ("development", "培养发展"),
        "kind.emphasis": ("emphasis", "工作侧重"),
        "kind.improvement": ("improvement", "绩效改进"),
        "kind.pay": ("pay", "薪酬"),
        "kind.promotion": ("promotion", "晋升"),
        "kind.recognition": ("recognition", "表彰"),
        "met": ("reached", "已达成"),
        "metric": ("metric", "指标"),
        "part": ("part", "部分"),
        "pay": ("pay afterwards", "调薪后"),
        "raise": ("raise", "调薪比例"),
        "raised": ("raised by", "调薪额"),
        "salary": ("salary", "现薪"),
        "signature": ("signature", "签字"),
        "subject": ("subject", "项目"),
        "target": ("target", "目标"),
    }
)

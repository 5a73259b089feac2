"""Texts of load, working time and surveys."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["WORKLOAD_HEADINGS", "WORKLOAD_TEXTS"]

WORKLOAD_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "organization.load.kept": (
            "{participant} carries {load} of a full load",
            "{participant} 负荷为满负荷的 {load}",
        ),
        "organization.load.measure": (
            "{measure}: {found} of {full}, {share}",
            "{measure}：{found}/{full}，{share}",
        ),
        "organization.load.over": (
            "{participant} carries too much: {load} of a full load",
            "{participant} 负荷过重：为满负荷的 {load}",
        ),
        "organization.load.peak": ("{measure} alone is too much", "{measure} 单项已超限"),
        "organization.load.room": (
            "{participant} has room: {load} of a full load",
            "{participant} 尚有余力：为满负荷的 {load}",
        ),
        "organization.survey.all": ("survey {survey}", "调查 {survey}"),
        "organization.survey.hidden": (
            "{team}: too few have answered, or the total would give others away",
            "{team}：答卷过少，或可由合计推出他人，不予显示",
        ),
        "organization.survey.index": ("{index}: {value}", "{index}：{value}"),
        "organization.survey.team": (
            "{team}: {answers} {answers:answer|answers}",
            "{team}：{answers} 份答卷",
        ),
        "organization.worktime.broken": (
            "{count} {count:breach|breaches} of working time, {during}",
            "{during} 违反工时规定 {count} 项",
        ),
        "organization.worktime.day": (
            "{participant}: {found} hours of overtime on {on}, at most {allowed}",
            "{participant}：{on} 加班 {found} 小时，上限 {allowed} 小时",
        ),
        "organization.worktime.kept": ("working time is kept, {during}", "{during} 工时合规"),
        "organization.worktime.month": (
            "{participant}: {found} hours of overtime, {during}, at most {allowed}",
            "{participant}：{during} 加班 {found} 小时，上限 {allowed} 小时",
        ),
        "organization.worktime.ordinary": (
            (
                "{participant}: {found} hours of overtime on {on}, beyond the ordinary {allowed}"
                " special reasons are needed"
            ),
            "{participant}：{on} 加班 {found} 小时，超过一般的 {allowed} 小时，须有特殊原因",
        ),
        "organization.worktime.rest": (
            "{participant}: {found} days of rest in {during}, {allowed} are due",
            "{participant}：{during} 休息 {found} 天，应休 {allowed} 天",
        ),
        "organization.worktime.week": (
            "{participant}: {found} hours a week on average, {during}, at most {allowed}",
            "{participant}：{during} 平均每周 {found} 小时，上限 {allowed} 小时",
        ),
    }
)

WORKLOAD_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "@accounts": ("accounts", "客户数"),
        "@answers": ("answers", "答卷"),
        "@breach": ("breach", "是否违规"),
        "@load": ("load", "负荷"),
        "@month": ("month", "月份"),
        "@open deals": ("open deals", "在跟商机"),
        "@overtime": ("overtime", "加班"),
        "@team": ("team", "团队"),
        "@travel nights": ("travel nights", "出差夜数"),
    }
)

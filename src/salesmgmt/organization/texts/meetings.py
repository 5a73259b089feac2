"""Texts of meetings, whether they are held, and what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["MEETING_HEADINGS", "MEETING_TEXTS"]

MEETING_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "organization.action.closed_in_time": (
            "{owner}: {text}, done on {closed}, in time",
            "{owner}：{text}，{closed} 按时完成",
        ),
        "organization.action.closed_late": (
            "{owner}: {text}, done on {closed}, {late} {late:day|days} late",
            "{owner}：{text}，{closed} 完成，逾期 {late} 天",
        ),
        "organization.action.open": (
            "{owner}: {text}, due on {due}",
            "{owner}：{text}，应于 {due} 前完成",
        ),
        "organization.action.overdue": (
            "{owner}: {text}, due on {due}, {late} {late:day|days} overdue",
            "{owner}：{text}，应于 {due} 前完成，已逾期 {late} 天",
        ),
        "organization.meeting.adherence": (
            "{series}: {held} of {due} meetings held",
            "{series}：应开 {due} 次，实开 {held} 次",
        ),
        "organization.meeting.ahead": (
            "{planned}: may still be held in time",
            "{planned}：尚可按期召开",
        ),
        "organization.meeting.cancelled": (
            "{planned}: called off",
            "{planned}：已取消",
        ),
        "organization.meeting.in_time": (
            "{planned}: held",
            "{planned}：按期召开",
        ),
        "organization.meeting.missed": (
            "{planned}: not held",
            "{planned}：未召开",
        ),
        "organization.meeting.moved": (
            "{planned}: held on {on}",
            "{planned}：改于 {on} 召开",
        ),
        "organization.meeting.thin": (
            "{planned}: held on {on} with too few people; absent: {absent}",
            "{planned}：{on} 召开，人数不足；缺席：{absent}",
        ),
    }
)

MEETING_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "actions": ("Actions on", "待办事项"),
        "closed_in_time": ("done in time", "按时完成"),
        "closed_late": ("done late", "逾期完成"),
        "finding": ("what became of it", "结果"),
        "on": ("held on", "召开日"),
        "open": ("open", "未到期"),
        "overdue": ("overdue", "已逾期"),
        "owner": ("owner", "责任人"),
        "planned": ("planned", "计划日"),
        "total": ("total", "合计"),
    }
)

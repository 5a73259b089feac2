"""Texts of the course of an appraisal: who takes part, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CYCLE_HEADINGS", "CYCLE_TEXTS"]

CYCLE_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "appraisal.cycle.late": (
            "the last day for an appeal was {until}",
            "申诉期限截至 {until}，已逾期",
        ),
        "appraisal.cycle.rating": (
            "{rating} is none of the ratings {ratings}",
            "等级 {rating} 不在可选等级 {ratings} 之内",
        ),
        "appraisal.cycle.why": (
            "a rating other than {rating} needs a reason",
            "与原等级 {rating} 不同时须说明理由",
        ),
        "appraisal.part.absent": ("absent on {during}", "{during}缺勤"),
        "appraisal.part.away": ("not employed in this time", "考核期内不在职"),
        "appraisal.part.excluded": (
            "{participant} is not appraised in {period}",
            "{participant} 不参加 {period} 考核",
        ),
        "appraisal.part.ignored": ("it counts as if it had not been so", "不影响考核，按全期计算"),
        "appraisal.part.joined": ("joined on {on}", "{on} 入职"),
        "appraisal.part.left": ("last day on {on}", "{on} 为最后在职日"),
        "appraisal.part.moved.exclude": (
            "held {posts} posts, which leaves a person out",
            "期内任职 {posts} 个岗位，按规定不参加考核",
        ),
        "appraisal.part.moved.last": (
            "held {posts} posts; the last one counts",
            "期内任职 {posts} 个岗位，按期末岗位考核",
        ),
        "appraisal.part.moved.longest": (
            "held {posts} posts; the longest one counts",
            "期内任职 {posts} 个岗位，按任职时间最长的岗位考核",
        ),
        "appraisal.part.moved.split": (
            "held {posts} posts; each weighs as much as its days",
            "期内任职 {posts} 个岗位，按任职天数分段加权",
        ),
        "appraisal.part.short": (
            "{share} of the time, while at least {least} is asked, and more than none",
            "有效时间占比 {share}，未达到至少 {least} 且大于零的要求",
        ),
        "appraisal.part.takes": (
            "{participant} takes part in {period} with {share} of the time",
            "{participant} 参加 {period} 考核，有效时间占比 {share}",
        ),
    }
)

CYCLE_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "people": ("people", "人数"),
        "scheme": ("scheme", "考核方案"),
        "state": ("state", "状态"),
    }
)

"""Texts of calibration: guidelines, forced distribution, quotas of grades, changes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CALIBRATION_HEADINGS", "CALIBRATION_TEXTS"]

CALIBRATION_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "appraisal.calibration.changed": (
            "{by} changed {participant} from {before} to {after} on {on}: {why}",
            "{on} {by} 将 {participant} 由 {before} 调整为 {after}：{why}",
        ),
        "appraisal.calibration.overridden": (
            "{by} changed {participant} from {before} to {after} on {on}, against the order of people: {why}",
            "{on} {by} 将 {participant} 由 {before} 特批调整为 {after}（不受原有排序限制）：{why}",
        ),
        "appraisal.calibration.proposed": ("{rating} was proposed", "初评等级 {rating}"),
        "appraisal.calibration.stands": (
            "{participant} has the rating {rating}",
            "{participant} 的绩效等级为 {rating}",
        ),
        "appraisal.forced.equal": (
            "{people} people stand equal across a border and stay together in {rating}",
            "{people} 人并列且跨越等级界线，一并评为 {rating}",
        ),
        "appraisal.forced.outside": (
            "not in the headcount; the rating stays as it was",
            "不计入分布基数，等级不变",
        ),
        "appraisal.forced.placed": (
            "{score} points, place {place}: a rating of {rating}",
            "得 {score} 分，排名第 {place}，等级 {rating}",
        ),
        "appraisal.forced.small": (
            "{people} people, fewer than {smallest}: nobody is distributed, the rating stays as it was",
            "仅 {people} 人，少于 {smallest} 人，不作强制分布，等级不变",
        ),
        "appraisal.guideline.few": (
            "{guideline}: {count} people, allowed are {low} to {high}: {move} or more join, {most} at most",
            "{guideline}：现有 {count} 人，允许 {low} 至 {high} 人；至少增加 {move} 人，至多增加 {most} 人",
        ),
        "appraisal.guideline.kept": (
            "{guideline}: {count} people, allowed are {low} to {high}",
            "{guideline}：现有 {count} 人，允许 {low} 至 {high} 人，符合要求",
        ),
        "appraisal.guideline.many": (
            "{guideline}: {count} people, allowed are {low} to {high}: {move} or more leave, {most} at most",
            "{guideline}：现有 {count} 人，允许 {low} 至 {high} 人；至少减少 {move} 人，至多减少 {most} 人",
        ),
        "appraisal.guideline.small": (
            "{people} people are too few for shares; nothing is checked",
            "仅 {people} 人，人数过少，不检查比例",
        ),
        "appraisal.quota.left_out": (
            "{people} people of it are not eligible and do not count",
            "其中 {people} 人不符合参评条件，不计入基数",
        ),
        "appraisal.quota.team": (
            "team {team} has the grade {grade}; its quotas are asked of {people} people",
            "团队 {team} 的等级为 {grade}，名额按 {people} 人计算",
        ),
    }
)

CALIBRATION_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "after": ("after", "调整后"),
        "before": ("before", "调整前"),
        "by": ("by", "操作人"),
        "guideline": ("guideline", "分布要求"),
        "kept": ("kept", "是否符合"),
        "least": ("at least", "最少"),
        "most": ("at most", "最多"),
        "move": ("to move", "需调整"),
        "nearest": ("nearest to the border", "最接近界线者"),
        "on": ("on", "日期"),
        "override": ("override", "特批"),
        "participant": ("participant", "人员"),
        "people": ("people", "人数"),
        "place": ("place", "名次"),
        "proportion": ("share", "占比"),
        "rating": ("rating", "绩效等级"),
        "team_grade": ("grade of the team", "团队等级"),
        "why": ("why", "原因"),
    }
)

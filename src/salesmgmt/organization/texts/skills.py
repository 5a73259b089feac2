"""Texts of skills, training, careers, development and mentoring."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SKILL_HEADINGS", "SKILL_TEXTS"]

SKILL_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "organization.career.always": ("{role} since ever", "一直担任 {role}"),
        "organization.career.eligible": (
            "{participant} may become {role}, as of {on}",
            "截至 {on}，{participant} 符合晋升 {role} 的条件",
        ),
        "organization.career.not_eligible": (
            "{participant} may not become {role} yet, as of {on}",
            "截至 {on}，{participant} 尚不符合晋升 {role} 的条件",
        ),
        "organization.career.posts": (
            "{posts} {posts:post|posts} of {role} open, one is needed",
            "{role} 空缺 {posts} 个，需至少 1 个",
        ),
        "organization.career.ratings": (
            "ratings: {good} of the last {of} reach {rating}, {needed} are needed",
            "考核：最近 {of} 次中 {good} 次达到 {rating}，需 {needed} 次",
        ),
        "organization.career.tenure": (
            "{role} for {months} {months:month|months}, {needed} are needed",
            "担任 {role} {months} 个月，需 {needed} 个月",
        ),
        "organization.career.unassessed": (
            "nobody has compared the skills with what {role} asks for",
            "尚未对照 {role} 的能力要求进行评估",
        ),
        "organization.coverage.all": (
            "{share} of those who should be trained were, {during}",
            "{during} 培训覆盖率 {share}",
        ),
        "organization.coverage.course": (
            "{course}: {trained} trained, still missing: {missing}",
            "{course}：已培训 {trained} 人，尚缺：{missing}",
        ),
        "organization.coverage.full": ("{course}: all {trained} trained", "{course}：{trained} 人全部完成"),
        "organization.development.last": (
            "{participant} has reached {reached} of {goals} {goals:goal|goals} on {on}; no talk is left",
            "截至 {on}，{participant} 已完成 {reached}/{goals} 项目标；已无后续面谈",
        ),
        "organization.development.overdue": ("overdue since {due}: {goal}", "{due} 到期未完成：{goal}"),
        "organization.development.standing": (
            (
                "{participant} has reached {reached} of {goals} {goals:goal|goals} on {on}; "
                "the next talk is on {review}"
            ),
            "截至 {on}，{participant} 已完成 {reached}/{goals} 项目标；下次面谈 {review}",
        ),
        "organization.effect.clear": (
            "the trained gained {effect} on the untrained, more than chance explains",
            "培训组相对未培训组提升 {effect}，超出随机波动",
        ),
        "organization.effect.trained": (
            "{people} trained: from {before} to {after}, a change of {change}",
            "培训组 {people} 人：由 {before} 到 {after}，变化 {change}",
        ),
        "organization.effect.unclear": (
            "the trained gained {effect} on the untrained, which may be chance",
            "培训组相对未培训组提升 {effect}，可能只是随机波动",
        ),
        "organization.effect.unknown": (
            "the trained gained {effect} on the untrained; there are too few people to tell it from chance",
            "培训组相对未培训组提升 {effect}；人数过少，无法排除随机波动",
        ),
        "organization.effect.untrained": (
            "{people} untrained: from {before} to {after}, a change of {change}",
            "未培训组 {people} 人：由 {before} 到 {after}，变化 {change}",
        ),
        "organization.mentoring.pair": (
            "{mentor} brings {mentee} on in {skills}",
            "{mentor} 辅导 {mentee}：{skills}",
        ),
        "organization.rotation.due": (
            "{participant} is in {post} for {months} {months:month|months}; a change is due after {longest}",
            "{participant} 在 {post} 任职 {months} 个月，已满 {longest} 个月应轮岗",
        ),
        "organization.rotation.early": (
            "{participant} left {post} after {months} {months:month|months}; {shortest} are the least",
            "{participant} 在 {post} 任职 {months} 个月即离任，至少应满 {shortest} 个月",
        ),
        "organization.skills.certificate": ("no valid certificate: {kind}", "缺少有效证书：{kind}"),
        "organization.skills.gap": (
            "{skill}: level {required} is asked for, level {held} was seen on {on}",
            "{skill}：要求 {required} 级，{on} 评估为 {held} 级",
        ),
        "organization.skills.lacking": (
            "{participant} lacks {count} {count:thing|things} for {role} on {on}",
            "截至 {on}，{participant} 距 {role} 尚缺 {count} 项",
        ),
        "organization.skills.ready": (
            "{participant} lacks nothing for {role} on {on}",
            "截至 {on}，{participant} 已满足 {role} 的全部能力要求",
        ),
        "organization.skills.unassessed": (
            "{skill}: level {required} is asked for, nobody has assessed it and it counts as {held}",
            "{skill}：要求 {required} 级，尚未评估，按 {held} 级计",
        ),
        "organization.training.cheapest": (
            "{participant} for {role}: {count} {count:course|courses} for {cost}, the least cost",
            "{participant} 达到 {role}：{count} 门课程，费用 {cost}，为最低费用",
        ),
        "organization.training.course": ("{course}: {cost}, {hours} hours", "{course}：{cost}，{hours} 小时"),
        "organization.training.open": (
            "no offered course leads to level {required} of {skill}",
            "现有课程无法使 {skill} 达到 {required} 级",
        ),
        "organization.training.shortest": (
            "{participant} for {role}: {count} {count:course|courses} in {hours} hours, the least time",
            "{participant} 达到 {role}：{count} 门课程，{hours} 小时，为最短时间",
        ),
        "organization.training.uncertified": (
            "no offered course ends with the certificate {kind}",
            "现有课程均不颁发证书 {kind}",
        ),
        "organization.training.unproven": (
            "too many choices to prove that no other needs less",
            "可选组合过多，未能证明为最优",
        ),
    }
)

SKILL_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "@certificates": ("certificates missing", "缺少证书"),
        "@cost": ("cost", "费用"),
        "@course": ("course", "课程"),
        "@coverage": ("covered", "覆盖率"),
        "@hours": ("hours", "小时"),
        "@missing": ("missing", "未完成"),
        "@person": ("person", "人员"),
        "@role": ("role", "角色"),
        "@total": ("total", "合计"),
        "@trained": ("trained", "已培训"),
    }
)

"""Texts of scorecards: criteria, missing results, vetoes, the check of a form."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SCORECARD_HEADINGS", "SCORECARD_TEXTS"]

SCORECARD_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "appraisal.design.alike": (
            "{one} and {other} go together for {people} people, so one thing may count twice",
            "{one} 与 {other} 在 {people} 人中高度相关，可能重复考核同一事项",
        ),
        "appraisal.design.control_unknown": (
            "{kpi}: nobody has said how far it lies in the person's hands",
            "{kpi}：未说明本人可控程度",
        ),
        "appraisal.design.heavy": (
            "{kpi} weighs {weight}, more than {most}",
            "{kpi} 权重 {weight}，高于 {most}",
        ),
        "appraisal.design.judged": (
            "Judged criteria weigh {weight} together, more than {most}",
            "定性指标合计权重 {weight}，高于 {most}",
        ),
        "appraisal.design.light": (
            "{kpi} weighs {weight}, less than {least}",
            "{kpi} 权重 {weight}，低于 {least}",
        ),
        "appraisal.design.one_source": (
            "{kpis} have one source, {source}: one thing counts twice",
            "{kpis} 的数据来源同为 {source}，属重复考核",
        ),
        "appraisal.design.one_title": (
            "{kpis} have one title",
            "{kpis} 名称相同",
        ),
        "appraisal.design.too_few": (
            "{count} {count:criterion is|criteria are} too few: {fewest} to {most} are asked for",
            "指标仅 {count} 个，应为 {fewest} 至 {most} 个",
        ),
        "appraisal.design.too_many": (
            "{count} {count:criterion is|criteria are} too many: {fewest} to {most} are asked for",
            "指标多达 {count} 个，应为 {fewest} 至 {most} 个",
        ),
        "appraisal.design.uncontrolled": (
            "{kpi}: {share} of it lies in the person's hands, less than {least}",
            "{kpi}：本人可控程度 {share}，低于 {least}",
        ),
        "appraisal.design.unreachable": (
            "Nobody can reach {rating}, which begins at {low} of {maximum} points",
            "等级 {rating} 从 {low} 分起，而满分为 {maximum} 分，无人可及",
        ),
        "appraisal.goal.below": (
            "{goal}: {share}, from the goals below it",
            "{goal}：{share}，由下级目标汇总",
        ),
        "appraisal.goal.own": (
            "{goal}: {share}",
            "{goal}：{share}",
        ),
        "appraisal.held": (
            "{kpi} has no result, so the score is held back",
            "{kpi} 没有结果，暂不评分",
        ),
        "appraisal.kpi.judged": (
            "{kpi}: a mark of {result} ({behaviour}) earns {share} at a weight of {weight}, {points} points",
            "{kpi}：评 {result} 分（{behaviour}），得分率 {share}，权重 {weight}，得 {points} 分",
        ),
        "appraisal.kpi.reweighed": (
            "{kpi} has no result; its weight goes to the others",
            "{kpi} 没有结果，其权重由其他指标按比例分担",
        ),
        "appraisal.kpi.scored": (
            "{kpi}: a result of {result} earns {share} at a weight of {weight}, {points} points",
            "{kpi}：结果 {result}，得分率 {share}，权重 {weight}，得 {points} 分",
        ),
        "appraisal.kpi.struck": (
            "{kpi}: a result of {result} earns nothing, because of a veto",
            "{kpi}：结果 {result}，因一票否决不得分",
        ),
        "appraisal.kpi.zero": (
            "{kpi} has no result and counts zero",
            "{kpi} 没有结果，按零分计",
        ),
        "appraisal.limited": (
            "{before} points lie beyond the end of the form, which is {score}",
            "合计 {before} 分超出评分范围，按 {score} 分计",
        ),
        "appraisal.rated": (
            "{score} of {maximum} points is a rating of {rating}",
            "得 {score} 分（满分 {maximum}），绩效等级 {rating}",
        ),
        "appraisal.rated.by_veto": (
            "A veto decides: {score} of {maximum} points and a rating of {rating}",
            "一票否决：得 {score} 分（满分 {maximum}），绩效等级 {rating}",
        ),
        "appraisal.rule.attained": (
            "Earned is the result over the target of {target}, at most {cap}, nothing under {floor}",
            "按目标 {target} 的完成率计分，最高 {cap}，低于 {floor} 不得分",
        ),
        "appraisal.rule.bands_down": (
            "Earned is what the lowest level not exceeded brings",
            "按未超过的最低档计分",
        ),
        "appraisal.rule.bands_up": (
            "Earned is what the highest level reached brings",
            "按达到的最高档计分",
        ),
        "appraisal.rule.inverted": (
            "Earned is the target of {target} over the result, at most {cap}, nothing under {floor}",
            "按目标 {target} 除以结果计分，最高 {cap}，低于 {floor} 不得分",
        ),
        "appraisal.rule.linear": (
            "Earned is the way from {worst} to {best}",
            "在 {worst}（最差）与 {best}（最好）之间按比例计分",
        ),
        "appraisal.rule.per_unit": (
            "Earned is {base} and {each} for each unit",
            "基础 {base}，每单位 {each}",
        ),
        "appraisal.rule.points": (
            "Earned is what lies on the line between these points",
            "在以下各点之间按直线计分",
        ),
        "appraisal.rule.range": (
            "Everything is earned from {low} to {high}, and less outside",
            "在 {low} 至 {high} 之间得满分，超出则递减",
        ),
        "appraisal.rule.step": (
            "{level} brings {share}",
            "{level} 得 {share}",
        ),
        "appraisal.rule.undercut": (
            "Earned is what the result saves of the target of {target}: at most {cap}, nothing under {floor}",
            "以目标 {target} 为准，低于目标加分、高于目标扣分，最高 {cap}，低于 {floor} 不得分",
        ),
        "appraisal.unmeasured": (
            "no criterion has a result, so there is no score",
            "各项指标均无结果，不予评分",
        ),
        "appraisal.veto.fact": (
            "{field} is {found}",
            "{field} 为 {found}",
        ),
        "appraisal.veto.only": (
            "Veto item {veto}: nothing is earned for {kpis}",
            "否决项“{veto}”：{kpis} 不得分",
        ),
        "appraisal.veto.rating": (
            "Veto item {veto}: the rating is {rating} at best",
            "否决项“{veto}”：绩效等级最高为 {rating}",
        ),
        "appraisal.veto.score": (
            "Veto item {veto}: {score} points at most, and a rating of {rating} at best",
            "否决项“{veto}”：最高 {score} 分，绩效等级最高为 {rating}",
        ),
    }
)

SCORECARD_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "criterion": ("criterion", "考核指标"),
        "participant": ("participant", "被考核人"),
        "rating": ("rating", "绩效等级"),
        "score": ("score", "总分"),
        "weight": ("weight", "权重"),
        "result": ("result", "结果"),
        "share": ("earned", "得分率"),
        "finding": ("finding", "检查结果"),
        "points": ("points", "得分"),
        "total": ("total", "合计"),
    }
)

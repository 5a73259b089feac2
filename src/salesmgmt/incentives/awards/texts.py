"""Texts of the reasons of awards, the sentences of their terms, and headings of their tables, en and zh."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.reasons.templates import fill
from salesmgmt.tables import LANGUAGES, language_of

__all__ = ["HEADINGS", "TEXTS", "heading", "said", "told"]

_REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "incentives.award.budget.cut": (
            "{total} would be due in all, the budget is {budget}: {before} becomes {amount}",
            "奖金合计 {total}，预算为 {budget}，按比例由 {before} 减为 {amount}",
        ),
        "incentives.award.fund": ("the fund is {amount}", "奖金池为 {amount}"),
        "incentives.award.fund.beside": (
            "{participant}: {rate} of {commission} is put into the fund beside it: {amount}",
            "{participant}：另按 {commission} 的 {rate} 计入奖金池 {amount}",
        ),
        "incentives.award.fund.fixed": ("{amount} is set aside", "固定金额 {amount}"),
        "incentives.award.fund.negative": (
            "{participant}: {commission} is below zero, so nothing goes into the fund",
            "{participant}：{commission} 为负，不计入奖金池",
        ),
        "incentives.award.fund.over": (
            "{rate} of what {total} lies above {target}: {amount}",
            "{total} 超出 {target} 部分的 {rate}：{amount}",
        ),
        "incentives.award.fund.short": (
            "{total} is not above {target}, so the fund is empty",
            "{total} 未超过 {target}，奖金池为零",
        ),
        "incentives.award.fund.total": ("{rate} of {total}: {amount}", "{total} 的 {rate}：{amount}"),
        "incentives.award.fund.total_negative": (
            "the total is below zero ({total}), so the fund is empty",
            "合计为负（{total}），奖金池为零",
        ),
        "incentives.award.fund.withheld": (
            "{participant}: {rate} of {commission} goes into the fund, {amount}, and {kept} stays",
            "{participant}：{commission} 的 {rate} 计入奖金池 {amount}，本人留 {kept}",
        ),
        "incentives.award.left.caps": (
            "{amount} is left, since caps keep it from those who reach them",
            "因封顶，{amount} 未分配",
        ),
        "incentives.award.left.nobody": (
            "{amount} is left, since there is nobody to share it",
            "没有参与分配的人员，{amount} 未分配",
        ),
        "incentives.award.left.unit": (
            "{amount} is left, which is less than one unit of {unit}",
            "剩余 {amount} 不足一个分配单位 {unit}，未分配",
        ),
        "incentives.award.left.weightless": (
            "{amount} is left, since no member has a weight above 0",
            "所有人员的权数均为零，{amount} 未分配",
        ),
        "incentives.award.left_out.above": (
            "{participant} has {figure}; to be placed takes {minimum} at most",
            "{participant} 为 {figure}，须不超过 {minimum} 方可参评",
        ),
        "incentives.award.left_out.below": (
            "{participant} has {figure}; to be placed takes {minimum} at least",
            "{participant} 为 {figure}，须达到 {minimum} 方可参评",
        ),
        "incentives.award.left_out.condition": (
            "{participant} does not meet the condition for taking part",
            "{participant} 不符合参加条件",
        ),
        "incentives.award.nobody": ("nobody is placed", "无人入围"),
        "incentives.award.place": (
            "{participant} is in place {place} with {figure}",
            "{participant} 以 {figure} 排名第 {place}",
        ),
        "incentives.award.place.dated": (
            "{participant} is in place {place} with {figure}, before others since reached on {reached}",
            "{participant} 以 {figure} 排名第 {place}，数值相同者以达成日期 {reached} 排序",
        ),
        "incentives.award.place.tied": (
            "{participant} and {others} are tied for place {place} with {figure}",
            "{participant} 以 {figure} 与 {others} 并列第 {place}",
        ),
        "incentives.award.pool": (
            "of {fund}, {given} goes to {count} {count:person|people}, and {left} is left",
            "奖金池 {fund}，向 {count} 人分配 {given}，剩余 {left}",
        ),
        "incentives.award.prize": ("the prize of place {place}: {amount}", "第 {place} 名奖金 {amount}"),
        "incentives.award.prize.each": (
            "{count} are in place {place}, and each gets its whole prize: {amount}",
            "{count} 人并列第 {place}，各得该名次全额奖金 {amount}",
        ),
        "incentives.award.prize.pooled": (
            "{count} tied in places {place} to {last} divide the prizes of these, {pool}, equally: {amount}",
            "{count} 人并列第 {place} 至 {last} 名，平分各名次奖金 {pool}，得 {amount}",
        ),
        "incentives.award.ranking": (
            "{count} placed, {winners} with a prize; {amount} in all",
            "入围 {count} 人，获奖 {winners} 人，奖金合计 {amount}",
        ),
        "incentives.award.recognition": (
            "the recognition of place {place}",
            "第 {place} 名荣誉",
        ),
        "incentives.award.recognition.each": (
            "{count} tied in place {place} get its recognition, each of them",
            "{count} 人并列第 {place}，各获该名次荣誉",
        ),
        "incentives.award.share": (
            "{participant}: {weight} of {whole} parts of {fund}: {amount}",
            "{participant}：{fund} 的 {weight}/{whole}，得 {amount}",
        ),
        "incentives.award.share.capped": (
            "{participant}: {weight} of {whole} parts of {fund}, but {most} at most: {amount}",
            "{participant}：{fund} 的 {weight}/{whole}，以 {most} 封顶，得 {amount}",
        ),
        "incentives.award.share.negative": (
            "{participant} has {figure}, which is below zero and weighs nothing",
            "{participant} 为 {figure}，负数不参与分配",
        ),
    }
)

_SAID: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "incentives.award.said.ascending": (
            "{name}: participants are ranked each {per}, the lowest figure first.",
            "{name}：每{per}按数值由低到高排名。",
        ),
        "incentives.award.said.budget": (
            "All prizes together are at most {budget}; beyond that, each is cut in proportion.",
            "奖金总额不超过 {budget}，超出时按比例减发。",
        ),
        "incentives.award.said.by_contribution": (
            "It is shared in proportion to what each member contributes to {component}.",
            "按各人在 {component} 中的贡献比例分配。",
        ),
        "incentives.award.said.by_points": (
            "It is shared in proportion to each member's {measure}.",
            "按各人的 {measure} 比例分配。",
        ),
        "incentives.award.said.by_product": (
            "It is shared in proportion to {product} of each member.",
            "按各人的 {product} 比例分配。",
        ),
        "incentives.award.said.by_weights": (
            "It is shared in agreed parts: {weights}.",
            "按约定份额分配：{weights}。",
        ),
        "incentives.award.said.contributors": (
            "It is filled by the figures of those who meet this: {condition}.",
            "奖金池由符合以下条件的人员形成：{condition}。",
        ),
        "incentives.award.said.contributors.all": (
            "It is filled by everybody's figures, whether they are members or not.",
            "奖金池由全体人员形成，不限于参与分配的人员。",
        ),
        "incentives.award.said.counted": (
            "Only what meets this counts: {condition}.",
            "仅统计符合以下条件的业绩：{condition}。",
        ),
        "incentives.award.said.dense": (
            "Those with equal figures share a place and each get its whole prize; the next place follows on.",
            "并列者各得该名次全额奖金，名次连续，不空缺。",
        ),
        "incentives.award.said.descending": (
            "{name}: participants are ranked each {per}, the highest figure first.",
            "{name}：每{per}按数值由高到低排名。",
        ),
        "incentives.award.said.earliest": (
            "Among equals, who reached the figure first goes first; on one day, they divide the prizes.",
            "数值相同时，先达成者名次在前；同日达成者平分所占名次的奖金。",
        ),
        "incentives.award.said.eligible": (
            "Those take part who meet this: {condition}.",
            "参加条件：{condition}。",
        ),
        "incentives.award.said.equally": (
            "It is shared in equal parts.",
            "由全体成员平均分配。",
        ),
        "incentives.award.said.fixed_fund": (
            "{name}: each {per}, {amount} is shared.",
            "{name}：每{per}分配 {amount}。",
        ),
        "incentives.award.said.higher": (
            "Those with equal figures each get the higher prize; prizes of places passed over are not given.",
            "并列者均按较高名次得奖，被占用的后续名次空缺。",
        ),
        "incentives.award.said.keep": (
            "What nobody may take for that reason stays in the fund.",
            "超出上限的部分留存，不再分配。",
        ),
        "incentives.award.said.maximum": (
            "To be placed takes a figure of {minimum} at most.",
            "数值不超过 {minimum} 方可入围。",
        ),
        "incentives.award.said.members": (
            "Members are those who meet this: {condition}.",
            "参与分配的条件：{condition}。",
        ),
        "incentives.award.said.minimum": (
            "To be placed takes a figure of {minimum} at least.",
            "数值达到 {minimum} 方可入围。",
        ),
        "incentives.award.said.most": (
            "Nobody gets more than {most}.",
            "每人最多 {most}。",
        ),
        "incentives.award.said.most_share": (
            "Nobody gets more than {most} of the fund.",
            "每人最多为奖金池的 {most}。",
        ),
        "incentives.award.said.over_target": (
            "{name}: each {per}, {rate} of what the total of {component} lies above {target} is shared.",
            "{name}：每{per}提取 {component} 合计超出 {target} 部分的 {rate} 进行分配。",
        ),
        "incentives.award.said.own_basis": (
            "It is shared by a rule of its own: {rule}.",
            "按自定规则分配：{rule}。",
        ),
        "incentives.award.said.own_fund": (
            "{name}: each {per}, a fund is shared that fills by a rule of its own: {rule}.",
            "{name}：每{per}分配按自定规则形成的奖金池：{rule}。",
        ),
        "incentives.award.said.places": (
            "Places {place} to {last} win {prize} each.",
            "第 {place} 至 {last} 名各得 {prize}。",
        ),
        "incentives.award.said.pool": (
            "Those with equal figures divide the prizes of the places they take up equally.",
            "并列者平分所占各名次的奖金。",
        ),
        "incentives.award.said.prize": ("Place {place} wins {prize}.", "第 {place} 名得 {prize}。"),
        "incentives.award.said.redistribute": (
            "What nobody may take for that reason is shared among the others.",
            "超出上限的部分在其余成员间继续分配。",
        ),
        "incentives.award.said.share_beside": (
            "{name}: each {per}, {rate} of every commission of {component}, paid beside it, is shared.",
            "{name}：每{per}另按 {component} 每笔提成的 {rate} 形成奖金池进行分配，不从个人提成中扣除。",
        ),
        "incentives.award.said.share_of_total": (
            "{name}: each {per}, {rate} of the total of {component} is shared.",
            "{name}：每{per}按 {component} 合计的 {rate} 提取奖金池进行分配。",
        ),
        "incentives.award.said.share_withheld": (
            "{name}: each {per}, {rate} of every commission of {component} is withheld and shared.",
            "{name}：每{per}从 {component} 的每笔提成中提取 {rate} 进行分配。",
        ),
        "incentives.award.said.skip": (
            "Those with equal figures share a place and each get its whole prize; then places are skipped.",
            "并列者各得该名次全额奖金，后续相应名次空缺。",
        ),
        "incentives.award.said.unit": (
            "Shares are whole multiples of {unit}; what is left over goes by largest remainder.",
            "每份为 {unit} 的整数倍，尾差按最大余数法分配。",
        ),
    }
)

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({**_REASONS, **_SAID})
"""Templates by code, in English and Chinese."""

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "amount": ("Share", "分配额"),
        "and": (" and ", "、"),
        "capped": ("Capped", "封顶"),
        "commission": ("Commission", "提成"),
        "figure": ("Figure", "数值"),
        "fund": ("Fund", "奖金池"),
        "into": ("Into the fund", "计入奖金池"),
        "kept": ("Kept", "本人留存"),
        "left_out": ("Not taking part", "未参加"),
        "listed": (", ", "、"),
        "money": ("Prize", "奖金"),
        "participant": ("Participant", "人员"),
        "part": ("Part", "占比"),
        "per.half": ("half-year", "半年"),
        "per.month": ("month", "月"),
        "per.quarter": ("quarter", "季度"),
        "per.week": ("week", "周"),
        "per.year": ("year", "年"),
        "place": ("Place", "名次"),
        "recognition": ("Recognition", "荣誉"),
        "taxable": ("{0} (taxable value {1})", "{0}（计税价值 {1}）"),
        "times": (" × ", " × "),
        "total": ("Total", "合计"),
        "undistributed": ("Left", "未分配"),
        "weight": ("Weight", "权数"),
        "weighed": ("{0} {1}", "{0} {1}"),
        "why": ("Why", "原因"),
    }
)
"""What stands above columns and in front of figures, in English and Chinese."""


def heading(name: str, lang: str, *values: object) -> str:
    """A heading in a language, with the values that belong into it."""
    return HEADINGS[name][LANGUAGES.index(language_of(lang))].format(*values)


def told(reason: Reason, lang: str) -> str:
    """The sentence of a reason of this package, for a cell of a table."""
    return said(reason.code, lang, **dict(reason.values))


def said(code: str, lang: str, **values: ReasonValue) -> str:
    """The sentence of a code with its values."""
    return fill(TEXTS[code][LANGUAGES.index(language_of(lang))], values, lang, code)

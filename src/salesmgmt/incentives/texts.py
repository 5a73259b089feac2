"""Texts of the reasons of this package, and headings of its tables, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.incentives.awards.texts import TEXTS as AWARD_TEXTS
from salesmgmt.incentives.schedules.texts import TEXTS as SCHEDULE_TEXTS
from salesmgmt.incentives.texts_unknown import TEXTS as UNKNOWN_TEXTS
from salesmgmt.money import Rounding
from salesmgmt.tables import LANGUAGES

__all__ = ["HEADINGS", "TEXTS", "heading", "said_rounding"]

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **AWARD_TEXTS,
        **SCHEDULE_TEXTS,
        **UNKNOWN_TEXTS,
        "incentives.award": ("{pay} as a prize or a share", "奖金或份额 {pay}"),
        "incentives.brought": ("brought from before: {opening}", "期初累计：{opening}"),
        "incentives.cell.empty": (
            "the table has nothing for what it was entered by, so nothing is earned by it",
            "对照表中没有对应的格，该部分不计提",
        ),
        "incentives.changed.limit": (
            "limit of the deal: from {before} to {after}",
            "单笔上下限：由 {before} 变为 {after}",
        ),
        "incentives.changed.rate": ("at {paid} of the rate: {change}", "按比例的 {paid} 计：{change}"),
        "incentives.changed.rounding": ("rounded: {change}", "舍入：{change}"),
        "incentives.credit.counted": ("{counted} of {whole} counts", "{whole} 按 {counted} 计入"),
        "incentives.credit.factor": ("factor {name}: {factor}", "系数 {name}：{factor}"),
        "incentives.credit.part": ("{deal} of {on}: {value}", "{on} {deal}：{value}"),
        "incentives.credit.handed_over": (
            "{deal} of {on}: {value}, {weight} {weight:part|parts} in {of} of {whole} (hand-over {share})",
            "{on} {deal}：{value}，为 {whole} 的 {weight}/{of}（客户交接 {share}）",
        ),
        "incentives.credit.registered": (
            "{deal} of {on}: {value}, by the registration {share}",
            "{on} {deal}：{value}，按报备 {share} 归属",
        ),
        "incentives.credit.overlay": (
            (
                "{deal} of {on}: {value} beside the deal, {weight} {weight:part|parts} in {of} of {whole} "
                "(share {share})"
            ),
            "{on} {deal}：协同业绩 {value}，为 {whole} 的 {weight}/{of}，不占用该单（分成记录 {share}）",
        ),
        "incentives.credit.owner": (
            "{deal} of {on}: {value}, the whole deal",
            "{on} {deal}：{value}，全额归属",
        ),
        "incentives.credit.split": (
            "{deal} of {on}: {value}, {weight} {weight:part|parts} in {of} of {whole} (share {share})",
            "{on} {deal}：{value}，为 {whole} 的 {weight}/{of}（分成记录 {share}）",
        ),
        "incentives.credit.team": (
            "{deal} of {on}: {value} credited to {seller}",
            "{on} {deal}：{seller} 的业绩 {value}",
        ),
        "incentives.excluded.condition": (
            "the deal does not meet the condition of the component",
            "不符合该项的条件",
        ),
        "incentives.excluded.counted_once": (
            "the document counts once, by an earlier line",
            "该单据已按前面的行计一次",
        ),
        "incentives.excluded.factor_unknown": (
            "what a factor is looked up by is unknown",
            "系数的查找依据未知",
        ),
        "incentives.excluded.invoice_unknown": (
            "the money settles an invoice that is not among the facts",
            "该回款对应的发票不在资料中",
        ),
        "incentives.excluded.key_unknown": (
            "what the table is entered by is unknown for the deal",
            "该单的查表依据未知",
        ),
        "incentives.excluded.no_rule": (
            "no rule of the component holds for the deal",
            "没有适用于该单的规则",
        ),
        "incentives.excluded.not_eligible": (
            "{participant} was not eligible on that day",
            "{participant} 当日不符合资格",
        ),
        "incentives.excluded.not_employed": (
            "{participant} was not employed on that day",
            "{participant} 当日不在职",
        ),
        "incentives.excluded.unapplied": (
            "the money is not matched to an invoice yet",
            "该回款尚未核销到发票",
        ),
        "incentives.excluded.currency": (
            "the deal is in {currency}, the plan in {plan}",
            "该单币种为 {currency}，方案币种为 {plan}",
        ),
        "incentives.excluded.no_manager": (
            "{participant} had no manager on that day",
            "{participant} 当日没有上级",
        ),
        "incentives.excluded.nobody": (
            "the deal has no owner and no split shares",
            "该单没有业务员，也没有分成记录",
        ),
        "incentives.excluded.not_in_plan": (
            "{participant} did not take part in the plan on that day",
            "{participant} 当日未执行本方案",
        ),
        "incentives.excluded.overlay_not_in_plan": (
            "{participant}, who has an overlay share, did not take part in the plan on that day",
            "协同人员 {participant} 当日未执行本方案",
        ),
        "incentives.excluded.overlay_not_eligible": (
            "{participant}, who has an overlay share, was not eligible on that day",
            "协同人员 {participant} 当日不符合资格",
        ),
        "incentives.excluded.overlay_not_employed": (
            "{participant}, who has an overlay share, was not employed on that day",
            "协同人员 {participant} 当日不在职",
        ),
        "incentives.excluded.plan_dates": (
            "the plan holds for {during} only",
            "方案仅适用于 {during}",
        ),
        "incentives.excluded.several_managers": (
            "{participant} had several managers on that day: {managers}",
            "{participant} 当日有多个上级：{managers}",
        ),
        "incentives.excluded.value_missing": (
            "the amount or the cost of the deal is unknown",
            "该单的金额或成本未知",
        ),
        "incentives.expenses": (
            "allowed {allowed}, spent {spent}",
            "费用额度 {allowed}，实际支出 {spent}",
        ),
        "incentives.key.unknown": (
            "what the table is entered by is unknown, so nothing is earned by it",
            "查表依据未知，该项不计提",
        ),
        "incentives.monotone.adjustments": (
            "{component} and another adjustment change the same components side by side",
            "{component} 与另一项调整同时作用于相同的项目",
        ),
        "incentives.monotone.gate": (
            "{component} has a gate on what may change when more is sold",
            "{component} 的前置条件取决于可能随业绩变化的数据",
        ),
        "incentives.monotone.key": (
            "{component} looks up what may change when more is sold",
            "{component} 的查表依据可能随业绩变化",
        ),
        "incentives.monotone.limit": (
            "{component} has a limit that is a share of a base, which may be below zero",
            "{component} 的上下限按业绩比例确定，而业绩可能为负",
        ),
        "incentives.monotone.periods": (
            "in {component} a period depends on what earlier periods earned or counted",
            "{component} 的当期结果取决于此前各期",
        ),
        "incentives.monotone.rate": (
            "{component} pays deals at different parts of a rate that depends on their sum",
            "{component} 的比例取决于合计，而各单按比例的不同部分计发",
        ),
        "incentives.monotone.rounding": (
            "{component} rounds in a way that may make up for more than was earned",
            "{component} 的舍入可能抵消增加的报酬",
        ),
        "incentives.monotone.table": (
            "the table of {component} may pay less for more, or cannot tell",
            "{component} 的计提表可能多销少得，或无法判断",
        ),
        "incentives.monotone.threshold": (
            "{component} has a threshold that may pay more below it than above",
            "{component} 的起提线以下可能高于以上",
        ),
        "incentives.monotone.together": (
            "{component} depends on the figures of everybody",
            "{component} 取决于全体人员的数据",
        ),
        "incentives.multiplier.unknown": (
            "what a factor is looked up by is unknown, so it is {factor}",
            "系数的查找依据未知，按 {factor} 计",
        ),
        "incentives.objective.unknown": (
            "how far {objective} was reached is unknown, so it counts as not reached",
            "{objective} 的完成情况未知，按未完成计",
        ),
        "incentives.opening.elsewhere": (
            "the opening {opening} of {on} counts nowhere: the plan has no component {component}",
            "{on} 的期初累计 {opening} 未计入：方案中没有项目 {component}",
        ),
        "incentives.opening.other_unit": (
            "the opening {opening} of {on} counts nowhere: it is in another unit than {component}",
            "{on} 的期初累计 {opening} 未计入：单位与 {component} 不同",
        ),
        "incentives.opening.replaces": (
            "the opening of {on}, {opening}, stands in place of {aside} that the facts hold before it",
            "以 {on} 的期初累计 {opening} 代替资料中该日之前的 {aside}",
        ),
        "incentives.opening.unused": (
            "the opening {opening} of {on} counts nowhere: {component} builds nothing up over longer periods",
            "{on} 的期初累计 {opening} 未计入：{component} 不跨期累计",
        ),
        "incentives.paid_before": ("less what was paid before: {before}", "减：此前已计提 {before}"),
        "incentives.payout": (
            "{component}, {period}: {amount}",
            "{component}，{period}：{amount}",
        ),
        "incentives.post.missing": (
            "{participant} has no post on that day, so {field} is not known",
            "{participant} 当日没有岗位，无法得知 {field}",
        ),
        "incentives.post.unknown": (
            "{field} is not known of the post of {participant}",
            "{participant} 的岗位没有 {field}",
        ),
        "incentives.put_in": ("less what was put in: {before}", "减：已投入 {before}"),
        "incentives.quota.ambiguous": (
            "{period} has several quotas for {measure} that overlap, so attainment is undefined",
            "{period} 的 {measure} 任务量有多条且日期重叠，完成率无法确定",
        ),
        "incentives.quota.aside": (
            "another quota for {measure}, of {during}, is left aside: {period} has one of its own",
            "{during} 另有一条 {measure} 任务量未采用：{period} 已有整期任务量",
        ),
        "incentives.quota.missing": (
            "{period} has no quota for {measure}, so attainment is undefined",
            "{period} 没有 {measure} 任务量，完成率无法确定",
        ),
        "incentives.quota.other_unit": (
            "the quota of {period} for {measure} is no amount in {currency}, so attainment is undefined",
            "{period} 的 {measure} 任务量不是 {currency} 金额，完成率无法确定",
        ),
        "incentives.quota.partial": (
            "the quotas of {period} for {measure} leave out {uncovered}",
            "{period} 的 {measure} 任务量未覆盖 {uncovered}",
        ),
        "incentives.quota.prorated": (
            "the quota of {period} counts for {share} of its days",
            "{period} 的任务量按天数比例 {share} 折算",
        ),
        "incentives.quota.ramp": (
            "the quota is that of the months of service {months}",
            "任务量按入职第 {months} 个月的爬坡标准",
        ),
        "incentives.ramp.unknown": (
            "the first day of employment of {participant} is unknown, so the full quota counts",
            "{participant} 的入职日期未知，按全额任务量",
        ),
        "incentives.quota.unstated": (
            "no quota above 0 was given, so attainment is undefined",
            "未给出大于 0 的任务量，完成率无法确定",
        ),
        "incentives.quota.zero": (
            "the quota of {period} for {measure} is 0, so attainment is undefined",
            "{period} 的 {measure} 任务量为 0，完成率无法确定",
        ),
        "incentives.slice.flat": ("{base} at {rate}: {pay}", "{base} × {rate}：{pay}"),
        "incentives.slice.open": (
            "from {start}: {base} at {rate}: {pay}",
            "{start} 以上：{base} × {rate}：{pay}",
        ),
        "incentives.slice.tier": (
            "{start} to {end}: {base} at {rate}: {pay}",
            "{start} 至 {end}：{base} × {rate}：{pay}",
        ),
        "incentives.slice.below": (
            "up to {end}: {base} at {rate}: {pay}",
            "{end} 以下：{base} × {rate}：{pay}",
        ),
        "incentives.slice.sum": ("{pay} as a sum for {base}", "{base}：一次性 {pay}"),
        "incentives.standard.missing": (
            "the personal figure {field} is missing, so nothing is earned by it",
            "缺少个人标准 {field}，该项不计提",
        ),
        "incentives.step.cap": (
            "cap: from {before} to {after}",
            "封顶：由 {before} 变为 {after}",
        ),
        "incentives.step.floor": (
            "floor: from {before} to {after}",
            "保底：由 {before} 变为 {after}",
        ),
        "incentives.step.gate": (
            "condition for paying: from {before} to {after}",
            "前置条件：由 {before} 变为 {after}",
        ),
        "incentives.step.threshold": (
            "threshold: from {before} to {after}",
            "起提点：由 {before} 变为 {after}",
        ),
        "incentives.step.multiplier": (
            "factor: from {before} to {after}",
            "系数：由 {before} 变为 {after}",
        ),
        "incentives.step.multipliers": (
            "factors: from {before} to {after}",
            "合并系数：由 {before} 变为 {after}",
        ),
        "incentives.step.prorated": (
            "share of the days: from {before} to {after}",
            "按天数折算：由 {before} 变为 {after}",
        ),
        "incentives.statement": (
            "{participant} earns {amount} by {plan}",
            "{participant} 按 {plan} 应计 {amount}",
        ),
        "incentives.total.negative": (
            "the total is below zero ({total}), which earns nothing by this component",
            "合计为负（{total}），该项不计提",
        ),
    }
)
"""Templates by code, in English and Chinese."""

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "after": ("After", "之后"),
        "at_rate": ("at {0} of the rate", "按比例的 {0} 计"),
        "award": ("prize or share", "奖金或份额"),
        "component_id": ("Component id", "项目编号"),
        "less_before": ("less what was paid before", "减：此前已计提"),
        "less_put_in": ("less what was put in", "减：已投入"),
        "opening": ("brought from before", "期初累计"),
        "opening.within": ("of it, brought from before", "其中：期初累计"),
        "partial.line": ("{0} is counted for {1} only", "{0} 仅计 {1}"),
        "rounding": ("rounded", "舍入"),
        "before": ("Before", "之前"),
        "below": ("below {0}", "{0} 以下"),
        "step": ("Step", "步骤"),
        "steps": ("Steps", "调整步骤"),
        "excluded.counted_once": ("counted by another line", "已按其他行计一次"),
        "excluded.factor_unknown": ("factor unknown", "系数未知"),
        "excluded.invoice_unknown": ("invoice unknown", "发票未知"),
        "excluded.key_unknown": ("look-up unknown", "查表依据未知"),
        "excluded.no_rule": ("no rule holds", "无适用规则"),
        "excluded.not_eligible": ("of people not eligible", "归属人不符合资格"),
        "excluded.not_employed": ("of people not employed", "归属人不在职"),
        "excluded.unapplied": ("money not matched yet", "回款未核销"),
        "factored": ("taken off by factors", "系数扣减"),
        "kind.handed over": ("handed over", "交接"),
        "kind.registered": ("registered", "报备"),
        "all": ("all", "全部"),
        "and": ("; ", "；"),
        "attainment": ("Attainment", "完成率"),
        "base": ("Credited", "业绩"),
        "beside": ("beside the deals: {0}", "单外：{0}"),
        "by": ("As", "身份"),
        "change": ("Change", "变动"),
        "change_of": ("{0}: change", "{0}变动"),
        "comparison": ("{0}, in place of {1}, {2}", "以“{0}”取代“{1}”，{2}"),
        "comparison.less": (
            "{0} would earn more, {1} less, {2} the same; it would cost {3} less",
            "{0} 人增加，{1} 人减少，{2} 人不变；成本减少 {3}",
        ),
        "comparison.more": (
            "{0} would earn more, {1} less, {2} the same; it would cost {3} more",
            "{0} 人增加，{1} 人减少，{2} 人不变；成本增加 {3}",
        ),
        "component": ("Component", "项目"),
        "counted": ("credited", "已计入"),
        "counted_part": ("Counts", "计入比例"),
        "factors": ("Factors", "系数"),
        "credited": ("{0}, {1}: what is credited", "{0}，{1}：业绩明细"),
        "credits": ("Credits", "业绩明细"),
        "deal": ("Deal", "订单"),
        "deals": ("Deals", "单数"),
        "difference": ("Difference", "差额"),
        "differences": ("The plan and the sheet", "方案与表格对照"),
        "differences.count": ("{0} of {1} agree", "{1} 项中 {0} 项一致"),
        "in_plan": ("Plan", "方案"),
        "in_sheet": ("Sheet", "表格"),
        "way.agrees": ("agrees", "一致"),
        "way.differs": ("differs", "不一致"),
        "way.only in the plan": ("only in the plan", "仅方案有"),
        "way.only in the sheet": ("only in the sheet", "仅表格有"),
        "way_of": ("Result", "结果"),
        "earlier": ("before the days asked for", "早于所选日期"),
        "earned": ("Earned", "应计提成"),
        "excluded.condition": ("condition not met", "不符合条件"),
        "excluded.currency": ("in another currency", "其他币种"),
        "excluded.nobody": ("nobody to credit", "无归属人"),
        "excluded.not_in_plan": ("of people outside the plan", "归属人未执行本方案"),
        "excluded.overlay_not_in_plan": ("overlay of people outside the plan", "协同人员未执行本方案"),
        "excluded.overlay_not_eligible": ("overlay, not eligible", "协同人员不符合资格"),
        "excluded.overlay_not_employed": ("overlay, not employed", "协同人员不在职"),
        "excluded.plan_dates": ("outside the plan's dates", "不在方案期间"),
        "excluded.post_unknown": ("eligibility unknown", "资格未知"),
        "excluded.several_managers": ("several managers", "上级不唯一"),
        "excluded.value_missing": ("amount or cost unknown", "金额或成本未知"),
        "from": ("from {0}", "{0} 以上"),
        "kind.overlay": ("overlay", "协同"),
        "kind.owner": ("owner", "归属人"),
        "kind.split": ("split", "分成"),
        "kind.team": ("manager", "上级"),
        "later": ("after the days asked for", "晚于所选日期"),
        "line": ("Line", "行"),
        "minor_unit": ("the minor unit", "最小货币单位"),
        "mode.down": ("down to {0}", "舍去{0}以下尾数"),
        "mode.half_even": ("half even to {0}", "四舍六入五成双至{0}"),
        "mode.half_up": ("half up to {0}", "四舍五入至{0}"),
        "mode.up": ("up to {0}", "进位至{0}"),
        "name": ("Name", "姓名"),
        "named": ("{0} ({1})", "{0}（{1}）"),
        "not_counted": ("Not counted", "未计入"),
        "on": ("Date", "日期"),
        "overlay": ("overlay", "协同"),
        "pair": ("{0}, {1}", "{0}，{1}"),
        "part": ("Part of it", "其中"),
        "partial": ("{0} ({1} only)", "{0}（仅 {1}）"),
        "participant": ("Participant", "人员"),
        "pay": ("Pay", "提成"),
        "period": ("Period", "期间"),
        "quota": ("Quota", "任务量"),
        "rate": ("Rate", "比例"),
        "reconciliation": ("Where the deals went", "订单去向"),
        "remarks": ("Remarks", "说明"),
        "remarks.count": (
            "{0} remarks on what kept components from paying: see remarks()",
            "有 {0} 条说明（未能计提的原因），见 remarks()",
        ),
        "remarks.one": (
            "1 remark on what kept a component from paying: see remarks()",
            "有 1 条说明（未能计提的原因），见 remarks()",
        ),
        "rounded": ("{0}: {1}, rounded {2}, makes {3}", "{0}：{1}，{2}，得 {3}"),
        "seller": ("Seller", "业务员"),
        "share": ("Share", "份额"),
        "slices": ("How the pay comes about", "计提过程"),
        "statement": ("{0}: {1}, {2}", "{0}：{1}，{2}"),
        "tier": ("Tier", "档位"),
        "title": ("{0}, version {1}", "{0}，第 {1} 版"),
        "total": ("Total", "合计"),
        "unnoticed.count": (
            "{0} deals do not count for other reasons than the plan's conditions ({1}): see not_counted()",
            "有 {0} 单因方案条件以外的原因未计入（{1}），见 not_counted()",
        ),
        "unnoticed.one": (
            "1 deal does not count for another reason than the plan's conditions ({1}): see not_counted()",
            "有 1 单因方案条件以外的原因未计入（{1}），见 not_counted()",
        ),
        "unnoticed.row": ("{0} deals do not count: {1}", "{0} 单未计入：{1}"),
        "unnoticed.row.one": ("1 deal does not count: {1}", "1 单未计入：{1}"),
        "unnoticed.way": ("{0}: {1}", "{0}：{1}"),
        "unknown": ("Without a figure", "无数字"),
        "value": ("Value", "金额"),
        "way": ("Where", "去向"),
        "whole": ("Whole deal", "全单"),
        "because": ("{0}: {1}", "{0}：{1}"),
        "why": ("Why", "原因"),
    }
)
"""What stands above columns and in front of figures, in English and Chinese."""


def heading(name: str, lang: str, *values: object) -> str:
    """A heading in a language, with the values that belong into it."""
    return HEADINGS[name][LANGUAGES.index(lang)].format(*values)


def said_rounding(rounding: Rounding, lang: str) -> str:
    """A rounding in words."""
    unit = heading("minor_unit", lang) if rounding.unit is None else rounding.unit
    return heading(f"mode.{rounding.mode}", lang, unit)

"""Templates for the sentences of a plan document, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["PLANS"]

PLANS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # The document.
        "plan.title": ("{name}, version {version}", "{name}（第 {version} 版）"),
        "section.general": ("The plan", "总则"),
        "section.crediting": ("How deals are credited", "业绩归属"),
        "section.component": ("{number}. {name}", "{number}. {name}"),
        "section.personal": ("For {participant} in place of it: {name}", "{participant} 的个人条款：{name}"),
        "section.together": ("What is worked out together", "须整体计算的事项"),
        # The plan.
        "general.id": ("The identifier of the plan is {id}.", "方案编号为 {id}。"),
        "general.always": ("It holds on all days.", "本方案不限适用日期。"),
        "general.during": ("It holds on the days {during}.", "适用日期为 {during}。"),
        "general.currency": (
            "Everything is counted and paid in {currency}.",
            "业绩和报酬均以 {currency} 计量。",
        ),
        "general.company": ("What is earned is owed by the company.", "应计报酬由公司支付。"),
        "general.payer": ("What is earned is owed by {payer}.", "应计报酬由 {payer} 支付。"),
        "general.people": (
            (
                "It holds for those whose assignment names it on the day of the deal; where no assignment "
                "names any plan, it holds for everybody."
            ),
            "本方案适用于交易当日任职记录中指定本方案的人员；所有任职记录均未指定方案的，适用于全体人员。",
        ),
        "calendar.months": (
            "The year begins on day {day} of {month}, and every month on day {day}.",
            "年度自 {month} {day} 日开始，每月自 {day} 日开始。",
        ),
        "calendar.weeks": (
            (
                "The year consists of whole weeks, and the months of a quarter have {pattern} weeks. It "
                "begins on {weekday} about the first day of {month}, since the year before ends {year_end}; "
                "a 53rd week belongs to month {long_month}."
            ),
            (
                "年度由整周组成，每季度三个月的周数为 {pattern}。年度自 {month} 1 "
                "日前后的{weekday}开始（上一年度{year_end}结束）；第 53 周归入第 {long_month} 个月。"
            ),
        ),
        "calendar.end.last": (
            "with the last whole week of the month before",
            "以上月的最后一个完整周",
        ),
        "calendar.end.nearest": (
            "with the week that ends nearest to the end of the month before",
            "以最接近上月月末的一周",
        ),
        "calendar.month.start": (
            "A month is named for the calendar month in which it begins.",
            "月份以其开始日所在的公历月命名。",
        ),
        "calendar.month.end": (
            "A month is named for the calendar month in which it ends.",
            "月份以其结束日所在的公历月命名。",
        ),
        "calendar.names": (
            (
                "A year is named for the calendar year of its {end} month; the year 2026 is called {label}. "
                "Weeks begin on {weekday}."
            ),
            "年度以其{end}个月所在的公历年命名，2026 年度记作 {label}。每周自{weekday}开始。",
        ),
        "calendar.first": ("first", "第一"),
        "calendar.last": ("last", "最后一"),
        "month.1": ("January", "1 月"),
        "month.2": ("February", "2 月"),
        "month.3": ("March", "3 月"),
        "month.4": ("April", "4 月"),
        "month.5": ("May", "5 月"),
        "month.6": ("June", "6 月"),
        "month.7": ("July", "7 月"),
        "month.8": ("August", "8 月"),
        "month.9": ("September", "9 月"),
        "month.10": ("October", "10 月"),
        "month.11": ("November", "11 月"),
        "month.12": ("December", "12 月"),
        # Crediting.
        "crediting.to": ("Every deal is credited to {to}.", "所有订单的业绩归属 {to}。"),
        "crediting.minor unit": (
            (
                "Split shares divide a deal by their weights, to the minor unit; what is left over goes to "
                "the largest remainders, and where these are equal to the share whose identifier comes "
                "first."
            ),
            (
                "一单有分成记录的，按权重分配至最小货币单位；尾差按最大余数分配，"
                "余数相同的归编号在前的分成记录。"
            ),
        ),
        "crediting.exact": (
            "Split shares divide a deal exactly by their weights; nothing is rounded before the pay.",
            "一单有分成记录的，按权重精确分配；计发前不作舍入。",
        ),
        "crediting.overlay": (
            "Overlay shares are credited beside the deal and take nothing off it.",
            "协同份额在订单之外另行计入，不占用该单业绩。",
        ),
        "crediting.registered": (
            (
                "A deal without split shares is credited to whoever registered it first, while the "
                "registration holds, and else to its owner."
            ),
            "没有分成记录的订单，归属有效期内最先报备的人员；没有有效报备的，归属订单负责人。",
        ),
        "crediting.owner": (
            "A deal without split shares is credited to its owner, whoever registered it.",
            "没有分成记录的订单归属订单负责人，不论由谁报备。",
        ),
        "crediting.handed_over": (
            (
                "When a customer is handed over, its deals are credited to the new owner, but of those that "
                "are neither split nor credited by a registration, the giver keeps:"
            ),
            "客户交接后，订单归属新负责人；其中既无分成也未按报备归属的，原负责人保留：",
        ),
        "crediting.kept": ("{share} in year {year} after the hand-over", "交接后第 {year} 年 {share}"),
        "crediting.kept.nothing": (
            "When a customer is handed over, the giver keeps nothing of its later deals.",
            "客户交接后，原负责人不再享有此后订单的业绩。",
        ),
        "crediting.excluded": (
            "Deals do not count for people who are not employed on their day.",
            "交易当日不在职的人员不计业绩。",
        ),
        "crediting.credited": (
            (
                "Deals also count for people who are not employed on their day, such as money that comes in "
                "after they have left."
            ),
            "交易当日不在职的人员也计业绩，如离职后到账的回款。",
        ),
        # What every component says.
        "component.commission": (
            "“{id}” is a commission, earned for every {per}.",
            "“{id}”为提成，按{per}计提。",
        ),
        "component.override": (
            "“{id}” is an override for managers, earned for every {per}.",
            "“{id}”为管理提成，按{per}计提。",
        ),
        "component.chain": (
            "“{id}” pays the seller and the managers above, level by level, for every {per}.",
            "“{id}”为逐级提成，发给业务员及其各级上级，按{per}计提。",
        ),
        "component.fixed": ("“{id}” is {kind}, earned for every {per}.", "“{id}”为{kind}，按{per}计提。"),
        "component.objectives": (
            "“{id}” is pay by weighted objectives, earned for every {per}.",
            "“{id}”为目标考核奖金，按{per}计提。",
        ),
        "component.expenses": (
            "“{id}” holds expenses against a lump sum, for every {per}.",
            "“{id}”为费用包干，按{per}结算。",
        ),
        "component.adjustment": (
            "“{id}” adjusts what other components pay together, for every {per}.",
            "“{id}”对其他项目的合计进行调整，按{per}计算。",
        ),
        "component.contest": ("“{id}” is a contest.", "“{id}”为竞赛奖励。"),
        "component.pool": ("“{id}” is a pool that is shared out.", "“{id}”为共享奖金池。"),
        "counts": ("What counts: {measure}.", "计入业绩的是：{measure}。"),
        "counts.own": ("What counts is worked out by {name}.", "计算方式见 {name}。"),
        "eligible.all": ("It is for everybody whom the plan holds for.", "适用于执行本方案的全体人员。"),
        "eligible.deal": (
            "It is for those whose post on the day of the deal meets this: {where}.",
            "适用于交易当日岗位符合以下条件的人员：{where}。",
        ),
        "eligible.period": (
            "It is for those whose post at the end of the {per} meets this: {where}.",
            "适用于{per}末岗位符合以下条件的人员：{where}。",
        ),
        "factors": (
            "These factors concern single deals; those that concern the same deal are multiplied:",
            "以下系数针对单笔订单，同一订单适用多个系数的相乘：",
        ),
        "keyed": ("The table is looked up by {key}.", "按{key}查表。"),
        "keyed.flat": ("The rate does not depend on {key}.", "比例不因{key}而变。"),
        "keyed.many": ("The table is looked up by these together:", "按以下各项共同查表："),
        "keyed.rules": ("The rule is looked up for every deal.", "逐单确定适用的规则。"),
        "keyed.axis": ("{axis}: {key}", "{axis}：{key}"),
        "keyed.deals": (
            (
                "Every deal is looked up and paid on its own, and the pay of the deals is added up; a deal "
                "below zero takes back what one of its size would earn."
            ),
            "逐单查表计提后合计；负数订单按同等金额订单应得的提成扣回。",
        ),
        "quota": (
            (
                "The quota for {measure} of a person and {per} is the one for exactly that {per}, or else "
                "the sum of those that lie within it. Without a quota above 0, attainment is undefined and "
                "tiers of attainment earn nothing."
            ),
            (
                "个人{per}的 {measure} 任务量取恰为该期间的任务量，没有的取期间内各任务量之和；没有大于 0 "
                "的任务量时，完成率无法确定，按完成率分档的部分不计提。"
            ),
        ),
        "within": ("What counts goes on building up over the {within}.", "业绩在{within}内累计。"),
        "within.position": (
            (
                "A period begins where the earlier ones ended, and is paid by the tiers that it runs "
                "through; where a tier sets the rate of the whole, it is paid at the rate that the total "
                "has reached."
            ),
            (
                "各期业绩接续此前累计业绩，按所经过的档位计提；由所达档位决定全额比例的，"
                "本期按累计达到的比例计提。"
            ),
        ),
        "within.less earned": (
            (
                "The total is worked out anew every period, and what the table paid for the earlier periods "
                "is taken off."
            ),
            "每期按累计业绩重新计算，并扣除此前各期已按表计提的数额。",
        ),
        "within.gross": (
            "The total is worked out anew every period, and nothing is taken off for the earlier periods.",
            "每期按累计业绩重新计算，不扣除此前各期已计提的数额。",
        ),
        "within.to date": (
            "It is held against the quotas of the periods up to then.",
            "完成率以截至当期的累计任务量为分母。",
        ),
        "within.whole": (
            "It is held against the whole quota of the {within}.",
            "完成率以{within}全期任务量为分母。",
        ),
        "ramp": (
            (
                "In the first months of service, the month of joining being the first, a month's part of "
                "the quota is replaced:"
            ),
            "入职初期（入职当月为第 1 个月）每月的任务量按以下标准：",
        ),
        "ramp.month": ("in month {month}: {step}", "第 {month} 个月：{step}"),
        "ramp.after": ("in later months: {step}", "其后各月：{step}"),
        "ramp.share": ("{share} of it", "月任务量的 {share}"),
        "ramp.size": ("{size} in place of it", "改为 {size}"),
        "quota.prorated": (
            "The quota counts for the share of the {days} of the period on which the person takes part.",
            "任务量按本期内参与天数的比例折算（{days}）。",
        ),
        "pays": ("It pays:", "计提标准："),
        "pays.one": ("It pays {pays}.", "计提标准：{pays}。"),
        "pays.own": ("It pays by {name}.", "计提标准见 {name}。"),
        "steps": ("What it pays is then changed in this order:", "再依次作以下调整："),
        "steps.sum": ("The sum is changed in this order:", "对该合计依次作以下调整："),
        "steps.none": ("Nothing is changed about it after that.", "此后不再调整。"),
        "step": ("({number}) {step}", "（{number}）{step}"),
        "rounds.period": (
            "The pay of every {per} is rounded {rounding}.",
            "每{per}的计提额{rounding}。",
        ),
        "rounds.deal": (
            "The pay of every deal is rounded {rounding}; so is their sum after the steps.",
            "每单的计提额{rounding}；调整后的合计也按此舍入。",
        ),
        "rounds.seller": (
            "The pay for every seller below is rounded {rounding}; so is their sum after the steps.",
            "每名下属业务员对应的计提额{rounding}；调整后的合计也按此舍入。",
        ),
        "rounds.share": (
            "The share of every level in a deal is rounded {rounding}.",
            "每单每级的计提额{rounding}。",
        ),
        "negative.zero": (
            "A total below zero earns nothing.",
            "合计为负的不计提。",
        ),
        "negative.mirror": (
            "A total below zero earns the opposite of what its size would earn.",
            "合计为负的，按同等数额的正数应得额计为负数。",
        ),
        "negative.deals.zero": (
            "Where the pay of the deals comes to less than zero, nothing is earned.",
            "各单提成合计为负的不计提。",
        ),
        "negative.deals.mirror": (
            "Where the pay of the deals comes to less than zero, the total is below zero as well.",
            "各单提成合计为负的，按负数计。",
        ),
        # Overrides, chains, fixed pay, objectives, expenses, adjustments.
        "override.level": (
            (
                "What counts is what the people {level} {level:level|levels} below are credited in "
                "{commission}, overlays included; every deal counts for the manager of its own day."
            ),
            "计入业绩的是向下第 {level} 级人员在 {commission} 中的业绩（含协同），每单归属交易当日的上级。",
        ),
        "override.all": (
            (
                "What counts is what all people below, at any level, are credited in {commission}, overlays "
                "included; every deal counts for the managers of its own day."
            ),
            "计入业绩的是名下所有各级人员在 {commission} 中的业绩（含协同），每单归属交易当日的各级上级。",
        ),
        "chain.rates": ("Of every deal, these shares are paid:", "每单按以下比例计提："),
        "chain.seller": ("the seller: {rate}", "业务员：{rate}"),
        "chain.manager": (
            "the manager {level} {level:level|levels} above: {rate}",
            "向上第 {level} 级上级：{rate}",
        ),
        "chain.subtracts": (
            "The rounded share of a level is taken off the deal before the next level's share.",
            "各级舍入后的计提额先从该单扣除，再计算上一级的份额。",
        ),
        "chain.whole": (
            "Every level is paid on the whole deal.",
            "各级均以整单为基数。",
        ),
        "chain.ends": (
            (
                "The chain ends where there is no manager, or several; a manager whom the plan does not "
                "hold for is passed over. A deal below zero is paid the opposite of what one of its size "
                "would be paid."
            ),
            (
                "没有上级或有多个上级时到此为止；不执行本方案的上级予以跳过。"
                "负数订单按同等金额订单的计提额计为负数。"
            ),
        ),
        "kind.salary": ("salary", "底薪"),
        "kind.performance pay": ("performance pay", "绩效工资"),
        "kind.allowance": ("an allowance", "津贴"),
        "kind.target pay": ("target pay", "目标奖金"),
        "kind.guarantee": ("a guarantee", "保障性报酬"),
        "standard": ("The standard is {pays} for every {per}.", "标准为每{per} {pays}。"),
        "standard.field": (
            (
                "The standard for every {per} is the personal figure in the field {path}; where it is "
                "missing, nothing is earned."
            ),
            "每{per}的标准取个人字段 {path} 所载数额；缺失的不计提。",
        ),
        "objectives": (
            (
                "It is paid by how far these objectives are reached, each by its weight; what is unknown "
                "counts as not reached:"
            ),
            "按以下各目标的完成情况和权重计发，完成情况未知的按未完成计：",
        ),
        "objective": (
            "{name} ({id}), weight {weight}, by {key}: the same share is paid",
            "{name}（{id}），权重 {weight}，依据{key}：按同一比例计发",
        ),
        "objective.table": (
            "{name} ({id}), weight {weight}, by {key}; the part that is paid: {table}",
            "{name}（{id}），权重 {weight}，依据{key}；计发比例：{table}",
        ),
        "allowed.amount": ("The lump sum is {allowed} for every {per}.", "费用额度为每{per} {allowed}。"),
        "allowed.share": (
            "The lump sum is {allowed} of what counts in the {per}.",
            "费用额度为{per}业绩的 {allowed}。",
        ),
        "expenses.all": ("All expenses are held against it.", "所有费用均计入。"),
        "expenses.where": ("These expenses are held against it: {where}.", "计入的费用须满足：{where}。"),
        "expenses.saved": (
            "Of what is left of it, {share} is paid out.",
            "结余部分按 {share} 发放。",
        ),
        "expenses.overspent": (
            "Of what is spent above it, {share} is taken off.",
            "超支部分按 {share} 扣减。",
        ),
        "adjusts.all": (
            (
                "It adjusts the sum of all components that stand before it, for the periods that end in the "
                "{per}; what the steps add or take off is earned or deducted here."
            ),
            (
                "调整对象为本项之前所有项目在{per}内结束的各期计提额之和；"
                "各步骤增加或减少的数额在本项计提或扣减。"
            ),
        ),
        "adjusts.some": (
            (
                "It adjusts the sum of {of}, for the periods that end in the {per}; what the steps add or "
                "take off is earned or deducted here."
            ),
            "调整对象为{of}在{per}内结束的各期计提额之和；各步骤增加或减少的数额在本项计提或扣减。",
        ),
        "named": ("{name} ({id})", "{name}（{id}）"),
        # What is worked out together.
        "together.everybody": (
            "These components cannot be worked out person by person, for they need everybody's figures:",
            "以下项目须依据全体人员的数据，无法按个人单独计算：",
        ),
        "together.nobody": (
            "Every component can be worked out person by person.",
            "各项目均可按个人单独计算。",
        ),
        "together.deals": (
            (
                "In these components the order of deals in a period matters, since who reaches a figure "
                "first comes first:"
            ),
            "以下项目与期间内交易的先后有关（先达到者名次在前）：",
        ),
        "together.no_deals": (
            "In no component does the order of deals within a period matter.",
            "各项目均与期间内交易的先后无关。",
        ),
        "together.periods": (
            "In these components a period depends on the periods before it:",
            "以下项目的当期结果取决于此前各期：",
        ),
    }
)
"""Templates by name, in English and Chinese."""

"""Templates for the parts of a plan: steps, measures, keys, factors, days; fragments that sentences hold."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["PARTS"]

PARTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "per.half": ("half-year", "半年"),
        "per.month": ("month", "月"),
        "per.quarter": ("quarter", "季度"),
        "per.week": ("week", "周"),
        "per.year": ("year", "年度"),
        # Steps.
        "cap.deal": ("at most {limit} for each deal", "每单最多 {limit}"),
        "cap.period": ("at most {limit} in a period", "每期最多 {limit}"),
        "cap.period.carries": (
            "at most {limit} in a period; what lies above is carried forward to the next one",
            "每期最多 {limit}，超出部分结转下期",
        ),
        "floor.deal": ("at least {limit} for each deal", "每单至少 {limit}"),
        "floor.period": ("at least {limit} in a period", "每期至少 {limit}"),
        "limit.share": ("{share} of what counts", "{share}（按计入的业绩）"),
        "gate": (
            "paid in full only if {where}; otherwise {otherwise} of it is paid",
            "满足以下条件方可全额计发：{where}；否则按 {otherwise} 计发",
        ),
        "gate.nothing": (
            "paid only if {where}; otherwise nothing is paid",
            "满足以下条件方可计发：{where}；否则不计发",
        ),
        "multiplier": ("times {times}", "乘以 {times}"),
        "multiplier.table": (
            "times a factor, which is looked up by {key}: {table}; where that is unknown, {missing}",
            "乘以系数，按{key}查表：{table}；无法查到时为 {missing}",
        ),
        "multipliers.additive": (
            "times one factor, 100% and what each of these adds or takes off, but not below 0%: {of}",
            "乘以一个合并系数，即 100% 加减下列各项的增减幅度，最低为 0%：{of}",
        ),
        "multipliers.multiplicative": (
            "times each of these factors, one after the other: {of}",
            "依次乘以下列各系数：{of}",
        ),
        "prorated": (
            "for the share of the {days} of the period on which the person took part",
            "按本期内参与天数的比例折算（{days}）",
        ),
        "threshold.attainment": (
            "paid in full only from an attainment of {at_least}; below it, {otherwise} of it is paid",
            "完成率达到 {at_least} 起全额计发，未达到时按 {otherwise} 计发",
        ),
        "threshold.attainment.nothing": (
            "paid only from an attainment of {at_least}; below it, nothing is paid",
            "完成率达到 {at_least} 起计发，未达到时不计发",
        ),
        "threshold.base": (
            "paid in full only if {at_least} or more counts; below it, {otherwise} of it is paid",
            "业绩达到 {at_least} 起全额计发，未达到时按 {otherwise} 计发",
        ),
        "threshold.base.nothing": (
            "paid only if {at_least} or more counts; below it, nothing is paid",
            "业绩达到 {at_least} 起计发，未达到时不计发",
        ),
        # Ways of counting days.
        "days.CalendarDays": ("calendar days", "按日历天数"),
        "days.Thirty360": ("days, every month having 30", "每月按 30 天计"),
        "days.WorkingDays": ("working days ({calendar})", "按工作日，{calendar}"),
        "days.own": ("days, counted by {name}", "按 {name} 计算天数"),
        "week.free": ("free days of the week: {days}", "每周休息日为{days}"),
        "week.holidays": ("holidays: {days}", "节假日为 {days}"),
        "week.none": ("none", "无"),
        "week.worked": ("worked in exchange: {days}", "调休上班日为 {days}"),
        "weekday.0": ("Monday", "星期一"),
        "weekday.1": ("Tuesday", "星期二"),
        "weekday.2": ("Wednesday", "星期三"),
        "weekday.3": ("Thursday", "星期四"),
        "weekday.4": ("Friday", "星期五"),
        "weekday.5": ("Saturday", "星期六"),
        "weekday.6": ("Sunday", "星期日"),
        # Events and measures.
        "event.delivery": ("deliveries", "发货"),
        "event.invoice": ("invoices, less credit notes", "开票（扣除红字发票）"),
        "event.order": ("orders", "订单"),
        "event.payment": ("payments, once matched to invoices", "回款（核销到发票后）"),
        "event.won": ("won deals", "赢单"),
        "event.stages": ("deals in stages ({stages})", "分阶段的订单（{stages}）"),
        "stage.delivery": ("{share} on delivery", "发货时 {share}"),
        "stage.invoice": ("{share} on invoice, less credit notes", "开票时 {share}（扣除红字发票）"),
        "stage.order": ("{share} on order", "下单时 {share}"),
        "stage.payment": ("{share} on payment, once matched to an invoice", "回款并核销时 {share}"),
        "stage.won": ("{share} when won", "赢单时 {share}"),
        "measure.collected": (
            "the money received from customers, tax included, once it is there and matched to an invoice",
            "已到账并核销到发票的含税回款",
        ),
        "measure.collected.net": (
            (
                "the money received from customers, without the tax in it, once it is there and matched to "
                "an invoice"
            ),
            "已到账并核销到发票的不含税回款",
        ),
        "measure.column": (
            "the amount in the field {path} of {event}",
            "{event}的 {path} 字段所载金额",
        ),
        "measure.column.things": (
            "the number in the field {path} of {event}",
            "{event}的 {path} 字段所载数量",
        ),
        "measure.count": (
            "the number of {event}, each document counting once",
            "{event}的单数（每张单据计一次）",
        ),
        "measure.margin": ("the value before tax of {event}, less cost", "{event}的不含税金额减成本"),
        "measure.own": ("the figure of {event} by {name}", "{event}按 {name} 计算的数值"),
        "measure.recurring": (
            (
                "the value before tax of {event} for {months} {months:month|months}, by the months in the "
                "field {term}"
            ),
            "{event}的不含税金额按 {term} 字段的月数折合 {months} 个月",
        ),
        "measure.revenue": ("the value before tax of {event}", "{event}的不含税金额"),
        "measure.revenue.gross": ("the value with tax of {event}", "{event}的含税金额"),
        "measure.units": ("the number of pieces in {event}", "{event}的件数"),
        "measure.where": ("{measure}, only where {where}", "{measure}（仅限：{where}）"),
        # Keys.
        "key.age": ("the whole {unit} since {since} on the day of the deal", "交易当日距 {since} 的{unit}"),
        "key.amount": ("what counts in the {per}", "{per}业绩"),
        "key.attainment": (
            "attainment, which is what counts in the {per} over the quota for {measure}",
            "{per}完成率（业绩除以 {measure} 任务量）",
        ),
        "key.days_from_invoice": (
            "the days from the invoice to the payment",
            "开票至回款的天数",
        ),
        "key.days_overdue": (
            "the days from the due date to the payment, below 0 where it comes early",
            "到期日至回款日的天数（提前为负）",
        ),
        "key.deal_amount": ("what is credited of each deal", "每单计入的业绩"),
        "key.deal_field": ("the field {path} of each deal, read as {kind}", "每单的 {path} 字段（{kind}）"),
        "key.margin_percent": (
            "the margin of each deal as a share of its amount",
            "每单毛利占金额的比例",
        ),
        "key.rank": (
            (
                "the place among all who are credited in the {per}, 1 for the largest figure; equal figures "
                "share the better place"
            ),
            "{per}业绩在全体人员中的名次（最高者为 1，业绩相同者同取较前名次）",
        ),
        "key.ratio": ("the ratio over the {per} of {of} to {to}", "{per}内{of}与{to}之比"),
        "key.score": (
            "the score for {measure} of the {per}, read as {kind}",
            "{per} {measure} 得分（{kind}）",
        ),
        "key.standing": ("{path} of the {per}, read as {kind}", "{per} {path}（{kind}）"),
        "key.tenure": (
            "the whole months of service at the end of the {per}",
            "{per}末的入职整月数",
        ),
        "key.total": ("the total over the {per} of {of}", "{per}合计的{of}"),
        "kind.money": ("an amount", "金额"),
        "kind.number": ("a number", "数值"),
        "kind.share": ("a share", "比例"),
        "kind.text": ("a text", "文字"),
        "unit.day": ("days", "整天数"),
        "unit.month": ("months", "整月数"),
        "unit.year": ("years", "整年数"),
        # Factors on deals.
        "factor.base": ("{times} of the deal counts", "按 {times} 计入业绩"),
        "factor.base.table": (
            "the deal counts times a factor by {key}: {table}",
            "按{key}查得的系数计入业绩：{table}",
        ),
        "factor.rate": (
            "the whole deal counts, and is paid at {times} of its rate",
            "业绩全额计入，提成按 {times} 计发",
        ),
        "factor.rate.table": (
            "the whole deal counts, and is paid at a part of its rate by {key}: {table}",
            "业绩全额计入，提成按{key}查得的系数计发：{table}",
        ),
        "factor.titled": ("{title}: {factor}", "{title}：{factor}"),
        "factor.where": ("where {where}, {factor}", "{where}的：{factor}"),
        "table.between": ("between these points in a straight line", "各点之间按直线插值"),
        "table.place": ("{where}: {times}", "{where}：{times}"),
        "table.point": ("at {at}: {times}", "{at} 时：{times}"),
    }
)
"""Templates by name, in English and Chinese."""

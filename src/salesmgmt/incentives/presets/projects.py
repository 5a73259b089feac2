"""A preset for 项目型销售: gross margin as the project is paid, less what comes in late."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.incentives.components import Commission
from salesmgmt.incentives.factors import Factor
from salesmgmt.incentives.keys import DaysOverdue, DealField
from salesmgmt.incentives.measures import Margin
from salesmgmt.incentives.plans import Plan
from salesmgmt.incentives.presets.parts import StandardLike, amount, salary_of
from salesmgmt.incentives.schedules import Whole
from salesmgmt.incentives.terms import Component
from salesmgmt.money import RateLike

__all__ = ["OVERDUE", "project_sales"]

OVERDUE: Mapping[int | None, RateLike] = MappingProxyType(
    {None: "100%", 30: "80%", 60: "60%", 90: "50%", 120: "20%", 180: "0%"}
)
"""The part that counts of what is collected more than so many days after it was due (账龄扣减)."""

_SIZES: Mapping[str, RateLike] = MappingProxyType(
    {"0": "10%", "500,000": "7%", "1,500,000": "5%", "3,000,000": "3%", "8,000,000": "2%"}
)


def project_sales(
    identifier: str = "项目型销售",
    *,
    currency: str = "CNY",
    title: str = "项目型销售",
    salary: StandardLike | None = "6,000",
    sizes: Mapping[str, RateLike] = _SIZES,
    overdue: Mapping[int | None, RateLike] = OVERDUE,
    where: Criterion = ALWAYS,
) -> Plan:
    """项目型销售: a part of the gross margin (毛利) of each instalment; the later it comes, the less counts.

    The rate goes by the size of the order behind the invoice: the larger the project, the smaller the part.
    Lines of invoices need their cost, invoices their order and due date; a receipt without one of them is
    listed as not counted, with the reason.

    Args:
        identifier: Identifier of the plan, which assignments name.
        currency: Currency of the plan.
        title: What people call it.
        salary: Monthly salary (底薪); none where left out. The default is an illustration.
        sizes: Rates of the margin by the amount of the order before tax; a size on a bound belongs below it.
        overdue: The part that counts by the days after which the money came: more than 30, more than 60, …;
            None for what came earlier.
        where: Which receipts count.

    Examples:
        >>> plan = project_sales()
        >>> print(plan.pay("margin", "CNY 100,000", at="CNY 1,500,000").amount)
        CNY 7,000.00
    """
    rates = {amount(start, currency): rate for start, rate in sizes.items()}
    margin = Commission(
        "margin",
        title="毛利提成",
        of=Margin(where, "payment"),
        by=DealField("billed_order.amount", kind="money"),
        pays=Whole(rates, boundary="lower"),
        factors=Factor(Whole(overdue, boundary="lower"), by=DaysOverdue(), title="逾期扣减"),
    )
    parts: tuple[Component, ...] = (*salary_of(salary, currency, title="底薪"), margin)
    return Plan(identifier, title=title, currency=currency, components=parts)

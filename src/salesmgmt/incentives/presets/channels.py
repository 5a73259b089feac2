"""Presets for those who sell through partners: channel managers, and 渠道经理."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.criteria import ALWAYS, Criterion, field
from salesmgmt.incentives.components import Commission
from salesmgmt.incentives.crediting import Crediting
from salesmgmt.incentives.keys import Amount, Attainment
from salesmgmt.incentives.measures import Collected, Count, Revenue
from salesmgmt.incentives.plans import Plan
from salesmgmt.incentives.presets.parts import (
    ACCELERATORS,
    AmountLike,
    StandardLike,
    amount,
    for_each,
    salary_of,
)
from salesmgmt.incentives.schedules import Flat, Marginal, RatesLike, TiersLike, accelerated
from salesmgmt.incentives.terms import Component
from salesmgmt.money import RateLike

__all__ = ["channel_manager", "channel_manager_cn"]

SOURCED = field("source").equals("partner").or_if_missing(met=False)
"""Deals that partners brought."""

INFLUENCED = field("source").equals("partner influenced").or_if_missing(met=False)
"""Deals that partners helped with."""

_TIERS: Mapping[str, RateLike] = MappingProxyType({"0%": "0.5%", "100%": "1%"})


def channel_manager(
    identifier: str = "channel-manager",
    *,
    currency: str = "USD",
    title: str = "Channel manager",
    rate: RateLike = "7%",
    accelerators: RatesLike = ACCELERATORS,
    influenced_rate: RateLike = "3%",
    registration: AmountLike | None = "200",
    sourced: Criterion = SOURCED,
    influenced: Criterion = INFLUENCED,
    per: str = "quarter",
    salary: StandardLike | None = None,
) -> Plan:
    """Sales with partners: what they bring is paid above the quota too, what they help with only up to it.

    A deal without shares goes to whoever registered its customer, while the registration holds. Quotas name
    the measures `sourced` and `influenced`; without one, a part earns nothing and the statement says so.

    Args:
        identifier: Identifier of the plan, which assignments name.
        currency: Currency of the plan.
        title: What people call it.
        rate: Part of the revenue that partners brought; 7 to 3 beside the other is the usual weight, the
            rates themselves are illustrations.
        accelerators: Where each accelerator begins, and its factor of the rate.
        influenced_rate: Part of the revenue that partners helped with, up to its quota.
        registration: Amount for each deal that a partner brought and that was won; none where left out. The
            default is an illustration.
        sourced: Which deals partners brought; by default those whose column `source` is `partner`.
        influenced: Which ones they helped with; by default those whose `source` is `partner influenced`.
        per: Period of the quotas.
        salary: Monthly salary; none where left out.

    Examples:
        >>> plan = channel_manager()
        >>> print(plan.pay("influenced", "USD 80,000", quota="USD 50,000").amount)
        USD 1,500.00
    """
    parts: list[Component] = [
        *salary_of(salary, currency),
        Commission(
            "sourced",
            title="Partner sourced",
            of=Revenue(sourced),
            by=Attainment(per=per, measure="sourced"),
            pays=accelerated(rate, accelerators),
        ),
        Commission(
            "influenced",
            title="Partner influenced",
            of=Revenue(influenced),
            by=Attainment(per=per, measure="influenced"),
            pays=Marginal({"0%": influenced_rate, "100%": "0%"}),
        ),
    ]
    if registration is not None:
        each = Flat(amount(registration, currency))
        of, by = Count(sourced), Amount(per)
        parts.append(Commission("registrations", title="Registrations won", of=of, by=by, pays=each))
    crediting = Crediting(registrations=True)
    return Plan(identifier, title=title, currency=currency, components=parts, crediting=crediting)


def channel_manager_cn(
    identifier: str = "渠道经理",
    *,
    currency: str = "CNY",
    title: str = "渠道经理",
    salary: StandardLike | None = "5,000",
    tiers: TiersLike = _TIERS,
    new_dealer: AmountLike = "1,000",
    where: Criterion = ALWAYS,
    registrations: bool = True,
) -> Plan:
    """渠道经理: salary, commission on what dealers pay (回款提成), an amount for each new dealer.

    The quota names the measure `collected` and is monthly. New dealers come as a monthly score of the measure
    `new dealers`. All figures are illustrations.

    Args:
        identifier: Identifier of the plan, which assignments name.
        currency: Currency of the plan.
        title: What people call it.
        salary: Monthly salary (底薪); none where left out.
        tiers: Rates by the share of the quota (完成率), each for its own slice (超额累进).
        new_dealer: Amount for each new dealer (新开经销商奖励).
        where: Which receipts count.
        registrations: Whether a deal without shares goes to whoever registered its customer (报备).

    Examples:
        >>> plan = channel_manager_cn()
        >>> print(plan.pay("collected", "CNY 500,000", quota="CNY 400,000").amount)
        CNY 3,000.00
    """
    parts: tuple[Component, ...] = (
        *salary_of(salary, currency, title="底薪"),
        Commission(
            "collected",
            title="回款提成",
            of=Collected(where),
            by=Attainment(per="month", measure="collected"),
            pays=Marginal(tiers),
        ),
        for_each("new-dealers", "new dealers", new_dealer, currency, title="新开经销商奖励"),
    )
    crediting = Crediting(registrations=registrations)
    return Plan(identifier, title=title, currency=currency, components=parts, crediting=crediting)

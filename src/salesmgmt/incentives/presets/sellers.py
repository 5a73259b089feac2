"""Presets for those who sell: new business, appointments for others, customers kept and grown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.criteria import ALWAYS, Criterion, field
from salesmgmt.incentives.components import Commission, Fixed, FixedKind
from salesmgmt.incentives.keys import Attainment, ScoreOf
from salesmgmt.incentives.measures import Revenue
from salesmgmt.incentives.modifiers import Multiplier
from salesmgmt.incentives.plans import Plan
from salesmgmt.incentives.presets.parts import (
    ACCELERATORS,
    AmountLike,
    StandardLike,
    for_each,
    salary_of,
    standard,
)
from salesmgmt.incentives.ramps import Ramp
from salesmgmt.incentives.schedules import RatesLike, ScheduleLike, TiersLike, Whole, accelerated
from salesmgmt.incentives.terms import Component
from salesmgmt.money import RateLike

__all__ = ["account_executive", "account_manager", "business_developer"]

PAYOUT: Mapping[str, RateLike] = MappingProxyType({"0%": "0%", "90%": "50%", "100%": "100%", "115%": "150%"})
"""The part of a retention bonus by the share of revenue that stayed."""

EXPANSION = field("kind").equals("expansion").or_if_missing(met=False)
"""Deals that add to what a customer has."""

RENEWAL = field("kind").equals("renewal").or_if_missing(met=False)
"""Deals that prolong what a customer has."""


def account_executive(
    identifier: str = "account-executive",
    *,
    currency: str = "USD",
    title: str = "Account executive",
    rate: RateLike = "10%",
    accelerators: RatesLike = ACCELERATORS,
    per: str = "quarter",
    where: Criterion = ALWAYS,
    ramp: Ramp | None = None,
    salary: StandardLike | None = None,
) -> Plan:
    """New business: one rate up to the quota, a faster one above it.

    The rate is what follows from half of the target pay being variable and a quota of five times the target
    pay. Whoever has no quota for the measure `revenue` earns nothing; the statement says so.

    Args:
        identifier: Identifier of the plan, which assignments name.
        currency: Currency of the plan.
        title: What people call it.
        rate: Part of the revenue up to the first accelerator.
        accelerators: Where each accelerator begins, and its factor of the rate.
        per: Period of the quota.
        where: Which deals count.
        ramp: Reduced quotas for the first months of service.
        salary: Monthly salary; none where left out.

    Examples:
        >>> plan = account_executive()
        >>> print(plan.pay("commission", "USD 120,000", quota="USD 100,000").amount)
        USD 13,000.00
    """
    commission = Commission(
        "commission",
        title="Commission",
        of=Revenue(where),
        by=Attainment(per=per, ramp=ramp),
        pays=accelerated(rate, accelerators),
    )
    return Plan(
        identifier, title=title, currency=currency, components=(*salary_of(salary, currency), commission)
    )


def business_developer(
    identifier: str = "business-developer",
    *,
    currency: str = "USD",
    title: str = "Business developer",
    opportunity: AmountLike = "100",
    meeting: AmountLike | None = "25",
    rate: RateLike = "3%",
    where: Criterion = ALWAYS,
    salary: StandardLike | None = None,
) -> Plan:
    """Appointments and opportunities for others: an amount for each, and a share of what is won in the end.

    How many were accepted comes as scores of the measures `qualified opportunities` and `meetings`, one for
    each month. A deal that began with somebody is shared to them by an overlay `DealShare`, beside its owner.

    Args:
        identifier: Identifier of the plan, which assignments name.
        currency: Currency of the plan.
        title: What people call it.
        opportunity: Amount for each qualified opportunity.
        meeting: Amount for each meeting that took place; none where left out.
        rate: Share of the deals won.
        where: Which deals count.
        salary: Monthly salary; none where left out.

    Examples:
        >>> business_developer(currency="EUR", meeting=None).component("opportunities").pays
        Money.of('EUR 100.00')
    """
    counts = [
        for_each(name, measure, value, currency, title=shown)
        for name, measure, value, shown in (
            ("opportunities", "qualified opportunities", opportunity, "Qualified opportunities"),
            ("meetings", "meetings", meeting, "Meetings"),
        )
        if value is not None
    ]
    won = Commission("won", title="Won in the end", of=Revenue(where), pays=rate)
    return Plan(
        identifier, title=title, currency=currency, components=(*salary_of(salary, currency), *counts, won)
    )


def account_manager(
    identifier: str = "account-manager",
    *,
    currency: str = "USD",
    title: str = "Account manager",
    retention: StandardLike = "7,500",
    payout: TiersLike = PAYOUT,
    rate: ScheduleLike = "10%",
    expansion: Criterion = EXPANSION,
    renewal_rate: RateLike | None = None,
    renewal: Criterion = RENEWAL,
    per: str = "quarter",
    salary: StandardLike | None = None,
) -> Plan:
    """Customers kept and grown: a bonus by the revenue that stayed, and a rate on what was added.

    The revenue kept, as a share of what was there before, comes as a score of the measure `retention`.

    Args:
        identifier: Identifier of the plan, which assignments name.
        currency: Currency of the plan.
        title: What people call it.
        retention: Bonus of a period for keeping everything; the default is an illustration.
        payout: The part of that bonus by what was kept: the step reached holds.
        rate: Part of the expansion revenue, or any schedule for it.
        expansion: Which deals are expansions; by default those whose column `kind` says so.
        renewal_rate: Part of the renewed revenue; no such component where left out.
        renewal: Which deals are renewals; by default those whose column `kind` says so.
        per: Period of the bonus.
        salary: Monthly salary; none where left out.

    Examples:
        >>> [one.id for one in account_manager(renewal_rate="2%").components]
        ['retention', 'renewals', 'expansion']
    """
    kept = Fixed(
        "retention",
        title="Retention bonus",
        pays=standard(retention, currency),
        per=per,
        kind=FixedKind.TARGET,
        modifiers=Multiplier(Whole(payout), ScoreOf("retention", per=per), missing="0%"),
    )
    parts: list[Component] = [*salary_of(salary, currency), kept]
    if renewal_rate is not None:
        parts.append(Commission("renewals", title="Renewals", of=Revenue(renewal), pays=renewal_rate))
    parts.append(Commission("expansion", title="Expansion", of=Revenue(expansion), pays=rate))
    return Plan(identifier, title=title, currency=currency, components=parts)

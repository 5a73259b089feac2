"""A slow, obvious evaluator of plans, deal by deal in exact fractions.

It shares with the package the classes of plans and records, `Money` and the periods of a calendar, nothing of
the way figures are made: conditions are plain functions, shares are sorted and handed out one unit at a time,
tiers are searched, every figure is a `Fraction`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import floor
from types import MappingProxyType
from typing import NamedTuple

from salesmgmt.incentives import (
    Attainment,
    Boundary,
    Commission,
    Component,
    DealAmount,
    Flat,
    Margin,
    Marginal,
    Negative,
    Override,
    Plan,
    Schedule,
    ShareUnit,
    Whole,
)
from salesmgmt.money import Money, Rounding, RoundingMode
from salesmgmt.records import Assignment, DealShare, Facts, Invoice, Opportunity, Order, Quota

Predicate = Callable[["Sale", Mapping[str, str | None]], bool]


class Sale(NamedTuple):
    """What a deal comes to, whatever record it is."""

    event: str
    id: str
    on: date
    owner: str | None
    customer: str | None
    product: str | None
    currency: str | None
    amount: int | None
    cost: int | None
    deals: tuple[str, ...]


def _series(product: str | None, series: Mapping[str, str | None]) -> str | None:
    return None if product is None else series[product]


#: The conditions of `salesmgmt.testing.incentives.CONDITIONS`, in their order, in plain Python.
PREDICATES: tuple[Predicate, ...] = (
    lambda sale, series: True,
    lambda sale, series: _series(sale.product, series) in ("GTX", "MG"),
    lambda sale, series: sale.customer is None or sale.customer.startswith("K"),
    lambda sale, series: sale.product is not None and sale.product != "P-3",
    lambda sale, series: sale.owner in ("ann", "bob"),
)


class Figure(NamedTuple):
    """What the reference finds for a participant, component and period."""

    base: Fraction
    exact: Fraction
    amount: int


def sales(facts: Facts) -> Iterator[Sale]:
    """Every won opportunity and every line of an order or invoice."""
    orders: dict[str, Order] = {}
    for record in facts.records:
        if isinstance(record, Order):
            orders[record.id] = record
    for record in facts.records:
        if isinstance(record, Opportunity):
            if record.outcome == "won" and record.closed is not None:
                code = None if record.currency is None else record.currency.code
                yield Sale(
                    "won", record.id, record.closed, record.owner, record.customer, record.product, code,
                    record.amount_minor, record.cost_minor, (record.id,),
                )  # fmt: skip
        elif isinstance(record, Order):
            origin = () if record.opportunity is None else (record.opportunity,)
            for line in record.lines:
                yield Sale(
                    "order", record.id, record.on, record.owner, record.customer, line.product,
                    line.currency.code, line.amount_minor, line.cost_minor, (record.id, *origin),
                )  # fmt: skip
        elif isinstance(record, Invoice):
            order = orders.get(record.order or "")
            owner = record.owner if record.owner is not None or order is None else order.owner
            keys: tuple[str, ...] = ()
            if order is not None:
                keys = (order.id,) if order.opportunity is None else (order.id, order.opportunity)
            for line in record.lines:
                yield Sale(
                    "invoice", record.id, record.on, owner, record.customer, line.product,
                    line.currency.code, line.amount_minor, line.cost_minor, keys,
                )  # fmt: skip


def shared(value: int, weights: list[int]) -> list[Fraction]:
    """Largest remainder, one unit after the other, ties to the first."""
    whole = sum(weights)
    sign = -1 if value < 0 else 1
    exact = [Fraction(abs(value) * weight, whole) for weight in weights]
    parts = [floor(share) for share in exact]
    while sum(parts) < abs(value):
        rests = [share - part for share, part in zip(exact, parts, strict=True)]
        parts[rests.index(max(rests))] += 1
    return [Fraction(sign * part) for part in parts]


def half_up(value: Fraction) -> int:
    """To the nearest whole number, halves away from zero."""
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


def rounded(value: Fraction, rounding: Rounding, digits: int) -> int:
    """By the definitions of the four modes."""
    step = Fraction(1) if rounding.unit is None else Fraction(str(rounding.unit)) * 10**digits
    units = abs(value) / step
    below = floor(units)
    rest = units - below
    up = {
        RoundingMode.HALF_UP: rest >= Fraction(1, 2),
        RoundingMode.HALF_EVEN: rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1),
        RoundingMode.UP: rest > 0,
        RoundingMode.DOWN: False,
    }[rounding.mode]
    result = (below + up) * step * (-1 if value < 0 else 1)
    assert result.denominator == 1
    return result.numerator


def parts_of(plan: Plan, facts: Facts, sale: Sale, value: int) -> list[tuple[str, Fraction]]:
    """Whom a figure belongs to, and how much of it."""
    shares: list[DealShare] = []
    for key in sale.deals:
        shares = [one for one in facts.records if isinstance(one, DealShare) and one.deal == key]
        if shares:
            break
    shares = sorted((one for one in shares if one.on is None or one.on <= sale.on), key=lambda one: one.id)
    splits = [one for one in shares if one.kind == "split"]
    exact = plan.crediting.shares is ShareUnit.EXACT
    found: list[tuple[str, Fraction]] = []
    if splits:
        weights = [one.weight for one in splits]
        if exact:
            values = [Fraction(value) * weight / sum(weights) for weight in weights]
        else:
            values = shared(value, weights)
        found += [(one.participant, part) for one, part in zip(splits, values, strict=True)]
    elif sale.owner is not None:
        found.append((sale.owner, Fraction(value)))
    for one in shares:
        if one.kind == "overlay":
            part = Fraction(value) * one.weight / one.of
            found.append((one.participant, part if exact else Fraction(half_up(part))))
    return found


def takes_part(plan: Plan, facts: Facts, person: str, day: date) -> bool:
    """Whether somebody is on the plan that day."""
    posts = [one for one in facts.records if isinstance(one, Assignment)]
    if all(post.plan is None for post in posts):
        return True
    return any(post.participant == person and post.plan == plan.id and day in post.during for post in posts)


def above(facts: Facts, person: str, day: date, level: int) -> str | None:
    """The one manager so many levels up, if there is exactly one at each."""
    seen = [person]
    for _ in range(level):
        managers = {
            post.manager
            for post in facts.records
            if isinstance(post, Assignment) and post.participant == seen[-1] and day in post.during
        } - {None}
        if len(managers) != 1:
            return None
        manager = managers.pop()
        if manager is None or manager in seen:
            return None
        seen.append(manager)
    return seen[-1]


def quota_of(
    plan: Plan, facts: Facts, key: Attainment, person: str, start: date, end: date
) -> Fraction | None:
    """The quota for exactly these days, or the sum of those inside that do not overlap."""
    inside = [
        one
        for one in facts.records
        if isinstance(one, Quota)
        and (one.holder, one.measure) == (person, key.measure)
        and one.during.start is not None
        and one.during.end is not None
        and start <= one.during.start
        and one.during.end <= end
    ]
    chosen = [one for one in inside if (one.during.start, one.during.end) == (start, end)] or inside
    days = [day for one in chosen for day in one.during.each_day()]
    if not chosen or len(days) != len(set(days)):
        return None
    if any(one.currency != plan.currency for one in chosen):
        return None
    return Fraction(sum(one.amount_minor or 0 for one in chosen))


def schedule_pay(schedule: Schedule, base: Fraction, quota: Fraction | None) -> Fraction:
    """What a schedule pays for a base of 0 or more."""
    if isinstance(schedule, Flat):
        return base * schedule.rate.value
    assert isinstance(schedule, Marginal | Whole)
    edges = []
    for tier in schedule.tiers:
        if isinstance(tier.start, Money):
            edges.append(Fraction(tier.start.minor))
        else:
            assert quota is not None
            edges.append(tier.start.value * quota)
    rates = [tier.rate.value for tier in schedule.tiers]
    if isinstance(schedule, Whole):
        if schedule.boundary is Boundary.UPPER:
            reached = [rate for edge, rate in zip(edges, rates, strict=True) if edge <= base]
        else:
            reached = [rate for edge, rate in zip(edges, rates, strict=True) if edge < base]
        return base * reached[-1] if reached else Fraction(0)
    pay = Fraction(0)
    for place, (edge, rate) in enumerate(zip(edges, rates, strict=True)):
        top = edges[place + 1] if place + 1 < len(edges) else base
        if base > edge:
            pay += (min(base, top) - edge) * rate
    return pay


def component_pay(
    component: Component, by_deal: bool, deals: Mapping[str, Fraction], quota: Fraction | None
) -> Fraction:
    """What a component pays for the deals of a period, exact."""
    schedule = component.pays
    if schedule.needs_quota and not quota:
        return Fraction(0)
    mirror = component.negative is Negative.MIRROR
    if by_deal:
        pay = Fraction(0)
        for value in deals.values():
            part = schedule_pay(schedule, abs(value), None)
            pay += part if value >= 0 else -part
        return pay if pay >= 0 or mirror else Fraction(0)
    base = sum(deals.values(), Fraction(0))
    if base >= 0:
        return schedule_pay(schedule, base, quota)
    return -schedule_pay(schedule, -base, quota) if mirror else Fraction(0)


def evaluate(
    plan: Plan, facts: Facts, start: date, end: date, predicates: Mapping[str, Predicate]
) -> Mapping[tuple[str, str, date], Figure]:
    """Figures by participant, component and first day of the period.

    Args:
        plan: The plan.
        facts: The records; nothing of the batch is used but its records.
        start: First day that counts.
        end: The day after the last one.
        predicates: The condition of each commission, by its identifier, as a function.
    """
    series = {one.id: one.series for one in facts.products}
    credited: dict[tuple[str, str, date], dict[str, Fraction]] = {}

    def add(component: Component, per: str, person: str, sale: Sale, value: Fraction) -> None:
        period = plan.calendar.period_at(sale.on, per).start
        deals = credited.setdefault((person, component.id, period), {})
        deals[sale.id] = deals.get(sale.id, Fraction(0)) + value

    def credit(commission: Commission, sale: Sale) -> None:
        if sale.amount is None or sale.currency != plan.currency.code:
            return
        if not predicates[commission.id](sale, series):
            return
        value = sale.amount
        if isinstance(commission.of, Margin):
            if sale.cost is None:
                return
            value -= sale.cost
        for person, part in parts_of(plan, facts, sale, value):
            if takes_part(plan, facts, person, sale.on):
                add(commission, commission.by.per, person, sale, part)
                for one in plan.components:
                    if isinstance(one, Override) and one.of == commission.id:
                        manager = above(facts, person, sale.on, one.level)
                        if manager is not None and takes_part(plan, facts, manager, sale.on):
                            per = commission.by.per if one.by is None else one.by.per
                            add(one, per, manager, sale, part)

    for sale in sales(facts):
        if start <= sale.on < end and sale.on in plan.during:
            for commission in plan.components:
                if isinstance(commission, Commission) and commission.of.event == sale.event:
                    credit(commission, sale)
    found: dict[tuple[str, str, date], Figure] = {}
    for (person, name, first), deals in credited.items():
        component = next(one for one in plan.components if one.id == name)
        key = component.by
        if key is None and isinstance(component, Override):
            per = next(one.by.per for one in plan.components if one.id == component.of and one.by)
        else:
            assert key is not None
            per = key.per
        last = plan.calendar.period_at(first, per).end
        quota = quota_of(plan, facts, key, person, first, last) if isinstance(key, Attainment) else None
        exact = component_pay(component, isinstance(key, DealAmount), deals, quota)
        amount = rounded(exact, component.rounding, plan.currency.digits)
        found[person, name, first] = Figure(sum(deals.values(), Fraction(0)), exact, amount)
    return MappingProxyType(found)

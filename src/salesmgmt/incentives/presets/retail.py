"""A preset for a shop: everybody's own sales by the month, pieces of the week, a pool for the floor."""

from __future__ import annotations

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.incentives.awards import Basis, Equally, Pool, ShareOf
from salesmgmt.incentives.components import Commission
from salesmgmt.incentives.deals import Event, Stages
from salesmgmt.incentives.keys import Amount, ScoreOf
from salesmgmt.incentives.measures import Revenue, Units
from salesmgmt.incentives.modifiers import Multiplier
from salesmgmt.incentives.plans import Plan
from salesmgmt.incentives.presets.parts import AmountLike, StandardLike, amount, salary_of
from salesmgmt.incentives.schedules import Flat, ScheduleLike, TiersLike, Whole
from salesmgmt.incentives.terms import Component
from salesmgmt.money import Rate

__all__ = ["retail_floor"]

EQUALLY = Equally()
"""The same for everybody."""


def retail_floor(
    identifier: str = "retail-floor",
    *,
    currency: str = "USD",
    title: str = "Retail floor",
    rate: ScheduleLike = "2%",
    unit: AmountLike = "5",
    promoted: Criterion | None = None,
    store: TiersLike | None = None,
    pool: Rate | str | None = None,
    by: Basis = EQUALLY,
    where: Criterion = ALWAYS,
    event: Event | Stages | str = "order",
    salary: StandardLike | None = None,
) -> Plan:
    """A shop floor: a rate on what each person sells in a month, and so much for each promoted piece.

    Till receipts are orders with lines, owned by whoever served. The pieces of a week are paid week by week,
    those of a day add up in it. A part of every commission can go into a pool for the whole floor.

    Args:
        identifier: Identifier of the plan, which assignments name.
        currency: Currency of the plan.
        title: What people call it.
        rate: Part of the sales before tax, or any schedule for the amount of a month; the usual range is 0.5
            to 5 %.
        unit: Amount for each promoted piece; the default is an illustration.
        promoted: Which lines are promoted pieces; no such component where left out.
        store: The factor on the month's commission by how far the store reached its target, which comes as a
            score of the measure `store`; no factor where left out.
        pool: Part of every month's commission that goes into the pool of the floor, such as a quarter; no
            pool where left out.
        by: By what the pool is shared: `Equally()`, `ByPoints("appraisal")`.
        where: Which lines count for the rate.
        event: What counts: `order`, `delivery`, `invoice`.
        salary: Monthly salary; none where left out.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> plan = retail_floor(promoted=field("product").equals("Kettle"))
        >>> print(plan.pay("sales", "USD 9,000").amount, plan.pay("pieces", 7).amount)
        USD 180.00 USD 35.00
    """
    steps = () if store is None else (Multiplier(Whole(store), ScoreOf("store")),)
    parts: list[Component] = [
        *salary_of(salary, currency),
        Commission("sales", title="Sales", of=Revenue(where, event), pays=rate, modifiers=steps),
    ]
    if promoted is not None:
        each = Flat(amount(unit, currency))
        pieces = Units(promoted, event)
        parts.append(Commission("pieces", title="Promoted pieces", of=pieces, by=Amount("week"), pays=each))
    if pool is not None:
        parts.append(Pool("pool", title="Floor pool", per="month", fund=ShareOf("sales", pool), by=by))
    return Plan(identifier, title=title, currency=currency, components=parts)

"""A rerun that sums all that is known for every decision anew: slow, and plain to see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date

from attrs import evolve

from salesmgmt.calendars import DateRange
from salesmgmt.credit import (
    Aftermath,
    CreditDecision,
    CreditPolicy,
    CustomerStanding,
    Effect,
    ExposurePolicy,
    LateFrom,
    Pools,
    ReplayedOrder,
    Rerun,
)
from salesmgmt.credit.decisions.requests import asked
from salesmgmt.credit.replay.aftermath import aftermaths
from salesmgmt.credit.replay.sequence import key_of, parts_of, upto
from salesmgmt.credit.replay.standing import DEFAULT, NOBODY, Standing
from salesmgmt.credit.replay.undoing import without_orders
from salesmgmt.money import Currency, Money
from salesmgmt.records import Facts, Order

USD = Currency.of("USD")


def rerun_slowly(
    facts: Facts,
    policy: CreditPolicy,
    pools: Pools,
    *,
    during: DateRange,
    as_of: date,
    exposure: ExposurePolicy = DEFAULT,
    standings: Mapping[str, CustomerStanding] = NOBODY,
    leave: bool = False,
) -> Rerun:
    """What `rerun` is to give, in dollars."""
    heads = facts.index(Order)
    asked_for = {
        heads[one.id].id
        for one in facts.all(Order)
        if one.supersedes is None and one.customer is not None and key_of(one, UTC)[0] in during
    }
    found: dict[str, CreditDecision] = {}
    for part in parts_of(facts, pools, UTC):
        gone: set[str] = set()
        for key, order in part:
            if not isinstance(order, Order) or order.customer is None or order.gross is None:
                continue
            head, day = heads[order.id].id, key[0]
            if day not in during or head not in asked_for or head in gone:
                continue
            versions = {one.id for one in facts.all(Order) if heads[one.id].id == head}
            known = upto(part, key, versions if order.supersedes is None else ())
            known = without_orders(known, day, gone, heads)
            standing = Standing(Facts(known, links="open"), day, USD, pools, exposure, (), standings)
            names = [name for name in (order.id, order.supersedes) if name is not None]
            request, against = asked(order, standing.position(order.customer, names))
            if request.added.minor > 0 and not exposure.within_horizon(request.due, day):
                request = evolve(request, added=Money.zero(USD))
            decision = policy.decide(request, against, on=day)
            if head not in found or _rank(found[head]) < _rank(decision):
                found[head] = decision
            if leave and not decision.approved:
                gone.add(head)
    after = aftermaths(facts, as_of, LateFrom.NEXT_DAY, 0)
    rows = [
        ReplayedOrder(head, decision, Aftermath.total(after.get(head, ()), USD))
        for head, decision in found.items()
    ]
    return Rerun("rerun", during, as_of, USD, rows)


def _rank(decision: CreditDecision) -> int:
    return list(Effect).index(decision.effect)

"""Who takes part, who leads whom, who is credited with what: day by day, record by record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from attrs import frozen

from salesmgmt.calendars import DateRange, DayCount
from salesmgmt.incentives import Leavers, Plan, ShareUnit
from salesmgmt.records import (
    Absence,
    Assignment,
    DealShare,
    Facts,
    Handover,
    Opportunity,
    Order,
    Participant,
    Registration,
)
from tests.incentives.reference.numbers import half_up, shared
from tests.incentives.reference.sales import Sale, lead, of


@frozen
class Part:
    """What of a deal is somebody's."""

    person: str
    value: Fraction
    share: str = ""


def posts(facts: Facts, person: str, day: date) -> list[Assignment]:
    """The posts of somebody on a day."""
    held = [one for one in of(facts, Assignment) if one.participant == person and day in one.during]
    return sorted(held, key=lambda one: one.id)


def participant(facts: Facts, person: str) -> Participant | None:
    """The record of somebody."""
    return next((one for one in of(facts, Participant) if one.id == person), None)


def is_named(plan: Plan, facts: Facts, person: str, day: date) -> bool:
    """Whether the plan holds for somebody on a day, employed or not."""
    if all(post.plan is None for post in of(facts, Assignment)):
        return True
    return any(post.plan == plan.id for post in posts(facts, person, day))


def is_employed(facts: Facts, person: str, day: date) -> bool:
    """Whether somebody is employed on a day, as far as that is known."""
    one = participant(facts, person)
    return one is None or one.employed is None or day in one.employed


def takes_part(plan: Plan, facts: Facts, person: str, day: date) -> bool:
    """Whether somebody is on the plan that day."""
    if not is_named(plan, facts, person, day):
        return False
    return plan.crediting.leavers is Leavers.CREDITED or is_employed(facts, person, day)


def days_of(span: DateRange) -> Iterator[date]:
    """Every day of a span."""
    assert span.start is not None
    assert span.end is not None
    day = span.start
    while day < span.end:
        yield day
        day += timedelta(days=1)


def present_share(plan: Plan, facts: Facts, person: str, span: DateRange, by: DayCount) -> Fraction:
    """The share of the days on which somebody is on the plan, employed and not absent."""
    absent = [one.during for one in of(facts, Absence) if one.participant == person]
    there = [
        day
        for day in days_of(span)
        if takes_part(plan, facts, person, day)
        and is_employed(facts, person, day)
        and not any(day in away for away in absent)
    ]
    counted = 0
    for first in there:
        if first - timedelta(days=1) not in there:
            last = first
            while last + timedelta(days=1) in there:
                last += timedelta(days=1)
            counted += by.days(DateRange(first, last + timedelta(days=1)))
    whole = by.days(span)
    return Fraction(counted, whole) if whole > 0 else Fraction(0)


def present(plan: Plan, facts: Facts, span: DateRange) -> set[str]:
    """Everybody who is known and on the plan on some day of a span."""
    named = [post for post in of(facts, Assignment) if post.plan is not None]
    known = {post.participant for post in named if post.plan == plan.id}
    if not named:
        known = {one.id for one in of(facts, Participant)}
    return {one for one in known if any(takes_part(plan, facts, one, day) for day in days_of(span))}


def managers(facts: Facts, person: str, day: date) -> set[str]:
    """Everybody who leads somebody on a day."""
    return {post.manager for post in posts(facts, person, day) if post.manager is not None}


def line_above(facts: Facts, person: str, day: date) -> list[str]:
    """Who stands above somebody, as long as there is one at each level, and no circle."""
    found = [person]
    while True:
        leads = managers(facts, found[-1], day)
        if len(leads) != 1 or leads <= set(found):
            return found[1:]
        found += leads


def years_between(start: date, end: date) -> int:
    """Whole years from one day to another."""
    years = end.year - start.year
    return years if (end.month, end.day) >= (start.month, start.day) else years - 1


def months_between(start: date, end: date) -> int:
    """Whole months from one day to another."""
    months = 12 * (end.year - start.year) + end.month - start.month
    return months if end.day >= start.day else months - 1


def parts_of(plan: Plan, facts: Facts, sale: Sale, value: Fraction, *, things: bool) -> list[Part]:
    """Whom a figure belongs to, and how much of it."""
    policy = plan.crediting
    exact = things or policy.shares is ShareUnit.EXACT
    shares: list[DealShare] = []
    for deal in (sale.order, sale.opportunity):
        shares = [one for one in of(facts, DealShare) if deal is not None and _names(facts, one, deal)]
        if shares:
            break
    shares = sorted((one for one in shares if one.on is None or one.on <= sale.on), key=lambda one: one.id)
    splits = [one for one in shares if one.kind == "split"]
    if policy.to is not None:
        found = [Part(policy.to, value)]
    elif splits:
        values = divided(value, [one.weight for one in splits], exact=exact)
        found = [Part(one.participant, part, one.id) for one, part in zip(splits, values, strict=True)]
    else:
        found = _whole(plan, facts, sale, value, exact=exact)
    for one in shares:
        if one.kind == "overlay":
            part = value * one.weight / one.of
            found.append(Part(one.participant, part if exact else half_up(part), one.id))
    return found


def _names(facts: Facts, share: DealShare, deal: str) -> bool:
    """Whether a share is one of an order or opportunity, whatever number that had."""
    return deal in (lead(facts, Order, share.deal), lead(facts, Opportunity, share.deal))


def divided(value: Fraction, weights: list[int], *, exact: bool) -> list[Fraction]:
    """A figure by weights."""
    return [value * weight / sum(weights) for weight in weights] if exact else shared(value, weights)


def _whole(plan: Plan, facts: Facts, sale: Sale, value: Fraction, *, exact: bool) -> list[Part]:
    """The deal of one person, or of the giver and the taker of its customer."""
    if plan.crediting.registrations:
        for one in sorted(of(facts, Registration), key=lambda one: (one.on, one.id)):
            if (
                one.customer == sale.customer
                and one.on <= sale.on
                and (one.expires is None or sale.on < one.expires)
                and (one.opportunity is None or lead(facts, Opportunity, one.opportunity) == sale.opportunity)
                and one.product in (None, sale.product)
            ):
                return [Part(one.participant, value, one.id)]
    if sale.owner is None:
        return []
    given = [one for one in of(facts, Handover) if one.customer == sale.customer and one.on <= sale.on]
    kept = plan.crediting.handed_over
    if given and kept:
        last = max(given, key=lambda one: (one.on, one.id))
        years = years_between(last.on, sale.on)
        if last.taker == sale.owner and years < len(kept):
            share = kept[years].value
            weights = [share.numerator, share.denominator - share.numerator]
            values = divided(value, weights, exact=exact)
            people = zip((last.giver, sale.owner), values, weights, strict=True)
            return [Part(person, part, last.id) for person, part, weight in people if weight]
    return [Part(sale.owner, value)]


PostPredicate = Callable[[Facts, str, Assignment | None], bool]
"""A condition on a post; None for whoever holds none."""


def grade(facts: Facts, person: str) -> object:
    """The grade of somebody."""
    one = participant(facts, person)
    return None if one is None else one.more.get("grade")


#: The conditions of `salesmgmt.testing.conditions.ELIGIBLE`, in their order, in plain Python.
ELIGIBLE_PREDICATES: tuple[PostPredicate, ...] = (
    lambda facts, person, post: True,
    lambda facts, person, post: post is not None and post.role == "seller",
    lambda facts, person, post: post is None or post.role != "desk",
    lambda facts, person, post: grade(facts, person) in ("A", "B"),
)


def is_eligible(facts: Facts, person: str, day: date, predicate: PostPredicate) -> bool:
    """Whether some post of somebody meets a condition; whoever has none is asked without one."""
    held = posts(facts, person, day)
    return any(predicate(facts, person, post) for post in held) if held else predicate(facts, person, None)

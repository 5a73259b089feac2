"""Whose customers they were and are: holdings with their first day, their end and what ended them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from attrs import evolve, field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.records import Facts, Handover
from salesmgmt.territory.checks import check_facts, check_flag, check_text

__all__ = ["Holding", "HoldingEnd", "Holdings"]


class Decision(Protocol):
    """What changes whose customers they are."""

    def carried_out(self, holdings: Holdings) -> Holdings:
        """The holdings once it is carried out."""


class HoldingEnd(StrEnum):
    """How somebody ceased to look after a customer."""

    RECYCLED = "recycled"
    RELEASED = "released"
    HANDED_OVER = "handed over"


def _as_day(value: date | str) -> date:
    return as_date(value, "since")


def _as_until(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "until")


def _as_protected(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "protected_until")


def _as_end(value: HoldingEnd | str | None) -> HoldingEnd | None:
    try:
        return None if value is None else HoldingEnd(value)
    except ValueError:
        raise InvalidValueError("ended", value, f"be one of {', '.join(HoldingEnd)}") from None


@frozen
class Holding:
    """Somebody looks after a customer for a time.

    Attributes:
        customer: Identifier of the customer.
        participant: Who looks after it.
        since: First day.
        until: Day after the last one; None while it lasts.
        ended: How it ended; given exactly where it has.
        claimed: Whether it was claimed from the pool, which counts against the claims of the day.
        protected_until: First day on which it is no longer protected; None: as the policy says.

    Raises:
        InvalidValueError: If an identifier is empty, it ends before it began, or end and way of ending do not
            go together.
        WrongTypeError: If a field has another type.
    """

    customer: str
    participant: str
    since: date = field(converter=_as_day)
    until: date | None = field(default=None, converter=_as_until)
    ended: HoldingEnd | None = field(default=None, converter=_as_end)
    claimed: bool = False
    protected_until: date | None = field(default=None, converter=_as_protected)

    def __attrs_post_init__(self) -> None:
        check_text("customer", self.customer)
        check_text("participant", self.participant)
        check_flag("claimed", self.claimed)
        if self.until is not None and self.until < self.since:
            raise InvalidValueError("until", self.until, f"not be before the first day {self.since}")
        if (self.until is None) != (self.ended is None):
            raise InvalidValueError("ended", self.ended, "be given exactly where the holding has an end")

    def lasts_on(self, day: date) -> bool:
        """Whether it lasts on a day."""
        return self.since <= day and (self.until is None or day < self.until)


def _as_holdings(given: Iterable[Holding]) -> tuple[Holding, ...]:
    holdings = tuple(given)
    for holding in holdings:
        if not isinstance(holding, Holding):
            raise WrongTypeError("holdings", holding, "be Holding values")
    return tuple(sorted(holdings, key=lambda each: (each.customer, each.since, each.until or date.max)))


@frozen(repr=False)
class Holdings:
    """Who looked after which customer, and when: the state that the pool's decisions read and change.

    Attributes:
        holdings: Kept by customer and first day.

    Raises:
        BatchError: If two people hold a customer on one day; all at once.
        WrongTypeError: If something else than holdings is given.

    Examples:
        >>> holdings = Holdings([Holding("C-1", "ann", "2026-01-05")])
        >>> holdings.holder("C-1", "2026-03-01"), holdings.holder("C-2", "2026-03-01")
        ('ann', None)
    """

    holdings: tuple[Holding, ...] = field(default=(), converter=_as_holdings)

    def __attrs_post_init__(self) -> None:
        problems = [
            Problem(
                f"Customer {one.customer}", "since", other.since, f"not be before {one.until or 'an end'}"
            )
            for one, other in pairwise(self.holdings)
            if one.customer == other.customer and (one.until is None or other.since < one.until)
        ]
        if problems:
            raise BatchError("holdings", problems)

    def __repr__(self) -> str:
        lasting = sum(each.until is None for each in self.holdings)
        return f"Holdings({len(self.holdings):,} holdings, {lasting:,} without an end)"

    @classmethod
    def of(cls, facts: Facts) -> Holdings:
        """Holdings as the customers and their hand-overs tell them.

        A customer's owner has held it since the last hand-over to them, or since it became a customer, or
        since its row is valid; where none of these is known it is left out, since no time can be counted.
        Earlier holders follow from the hand-overs.

        Raises:
            WrongTypeError: If the facts are no batch.
        """
        check_facts(facts)
        handed: dict[str, list[Handover]] = {}
        for handover in sorted(facts.handovers, key=lambda each: (each.on, each.id)):
            handed.setdefault(handover.customer, []).append(handover)
        found: list[Holding] = []
        for customer in facts.customers:
            own = handed.get(customer.id, [])
            first = customer.since or customer.on
            if own:
                start = min(first, own[0].on) if first is not None else own[0].on
                steps = [(own[0].giver, start), *((each.taker, each.on) for each in own)]
            else:
                steps = [] if customer.owner is None or first is None else [(customer.owner, first)]
            last = steps[-1] if steps else None
            if own and last is not None and last[0] != customer.owner:
                changed = max(customer.on or last[1], last[1])
                steps.append((customer.owner or "", changed))
            for (holder, since), (_, until) in pairwise(steps):
                if since < until:
                    back = until == steps[-1][1] and not steps[-1][0]
                    end = HoldingEnd.RELEASED if back else HoldingEnd.HANDED_OVER
                    found.append(Holding(customer.id, holder, since, until, end))
            if steps and steps[-1][0]:
                found.append(Holding(customer.id, *steps[-1]))
        return cls(found)

    def on(self, day: date | str) -> Iterator[Holding]:
        """The holdings that last on a day, by customer."""
        when = as_date(day, "day")
        return (holding for holding in self.holdings if holding.lasts_on(when))

    def holder(self, customer: str, day: date | str) -> str | None:
        """Who looks after a customer on a day; None while it is in the pool."""
        found = (each.participant for each in self.on(day) if each.customer == customer)
        return next(found, None)

    def after(self, decision: Decision) -> Holdings:
        """The holdings once a decision is carried out; a refused claim changes nothing.

        Raises:
            BatchError: If the holdings have changed since, so that the decision no longer fits.
        """
        return decision.carried_out(self)

    def released(self, customer: str, day: date | str) -> Holdings:
        """The holdings once a customer's holder has given it back to the pool.

        Raises:
            InvalidValueError: If nobody holds it.
        """
        when = as_date(day, "day")
        return self.ended({customer}, when, HoldingEnd.RELEASED)

    def ended(self, customers: Iterable[str], day: date, how: HoldingEnd) -> Holdings:
        """The holdings once those of some customers have ended.

        Raises:
            InvalidValueError: If nobody holds one of them on the day.
        """
        wanted = set(customers)
        lasting = {each.customer for each in self.on(day)}
        for customer in sorted(wanted - lasting):
            raise InvalidValueError("customer", customer, f"be held by somebody on {day}")
        return Holdings(
            evolve(each, until=day, ended=how) if each.customer in wanted and each.lasts_on(day) else each
            for each in self.holdings
        )

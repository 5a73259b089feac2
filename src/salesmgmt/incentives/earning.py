"""From credited totals to what is earned: quota, schedule, one rounding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from salesmgmt.calendars import DateRange, Period
from salesmgmt.incentives.calculation import NEGATIVE
from salesmgmt.incentives.collecting import Minor, Totals, collect
from salesmgmt.incentives.compiled import Payer, payer_of
from salesmgmt.incentives.keys import Attainment, DealAmount, Key
from salesmgmt.incentives.quotas import Quotas
from salesmgmt.incentives.scope import Scope
from salesmgmt.incentives.terms import Component, Negative
from salesmgmt.money import Money, Rate, Unrounded
from salesmgmt.reasons import Reason

__all__ = ["Earned", "earn"]


@frozen(weakref_slot=False)
class Earned:
    """What a participant earns by one component in one period.

    Attributes:
        participant: Who earns.
        component: Identifier of the component.
        period: The period.
        during: Days of it that were counted: fewer where the plan or the call begins or ends within it.
        base: What was credited, exact.
        quota: Quota of the period; None where the component asks for none or there is none.
        exact: What the schedule pays, not yet rounded.
        amount: What is earned.
        reasons: What kept the schedule from being used, or is to be known about the quota.
    """

    participant: str
    component: str
    period: Period
    during: DateRange
    base: Unrounded
    quota: Money | None
    exact: Unrounded
    amount: Money
    reasons: tuple[Reason, ...] = ()

    @property
    def attainment(self) -> Rate | None:
        """Base over quota; None where there is no quota above 0."""
        return self.base.ratio(self.quota) if self.quota else None

    @property
    def is_partial(self) -> bool:
        """Whether only a part of the period was counted."""
        return self.during != self.period.during


def earn(scope: Scope) -> tuple[Earned, ...]:
    """Everything that is earned, in the order of participants, components of the plan, and periods.

    Raises:
        BatchError: Every deal for which a condition cannot be answered.
    """
    totals = collect(scope)
    components = scope.terms.components
    found = [earned for one in components for earned in _by_component(scope, one, totals[one.id])]
    places = {one.id: place for place, one in enumerate(components)}
    return tuple(sorted(found, key=lambda one: (one.participant, places[one.component], one.period.start)))


def _by_component(scope: Scope, component: Component, totals: Totals) -> Iterator[Earned]:
    terms, currency = scope.terms, scope.terms.currency
    key = terms.key_of(component)
    periods = scope.periods(key.per).periods
    quotas = Quotas(scope.facts, key.measure, currency) if isinstance(key, Attainment) else None
    payer = payer_of(component.pays, currency)
    rounded = component.rounding.divider(currency)
    for (participant, place), deals in totals.items():
        period = periods[place]
        during = period.during if scope.counted is None else period.during.intersection(scope.counted)
        quota, note = (None, None) if quotas is None else quotas.of(participant, period)
        base = sum(deals.values())
        exact, negative = _pay(component, key, payer, deals, base, quota)
        reasons = [] if note is None else [note]
        if negative is not None:
            reasons.append(Reason(NEGATIVE, {"total": Unrounded(negative, currency)}))
        yield Earned(
            participant,
            component.id,
            period,
            period.during if during is None else during,
            Unrounded(base, currency),
            quota,
            Unrounded(exact, currency),
            Money(rounded(exact.numerator, exact.denominator), currency),
            tuple(reasons),
        )


def _pay(
    component: Component, key: Key, payer: Payer, deals: Mapping[str, Minor], base: Minor, quota: Money | None
) -> tuple[Fraction, Minor | None]:
    """The exact pay, and the total below zero that earned nothing, if that is so."""
    if component.pays.needs_quota and not quota:
        return Fraction(0), None
    unit = quota.minor if quota and component.pays.needs_quota else 1
    by_deal = isinstance(key, DealAmount)
    pay = sum((_signed(payer, value, unit) for value in deals.values()), Fraction(0)) if by_deal else None
    judged = base if pay is None else pay
    if judged < 0 and component.negative is Negative.ZERO:
        return Fraction(0), judged
    return (_signed(payer, base, unit) if pay is None else pay), None


def _signed(payer: Payer, value: Minor, unit: int) -> Fraction:
    """The pay of a figure, or the opposite of what its magnitude earns."""
    if not value:
        return Fraction(0)
    pay = Fraction(*payer(abs(value.numerator), value.denominator, unit))
    return pay if value > 0 else -pay

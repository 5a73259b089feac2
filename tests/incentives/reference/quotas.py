"""Quotas and scores of somebody's period."""

from __future__ import annotations

from fractions import Fraction

from salesmgmt.calendars import DateRange, Period
from salesmgmt.incentives import Attainment, Plan, QuotaSpan, Ramp
from salesmgmt.money import Money, Rate
from salesmgmt.records import Facts, Quota, Score
from tests.incentives.reference.numbers import number
from tests.incentives.reference.people import days_of, participant, present_share
from tests.incentives.reference.sales import of


class Quotas:
    """The quotas of a batch, as a plan uses them."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self._plan = plan
        self._facts = facts

    def quota(self, key: Attainment, person: str, period: Period, *, things: bool) -> Fraction | None:
        """What the base of a period is held against."""
        if key.within is None:
            return self._of(key, person, period, things=things)
        span = self._plan.calendar.period_at(period.start, key.within)
        if key.against is QuotaSpan.WHOLE:
            return self._of(key, person, span, things=things)
        total = Fraction(0)
        for each in self._plan.calendar.periods(period.kind, DateRange(span.start, period.end)):
            if each.start >= span.start:
                found = self._of(key, person, each, things=things)
                if found is None:
                    return None
                total += found
        return total

    def _of(self, key: Attainment, person: str, period: Period, *, things: bool) -> Fraction | None:
        found = self._stated(key, person, period, things=things)
        if key.ramp is not None:
            found = self._ramped(key.ramp, person, period, found)
        if found is not None and key.prorated is not None:
            found *= present_share(self._plan, self._facts, person, period.during, key.prorated)
        return found

    def _stated(self, key: Attainment, person: str, period: Period, *, things: bool) -> Fraction | None:
        """The quota for exactly these days, or the sum of those inside that do not overlap."""
        held = [one for one in of(self._facts, Quota) if (one.holder, one.measure) == (person, key.measure)]
        chosen = [one for one in held if one.during == period.during]
        chosen = chosen or [one for one in held if period.during.contains(one.during)]
        days = [day for one in chosen for day in days_of(one.during)]
        if not chosen or len(days) != len(set(days)):
            return None
        sizes: list[Fraction] = []
        for one in chosen:
            size = one.quantity if things else one.amount_minor
            if size is None or (not things and one.currency != self._plan.currency):
                return None
            sizes.append(Fraction(size))
        return sum(sizes, Fraction(0))

    def _ramped(self, ramp: Ramp, person: str, period: Period, full: Fraction | None) -> Fraction | None:
        one = participant(self._facts, person)
        joined = None if one is None or one.employed is None else one.employed.start
        if joined is None:
            return full
        first = self._plan.calendar.period_at(joined, "month")
        months = self._plan.calendar.periods("month", period.during)
        total = Fraction(0)
        for month in months:
            number_of_month = 12 * (month.year - first.year) + month.number - first.number + 1
            if number_of_month < 1:
                step: Rate | Money | Fraction = Rate(0)
            else:
                step = ramp.shares[number_of_month - 1] if number_of_month <= len(ramp.shares) else ramp.after
            if isinstance(step, Rate):
                if full is None:
                    return None
                total += step.value * full / len(months)
            else:
                total += number(step)
        return total

    def score(self, person: str, measure: str, period: Period) -> Fraction | None:
        """The score for exactly these days, else the latest that ends in them."""
        held = [one for one in of(self._facts, Score) if (one.holder, one.measure) == (person, measure)]
        exact = [one for one in held if one.during == period.during]
        ending = [one for one in held if one.during.last is not None and one.during.last in period.during]
        chosen = exact or ending
        if not chosen:
            return None
        return max(chosen, key=lambda one: (one.during.last, one.during.start, one.id)).value

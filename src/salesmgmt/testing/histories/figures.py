"""What people are held against, and what they had reached before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from salesmgmt.calendars import FiscalCalendar
from salesmgmt.incentives import Amount, Attainment, Commission, Override, Plan
from salesmgmt.money import Currency, Money
from salesmgmt.records import Opening, Quota, Score
from salesmgmt.testing.conditions import YEAR
from salesmgmt.testing.histories.deals import or_euro

__all__ = ["openings_of", "quotas_of", "scores_of"]


def _measured(plan: Plan | None) -> list[tuple[Attainment, bool]]:
    """The keys of attainment in a plan, with whether their base counts things."""
    found: list[tuple[Attainment, bool]] = []
    for one in () if plan is None else plan.components:
        if plan is not None and isinstance(one, Commission | Override):
            things = plan.commission_of(one).of.counts_things
            found += [(key, things) for key in plan.keys_of(one) if isinstance(key, Attainment)]
    return found or [(Attainment("quarter"), False)]


def quotas_of(
    plan: Plan | None,
    currency: Currency,
    days: Sequence[date],
    drawn: Sequence[tuple[str, int, int, str, bool]],
) -> list[Quota]:
    """Quotas for the periods in which deals happen, by the plan's own keys where there is one."""
    calendar = FiscalCalendar() if plan is None else plan.calendar
    measured = _measured(plan)
    found: dict[tuple[object, ...], Quota] = {}
    for number, (holder, place, minor, shape, foreign) in enumerate(drawn):
        key, things = measured[number % len(measured)]
        longer = key.within is not None and key.against == "whole"
        period = calendar.period_at(days[place % len(days)], key.within if longer and key.within else key.per)
        spans = [period]
        if shape in ("parts", "part") and period.kind != "week":
            spans = list(period.children()) if shape == "parts" else [period.children()[0]]
        for span in spans:
            name = holder, key.measure, span, number if shape == "again" else None
            size = (
                {"quantity": minor}
                if things and not foreign
                else {"amount": Money(minor, or_euro(currency, foreign))}
            )
            quota = Quota(f"Q-{number}-{span.number}", holder, span.during, measure=key.measure, **size)
            found.setdefault(name, quota)
    return list(found.values())


def scores_of(
    calendar: FiscalCalendar, drawn: Sequence[tuple[str, tuple[str, Fraction], str, date]]
) -> list[Score]:
    """Scores for periods of several lengths."""
    return [
        Score(f"R-{number}", who, calendar.period_at(day, per).during, measure, value)
        for number, (who, (measure, value), per, day) in enumerate(drawn)
    ]


def openings_of(plan: Plan, drawn: Sequence[tuple[str, int, int, int, bool]]) -> list[Opening]:
    """What had built up in those components that go on from somewhere; now and then in another unit."""
    found: list[Opening] = []
    building = [
        one
        for one in plan.components
        if isinstance(one, Commission | Override)
        and any(isinstance(key, Amount | Attainment) and key.within is not None for key in plan.keys_of(one))
    ]
    for number, (who, month, day, minor, odd) in enumerate(drawn if building else ()):
        one = building[number % len(building)]
        things = plan.commission_of(one).of.counts_things
        size = (
            {"quantity": minor % 7}
            if things is not (odd and number > 0)
            else {"amount": Money(minor, plan.currency)}
        )
        found.append(Opening(f"B-{number}", who, date(YEAR, month, day), one.id, **size))
    return found

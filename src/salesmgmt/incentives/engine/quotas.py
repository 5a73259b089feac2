"""The quota and the scores of a participant and period, found among those of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from salesmgmt.calendars import DateRange, FiscalCalendar, Period, PeriodKind, gaps, overlaps
from salesmgmt.incentives.engine.people import People
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import Attainment, QuotaSpan
from salesmgmt.money import Currency, Rate
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Facts, Quota, Score

__all__ = ["Quotas", "Scores"]

Found: TypeAlias = tuple["Minor | None", "tuple[Reason, ...]"]
"""A quota, in minor units or as a number of things, and what is to be said about it."""

_Span: TypeAlias = tuple["date | None", "date | None"]


class Quotas:
    """The quotas that a key looks at, in money or in things, by holder; looked up once per call."""

    __slots__ = ("_calendar", "_currency", "_given", "_held", "_key", "_odd", "_people")

    def __init__(
        self,
        facts: Facts,
        key: Attainment,
        currency: Currency | None,
        people: People,
        calendar: FiscalCalendar,
    ) -> None:
        self._calendar = calendar
        self._odd: dict[DateRange, bool] = {}
        self._key = key
        self._currency = currency
        self._people = people
        self._given = [quota for quota in facts.quotas if quota.measure == key.measure]
        self._held: Mapping[str, Sequence[Quota]] | None = None

    @property
    def _by_holder(self) -> Mapping[str, Sequence[Quota]]:
        if self._held is None:
            held: dict[str, list[Quota]] = {}
            for quota in self._given:
                held.setdefault(quota.holder, []).append(quota)
            self._held = held
        return self._held

    def plain(self, periods: Sequence[Period]) -> Mapping[tuple[str, int], Minor]:
        """The quotas above 0 about which nothing is to be said, by holder and place of the period."""
        key = self._key
        if key.within is not None or key.ramp is not None or key.prorated is not None:
            return {}
        spans = [(period.start, period.end) for period in periods]
        places: Mapping[_Span, int] = dict(zip(spans, range(len(spans)), strict=True))
        found: dict[tuple[str, int], Minor] = {}
        others: dict[_Span, list[Quota]] = {}
        for quota in self._given:
            during = quota.during
            span = during.start, during.end
            place = places.get(span)
            if place is None:
                others.setdefault(span, []).append(quota)
                continue
            name = quota.holder, place
            found[name] = 0 if name in found else self._size(quota) or 0
        for quotas in others.values():
            if self._is_odd(quotas[0].during):
                for quota in quotas:
                    for place, period in enumerate(periods):
                        if quota.during.overlaps(period.during):
                            found.pop((quota.holder, place), None)
        return found if all(found.values()) else {name: size for name, size in found.items() if size}

    def of(self, holder: str, period: Period) -> Found:
        """The quota that the base of a period is held against, ramp and proration included."""
        key = self._key
        if key.within is None:
            return self._adapted(holder, period)
        span = period.calendar.period_at(period.start, key.within)
        if key.against is QuotaSpan.WHOLE:
            return self._adapted(holder, span)
        total: Minor = 0
        notes: list[Reason] = []
        for each in period.calendar.periods(period.kind, DateRange(span.start, period.end)):
            if each.start < span.start:  # a week that belongs to the span before
                continue
            size, said = self._adapted(holder, each)
            notes += said
            if size is None:
                return None, tuple(notes)
            total += size
        return total, tuple(notes)

    def _adapted(self, holder: str, period: Period) -> Found:
        """The quota of a period, smaller for new people or for those who took part in a part of it."""
        key = self._key
        size, note = self._plain(holder, period)
        notes = (*(() if note is None else (note,)), *self._aside(holder, period))
        if key.ramp is not None:
            joined = self._people.joined(holder)
            if joined is None:
                values: Mapping[str, ReasonValue] = {"participant": holder}
                return size, (*notes, Reason("incentives.ramp.unknown", values))
            first = period.calendar.period_at(joined, "month")
            months = [
                12 * (month.year - first.year) + month.number - first.number + 1
                for month in period.calendar.periods("month", period.during)
            ]
            if key.ramp.after != Rate(1) or any(number <= len(key.ramp.shares) for number in months):
                ramped = key.ramp.quota(size, months)
                if ramped is None:
                    return None, notes
                said = {"months": ", ".join(str(number) for number in months if number > 0) or "0"}
                return _short(ramped), (*notes, Reason("incentives.quota.ramp", said))
        if key.prorated is not None and size is not None:
            share = self._people.share(holder, period.during, key.prorated)
            if share != 1:
                reason = Reason("incentives.quota.prorated", {"share": Rate(share), "period": period.label})
                return _short(size * share), (*notes, reason)
        return size, notes

    def _plain(self, holder: str, period: Period) -> tuple[Minor | None, Reason | None]:
        """The quota for exactly the period, else the sum of those inside it; and what to say about it."""
        span = period.during
        held = self._by_holder.get(holder, ())
        values: Mapping[str, str] = {"measure": self._key.measure, "period": period.label}
        chosen = [quota for quota in held if quota.during == span]
        chosen = chosen or [quota for quota in held if span.contains(quota.during)]
        names = tuple(sorted(quota.id for quota in chosen))
        if not chosen:
            return None, Reason("incentives.quota.missing", values)
        if overlaps(quota.during for quota in chosen):
            return None, Reason("incentives.quota.ambiguous", values, names)
        known = [size for size in map(self._size, chosen) if size is not None]
        if len(known) != len(chosen):
            unit = "things" if self._currency is None else self._currency.code
            return None, Reason("incentives.quota.other_unit", {**values, "currency": unit}, names)
        if not sum(known):
            return 0, Reason("incentives.quota.zero", values, names)
        uncovered = gaps((quota.during for quota in chosen), span)
        note = None
        if uncovered:
            days = ", ".join(map(str, uncovered))
            note = Reason("incentives.quota.partial", {**values, "uncovered": days}, names)
        return sum(known), note

    def _aside(self, holder: str, period: Period) -> Iterator[Reason]:
        """Quotas of other days than a year, quarter or the like that one for the very period leaves aside."""
        held = self._by_holder.get(holder, ())
        if not any(quota.during == period.during for quota in held):
            return
        for quota in held:
            odd = quota.during != period.during and self._is_odd(quota.during)
            if odd and quota.during.overlaps(period.during):
                values: Mapping[str, ReasonValue] = {
                    "measure": quota.measure,
                    "period": period.label,
                    "during": quota.during,
                }
                yield Reason("incentives.quota.aside", values, (quota.id,))

    def _is_odd(self, during: DateRange) -> bool:
        """Whether some days are no period of the calendar; quotas of longer and shorter ones go together."""
        if during not in self._odd:
            first = during.start
            self._odd[during] = first is None or all(
                self._calendar.period_at(first, kind).during != during for kind in PeriodKind
            )
        return self._odd[during]

    def _size(self, quota: Quota) -> Minor | None:
        if self._currency is None:
            return quota.quantity
        currency = quota.currency
        return quota.amount_minor if currency is self._currency or currency == self._currency else None


def _short(value: Minor) -> Minor:
    return value.numerator if value.denominator == 1 else value


class Scores:
    """The scores of a batch by holder and measure."""

    __slots__ = ("_by_holder",)

    def __init__(self, scores: Iterable[Score]) -> None:
        self._by_holder: dict[tuple[str, str], list[Score]] = {}
        for score in scores:
            self._by_holder.setdefault((score.holder, score.measure), []).append(score)

    def of(self, holder: str, measure: str, period: Period) -> Fraction | None:
        """The score for exactly the period, else the latest that ends in it; None where there is none."""
        found: list[Score] = []
        exact: list[Score] = []
        for score in self._by_holder.get((holder, measure), ()):
            if score.during == period.during:
                exact.append(score)
            elif score.during.last is not None and score.during.last in period.during:
                found.append(score)
        found = exact or found
        if not found:
            return None
        return max(found, key=lambda score: (score.during.last, score.during.start, score.id)).value

"""The quota of a participant and period, found among the quotas of a batch."""

from __future__ import annotations

from collections.abc import Mapping

from salesmgmt.calendars import Period, gaps, overlaps
from salesmgmt.money import Currency, Money
from salesmgmt.reasons import Reason
from salesmgmt.records import Facts, Quota

__all__ = ["Quotas"]


class Quotas:
    """The quotas of one measure in one currency by holder, looked up once per call."""

    __slots__ = ("_by_holder", "_currency", "_measure")

    def __init__(self, facts: Facts, measure: str, currency: Currency) -> None:
        self._measure = measure
        self._currency = currency
        self._by_holder: dict[str, list[Quota]] = {}
        for quota in facts.quotas:
            if quota.measure == measure:
                self._by_holder.setdefault(quota.holder, []).append(quota)

    def of(self, holder: str, period: Period) -> tuple[Money | None, Reason | None]:
        """The quota for exactly the period, else the sum of those inside it; and what to say about it."""
        span = period.during
        inside = [quota for quota in self._by_holder.get(holder, ()) if span.contains(quota.during)]
        chosen = [quota for quota in inside if quota.during == span] or inside
        names = tuple(sorted(quota.id for quota in chosen))
        values: Mapping[str, str] = {"measure": self._measure, "period": period.label}
        if not chosen:
            return None, Reason("incentives.quota.missing", values)
        if overlaps(quota.during for quota in chosen):
            return None, Reason("incentives.quota.ambiguous", values, names)
        amounts = [quota.amount_minor for quota in chosen if quota.currency == self._currency]
        known = [amount for amount in amounts if amount is not None]
        if len(known) != len(chosen):
            other = {**values, "currency": self._currency.code}
            return None, Reason("incentives.quota.other_unit", other, names)
        if not sum(known):
            return Money(0, self._currency), Reason("incentives.quota.zero", values, names)
        uncovered = gaps((quota.during for quota in chosen), span)
        note = None
        if uncovered:
            days = ", ".join(map(str, uncovered))
            note = Reason("incentives.quota.partial", {**values, "uncovered": days}, names)
        return Money(sum(known), self._currency), note

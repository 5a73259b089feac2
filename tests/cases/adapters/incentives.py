"""Incentive plans: the adapters of their cases."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.calendars import CalendarDays, DateRange, as_date, prorate
from salesmgmt.money import Money
from tests.cases.adapters import Adapter

#: The cases are in one currency that they do not name.
CURRENCY = "USD"


def prorated_by_days(given: Mapping[str, Any]) -> dict[str, Any]:
    """Yearly figures for the rest of a year, by calendar days, the first day included."""
    inputs = given["inputs"]
    start = as_date(inputs["start"])
    year = DateRange.year(start.year)
    rest = DateRange(start, year.end)

    def part_of(amount: str) -> Money:
        return prorate(Money.of(amount, CURRENCY), rest, year, CalendarDays()).round()

    return {
        "days": rest.days,
        "factor_pct_2dp": part_of("100"),
        "quota": part_of(inputs["annual_quota"]),
        "variable": part_of(inputs["annual_variable"]),
    }


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {"proration, calendar days, start day included": prorated_by_days}
)

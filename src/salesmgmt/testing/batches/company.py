"""A company whose records are made one after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from salesmgmt.money import Currency, Money
from salesmgmt.records import Line, Product, Record
from salesmgmt.testing.calendars import date_ranges
from salesmgmt.testing.records import mores, quantities

__all__ = [
    "CURRENCIES",
    "DAYS",
    "FIRST",
    "LAST",
    "MAYBE_DAYS",
    "MINOR",
    "MORES",
    "PERIODS",
    "RANGES",
    "RECORDED",
    "SCORES",
    "Company",
]

R = TypeVar("R", bound=Record)

FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
CURRENCIES = tuple(Currency.of(code) for code in ("USD", "CNY", "JPY", "KWD"))
DAYS = st.dates(FIRST, LAST)
MAYBE_DAYS = st.none() | DAYS
RANGES = date_ranges(first=FIRST, last=LAST)
PERIODS = date_ranges(first=FIRST, last=LAST, bounded=True)
MINOR = st.integers(-(10**6), 10**9)
_QUANTITIES = quantities()
SCORES = quantities(least=0)
MORES = mores(max_size=1)
_INSTANTS = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute),
    DAYS,
    st.integers(0, 24 * 60 - 1),
)
RECORDED = st.none() | _INSTANTS


class Company:
    """Records that are made one after the other, so that each can refer to earlier ones."""

    def __init__(self, draw: st.DrawFn, currency: Currency) -> None:
        self.draw = draw
        self.currency = currency
        self.made: list[Record] = []

    def some(self, kind: type[R], most: int, make: Callable[[str], R]) -> list[R]:
        """Make up to so many records of a kind."""
        stem = kind.__name__
        found = [make(f"{stem}-{number}") for number in range(self.draw(st.integers(0, most)))]
        self.made += found
        return found

    def one_of(self, held: list[R]) -> str | None:
        """The identifier of an earlier record, or None."""
        return self.draw(st.sampled_from([None, *(record.id for record in held)]))

    def needed(self, held: list[R]) -> str:
        """The identifier of an earlier record."""
        return self.draw(st.sampled_from([record.id for record in held]))

    def lines(self, products: list[Product], sources: int) -> list[Line]:
        """Lines in the currency of the company."""
        return [
            Line(
                self.one_of(products),
                self.draw(MINOR),
                self.draw(_QUANTITIES),
                self.draw(st.none() | MINOR),
                self.draw(MINOR),
                self.draw(st.none() | st.integers(1, sources)) if sources else None,
                self.currency,
                self.draw(MORES),
            )
            for _ in range(self.draw(st.integers(0, 2)))
        ]

    def amount(self) -> Money:
        """An amount in the currency of the company."""
        return Money(self.draw(MINOR), self.currency)

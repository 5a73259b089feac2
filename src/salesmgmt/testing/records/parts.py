"""What records are made of: identifiers, instants, the caller's own columns, counts and amounts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import NamedTuple

from hypothesis import strategies as st

from salesmgmt.money import Currency, Money
from salesmgmt.records import More, Scalar
from salesmgmt.testing.money import currencies, moneys

__all__ = [
    "CURRENCIES",
    "DAYS",
    "IDS",
    "MAYBE_DAYS",
    "MINOR",
    "MORES",
    "NAMES",
    "WORDS",
    "amounts",
    "identifiers",
    "instants",
    "mores",
    "ordered",
    "owns",
    "quantities",
    "scalars",
]

_EPOCH = datetime(2, 1, 1, tzinfo=UTC)
MINOR = st.integers(-(10**15), 10**15)
_DECIMALS = st.decimals(
    allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12
)


class _Own(NamedTuple):
    """What every record carries of its own."""

    id: str
    more: More
    recorded: datetime | None
    supersedes: str | None


def identifiers() -> st.SearchStrategy[str]:
    """Identifiers, and any other text with at least one character."""
    return st.text(min_size=1, max_size=8)


def _words() -> st.SearchStrategy[str | None]:
    return st.none() | identifiers()


def instants() -> st.SearchStrategy[datetime]:
    """Aware instants of whole seconds, in zones that are whole minutes off UTC."""
    zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    span = st.integers(0, 9996 * 365 * 86_400)
    return st.builds(lambda second, zone: (_EPOCH + timedelta(seconds=second)).astimezone(zone), span, zones)


def scalars() -> st.SearchStrategy[Scalar]:
    """What a caller's own column may hold: texts, exact numbers, flags, dates and amounts."""
    return st.one_of(
        st.text(max_size=8),
        st.integers(),
        st.booleans(),
        _DECIMALS,
        st.fractions(max_denominator=1000),
        st.dates(),
        moneys(),
    )


def mores(*, max_size: int = 3) -> st.SearchStrategy[More]:
    """The caller's own columns."""
    return st.dictionaries(identifiers(), scalars(), max_size=max_size).map(More)


def quantities(*, least: int = -1000) -> st.SearchStrategy[int | Fraction]:
    """Counts and measures, whole or not, from the least one on."""
    whole: st.SearchStrategy[int | Fraction] = st.integers(least, 10**6)
    return whole | st.fractions(least, 1000, max_denominator=60)


# Strategies that most records draw from: making them once saves most of the time.
WORDS = _words()
MORES = mores()
INSTANTS = st.none() | instants()
DAYS = st.dates()
MAYBE_DAYS = st.none() | DAYS
NAMES = st.text(max_size=8)
IDS = identifiers()
CURRENCIES = currencies()


@st.composite
def owns(draw: st.DrawFn, ids: st.SearchStrategy[str] | None) -> _Own:
    """What a record carries of its own, under one of some identifiers or any."""
    identifier = draw(IDS if ids is None else ids)
    earlier = draw(WORDS.filter(lambda text: text != identifier))
    return _Own(identifier, draw(MORES), draw(INSTANTS), earlier)


@st.composite
def ordered(draw: st.DrawFn) -> tuple[date, date]:
    """Two dates in order."""
    one, other = draw(DAYS), draw(DAYS)
    return min(one, other), max(one, other)


def amounts(currency: Currency | None) -> st.SearchStrategy[Money]:
    """Amounts in a currency, or in any."""
    unit = CURRENCIES if currency is None else st.just(currency)
    return st.builds(Money, MINOR, unit)

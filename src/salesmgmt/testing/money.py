"""Strategies for money: every valid value unless narrowed."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.money import (
    Conversion,
    Currency,
    ExchangeRate,
    ExchangeRates,
    Money,
    Rate,
    RateDay,
    Rounding,
    RoundingMode,
    Unrounded,
)
from salesmgmt.money.currency import CURRENCIES

__all__ = [
    "STRATEGIES",
    "conversions",
    "currencies",
    "exchange_rate_tables",
    "exchange_rates",
    "moneys",
    "rate_days",
    "rates",
    "rounding_modes",
    "roundings",
    "unroundeds",
    "weights",
]

_UNITS = tuple(Decimal(f"{step}E{place}") for place in range(-6, 7) for step in (1, 2, 5))


def currencies(*, listed: bool | None = None, max_digits: int = 18) -> st.SearchStrategy[Currency]:
    """Currencies of ISO 4217 and of the caller's own.

    Args:
        listed: True for those of the standard only, False for the others only.
        max_digits: The most digits that a minor unit may have.
    """
    known = st.sampled_from([currency for currency in CURRENCIES.values() if currency.digits <= max_digits])
    own = st.builds(
        Currency,
        code=st.text(string.ascii_uppercase, min_size=3, max_size=3).filter(
            lambda code: code not in CURRENCIES
        ),
        digits=st.integers(0, max_digits),
        number=st.just("") | st.text(string.digits, min_size=3, max_size=3),
        name=st.text(max_size=20),
    )
    if listed is None:
        return known | own
    return known if listed else own


def _or_any(currency: Currency | str | None) -> st.SearchStrategy[Currency]:
    if currency is None:
        return currencies()
    return st.just(currency if isinstance(currency, Currency) else Currency.of(currency))


def moneys(
    *, currency: Currency | str | None = None, min_minor: int | None = None, max_minor: int | None = None
) -> st.SearchStrategy[Money]:
    """Amounts.

    Args:
        currency: The one to use, or None for any.
        min_minor: The least amount, in minor units.
        max_minor: The greatest, in minor units.
    """
    return st.builds(Money, st.integers(min_minor, max_minor), _or_any(currency))


def unroundeds(*, currency: Currency | str | None = None) -> st.SearchStrategy[Unrounded]:
    """Figures that nobody has rounded yet.

    Args:
        currency: The one to use, or None for any.
    """
    return st.builds(Unrounded, st.fractions(), _or_any(currency))


def rates(
    *, min_value: Fraction | int | None = None, max_value: Fraction | int | None = None
) -> st.SearchStrategy[Rate]:
    """Rates: whole percents, percents with decimals and arbitrary fractions.

    Args:
        min_value: The least rate, 0 for none below zero.
        max_value: The greatest rate, 1 for 100 %.
    """
    low = None if min_value is None else Fraction(min_value)
    high = None if max_value is None else Fraction(max_value)
    round_ones = st.sampled_from((1, 100, 1000, 10_000)).flatmap(
        lambda size: st.integers(
            None if low is None else -(-low.numerator * size // low.denominator),
            None if high is None else high.numerator * size // high.denominator,
        ).map(lambda count: Fraction(count, size))
    )
    anything = st.fractions(low, high)
    narrow = low is not None and high is not None and high - low < 1
    return (anything if narrow else round_ones | anything).map(Rate)


def rounding_modes() -> st.SearchStrategy[RoundingMode]:
    """The four modes."""
    return st.sampled_from(RoundingMode)


def roundings(*, currency: Currency | None = None) -> st.SearchStrategy[Rounding]:
    """Roundings to any unit.

    Args:
        currency: Keep to units that are whole in this currency's minor unit.
    """
    units = st.sampled_from(_UNITS) | st.integers(1, 10**9).map(
        lambda count: Decimal(count) if currency is None else Decimal(f"{count}E-{min(currency.digits, 12)}")
    )
    if currency is not None:
        digits = currency.digits
        units = units.filter(lambda unit: (Fraction(*unit.as_integer_ratio()) * 10**digits).denominator == 1)
    return st.builds(Rounding, st.none() | units, rounding_modes())


def weights(
    *, min_size: int = 1, max_size: int = 20, whole: bool = False
) -> st.SearchStrategy[Sequence[int | Fraction]]:
    """Weights by which something can be split: none negative, at least one above 0.

    Args:
        min_size: The fewest, 1 or more.
        max_size: The most.
        whole: Whole numbers only.
    """
    small: st.SearchStrategy[int | Fraction] = st.integers(0, 5) | st.integers(0, 10**9)
    one = small if whole else small | st.fractions(0, 10**6)
    return st.lists(one, min_size=min_size, max_size=max_size).filter(any)


def _days() -> st.SearchStrategy[date]:
    return st.dates(date(1999, 1, 1), date(2040, 12, 31)) | st.dates()


def exchange_rates(
    *, base: Currency | str | None = None, quote: Currency | str | None = None, on: date | None = None
) -> st.SearchStrategy[ExchangeRate]:
    """Rates of a day between two currencies.

    Args:
        base: The currency of which there is one, or None for any.
        quote: The currency in which its worth is stated, or None for any.
        on: The day, or None for any.
    """
    pairs = st.tuples(_or_any(base), _or_any(quote)).filter(lambda pair: pair[0].code != pair[1].code)
    worth = st.fractions(Fraction(1, 10**6), 10**6) | st.integers(1, 10**9).map(
        lambda ppm: Fraction(ppm, 10**6)
    )
    return st.builds(
        lambda pair, day, rate, source: ExchangeRate(pair[0], pair[1], day, Rate(rate), source),
        pairs,
        _days() if on is None else st.just(on),
        worth,
        st.text(max_size=10),
    )


def rate_days() -> st.SearchStrategy[RateDay]:
    """The two ways to choose a day's rate."""
    return st.sampled_from(RateDay)


def exchange_rate_tables(*, max_size: int = 8) -> st.SearchStrategy[ExchangeRates]:
    """Tables of rates with their policy.

    Args:
        max_size: The most rates in one.
    """
    listed = st.lists(
        exchange_rates(base="USD", quote="CNY") | exchange_rates(base="CNY", quote="USD") | exchange_rates(),
        max_size=max_size,
        unique_by=lambda rate: (rate.base, rate.quote, rate.on),
    )
    policies = st.tuples(st.just(RateDay.EXACT), st.none()) | st.tuples(
        st.just(RateDay.LATEST), st.none() | st.integers(0, 400)
    )
    return st.builds(
        lambda table, policy, inverse: ExchangeRates(table, policy[0], policy[1], inverse),
        listed,
        policies,
        st.booleans(),
    )


@st.composite
def conversions(draw: st.DrawFn) -> Conversion:
    """Conversions by a rate of the day or of an earlier one, quoted either way, or within one currency."""
    if draw(st.booleans()):
        given = draw(moneys())
        return Conversion(given, given.currency, draw(_days()))
    quoted = draw(exchange_rates())
    inverted = draw(st.booleans())
    source, target = (quoted.quote, quoted.base) if inverted else (quoted.base, quoted.quote)
    return Conversion(
        draw(moneys(currency=source)), target, draw(st.dates(min_value=quoted.on)), quoted, inverted
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Conversion: conversions,
        Currency: currencies,
        ExchangeRate: exchange_rates,
        ExchangeRates: exchange_rate_tables,
        Money: moneys,
        Rate: rates,
        RateDay: rate_days,
        Rounding: roundings,
        RoundingMode: rounding_modes,
        Unrounded: unroundeds,
    }
)
"""A strategy for each public type of the package."""

"""Dated exchange rates: which rate of which day turned an amount of one currency into another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    Problem,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money.currency import Currency, CurrencyLike, currency_of
from salesmgmt.money.money import Money, MoneyLike, Unrounded, money_of
from salesmgmt.money.rate import Rate, rate_of
from salesmgmt.money.rounding import HALF_UP_TO_MINOR, Rounding

__all__ = ["Conversion", "ExchangeRate", "ExchangeRates", "RateDay"]


def _day(value: date | str, label: str = "on") -> date:
    if isinstance(value, datetime):
        raise WrongTypeError(label, value, "be a date; take .date() in the time zone that you mean")
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise WrongTypeError(label, value, "be a date or ISO text such as '2026-03-31'")
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise InvalidValueError(label, value, "be a date such as '2026-03-31'") from None


@frozen(weakref_slot=False)
class ExchangeRate:
    """What one unit of a currency was worth in another on a day.

    Attributes:
        base: The currency of which there is one.
        quote: The currency in which its worth is stated.
        on: The day for which it holds.
        rate: Units of `quote` for one of `base`, above 0; quoted per 100 as some banks do, write `7.13/100`.
        source: Who published it, or empty.

    Raises:
        InvalidValueError: The currencies are the same, or the rate is not above 0.
        WrongTypeError: The day is a datetime, or the rate a float.

    Examples:
        >>> print(ExchangeRate("USD", "CNY", "2026-03-31", "7.1234", source="central parity"))
        1 USD = 7.1234 CNY on 2026-03-31
    """

    base: Currency = field(converter=currency_of)
    quote: Currency = field(converter=currency_of)
    on: date = field(converter=_day)
    rate: Rate = field(converter=rate_of)
    source: str = ""

    def __attrs_post_init__(self) -> None:
        if self.base.code == self.quote.code:
            raise InvalidValueError("quote", self.quote.code, "be another currency than the base")
        if self.rate.value <= 0:
            raise InvalidValueError("rate", self.rate, "be above 0")
        if not isinstance(self.source, str):
            raise WrongTypeError("source", self.source, "be text")

    def __str__(self) -> str:
        return f"1 {self.base} = {self.rate.figure} {self.quote} on {self.on}"


class RateDay(StrEnum):
    """Which day's rate serves a date."""

    EXACT = "exact"
    """Only that day's."""
    LATEST = "latest"
    """The latest of that day or before."""


@frozen(weakref_slot=False)
class Conversion:
    """An amount on its way into another currency, and the rate that took it there.

    Attributes:
        given: The amount to be converted.
        to: The currency wanted.
        on: The date for which a rate was asked.
        quoted: The rate that was used, with its own day; None where both currencies are the same.
        inverted: Whether the rate was quoted the other way round and turned over.

    Raises:
        CurrencyMismatchError: The rate does not lead from the given currency to the wanted one.
        InvalidValueError: A rate of a later day, or none where one is needed.
        WrongTypeError: A field has another type.
    """

    given: Money = field(converter=money_of)
    to: Currency = field(converter=currency_of)
    on: date = field(converter=_day)
    quoted: ExchangeRate | None = None
    inverted: bool = False

    def __attrs_post_init__(self) -> None:
        if type(self.inverted) is not bool:
            raise WrongTypeError("inverted", self.inverted, "be True or False")
        quoted = self.quoted
        if quoted is None:
            if self.given.currency != self.to or self.inverted:
                raise InvalidValueError("quoted", None, f"lead from {self.given.currency} to {self.to}")
            return
        if not isinstance(quoted, ExchangeRate):
            raise WrongTypeError("quoted", quoted, "be an ExchangeRate or None")
        way = (quoted.quote, quoted.base) if self.inverted else (quoted.base, quoted.quote)
        if way != (self.given.currency, self.to):
            raise CurrencyMismatchError(
                "quoted", str(quoted), f"lead from {self.given.currency} to {self.to}"
            )
        if quoted.on > self.on:
            raise InvalidValueError("quoted", str(quoted), f"not be of a later day than {self.on}")

    @property
    def rate(self) -> Rate:
        """Units of the wanted currency for one of the given, exactly."""
        if self.quoted is None:
            return Rate(1)
        return Rate(1) / self.quoted.rate if self.inverted else self.quoted.rate

    @property
    def exact(self) -> Unrounded:
        """The worth in the wanted currency, not yet rounded."""
        major = Fraction(self.given.minor, self.given.currency.minor_per_major)
        return Unrounded(major * self.rate.value * self.to.minor_per_major, self.to)

    def round(self, rounding: Rounding = HALF_UP_TO_MINOR) -> Money:
        """The worth in the wanted currency at a named rounding."""
        return self.exact.round(rounding)

    def __str__(self) -> str:
        turned = ", inverted" if self.inverted else ""
        return f"{self.given} = {self.exact}" + ("" if self.quoted is None else f" ({self.quoted}{turned})")


_Pair = tuple[Currency, Currency]


def _sorted_rates(rates: Iterable[ExchangeRate]) -> tuple[ExchangeRate, ...]:
    listed = tuple(rates)
    for rate in listed:
        if not isinstance(rate, ExchangeRate):
            raise WrongTypeError("rates", rate, "hold ExchangeRate only")
    return tuple(sorted(listed, key=lambda rate: (rate.base.code, rate.quote.code, rate.on, rate.source)))


def _day_policy(value: RateDay | str) -> RateDay:
    try:
        return RateDay(value)
    except ValueError:
        raise InvalidValueError("day", value, "be 'exact' or 'latest'") from None


@frozen(weakref_slot=False)
class ExchangeRates:
    """A table of dated rates, and the policy by which one is chosen.

    Rates are not chained through a third currency. Where the table quotes both ways, the direct quote is
    used, even if the other is younger.

    Attributes:
        rates: At most one for two currencies, direction and day; kept in a fixed order, whatever order came.
        day: Only the rate of the very day, or the latest of that day or before.
        max_age_days: How old the latest may be, or None for any age.
        inverse: Whether a rate quoted the other way round may be turned over.

    Raises:
        BatchError: Rates for the same two currencies, direction and day; all of them are listed.
        InvalidValueError: The age is negative, or stated where only the exact day serves.
        WrongTypeError: A field has another type.

    Examples:
        >>> rate = ExchangeRate("USD", "CNY", "2026-03-27", "7.12")
        >>> table = ExchangeRates([rate], day="latest", max_age_days=7)
        >>> conversion = table.convert("USD 1,000.00", "CNY", on="2026-03-31")
        >>> print(conversion)
        USD 1,000.00 = CNY 7,120 (1 USD = 7.12 CNY on 2026-03-27)
        >>> conversion.round()
        Money.of('CNY 7,120.00')
    """

    rates: tuple[ExchangeRate, ...] = field(default=(), converter=_sorted_rates)
    day: RateDay = field(default=RateDay.EXACT, converter=_day_policy)
    max_age_days: int | None = None
    inverse: bool = False
    _by_pair: Mapping[_Pair, tuple[ExchangeRate, ...]] = field(init=False, eq=False, repr=False)

    @_by_pair.default
    def _grouped(self) -> Mapping[_Pair, tuple[ExchangeRate, ...]]:
        pairs: dict[_Pair, list[ExchangeRate]] = {}
        for rate in self.rates:
            pairs.setdefault((rate.base, rate.quote), []).append(rate)
        return {pair: tuple(listed) for pair, listed in pairs.items()}

    def __attrs_post_init__(self) -> None:
        if type(self.inverse) is not bool:
            raise WrongTypeError("inverse", self.inverse, "be True or False")
        if self.max_age_days is not None:
            if type(self.max_age_days) is not int:
                raise WrongTypeError("max_age_days", self.max_age_days, "be an int or None")
            if self.max_age_days < 0:
                raise InvalidValueError("max_age_days", self.max_age_days, "be 0 or more")
            if self.day is RateDay.EXACT:
                raise InvalidValueError(
                    "max_age_days", self.max_age_days, "be None where only the exact day serves"
                )
        problems = [
            Problem(f"{rate.base}/{rate.quote}", "on", rate.on, "be given once for a day")
            for previous, rate in zip(self.rates, self.rates[1:], strict=False)
            if (previous.base, previous.quote, previous.on) == (rate.base, rate.quote, rate.on)
        ]
        if problems:
            raise BatchError("rates", problems)

    def convert(self, amount: MoneyLike, to: CurrencyLike, on: date | str) -> Conversion:
        """Take an amount into another currency at the rate that the table's policy names for a date.

        Args:
            amount: What to convert.
            to: The currency wanted; the amount's own needs no rate.
            on: The date whose rate is asked for.

        Returns:
            The conversion, not yet rounded, with the rate used, its day and its direction.

        Raises:
            UnknownIdentifierError: The table has no rate that may serve.

        Examples:
            >>> table = ExchangeRates([ExchangeRate("USD", "CNY", "2026-03-27", "8")], inverse=True)
            >>> print(table.convert("CNY 100.00", "USD", on="2026-03-27"))
            CNY 100.00 = USD 12.5 (1 USD = 8 CNY on 2026-03-27, inverted)
        """
        given, wanted, day = money_of(amount), currency_of(to, "to"), _day(on)
        if given.currency == wanted:
            return Conversion(given, wanted, day)
        direct = self._find(given.currency, wanted, day)
        if direct is not None:
            return Conversion(given, wanted, day, direct)
        turned = self._find(wanted, given.currency, day) if self.inverse else None
        if turned is not None:
            return Conversion(given, wanted, day, turned, inverted=True)
        raise UnknownIdentifierError(
            "rate",
            f"{given.currency}/{wanted} on {day}",
            f"be in the table: {self._nearest(given.currency, wanted, day)}",
        )

    def _find(self, base: Currency, quote: Currency, day: date) -> ExchangeRate | None:
        listed = self._by_pair.get((base, quote), ())
        place = bisect_right(listed, day, key=lambda rate: rate.on)
        if place == 0:
            return None
        found = listed[place - 1]
        if self.day is RateDay.EXACT:
            return found if found.on == day else None
        too_old = self.max_age_days is not None and (day - found.on).days > self.max_age_days
        return None if too_old else found

    def _nearest(self, base: Currency, quote: Currency, day: date) -> str:
        """What the table has instead, as the end of an error's message."""
        found = [
            f"{first}/{second} of {rate.on}"
            for first, second in ((base, quote), (quote, base))
            for rate in self._by_pair.get((first, second), ())
            if rate.on <= day
        ]
        policy = "on that very day" if self.day is RateDay.EXACT else "then or before"
        if self.max_age_days is not None:
            policy += f", at most {self.max_age_days} days old"
        turned = "either way" if self.inverse else "not turned over"
        return f"{policy}, {turned}; the nearest is {found[-1] if found else 'none'}"

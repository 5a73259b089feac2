"""A limit from last year's average month, moved by the season; common in Chinese practice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import as_date
from salesmgmt.credit.limits.checks import check_count, check_flag
from salesmgmt.credit.limits.proposing.outcome import (
    LimitFormula,
    LimitProposal,
    check_profile,
    missing,
    proposal,
)
from salesmgmt.credit.limits.proposing.profile import CreditProfile
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import HALF_UP_TO_MINOR, Money, Rate, RateLike, Rounding, Unrounded, money_of, rate_of
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["Season", "SeasonalCheck", "SeasonalLimit"]


class Season(StrEnum):
    """How much is sold at a time of the year."""

    LOW = "low"
    NORMAL = "normal"
    PEAK = "peak"


def _as_swing(value: RateLike) -> Rate:
    return rate_of(value, "swing")


def _as_months(given: Iterable[int] | int, name: str) -> tuple[int, ...]:
    months = (given,) if isinstance(given, int) else tuple(given)
    for month in months:
        check_count(name, month, 1)
        if month > 12:
            raise InvalidValueError(name, month, "be a month, 1 to 12")
    return tuple(sorted(set(months)))


def _as_low(given: Iterable[int] | int) -> tuple[int, ...]:
    return _as_months(given, "low")


def _as_peak(given: Iterable[int] | int) -> tuple[int, ...]:
    return _as_months(given, "peak")


def _as_normal(value: Money | str) -> Money:
    return money_of(value, "normal")


def _as_lowest(value: Money | str) -> Money:
    return money_of(value, "lowest")


def _as_highest(value: Money | str) -> Money:
    return money_of(value, "highest")


def _as_cap(value: Money | str) -> Money:
    return money_of(value, "cap")


def _as_requested(value: Money | str) -> Money:
    return money_of(value, "requested")


def _as_season(value: Season | str) -> Season:
    return choice_of(Season, value, "season")


def _as_reasons(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(reasons)


@frozen
class SeasonalCheck:
    """A limit and a term that somebody asks for, held against last year's average month.

    Attributes:
        season: The season in which it is asked for.
        normal: A twelfth of last year's sales.
        lowest: The same in the low season.
        highest: The same in the peak season.
        cap: The most that is granted in the season.
        requested: What is asked for.
        days: The term that is asked for.
        granted: Whether both keep within what is granted.
        reasons: Why, or why not.

    Raises:
        InvalidValueError: If the term is negative.
        WrongTypeError: If a field has another type.
    """

    season: Season = field(converter=_as_season)
    normal: Money = field(converter=_as_normal)
    lowest: Money = field(converter=_as_lowest)
    highest: Money = field(converter=_as_highest)
    cap: Money = field(converter=_as_cap)
    requested: Money = field(converter=_as_requested)
    days: int
    granted: bool
    reasons: tuple[Reason, ...] = field(default=(), converter=_as_reasons)

    def __attrs_post_init__(self) -> None:
        check_count("days", self.days)
        check_flag("granted", self.granted)


@frozen
class SeasonalLimit(LimitFormula):
    """Last year's average month, less a swing in the low season and more in the peak season.

    Attributes:
        swing: By how much a season moves it.
        low: Months of the low season, 1 to 12.
        peak: Months of the peak season.
        most_days: The longest term that is granted; None for any.
        rounding: Of every amount.

    Raises:
        InvalidValueError: If the swing is not from 0% to 100%, a month is none or in both seasons, or the
            term is negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> policy = SeasonalLimit("50%", low=[2, 3], peak=[11, 12], most_days=30)
        >>> profile = CreditProfile("C-9", "2026-11-05", "CNY", last_year="CNY 1,200,000")
        >>> print(policy.propose(profile).reasons[0].text())
        peak season: a month of last year, CNY 100,000.00, and 50% more is CNY 150,000.00
        >>> check = policy.check("CNY 1,200,000", "CNY 60,000", 30, season="low")
        >>> check.granted, check.reasons[-1].text()
        (False, 'CNY 60,000.00 is asked for, CNY 10,000.00 more than CNY 50,000.00')
    """

    swing: Rate = field(converter=_as_swing)
    low: tuple[int, ...] = field(default=(), converter=_as_low, kw_only=True)
    peak: tuple[int, ...] = field(default=(), converter=_as_peak, kw_only=True)
    most_days: int | None = field(default=None, kw_only=True)
    rounding: Rounding = field(default=HALF_UP_TO_MINOR, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.swing.value <= 1:
            raise InvalidValueError("swing", self.swing, "be 0% to 100%")
        both = sorted(set(self.low) & set(self.peak))
        if both:
            raise InvalidValueError("peak", both, "lie outside the low season")
        if self.most_days is not None:
            check_count("most_days", self.most_days)
        if not isinstance(self.rounding, Rounding):
            raise WrongTypeError("rounding", self.rounding, "be a Rounding")

    def season_of(self, on: date | str) -> Season:
        """The season of a day."""
        month = as_date(on, "on").month
        if month in self.low:
            return Season.LOW
        return Season.PEAK if month in self.peak else Season.NORMAL

    def propose(self, profile: CreditProfile) -> LimitProposal:
        """Last year's average month in the season of the profile's day; see `LimitFormula.propose`."""
        check_profile(profile)
        if profile.last_year is None:
            return missing(profile, "last_year")
        season = self.season_of(profile.on)
        caps = self._caps(profile.last_year)
        return proposal(profile, caps[season], self._told(season, caps), average=caps[Season.NORMAL])

    def check(
        self,
        last_year: Money | str,
        requested: Money | str,
        days: int,
        *,
        season: Season | str | None = None,
        on: date | str | None = None,
    ) -> SeasonalCheck:
        """Whether a limit and a term that somebody asks for may be granted.

        Args:
            last_year: Last year's sales.
            requested: The limit asked for.
            days: The term asked for.
            season: The season; that of the day where left out.
            on: The day; needed where no season is given.

        Raises:
            CurrencyMismatchError: If the two amounts are in two currencies.
            InvalidValueError: If neither a season nor a day is given, or the term is negative.
        """
        sales, wanted = money_of(last_year, "last_year"), money_of(requested, "requested")
        check_count("days", days)
        if sales.currency != wanted.currency:
            rule = f"be in {sales.currency}, as the sales; convert it first"
            raise CurrencyMismatchError("requested", wanted.currency.code, rule)
        if season is None and on is None:
            raise InvalidValueError("season", season, "be given, or the day on which it is asked")
        chosen = self.season_of(as_date(on or "", "on")) if season is None else _as_season(season)
        caps = self._caps(sales)
        cap = caps[chosen]
        told = [self._told(chosen, caps)]
        kept = True
        if wanted > cap:
            kept = False
            over: dict[str, ReasonValue] = {"requested": wanted, "amount": cap, "excess": wanted - cap}
            told.append(Reason("credit.request.excess", over))
        if self.most_days is not None and days > self.most_days:
            kept = False
            long: dict[str, ReasonValue] = {"days": days, "most": self.most_days}
            told.append(Reason("credit.request.days", long))
        if kept:
            values: dict[str, ReasonValue] = {"requested": wanted, "days": days, "amount": cap}
            told.append(Reason("credit.request.kept", values))
        return SeasonalCheck(
            chosen,
            caps[Season.NORMAL],
            caps[Season.LOW],
            caps[Season.PEAK],
            cap,
            wanted,
            days,
            kept,
            told,
        )

    def _caps(self, last_year: Money) -> dict[Season, Money]:
        """The cap of each season; below zero nothing is granted."""
        month = Fraction(max(0, last_year.minor), 12)
        factors = {
            Season.LOW: 1 - self.swing.value,
            Season.NORMAL: Fraction(1),
            Season.PEAK: 1 + self.swing.value,
        }
        return {
            season: Unrounded(month * factor, last_year.currency).round(self.rounding)
            for season, factor in factors.items()
        }

    def _told(self, season: Season, caps: dict[Season, Money]) -> Reason:
        amount = caps[season]
        if season is Season.NORMAL:
            return Reason("credit.proposal.season.normal", {"amount": amount})
        values: dict[str, ReasonValue] = {
            "normal": caps[Season.NORMAL],
            "swing": self.swing,
            "amount": amount,
        }
        if season is Season.LOW:
            return Reason("credit.proposal.season.low", values)
        return Reason("credit.proposal.season.peak", values)

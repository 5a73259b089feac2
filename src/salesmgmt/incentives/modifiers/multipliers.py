"""Factors on the pay of a period: constant, by a score or standing, several together, and by days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import CalendarDays, DayCount
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import Rank, ScoreOf, StandingOf, Tenure
from salesmgmt.incentives.modifiers.moment import Moment
from salesmgmt.incentives.schedules import Curve, Flat, Matrix, Rules, Whole
from salesmgmt.incentives.schedules.compiled import picker_of
from salesmgmt.incentives.schedules.stepped import Stepped
from salesmgmt.incentives.sentences.saying import listed, sentence
from salesmgmt.incentives.sentences.saying_terms import said_days, said_key, said_table
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import Rate, RateLike

__all__ = ["Combine", "Multiplier", "MultiplierKey", "Multipliers", "Prorated"]

MultiplierKey: TypeAlias = ScoreOf | Tenure | Rank | StandingOf
"""What a factor on pay may be looked up by."""

Times: TypeAlias = Rate | Whole | Curve


def _times(value: Times | RateLike) -> Times:
    if isinstance(value, Rate | Whole | Curve):
        return value
    if isinstance(value, Mapping | Flat | Matrix | Rules | Stepped):
        raise WrongTypeError(
            "times", value, "be a share such as '110%', or Whole({…}) or Curve({…}) of shares"
        )
    return stated_rate(value, "times")


def _missing(value: RateLike) -> Rate:
    return stated_rate(value, "missing")


@frozen
class Multiplier:
    """The pay times a factor: a constant, or one that a score, tenure, rank or standing looks up.

    Attributes:
        times: The factor: a share such as `"110%"`, or a table of shares that `by` looks up.
        by: What the table is entered by.
        missing: The factor where that is unknown; a remark says so.

    Raises:
        InvalidValueError: If there is a table and nothing to look it up by, or the reverse; if a factor is
            below 0.
        WrongTypeError: If a part is of another type.

    Examples:
        >>> by_points = ScoreOf("points", kind="number")
        >>> by_rating = Multiplier(Whole({0: "80%", 60: "100%", 90: "120%"}), by_points)
        >>> by_rating.missing
        Rate('100%')
    """

    times: Times = field(converter=_times)
    by: MultiplierKey | None = None
    missing: Rate = field(default=Rate(1), converter=_missing, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.by is not None and not isinstance(self.by, MultiplierKey):
            raise WrongTypeError("by", self.by, "be ScoreOf(…), StandingOf(…), Tenure() or Rank()")
        if isinstance(self.times, Rate) is (self.by is not None):
            raise InvalidValueError("by", self.by, "be given exactly where the factor is a table")
        for name, rate in (("times", self.times), ("missing", self.missing)):
            if isinstance(rate, Rate) and rate.value < 0:
                raise InvalidValueError(name, rate, "be 0 or more")

    def is_known(self, moment: Moment) -> bool:
        """Whether what looks it up is known."""
        return self.by is None or moment.at(self.by) is not None

    def factor(self, moment: Moment) -> Fraction:
        """The factor of a period."""
        if isinstance(self.times, Rate):
            return self.times.value
        at = None if self.by is None else moment.at(self.by)
        return picker_of(self.times)(at)[0] if isinstance(at, Fraction) else self.missing.value

    def after(self, pay: Minor, moment: Moment) -> Minor:
        """The pay times the factor."""
        return pay * self.factor(moment)

    def said(self, lang: str) -> str:
        """The factor as a sentence."""
        if isinstance(self.times, Rate) or self.by is None:
            return sentence(
                "multiplier", lang, times=self.times if isinstance(self.times, Rate) else self.missing
            )
        key, table = said_key(self.by, lang), said_table(self.times, lang)
        return sentence("multiplier.table", lang, key=key, table=table, missing=self.missing)


class Combine(StrEnum):
    """How several factors act together.

    `multiplicative`: one after the other. `additive`: what each adds or takes off is added up, so that 110 %
    and 120 % make 130 %.
    """

    MULTIPLICATIVE = "multiplicative"
    ADDITIVE = "additive"


def _combine(value: Combine | str) -> Combine:
    return choice_of(Combine, value, "combine", "be 'multiplicative' or 'additive'")


def _multipliers(given: Iterable[Multiplier | RateLike]) -> tuple[Multiplier, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongTypeError("of", given, "list multipliers")
    return tuple(one if isinstance(one, Multiplier) else Multiplier(one) for one in given)


@frozen
class Multipliers:
    """Several factors on the same pay, with a stated way in which they act together.

    Attributes:
        of: The factors.
        combine: `multiplicative` or `additive`; an additive total below 0 counts as 0.

    Raises:
        InvalidValueError: If the word is unknown.

    Examples:
        >>> both = Multipliers(["110%", "120%"], "additive")
        >>> len(both.of)
        2
    """

    of: tuple[Multiplier, ...] = field(converter=_multipliers)
    combine: Combine = field(converter=_combine)

    def factor(self, moment: Moment) -> Fraction:
        """The factors together."""
        factors = [one.factor(moment) for one in self.of]
        if self.combine is Combine.ADDITIVE:
            return max(Fraction(0), sum(factors, Fraction(1 - len(factors))))
        product = Fraction(1)
        for factor in factors:
            product *= factor
        return product

    def after(self, pay: Minor, moment: Moment) -> Minor:
        """The pay times the factors."""
        return pay * self.factor(moment)

    def said(self, lang: str) -> str:
        """The factors as a sentence."""
        parts = [f"({number}) {one.said(lang)}" for number, one in enumerate(self.of, 1)]
        return sentence(f"multipliers.{self.combine}", lang, of=listed(parts, lang))


@frozen
class Prorated:
    """The pay for the share of the period's days on which somebody took part.

    Days count while the plan holds for them, they are employed, and not absent.

    Attributes:
        by: How days are counted.

    Raises:
        WrongTypeError: If it is no way of counting days.
    """

    by: DayCount = field(factory=CalendarDays)

    def __attrs_post_init__(self) -> None:
        if not hasattr(self.by, "days"):
            raise WrongTypeError("by", self.by, "be a way to count days, such as CalendarDays()")

    def after(self, pay: Minor, moment: Moment) -> Minor:
        """The pay times the share of the days."""
        share = moment.share(self.by)
        return pay if share == 1 else pay * share

    def said(self, lang: str) -> str:
        """The proration as a sentence."""
        return sentence("prorated", lang, days=said_days(self.by, lang))

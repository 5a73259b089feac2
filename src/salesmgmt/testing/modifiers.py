"""Strategies for the steps from what a schedule pays to what is earned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import CalendarDays, DayCount, Thirty360, WorkingDays, WorkingWeek
from salesmgmt.criteria import Criterion
from salesmgmt.incentives import (
    Cap,
    Combine,
    Curve,
    Floor,
    Gate,
    KeyKind,
    LimitPer,
    Multiplier,
    Multipliers,
    Prorated,
    Rank,
    ScoreOf,
    StandingOf,
    Tenure,
    Threshold,
    Whole,
)
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.testing.conditions import currencies_of, standing_conditions
from salesmgmt.testing.criteria import criteria
from salesmgmt.testing.schedules import curves, wholes

__all__ = [
    "TABLE",
    "Step",
    "caps",
    "floors",
    "gates",
    "multiplier_lists",
    "multipliers",
    "steps",
    "thresholds",
]

Step = Cap | Floor | Gate | Threshold | Multiplier | Multipliers | Prorated
"""Any step."""

_LIMITS = st.sampled_from((0, 5, 50, 100, 100, 1000)) | st.integers(0, 10**6)
_PARTS = st.sampled_from((Rate(0), Rate(0), Rate(Fraction(1, 2)), Rate(Fraction(1, 3)), Rate(1)))
_FACTORS = st.sampled_from(
    (Rate(0), Rate(Fraction(4, 5)), Rate(1), Rate(Fraction(11, 10)), Rate(Fraction(2, 3)))
)
_RATES = st.sampled_from(
    (Rate(0), Rate(Fraction(1, 20)), Rate(Fraction(1, 10)), Rate(Fraction(1, 3)), Rate(1))
)
DAY_COUNTS: st.SearchStrategy[DayCount] = st.sampled_from(
    (CalendarDays(), CalendarDays(), Thirty360(), WorkingDays(WorkingWeek()))
)
_PER = st.sampled_from(("month", "quarter", "year"))


def _limits(currency: Currency) -> st.SearchStrategy[Money | Rate]:
    return st.one_of(_LIMITS.map(lambda minor: Money(minor, currency)), _RATES)


@st.composite
def caps(
    draw: st.DrawFn, *, currency: Currency | str | None = None, deals: bool = True, carries: bool = True
) -> Cap:
    """Caps of amounts and of shares of the base, for deals and periods.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of amounts, or None for any.
        deals: Whether some hold for each deal.
        carries: Whether some carry forward.
    """
    limit = draw(_limits(draw(currencies_of(currency))))
    per = draw(st.sampled_from(LimitPer)) if deals else LimitPer.PERIOD
    return Cap(limit, per=per, carries=carries and per is LimitPer.PERIOD and draw(st.booleans()))


@st.composite
def floors(draw: st.DrawFn, *, currency: Currency | str | None = None, deals: bool = True) -> Floor:
    """Floors of amounts and of shares of the base, for deals and periods.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of amounts, or None for any.
        deals: Whether some hold for each deal.
    """
    limit = draw(_limits(draw(currencies_of(currency))))
    return Floor(limit, per=draw(st.sampled_from(LimitPer)) if deals else LimitPer.PERIOD)


def gates(*, where: st.SearchStrategy[Criterion] | None = None) -> st.SearchStrategy[Gate]:
    """Gates, shut ones leaving nothing or a part.

    Args:
        where: Conditions, or None for any.
    """
    return st.builds(Gate, criteria() if where is None else where, _PARTS)


@st.composite
def thresholds(draw: st.DrawFn, *, currency: Currency | str | None = None) -> Threshold:
    """Thresholds of attainment, of amounts and of numbers.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of amounts, or None for any.
    """
    money = draw(currencies_of(currency))
    level = draw(
        st.one_of(
            st.sampled_from(("50%", "100%")),
            st.sampled_from((0, 50, 100, 101)).map(lambda minor: Money(minor, money)),
            st.sampled_from((Fraction(1), Fraction(2), Fraction(5))),
        )
    )
    return Threshold(level, draw(_PARTS))


def _tables(kind: KeyKind) -> st.SearchStrategy[Whole | Curve]:
    return wholes(kind=kind, things=False, mixed=False, runs=False) | curves(kind=kind)


_BY: tuple[tuple[KeyKind, st.SearchStrategy[ScoreOf | Tenure | Rank]], ...] = (
    (KeyKind.SHARE, st.builds(ScoreOf, st.just("goal"), _PER)),
    (KeyKind.NUMBER, st.builds(ScoreOf, st.just("csat"), _PER, st.just(KeyKind.NUMBER))),
    (KeyKind.NUMBER, st.just(Tenure())),
    (KeyKind.NUMBER, st.just(Rank())),
)
_TABLED = tuple((_tables(kind), by) for kind, by in _BY)
_SHARE_TABLES = _tables(KeyKind.SHARE)
_SIMPLE = st.one_of(
    st.builds(Multiplier, _FACTORS),
    *(st.builds(Multiplier, times, by, missing=_FACTORS) for times, by in _TABLED),
)
_SEVERAL = st.builds(Multipliers, st.lists(_SIMPLE, max_size=3), st.sampled_from(Combine))


def multipliers(*, standings: Sequence[str] = ("sales.attainment",)) -> st.SearchStrategy[Multiplier]:
    """Factors on pay, constant and looked up.

    Args:
        standings: Paths of shares that may be looked up.
    """
    if not standings:
        return _SIMPLE
    by = st.sampled_from(tuple(StandingOf(path) for path in standings))
    return _SIMPLE | st.builds(Multiplier, _SHARE_TABLES, by, missing=_FACTORS)


def multiplier_lists(*, standings: Sequence[str] = ("sales.attainment",)) -> st.SearchStrategy[Multipliers]:
    """Several factors, multiplied or added up.

    Args:
        standings: As for `multipliers`.
    """
    if not standings:
        return _SEVERAL
    several = st.lists(multipliers(standings=standings), max_size=3)
    return st.builds(Multipliers, several, st.sampled_from(Combine))


@st.composite
def steps(
    draw: st.DrawFn,
    *,
    currency: Currency,
    deals: bool = False,
    conditions: Sequence[Criterion] | None = None,
    standings: Sequence[str] = (),
    min_size: int = 0,
    max_size: int = 3,
) -> tuple[Step, ...]:
    """Steps of every kind, in any order; at most one cap that carries forward.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of amounts.
        deals: Whether caps and floors of single deals may be among them.
        conditions: For gates; those that ask for nothing of other components where left out.
        standings: Paths of shares that multipliers may look up.
        min_size: Least number of steps.
        max_size: Most of them.
    """
    found: list[Step] = []
    asked = standing_conditions(currency) if conditions is None else conditions
    for _ in range(draw(st.integers(min_size, max_size))):
        carried = any(isinstance(one, Cap) and one.carries for one in found)
        kind = draw(st.sampled_from((Cap, Cap, Floor, Gate, Threshold, Multiplier, Multipliers, Prorated)))
        if kind is Cap:
            found.append(draw(caps(currency=currency, deals=deals, carries=not carried)))
        elif kind is Floor:
            found.append(draw(floors(currency=currency, deals=deals)))
        elif kind is Gate:
            found.append(draw(gates(where=st.sampled_from(tuple(asked)))))
        elif kind is Threshold:
            found.append(draw(thresholds(currency=currency)))
        elif kind is Multiplier:
            found.append(draw(multipliers(standings=standings)))
        elif kind is Multipliers:
            found.append(draw(multiplier_lists(standings=standings)))
        else:
            found.append(Prorated(draw(DAY_COUNTS)))
    return tuple(found)


TABLE: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Cap: caps,
        Combine: lambda: st.sampled_from(Combine),
        Floor: floors,
        Gate: gates,
        LimitPer: lambda: st.sampled_from(LimitPer),
        Multiplier: multipliers,
        Multipliers: multiplier_lists,
        Prorated: lambda: st.builds(Prorated, DAY_COUNTS),
        Threshold: thresholds,
    }
)
"""A strategy for each public type of step."""

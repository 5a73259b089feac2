"""Strategies for what counts and by what it is looked up: events, measures, factors, keys, ramps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import CalendarDays, DayCount, Thirty360, WorkingDays, WorkingWeek
from salesmgmt.criteria import Criterion
from salesmgmt.incentives import (
    Accumulates,
    ActsOn,
    Age,
    AgeUnit,
    Amount,
    Attainment,
    Collected,
    Column,
    Count,
    Crediting,
    CreditKind,
    Curve,
    DaysFromInvoice,
    DaysOverdue,
    DealAmount,
    DealField,
    Event,
    Factor,
    Key,
    KeyKind,
    Leavers,
    Margin,
    MarginPercent,
    Measure,
    QuotaSpan,
    Ramp,
    Rank,
    Ratio,
    Recurring,
    Revenue,
    ScoreOf,
    ShareUnit,
    Stages,
    StandingOf,
    Tenure,
    TotalOf,
    Units,
    Whole,
)
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.testing.conditions import PEOPLE, PERIODS, currencies_of
from salesmgmt.testing.criteria import criteria, paths
from salesmgmt.testing.schedules import curves, wholes

__all__ = [
    "TABLE",
    "accumulations",
    "crediting_policies",
    "events",
    "factors",
    "keys",
    "margins",
    "measures",
    "ramps",
    "revenues",
    "stages",
]

_PER = st.sampled_from(PERIODS)
_ONCE = st.sampled_from(Event)
_SHARES = st.sampled_from(
    (Rate(0), Rate(Fraction(1, 2)), Rate(Fraction(1, 3)), Rate(1), Rate(Fraction(6, 5)))
) | st.fractions(0, 2).map(Rate)
_STAGED = st.sampled_from(
    (
        Stages({"order": "60%", "payment": "40%"}),
        Stages({"invoice": Fraction(1, 3), "payment": Fraction(2, 3)}),
        Stages({"won": "50%", "order": "25%", "delivery": "25%"}),
        Stages({"delivery": "100%"}),
    )
)
_WITHIN = MappingProxyType(
    {
        "week": (None, "month", "quarter", "year"),
        "month": (None, None, "quarter", "half", "year"),
        "quarter": (None, None, "half", "year"),
        "half": (None, "year"),
        "year": (None,),
    }
)
_DAY_COUNTS: st.SearchStrategy[DayCount] = st.sampled_from(
    (CalendarDays(), Thirty360(), WorkingDays(WorkingWeek()))
)
_MAYBE_DAY_COUNTS: st.SearchStrategy[DayCount | None] = st.sampled_from((None, None, None, True)).flatmap(
    lambda counted: _DAY_COUNTS if counted else st.none()
)


def stages() -> st.SearchStrategy[Stages]:
    """Credit in one, two or three stages."""
    return _STAGED


def events(*, staged: bool | None = None) -> st.SearchStrategy[Event | Stages]:
    """What has to happen: one event, or stages of several.

    Args:
        staged: True for stages only, False for single events only.
    """
    if staged is None:
        return st.one_of(_ONCE, _ONCE, _ONCE, stages())
    return stages() if staged else _ONCE


def revenues(*, where: st.SearchStrategy[Criterion] | None = None) -> st.SearchStrategy[Revenue]:
    """Revenue by every event; with any condition unless told."""
    return st.builds(Revenue, criteria() if where is None else where, events(), st.booleans())


def margins(*, where: st.SearchStrategy[Criterion] | None = None) -> st.SearchStrategy[Margin]:
    """Margin by every event; with any condition unless told."""
    return st.builds(Margin, criteria() if where is None else where, events())


def measures(
    *, where: st.SearchStrategy[Criterion] | None = None, things: bool | None = None
) -> st.SearchStrategy[Measure]:
    """Measures of every kind, by every event.

    Args:
        where: Conditions, or None for any.
        things: True for those that count things, False for those in money, None for either.
    """
    asked = criteria() if where is None else where
    money: tuple[st.SearchStrategy[Measure], ...] = (
        revenues(where=asked),
        revenues(where=asked),
        margins(where=asked),
        st.builds(Collected, asked, st.booleans()),
        st.builds(Recurring, asked, events(), st.just("term_months"), st.sampled_from((12, 1))),
        st.builds(Column, st.just("mrr"), asked, events(), st.just(False)),  # noqa: FBT003 - a field's value
    )
    counts: tuple[st.SearchStrategy[Measure], ...] = (
        st.builds(Units, asked, events()),
        st.builds(Count, asked, events()),
        st.builds(Column, st.just("points"), asked, events(), st.just(True)),  # noqa: FBT003 - likewise
    )
    if things is None:
        return st.one_of(*money, *counts)
    return st.one_of(*(counts if things else money))


def factors(
    *, where: st.SearchStrategy[Criterion] | None = None, on: ActsOn | None = None
) -> st.SearchStrategy[Factor]:
    """Factors, constant or looked up, on the base or on the rate.

    Args:
        where: Conditions, or None for any.
        on: Where they act, or None for either.
    """
    asked = criteria() if where is None else where
    acts = st.sampled_from(ActsOn if on is None else (on,))
    titles = st.sampled_from(("", "late"))
    constant = st.builds(Factor, _SHARES, where=asked, on=acts, title=titles)
    tables = [
        st.builds(Factor, _shares_by(kind), where=asked, by=keys, on=acts, title=titles)
        for kind, keys in _FACTOR_KEYS
    ]
    return st.one_of(constant, constant, *tables)


def _shares_by(kind: KeyKind) -> st.SearchStrategy[Whole | Curve]:
    return wholes(kind=kind, things=False, mixed=False, runs=False) | curves(kind=kind)


_FACTOR_KEYS: tuple[tuple[KeyKind, st.SearchStrategy[DealField | MarginPercent | DaysOverdue]], ...] = (
    (KeyKind.NUMBER, st.builds(DaysOverdue, _PER)),
    (KeyKind.SHARE, st.builds(MarginPercent, _PER)),
    (KeyKind.SHARE, st.just(DealField("discount"))),
)


def accumulations(key: type[Amount] | type[Attainment]) -> st.SearchStrategy[tuple[str, str | None]]:
    """A kind of period, and a longer one or none."""
    return _PER.flatmap(lambda per: st.tuples(st.just(per), st.sampled_from(_WITHIN[per])))


@st.composite
def amounts_by(draw: st.DrawFn, *, within: bool | None = None) -> Amount:
    """Keys by the base itself.

    Args:
        draw: Supplied by Hypothesis.
        within: False for keys that begin anew every period, None for either.
    """
    per, span = draw(accumulations(Amount))
    return Amount(per, None if within is False else span, draw(st.sampled_from(Accumulates)))


@st.composite
def attainments(
    draw: st.DrawFn, *, within: bool | None = None, currency: Currency | None = None, things: bool = False
) -> Attainment:
    """Keys by the share of a quota, with ramps and proration.

    Args:
        draw: Supplied by Hypothesis.
        within: False for keys that begin anew every period, None for either.
        currency: Of amounts in ramps, or None for shares only.
        things: Whether the base is a number of things.
    """
    per, span = draw(accumulations(Attainment))
    ramped = draw(st.integers(0, 5)) == 0 and per != "week"
    return Attainment(
        per,
        draw(st.sampled_from(("revenue", "revenue", "margin"))),
        None if within is False else span,
        draw(st.sampled_from(Accumulates)),
        draw(st.sampled_from(QuotaSpan)),
        draw(ramps(currency=currency, things=things)) if ramped else None,
        None if ramped else draw(_MAYBE_DAY_COUNTS),
    )


def ramps(*, currency: Currency | None = None, things: bool = False) -> st.SearchStrategy[Ramp]:
    """Reduced quotas of shares, or also of amounts or pieces.

    Args:
        currency: Of the amounts, or None for shares only.
        things: Whether pieces are asked for in place of amounts.
    """
    step: st.SearchStrategy[Rate | Money | Fraction] = st.sampled_from(
        (Rate(0), Rate(Fraction(1, 4)), Rate(1))
    )
    if things:
        step |= st.sampled_from((Fraction(2), Fraction(5)))
    elif currency is not None:
        step |= st.sampled_from((0, 50, 100)).map(lambda minor: Money(minor, currency))
    return st.builds(Ramp, st.lists(step, min_size=1, max_size=4), step)


@st.composite
def keys(draw: st.DrawFn) -> Key:
    """What tiers are entered by, of every kind."""
    return draw(_KEYS[draw(st.sampled_from(tuple(_KEYS)))]())


_KEYS: Mapping[type, Callable[[], st.SearchStrategy[Key]]] = MappingProxyType(
    {
        Age: lambda: st.builds(
            Age, st.sampled_from(("customer.since", "product.on")), st.sampled_from(AgeUnit), _PER
        ),
        Amount: amounts_by,
        Attainment: lambda: currencies_of(None).flatmap(lambda money: attainments(currency=money)),
        DaysFromInvoice: lambda: st.builds(DaysFromInvoice, _PER),
        DaysOverdue: lambda: st.builds(DaysOverdue, _PER),
        DealAmount: lambda: st.builds(DealAmount, _PER),
        DealField: lambda: st.builds(DealField, paths(), _PER, st.none() | st.sampled_from(KeyKind)),
        MarginPercent: lambda: st.builds(MarginPercent, _PER),
        Rank: lambda: st.builds(Rank, _PER),
        Ratio: lambda: st.builds(Ratio, measures(), measures(), _PER),
        ScoreOf: lambda: st.builds(
            ScoreOf, st.sampled_from(("csat", "goal")), _PER, st.sampled_from((KeyKind.SHARE, KeyKind.NUMBER))
        ),
        StandingOf: lambda: st.builds(StandingOf, paths(), _PER, st.sampled_from(KeyKind)),
        Tenure: lambda: st.builds(Tenure, _PER),
        TotalOf: lambda: st.builds(TotalOf, measures(), _PER),
    }
)


def crediting_policies(*, to: bool = True) -> st.SearchStrategy[Crediting]:
    """Every way of sharing out.

    Args:
        to: Whether some credit everything to one.
    """
    kept = st.sampled_from(((), (), ("50%", "30%"), (Fraction(1, 3),), ("100%", "0%")))
    return st.builds(
        Crediting,
        st.sampled_from(ShareUnit),
        registrations=st.booleans(),
        handed_over=kept,
        to=st.sampled_from((None,) * 9 + PEOPLE[:1]) if to else st.none(),
        leavers=st.sampled_from(Leavers),
    )


TABLE: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        **_KEYS,
        Accumulates: lambda: st.sampled_from(Accumulates),
        ActsOn: lambda: st.sampled_from(ActsOn),
        AgeUnit: lambda: st.sampled_from(AgeUnit),
        Collected: lambda: st.builds(Collected, criteria(), st.booleans()),
        Column: lambda: st.builds(Column, paths(), criteria(), events(), st.booleans()),
        Count: lambda: st.builds(Count, criteria(), events()),
        CreditKind: lambda: st.sampled_from(CreditKind),
        Crediting: crediting_policies,
        Event: lambda: _ONCE,
        Factor: factors,
        Leavers: lambda: st.sampled_from(Leavers),
        Margin: margins,
        QuotaSpan: lambda: st.sampled_from(QuotaSpan),
        Ramp: lambda: currencies_of(None).flatmap(lambda money: ramps(currency=money)),
        Recurring: lambda: st.builds(Recurring, criteria(), events(), paths(), st.integers(1, 60)),
        Revenue: revenues,
        ShareUnit: lambda: st.sampled_from(ShareUnit),
        Stages: stages,
        Units: lambda: st.builds(Units, criteria(), events()),
    }
)
"""A strategy for each public type of what counts and of keys."""

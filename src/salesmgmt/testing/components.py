"""Strategies for the components of plans, single ones and ones that fit into a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from attrs import field, frozen
from hypothesis import strategies as st

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.incentives import (
    ActsOn,
    Adjustment,
    Amount,
    Attainment,
    Chain,
    Commission,
    ExpenseAllowance,
    FieldOf,
    Fixed,
    FixedKind,
    Flat,
    Key,
    KeyKind,
    Matrix,
    Measure,
    Negative,
    Objective,
    Objectives,
    Override,
    Rank,
    Rounds,
    Rules,
    ScoreOf,
    StandingOf,
    Tenure,
)
from salesmgmt.money import Currency, Money, Rate, Rounding
from salesmgmt.testing.conditions import (
    CONDITIONS,
    CURRENCIES,
    ELIGIBLE,
    EXPENSES,
    currencies_of,
    standing_conditions,
)
from salesmgmt.testing.entries import entries, is_of_deals
from salesmgmt.testing.measures import factors, measures
from salesmgmt.testing.modifiers import Step, steps
from salesmgmt.testing.money import roundings
from salesmgmt.testing.schedules import curves, wholes

__all__ = [
    "TABLE",
    "Fit",
    "adjustments",
    "chains",
    "commissions",
    "expense_allowances",
    "fixed_pays",
    "objective_lists",
    "objectives",
    "overrides",
]

_NAMES = st.text(min_size=1, max_size=8)
_TITLES = st.sampled_from(("", "", "Sales", "提成"))
_PER = st.sampled_from(("month", "month", "quarter", "half", "year", "week"))
_SOME = st.integers(0, 2).map(lambda number: number == 0)
_RATES = st.sampled_from((0, 5, 10, 50, 100)).map(lambda percent: Rate(f"{percent}%")) | st.fractions(
    0, 1
).map(Rate)
_STANDARDS = st.sampled_from((0, 100, 5000)) | st.integers(0, 10**6)
_CONDITION = st.sampled_from((*CONDITIONS, *[CONDITIONS[0]] * 4))
_ELIGIBLE = st.sampled_from((*ELIGIBLE, *[ALWAYS] * 6))
_EXPENSE = st.sampled_from(EXPENSES)
_MEASURES, _MONEY = measures(where=_CONDITION), measures(where=_CONDITION, things=False)
_FACTORS = MappingProxyType(
    {on: st.lists(factors(where=_CONDITION, on=on), min_size=1, max_size=2) for on in (None, ActsOn.BASE)}
)
_ROUNDINGS = MappingProxyType(
    {
        money: st.one_of(st.just(Rounding()), roundings(currency=money))
        for money in map(Currency.of, CURRENCIES)
    }
)
_REACHED = MappingProxyType(
    {
        kind: st.none() | wholes(kind=kind, things=False, mixed=False, runs=False) | curves(kind=kind)
        for kind in (KeyKind.SHARE, KeyKind.NUMBER)
    }
)


@frozen
class Fit:
    """What a component has to fit to.

    Attributes:
        currency: Of the plan.
        where: Conditions on deals.
        read: Components whose figures gates may ask for, with whether they count things.
        paid: Components whose pay gates may ask for.
        shares: Paths of attainments that may be looked up.
    """

    currency: Currency
    where: st.SearchStrategy[Criterion] = field(default=_CONDITION, eq=False)
    read: tuple[tuple[str, bool], ...] = ()
    paid: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()

    def steps(
        self, *, deals: bool = False, least: int = 0, most: int = 3
    ) -> st.SearchStrategy[tuple[Step, ...]]:
        """Steps that fit."""
        asked = standing_conditions(self.currency, self.read, self.paid)
        return steps(
            currency=self.currency,
            deals=deals,
            conditions=asked,
            standings=self.shares,
            min_size=least,
            max_size=most,
        )

    def rounding(self) -> st.SearchStrategy[Rounding]:
        """Roundings that the currency can express."""
        known = _ROUNDINGS.get(self.currency)
        return roundings(currency=self.currency) if known is None else known

    @property
    def measures(self) -> st.SearchStrategy[Measure]:
        """What may be counted."""
        return _MEASURES if self.where is _CONDITION else measures(where=self.where)

    @property
    def money(self) -> st.SearchStrategy[Measure]:
        """What may be counted in money."""
        return _MONEY if self.where is _CONDITION else measures(where=self.where, things=False)


def _fit(draw: st.DrawFn, fit: Fit | None) -> Fit:
    return Fit(draw(currencies_of(None))) if fit is None else fit


def allowed_rounds(by: Key | tuple[Key, ...], pays: object, *, override: bool) -> tuple[Rounds, ...]:
    """What may be rounded, given the key and the schedule."""
    keys = by if isinstance(by, tuple) else (by,)
    if any(isinstance(key, Amount | Attainment) and key.within is not None for key in keys):
        return (Rounds.PERIOD,)
    single = is_of_deals(by)
    flat = isinstance(pays, Flat | Rules) or (isinstance(pays, Matrix) and single)
    found = [Rounds.PERIOD, Rounds.PERIOD]
    if single or flat:
        found.append(Rounds.DEAL)
    if override and flat:
        found.append(Rounds.SELLER)
    return tuple(found)


@st.composite
def commissions(
    draw: st.DrawFn,
    *,
    name: str | None = None,
    of: st.SearchStrategy[Measure] | None = None,
    fit: Fit | None = None,
) -> Commission:
    """Commissions whose key suits their schedule.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier, or None for any.
        of: What they count, or None for any measure.
        fit: What they have to fit to, or None for a plan of their own.
    """
    own = _fit(draw, fit)
    measure = draw(own.measures if of is None else of)
    by, pays = draw(entries(things=measure.counts_things, currency=own.currency, shares=own.shares))
    rounds = allowed_rounds(by, pays, override=False)
    keys = by if isinstance(by, tuple) else (by,)
    anew = any(
        isinstance(key, Amount | Attainment) and key.within is not None and key.accumulates != "position"
        for key in keys
    )
    rated = is_of_deals(by) or not (pays.runs or anew)
    return Commission(
        draw(_NAMES) if name is None else name,
        of=measure,
        by=by,
        pays=pays,
        title=draw(_TITLES),
        factors=draw(_FACTORS[None if rated else ActsOn.BASE]) if draw(_SOME) else (),
        eligible=draw(_ELIGIBLE),
        modifiers=draw(own.steps(deals=Rounds.DEAL in rounds)),
        rounding=draw(own.rounding()),
        rounds=draw(st.sampled_from(rounds)),
        negative=draw(st.sampled_from(Negative)),
    )


@st.composite
def overrides(
    draw: st.DrawFn,
    *,
    name: str | None = None,
    of: Commission | None = None,
    fit: Fit | None = None,
) -> Override:
    """Overrides, with a key of their own or that of their commission.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier, or None for any.
        of: The commission, or None for any.
        fit: What they have to fit to, or None for a plan of their own.
    """
    own = _fit(draw, fit)
    things = draw(st.booleans()) if of is None else of.of.counts_things
    by, pays = draw(entries(things=things, currency=own.currency, shares=own.shares))
    plain = isinstance(by, Amount) and by.within is None and draw(st.booleans())
    rounds = allowed_rounds(by, pays, override=True)
    return Override(
        draw(_NAMES) if name is None else name,
        of=draw(_NAMES) if of is None else of.id,
        by=None if plain else by,
        pays=pays,
        level=draw(st.sampled_from((1, 1, 1, 2, 3, None))),
        title=draw(_TITLES),
        modifiers=draw(own.steps(deals=Rounds.DEAL in rounds)),
        rounding=draw(own.rounding()),
        rounds=draw(st.sampled_from(rounds)),
        negative=draw(st.sampled_from(Negative)),
    )


@st.composite
def chains(draw: st.DrawFn, *, name: str | None = None, fit: Fit | None = None) -> Chain:
    """Chains of one to three levels.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier, or None for any.
        fit: What they have to fit to, or None for a plan of their own.
    """
    own = _fit(draw, fit)
    return Chain(
        draw(_NAMES) if name is None else name,
        of=draw(own.money),
        rates=draw(st.lists(_RATES, min_size=1, max_size=3)),
        subtracts=draw(st.booleans()),
        per=draw(_PER),
        eligible=draw(_ELIGIBLE),
        title=draw(_TITLES),
        modifiers=draw(own.steps(most=2)),
        rounding=draw(own.rounding()),
    )


@st.composite
def _standards(draw: st.DrawFn, currency: Currency) -> Money | FieldOf:
    """An amount for all, or a field of the person."""
    if draw(_SOME):
        return FieldOf("participant.more.salary")
    return Money(draw(_STANDARDS), currency)


@st.composite
def fixed_pays(draw: st.DrawFn, *, name: str | None = None, fit: Fit | None = None) -> Fixed:
    """Fixed figures of every kind.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier, or None for any.
        fit: What they have to fit to, or None for a plan of their own.
    """
    own = _fit(draw, fit)
    return Fixed(
        draw(_NAMES) if name is None else name,
        pays=draw(_standards(own.currency)),
        per=draw(_PER),
        kind=draw(st.sampled_from(FixedKind)),
        eligible=draw(_ELIGIBLE),
        title=draw(_TITLES),
        modifiers=draw(own.steps()),
        rounding=draw(own.rounding()),
    )


@st.composite
def objectives(
    draw: st.DrawFn,
    *,
    name: str | None = None,
    weight: Rate | None = None,
    shares: Sequence[str] = ("sales.attainment",),
) -> Objective:
    """Single objectives.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier, or None for any.
        weight: Their weight, or None for any.
        shares: Paths of attainments that may be looked up.
    """
    known: list[ScoreOf | StandingOf | Tenure | Rank] = [
        ScoreOf("goal"),
        ScoreOf("goal", "quarter"),
        Tenure(),
        Rank(),
    ]
    known += [StandingOf(path) for path in shares] * 2
    key = draw(st.sampled_from(known))
    kind = key.kind if isinstance(key, ScoreOf | StandingOf) else KeyKind.NUMBER
    return Objective(
        draw(_NAMES) if name is None else name,
        draw(st.sampled_from((Rate("20%"), Rate("50%"), Rate("1/3")))) if weight is None else weight,
        key,
        draw(_REACHED[kind]),
        draw(_TITLES),
    )


@st.composite
def objective_lists(draw: st.DrawFn, *, name: str | None = None, fit: Fit | None = None) -> Objectives:
    """Standards by weighted objectives.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier, or None for any.
        fit: What they have to fit to, or None for a plan of their own.
    """
    own = _fit(draw, fit)
    weights = draw(st.sampled_from((("100%",), ("60%", "40%"), ("1/3", "1/3", "1/3"), ("50%", "20%"))))
    parts = [
        draw(objectives(name=f"goal {number}", weight=Rate(weight), shares=own.shares))
        for number, weight in enumerate(weights)
    ]
    return Objectives(
        draw(_NAMES) if name is None else name,
        pays=draw(_standards(own.currency)),
        objectives=parts,
        per=draw(_PER),
        eligible=draw(_ELIGIBLE),
        title=draw(_TITLES),
        modifiers=draw(own.steps(most=2)),
        rounding=draw(own.rounding()),
    )


@st.composite
def expense_allowances(
    draw: st.DrawFn, *, name: str | None = None, fit: Fit | None = None
) -> ExpenseAllowance:
    """Lump sums for expenses, fixed or by what is credited.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier, or None for any.
        fit: What they have to fit to, or None for a plan of their own.
    """
    own = _fit(draw, fit)
    return ExpenseAllowance(
        draw(_NAMES) if name is None else name,
        of=draw(own.money),
        allowed=draw(st.one_of(_RATES, st.builds(Money, _STANDARDS, st.just(own.currency)))),
        per=draw(_PER),
        overspent=draw(_RATES),
        saved=draw(_RATES),
        where=draw(_EXPENSE),
        title=draw(_TITLES),
        modifiers=draw(own.steps(most=2)),
        rounding=draw(own.rounding()),
    )


@st.composite
def adjustments(
    draw: st.DrawFn, *, name: str | None = None, of: Sequence[str] | None = None, fit: Fit | None = None
) -> Adjustment:
    """Caps, floors and gates on what others earned together.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier, or None for any.
        of: Identifiers of components, or None for any.
        fit: What they have to fit to, or None for a plan of their own.
    """
    own = _fit(draw, fit)
    named = (
        st.lists(_NAMES, min_size=1, max_size=2, unique=True)
        if of is None
        else st.lists(st.sampled_from(tuple(of)), min_size=1, unique=True)
    )
    return Adjustment(
        draw(_NAMES) if name is None else name,
        of=draw(st.none() | named),
        per=draw(_PER),
        title=draw(_TITLES),
        modifiers=draw(own.steps(least=1)),
        rounding=draw(own.rounding()),
    )


TABLE: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Adjustment: adjustments,
        Chain: chains,
        Commission: commissions,
        ExpenseAllowance: expense_allowances,
        FieldOf: lambda: st.just(FieldOf("participant.more.salary")),
        Fixed: fixed_pays,
        FixedKind: lambda: st.sampled_from(FixedKind),
        Negative: lambda: st.sampled_from(Negative),
        Objective: objectives,
        Objectives: objective_lists,
        Override: overrides,
        Rounds: lambda: st.sampled_from(Rounds),
    }
)
"""A strategy for each public type of component."""

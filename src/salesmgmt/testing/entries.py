"""Strategies for keys with the schedules that they enter: what of a plan has to fit together most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from attrs import evolve
from hypothesis import strategies as st

from salesmgmt.incentives import (
    Age,
    AgeUnit,
    Amount,
    Attainment,
    Axis,
    DaysFromInvoice,
    DaysOverdue,
    DealAmount,
    DealField,
    DealKey,
    Flat,
    Key,
    KeyKind,
    MarginPercent,
    Matrix,
    Method,
    Rank,
    Ratio,
    Rules,
    Schedule,
    ScoreOf,
    StandingOf,
    Tenure,
    TotalOf,
)
from salesmgmt.incentives.schedules import Boundary, Pays
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.testing.conditions import CONDITIONS, CURRENCIES, PERIODS
from salesmgmt.testing.measures import amounts_by, attainments, measures
from salesmgmt.testing.schedules import axes, rule_sets, schedules

__all__ = ["deal_keys", "entries", "is_of_deals", "period_keys", "schedules_for"]

Entry = tuple[Key | tuple[Key, ...], Schedule | Matrix | Rules]
"""A key, or the keys of a matrix, and the schedule."""

_PER = st.sampled_from((*PERIODS, "month", "quarter"))
_SHAPES = st.sampled_from(
    ("amount",) * 4 + ("attainment",) * 6 + ("deal",) * 3 + ("period key",) * 3 + ("deal key",) * 2
    + ("matrix",) * 2 + ("rules",)
)  # fmt: skip
_METHODS = st.sampled_from((Method.WHOLE, Method.WHOLE, Method.AMOUNT))
_SUMS = st.sampled_from((0, 100, 500)) | st.integers(0, 10**4)
_PERCENTS = st.sampled_from((0, 2, 5, 10, 100)).map(lambda percent: Rate(f"{percent}%"))


# Strategies are built once and drawn from often: building them again for every draw costs more than drawing.
_CONDITION = st.sampled_from((*CONDITIONS, *[CONDITIONS[0]] * 4))
_CODES = tuple(map(Currency.of, CURRENCIES))
_AMOUNTS_BY = amounts_by()
_ATTAINMENTS = MappingProxyType(
    {
        (money, things): attainments(currency=None if things else money, things=things)
        for money in _CODES
        for things in (False, True)
    }
)
_SCHEDULES = MappingProxyType(
    {
        (kind, things, money, runs): schedules(kind=kind, things=things, currency=money, runs=runs)
        for kind in KeyKind
        for things in (False, True)
        for money in _CODES
        for runs in (None, False)
    }
)
_AXES = MappingProxyType(
    {(kind, money): axes(name="axis", currency=money, kind=kind) for kind in KeyKind for money in _CODES}
)
_RULES = MappingProxyType(
    {
        (things, money): rule_sets(where=_CONDITION, things=things, currency=money)
        for things in (False, True)
        for money in _CODES
    }
)


def is_of_deals(by: Key | tuple[Key, ...]) -> bool:
    """Whether keys look at each deal on its own."""
    return isinstance(by[0] if isinstance(by, tuple) else by, DealKey)


def _kind_of(key: Key, *, things: bool) -> KeyKind | None:
    """What a key is entered by."""
    if isinstance(key, DealField | ScoreOf | StandingOf):
        return key.kind
    if isinstance(key, Attainment | Ratio | MarginPercent):
        return KeyKind.SHARE
    if isinstance(key, TotalOf):
        return KeyKind.NUMBER if key.of.counts_things else KeyKind.MONEY
    if isinstance(key, DealAmount):
        return KeyKind.NUMBER if things else KeyKind.MONEY
    return KeyKind.NUMBER


_MONEY = measures(where=_CONDITION, things=False)
_ANY = measures(where=_CONDITION)


@st.composite
def period_keys(draw: st.DrawFn, per: str, shares: Sequence[str]) -> Key:
    """Keys of a period that are something else than the base."""
    kinds = ("total", "ratio", "goal", "csat", "tenure", "rank", "standing")
    kind = draw(st.sampled_from(kinds if shares else kinds[:-1]))
    if kind == "total":
        return TotalOf(draw(_ANY), per)
    if kind == "ratio":
        return Ratio(draw(_MONEY), draw(_MONEY), per)
    if kind == "standing":
        return StandingOf(draw(st.sampled_from(tuple(shares))), per)
    simple: Mapping[str, Key] = {
        "goal": ScoreOf("goal", per),
        "csat": ScoreOf("csat", per, KeyKind.NUMBER),
        "tenure": Tenure(per),
        "rank": Rank(per),
    }
    return simple[kind]


def _keys_of_a_matrix(per: str, shares: Sequence[str]) -> st.SearchStrategy[Key]:
    """Keys of a period, among them the attainment of the component itself."""
    own = st.builds(Attainment, st.just(per), st.sampled_from(("revenue", "margin")))
    return st.one_of(period_keys(per, shares), period_keys(per, shares), own)


def deal_keys(per: str, *, text: bool) -> st.SearchStrategy[DealKey]:
    """Keys of single deals that are something else than their amount; texts only for a matrix."""
    found: list[DealKey] = [
        DealField("discount", per),
        DealField("points", per, KeyKind.NUMBER),
        DealField("quantity", per, KeyKind.NUMBER),
        DealField("amount", per, KeyKind.MONEY),
        MarginPercent(per),
        DaysOverdue(per),
        DaysFromInvoice(per),
        *(Age(since, unit, per) for since in ("customer.since", "product.on") for unit in AgeUnit),
    ]
    if text:
        found += [DealField("region", per, None), DealField("product.series", per, None)] * 2
    return st.sampled_from(found)


@st.composite
def _matrices(draw: st.DrawFn, by: tuple[Key, ...], things: bool, currency: Currency) -> Matrix:
    """A matrix with an axis for each key."""
    found: list[Axis] = []
    size = 1
    for number, key in enumerate(by):
        name, kind = f"axis {number}", _kind_of(key, things=things)
        if kind is None:
            values = ("a", "b", "GTX", "MG")[: draw(st.integers(1, 4))]
            found.append(Axis(name, values=values, boundary=draw(st.sampled_from(Boundary))))
        else:
            known = _AXES.get((kind, currency), axes(name="axis", currency=currency, kind=kind))
            found.append(evolve(draw(known), name=name))
        size *= len(found[-1].labels)
    method = draw(_METHODS)
    cells: list[Pays | None] = []
    for _ in range(size):
        if draw(st.integers(0, 7)) == 0:
            cells.append(None)
        elif method is Method.AMOUNT or things:
            cells.append(Money(draw(_SUMS), currency))
        else:
            cells.append(draw(_PERCENTS))
    if things:
        cells[0] = Money(draw(_SUMS), currency)
    return Matrix(found, cells, method)


@st.composite
def entries(
    draw: st.DrawFn,
    *,
    things: bool,
    currency: Currency,
    shares: Sequence[str] = (),
) -> Entry:
    """A key with a schedule that it enters, of every kind.

    Args:
        draw: Supplied by Hypothesis.
        things: Whether the base is a number of things.
        currency: Of amounts.
        shares: Paths of attainments that may be looked up.
    """
    shape, per = draw(_SHAPES), draw(_PER)
    own = KeyKind.NUMBER if things else KeyKind.MONEY
    if shape == "amount":
        return draw(_AMOUNTS_BY), draw(schedules_for(own, things, currency))
    if shape == "attainment":
        by = _ATTAINMENTS.get((currency, things), attainments(things=things))
        return draw(by), draw(schedules_for(KeyKind.SHARE, things, currency))
    if shape == "deal":
        return DealAmount(per), draw(schedules_for(own, things, currency))
    if shape == "rules":
        rules = _RULES.get((things, currency), rule_sets(where=_CONDITION, things=things, currency=currency))
        return DealAmount(per), draw(rules.filter(_names_an_amount) if things else rules)
    if shape == "matrix":
        count = draw(st.integers(1, 3))
        if draw(st.booleans()):
            keys: tuple[Key, ...] = tuple(draw(deal_keys(per, text=True)) for _ in range(count))
        else:
            keys = tuple(draw(_keys_of_a_matrix(per, shares)) for _ in range(count))
            if sum(isinstance(key, Attainment) for key in keys) > 1:
                keys = keys[:1]
        by_keys: Key | tuple[Key, ...] = keys if len(keys) > 1 else keys[0]
        return by_keys, draw(_matrices(keys, things, currency))
    key = draw(period_keys(per, shares) if shape == "period key" else deal_keys(per, text=False))
    pays = draw(schedules_for(_kind_of(key, things=things), things, currency, runs=False))
    if isinstance(pays, Flat):
        by_itself = DealAmount(per) if isinstance(key, DealKey) else Amount(per)
        return by_itself, pays
    return key, pays


def schedules_for(
    kind: KeyKind | None, things: bool, currency: Currency, *, runs: bool | None = None
) -> st.SearchStrategy[Schedule]:
    """Schedules that suit a key and a base."""
    known = _SCHEDULES.get((kind, things, currency, runs)) if kind is not None else None
    found = schedules(kind=kind, things=things, currency=currency, runs=runs) if known is None else known
    return found.filter(_names_an_amount) if things else found


def _names_an_amount(pays: Schedule | Matrix | Rules) -> bool:
    """Whether a schedule can pay for a number of things."""
    return pays.currency is not None

"""Hypothesis strategies for schedules: every valid value, narrowed by keyword.

Bounds are met exactly often, since bounds are drawn from few round figures and from many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.criteria import Criterion
from salesmgmt.incentives.schedules import (
    Amounts,
    Axis,
    Beyond,
    Bound,
    Boundary,
    Curve,
    Flat,
    KeyKind,
    Marginal,
    Matrix,
    Method,
    Pays,
    Point,
    Rule,
    Rules,
    Schedule,
    Slice,
    Step,
    Tier,
    Violation,
    Whole,
)
from salesmgmt.incentives.schedules.stepped import Stepped
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.testing.criteria import criteria
from salesmgmt.testing.money import unroundeds

__all__ = [
    "STRATEGIES",
    "amounts",
    "axes",
    "curves",
    "flats",
    "marginals",
    "matrices",
    "points",
    "rule_sets",
    "rules",
    "schedules",
    "slices",
    "steps",
    "tiers",
    "violations",
    "wholes",
]

CODES = ("USD", "CNY", "JPY", "KWD")

# Strategies are built once and drawn from often: building them again for every draw costs more than drawing.
_CURRENCIES = st.sampled_from([Currency.of(code) for code in CODES])
_RATES = st.integers(0, 150).map(lambda percent: Rate(Fraction(percent, 100))) | st.fractions(0, 2).map(Rate)
_SIZES: Mapping[KeyKind, st.SearchStrategy[Fraction]] = MappingProxyType(
    {
        KeyKind.SHARE: st.sampled_from((50, 60, 100, 150)).map(lambda percent: Fraction(percent, 100))
        | st.fractions(Fraction(1, 10**6), 5),
        KeyKind.MONEY: (st.sampled_from((50, 100, 150, 200)) | st.integers(1, 10**9)).map(Fraction),
        KeyKind.NUMBER: st.sampled_from((1, 2, 5, 10)).map(Fraction) | st.fractions(Fraction(1, 10), 10**4),
    }
)
_ROWS: Mapping[KeyKind, st.SearchStrategy[list[Fraction]]] = MappingProxyType(
    {kind: st.lists(sizes, min_size=1, max_size=4, unique=True) for kind, sizes in _SIZES.items()}
)
_ZERO_OR_NOT = st.sampled_from(((), (Fraction(0),)))
_SUMS = st.sampled_from((0, 100, 500)) | st.integers(0, 10**7)
_KINDS = st.sampled_from(KeyKind)
_BOUNDARIES = st.sampled_from(Boundary)
_METHODS = st.sampled_from(Method)
_FLAGS = st.booleans()
_ONE_IN_TEN = st.integers(0, 9).map(lambda drawn: drawn == 0)
_PICKED = st.sampled_from((Method.WHOLE, Method.AMOUNT))
_NAMES = st.text(min_size=1, max_size=8)


def _currencies(currency: Currency | str | None) -> st.SearchStrategy[Currency]:
    if currency is None:
        return _CURRENCIES
    return st.just(Currency.of(currency) if isinstance(currency, str) else currency)


def _bound(kind: KeyKind, size: Fraction, currency: Currency) -> Bound:
    if kind is KeyKind.SHARE:
        return Rate(size)
    return Money(int(size), currency) if kind is KeyKind.MONEY else size


def _sizes(draw: st.DrawFn, kind: KeyKind, least: int, *, negative: bool = False) -> list[Fraction]:
    """Sizes of bounds that rise; some of them below 0 where that is asked for."""
    found = draw(_ROWS[kind])[1 - least :]
    if negative:
        less = draw(_ROWS[kind])[2:]
        found = [*found, *(-size for size in less), *draw(_ZERO_OR_NOT)]
    return sorted(found)


def _pays(draw: st.DrawFn, method: Method, *, things: bool, currency: Currency) -> Pays:
    """What suits a method and a base."""
    if draw(_ONE_IN_TEN):
        return Rate(0)
    if method in (Method.AMOUNT, Method.SPREAD) or things:
        return Money(draw(_SUMS), currency)
    return draw(_RATES)


@st.composite
def tiers(draw: st.DrawFn, *, currency: Currency | str | None = None) -> Tier:
    """Single tiers of every kind, open or closed on either side.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of amounts, or None for any.
    """
    money, kind = draw(_currencies(currency)), draw(_KINDS)
    sizes = draw(st.lists(_SIZES[kind], min_size=2, max_size=2, unique=True))
    start, end = [_bound(kind, size, money) for size in sorted(sizes)]
    return Tier(
        draw(st.sampled_from((start, start, None))),
        draw(_RATES | _SUMS.map(lambda minor: Money(minor, money))),
        draw(st.sampled_from((end, None))),
        draw(st.none() | _METHODS),
    )


@st.composite
def _tables(
    draw: st.DrawFn,
    method: Method,
    kind: KeyKind | None,
    things: bool | None,
    currency: Currency | str | None,
    mixed: bool | None,
    runs: bool | None,
) -> tuple[Tier, ...]:
    """Tiers that join, for schedules of a method."""
    money = draw(_currencies(currency))
    chosen = draw(_KINDS) if kind is None else kind
    counted = draw(_FLAGS) if things is None else things
    several = draw(_FLAGS) if mixed is None else mixed
    allowed = _METHODS if runs is not False else _PICKED
    inner = _sizes(draw, chosen, 0)
    methods = [draw(allowed) if several else method for _ in range(len(inner) + 1)]
    if methods[-1] is Method.SPREAD:
        methods[-1] = Method.MARGINAL
    picks = all(one in (Method.WHOLE, Method.AMOUNT) for one in methods)
    below = picks and bool(inner) and draw(_FLAGS)
    if below:
        inner = sorted({*inner, *_sizes(draw, chosen, 0, negative=True)})
        methods = [methods[place % len(methods)] for place in range(len(inner) + 1)]
    starts: list[Bound | None] = [None if below else _bound(chosen, Fraction(0), money)]
    starts += [_bound(chosen, size, money) for size in inner]
    return tuple(
        Tier(
            start,
            _pays(draw, one, things=counted, currency=money),
            end,
            None if one is method and draw(_FLAGS) else one,
        )
        for start, end, one in zip(starts, [*starts[1:], None], methods, strict=True)
    )


def flats(*, things: bool | None = None, currency: Currency | str | None = None) -> st.SearchStrategy[Flat]:
    """One rate for everything.

    Args:
        things: True for amounts for each unit, False for rates, None for either.
        currency: Of amounts, or None for any.
    """
    each = st.builds(Money, _SUMS, _currencies(currency))
    if things is None:
        return st.builds(Flat, _RATES | each)
    return st.builds(Flat, each if things else _RATES)


def marginals(
    *,
    kind: KeyKind | None = None,
    things: bool | None = None,
    currency: Currency | str | None = None,
    mixed: bool | None = None,
) -> st.SearchStrategy[Marginal]:
    """Tables whose tiers pay for what lies in them.

    Args:
        kind: Of the bounds, or None for any.
        things: True for amounts for each unit, False for rates, None for either.
        currency: Of amounts, or None for any.
        mixed: Whether tiers have methods of their own; None for some.
    """
    return st.builds(Marginal, _tables(Method.MARGINAL, kind, things, currency, mixed, None), _BOUNDARIES)


def wholes(
    *,
    kind: KeyKind | None = None,
    things: bool | None = None,
    currency: Currency | str | None = None,
    mixed: bool | None = None,
    runs: bool | None = None,
) -> st.SearchStrategy[Whole]:
    """Tables whose tiers pay the whole base.

    Args:
        kind: Of the bounds, or None for any.
        things: True for amounts for each unit, False for rates, None for either.
        currency: Of amounts, or None for any.
        mixed: Whether tiers have methods of their own; None for some.
        runs: False for tables that can be picked from only.
    """
    return st.builds(Whole, _tables(Method.WHOLE, kind, things, currency, mixed, runs), _BOUNDARIES)


def amounts(
    *,
    kind: KeyKind | None = None,
    things: bool | None = None,
    currency: Currency | str | None = None,
    mixed: bool | None = None,
    runs: bool | None = None,
) -> st.SearchStrategy[Amounts]:
    """Tables whose tiers pay sums.

    Args:
        kind: Of the bounds, or None for any.
        things: Where tiers have methods of their own: True for amounts for each unit, False for rates.
        currency: Of amounts, or None for any.
        mixed: Whether tiers have methods of their own; None for some.
        runs: False for tables that can be picked from only.
    """
    return st.builds(Amounts, _tables(Method.AMOUNT, kind, things, currency, mixed, runs), _BOUNDARIES)


@st.composite
def points(draw: st.DrawFn, *, currency: Currency | str | None = None) -> Point:
    """Points of curves.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of amounts, or None for any.
    """
    kind = draw(_KINDS)
    return Point(_bound(kind, draw(_SIZES[kind]), draw(_currencies(currency))), draw(_RATES))


@st.composite
def curves(draw: st.DrawFn, *, kind: KeyKind | None = None, currency: Currency | str | None = None) -> Curve:
    """Curves that rise or fall, with every way of going on.

    Args:
        draw: Supplied by Hypothesis.
        kind: Of the points, or None for any.
        currency: Of amounts, or None for any.
    """
    money = draw(_currencies(currency))
    chosen = draw(_KINDS) if kind is None else kind
    sizes = _sizes(draw, chosen, 1, negative=draw(_FLAGS))
    rates = [draw(_RATES) for _ in sizes]
    if draw(_FLAGS):
        rates.sort()
    ways = list(Beyond)
    if len(sizes) < 2 or rates[-1] < rates[-2]:
        ways.remove(Beyond.EXTEND)
    return Curve(
        tuple(Point(_bound(chosen, size, money), rate) for size, rate in zip(sizes, rates, strict=True)),
        draw(st.sampled_from((Beyond.FLAT, Beyond.ZERO))),
        draw(st.sampled_from(ways)),
    )


@st.composite
def axes(
    draw: st.DrawFn,
    *,
    name: str | None = None,
    currency: Currency | str | None = None,
    kind: KeyKind | None = None,
) -> Axis:
    """Axes of bounds and of texts.

    Args:
        draw: Supplied by Hypothesis.
        name: Of the axis, or None for any.
        currency: Of amounts, or None for any.
        kind: Of the bounds, or None for any, or for texts.
    """
    called = draw(_NAMES) if name is None else name
    boundary = draw(_BOUNDARIES)
    if kind is None and draw(_FLAGS):
        values = draw(
            st.lists(st.sampled_from("abcde") | st.text(max_size=4), min_size=1, max_size=3, unique=True)
        )
        return Axis(called, values=values, boundary=boundary)
    chosen, money = draw(_KINDS) if kind is None else kind, draw(_currencies(currency))
    sizes = _sizes(draw, chosen, 1, negative=draw(_FLAGS))
    return Axis(called, tuple(_bound(chosen, size, money) for size in sizes), boundary=boundary)


@st.composite
def matrices(
    draw: st.DrawFn,
    *,
    things: bool | None = None,
    currency: Currency | str | None = None,
    max_axes: int = 3,
) -> Matrix:
    """Tables of one to three dimensions, with empty cells.

    Args:
        draw: Supplied by Hypothesis.
        things: True for amounts for each unit, False for rates, None for either.
        currency: Of amounts, or None for any.
        max_axes: The most dimensions.
    """
    money = draw(_currencies(currency))
    counted = draw(_FLAGS) if things is None else things
    method = draw(_PICKED)
    found = [
        draw(axes(name=f"axis {place}", currency=money)) for place in range(draw(st.integers(1, max_axes)))
    ]
    size = 1
    for axis in found:
        size *= len(axis.labels)
    cells = [
        None if draw(_ONE_IN_TEN) else _pays(draw, method, things=counted, currency=money)
        for _ in range(size)
    ]
    return Matrix(found, cells, method)


@st.composite
def rules(
    draw: st.DrawFn,
    *,
    name: str | None = None,
    scope: str | None = None,
    where: st.SearchStrategy[Criterion] | None = None,
    things: bool | None = None,
    currency: Currency | str | None = None,
) -> Rule:
    """Single rules.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier, or None for any.
        scope: How specific, or None for any.
        where: Conditions, or None for any.
        things: True for amounts for each unit, False for rates, None for either.
        currency: Of amounts, or None for any.
    """
    method = draw(_PICKED)
    counted = draw(_FLAGS) if things is None else things
    return Rule(
        draw(_NAMES) if name is None else name,
        draw(_NAMES) if scope is None else scope,
        draw(criteria() if where is None else where),
        _pays(draw, method, things=counted, currency=draw(_currencies(currency))),
        method,
    )


@st.composite
def rule_sets(
    draw: st.DrawFn,
    *,
    where: st.SearchStrategy[Criterion] | None = None,
    things: bool | None = None,
    currency: Currency | str | None = None,
) -> Rules:
    """Rules of one to three scopes.

    Args:
        draw: Supplied by Hypothesis.
        where: Conditions, or None for any.
        things: True for amounts for each unit, False for rates, None for either.
        currency: Of amounts, or None for any.
    """
    money = draw(_currencies(currency))
    counted = draw(_FLAGS) if things is None else things
    scopes = draw(st.lists(_NAMES, min_size=1, max_size=3, unique=True))
    names = draw(st.lists(_NAMES, min_size=1, max_size=4, unique=True))
    return Rules(
        [
            draw(
                rules(
                    name=name,
                    scope=draw(st.sampled_from(scopes)),
                    where=where,
                    things=counted,
                    currency=money,
                )
            )
            for name in names
        ],
        scopes,
    )


def schedules(
    *,
    kind: KeyKind | None = None,
    things: bool | None = None,
    currency: Currency | str | None = None,
    runs: bool | None = None,
) -> st.SearchStrategy[Schedule]:
    """Schedules with one key or none.

    Args:
        kind: Of the bounds, or None for any; flat ones fit all.
        things: True for a base that counts things, False for money, None for either.
        currency: Of amounts, or None for any.
        runs: False for those that can be picked from only.
    """
    found: list[st.SearchStrategy[Schedule]] = [
        flats(things=things, currency=currency),
        wholes(kind=kind, things=things, currency=currency, runs=runs),
        amounts(kind=kind, things=things, currency=currency, runs=runs),
    ]
    if runs is not False:
        found.append(marginals(kind=kind, things=things, currency=currency))
    if not things:
        found.append(curves(kind=kind, currency=currency))
    return st.one_of(found)


def slices() -> st.SearchStrategy[Slice]:
    """Parts of a base with what they earn; the figures need not follow from each other."""
    return st.builds(
        Slice,
        unroundeds() | st.fractions(),
        _RATES | st.builds(Money, _SUMS, _CURRENCIES),
        unroundeds(),
        st.none() | tiers(),
        st.none() | _NAMES,
        _METHODS,
        st.none() | _RATES,
    )


def steps() -> st.SearchStrategy[Step]:
    """Affine steps, with any numbers."""
    part = st.fractions()
    return st.builds(Step, st.none() | part, st.booleans(), part, part, part, part, part)


def violations() -> st.SearchStrategy[Violation]:
    """Examples in which tables pay less for more."""
    found: st.SearchStrategy[Stepped | Curve] = st.one_of(
        marginals(mixed=True), wholes(mixed=True), amounts(mixed=True), curves()
    )
    answers = found.map(lambda schedule: schedule.monotone)
    return answers.map(lambda answer: answer if isinstance(answer, Violation) else _KNOWN)


_KNOWN = Violation(Fraction(99), Fraction(100), Fraction(10), Fraction(9))

STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Amounts: amounts,
        Axis: axes,
        Beyond: lambda: st.sampled_from(Beyond),
        Boundary: lambda: _BOUNDARIES,
        Curve: curves,
        Flat: flats,
        KeyKind: lambda: _KINDS,
        Marginal: marginals,
        Matrix: matrices,
        Method: lambda: _METHODS,
        Point: points,
        Rule: rules,
        Rules: rule_sets,
        Slice: slices,
        Step: steps,
        Tier: tiers,
        Violation: violations,
        Whole: wholes,
    }
)

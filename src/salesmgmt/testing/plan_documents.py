"""Strategies for plans read and compared: documents, comparisons, differences, whether pay ever falls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.incentives import (
    Clause,
    Compared,
    Comparison,
    Difference,
    Differences,
    Falls,
    NeverFalls,
    PlanDocument,
    PlanSection,
    SortedBy,
    Undecided,
    Way,
)
from salesmgmt.incentives.figures import Figure
from salesmgmt.money import Currency, Money
from salesmgmt.testing.money import currencies
from salesmgmt.testing.reasons import reasons

__all__ = [
    "STRATEGIES",
    "clauses",
    "compared_figures",
    "comparisons",
    "differences",
    "falls",
    "plan_documents",
    "plan_sections",
    "sheet_differences",
    "undecided",
]

_TEXTS = st.text(min_size=1, max_size=12)
_LANGUAGES = st.sampled_from(("en", "zh"))
_AMOUNTS = st.integers(-(10**9), 10**9)
_DAYS = st.sampled_from((DateRange.always(), DateRange.year(2026)))


def _moneys(currency: Currency) -> st.SearchStrategy[Money]:
    return _AMOUNTS.map(lambda minor: Money(minor, currency))


def clauses() -> st.SearchStrategy[Clause]:
    """Sentences with and without points."""
    return st.builds(Clause, _TEXTS, st.lists(_TEXTS, max_size=3))


def plan_sections() -> st.SearchStrategy[PlanSection]:
    """Sections, of a component or not."""
    return st.builds(PlanSection, _TEXTS, st.lists(clauses(), max_size=3), st.none() | _TEXTS)


def plan_documents() -> st.SearchStrategy[PlanDocument]:
    """Documents in both languages."""
    return st.builds(PlanDocument, _TEXTS, st.lists(plan_sections(), max_size=3), _LANGUAGES)


def compared_figures(
    *,
    currency: Currency | None = None,
    participant: st.SearchStrategy[str | None] | None = None,
    component: st.SearchStrategy[str | None] | None = None,
) -> st.SearchStrategy[Compared]:
    """What two plans earn.

    Args:
        currency: Of both amounts, or None for any.
        participant: Whose, or None for anybody and everybody.
        component: By which component, or None for any and all.
    """
    whose = st.none() | _TEXTS if participant is None else participant
    by = st.none() | _TEXTS if component is None else component
    if currency is not None:
        return st.builds(Compared, whose, by, _moneys(currency), _moneys(currency))
    return currencies().flatmap(
        lambda money: compared_figures(currency=money, participant=whose, component=by)
    )


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    """Two plans side by side, with up to three participants and components."""
    money = draw(currencies())
    people = draw(st.dictionaries(_TEXTS, st.text(max_size=8), min_size=1, max_size=3))
    components = draw(st.dictionaries(_TEXTS, st.text(max_size=8), min_size=1, max_size=3))
    places = st.tuples(st.sampled_from(sorted(people)), st.sampled_from(sorted(components)))
    rows = [
        Compared(person, component, draw(_moneys(money)), draw(_moneys(money)))
        for person, component in sorted(draw(st.sets(places, max_size=6)))
    ]
    versions = draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))
    titles = draw(st.tuples(_TEXTS, _TEXTS))
    return Comparison(
        titles[0], versions[0], titles[1], versions[1], money, draw(_DAYS), rows, components, people
    )


@st.composite
def differences(draw: st.DrawFn, *, currency: Currency | None = None) -> Difference:
    """What a sheet and a plan say, either of which may say nothing.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of the amounts, or None for any.
    """
    money = draw(currencies()) if currency is None else currency
    first, second = draw(_moneys(money)), draw(st.none() | st.just(0) | _moneys(money))
    amounts = [first, first if second == 0 else second]
    if draw(st.booleans()):
        amounts.reverse()
    person, component, period = draw(st.tuples(_TEXTS, st.none() | _TEXTS, st.none() | _TEXTS))
    sheet, plan = (one if isinstance(one, Money) else None for one in amounts)
    return Difference(person, component, period, sheet, plan)


@st.composite
def sheet_differences(draw: st.DrawFn) -> Differences:
    """Sheets against plans; the totals are those of the rows."""
    money = draw(currencies())
    rows = draw(st.lists(differences(currency=money), max_size=4))
    sheet = Money.total((row.sheet for row in rows if row.sheet is not None), money)
    plan = Money.total((row.plan for row in rows if row.plan is not None), money)
    return Differences(money, rows, sheet, plan)


@st.composite
def falls(draw: st.DrawFn) -> Falls:
    """Cases in which more pays less, of money and of things."""
    money = draw(currencies())
    lower, higher, less = draw(st.tuples(*[st.integers(1, 10**9)] * 3))
    quota = draw(st.none() | st.integers(1, 10**9))
    things = draw(st.booleans())

    def figure(size: int) -> Figure:
        return Fraction(size) if things else Money(size, money).exact

    pay = Money(higher, money)
    return Falls(
        draw(_TEXTS),
        figure(lower),
        figure(lower + higher),
        pay,
        pay - Money(less, money),
        None if quota is None else figure(quota),
        draw(st.none() | _TEXTS),
    )


def undecided() -> st.SearchStrategy[Undecided]:
    """Answers that are none, with their reasons."""
    return st.builds(Undecided, st.lists(reasons(), max_size=2).map(tuple))


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Clause: clauses,
        Compared: compared_figures,
        Comparison: comparisons,
        Difference: differences,
        Differences: sheet_differences,
        Falls: falls,
        NeverFalls: lambda: st.just(NeverFalls()),
        PlanDocument: plan_documents,
        PlanSection: plan_sections,
        SortedBy: lambda: st.sampled_from(SortedBy),
        Undecided: undecided,
        Way: lambda: st.sampled_from(Way),
    }
)
"""A strategy for each public class of these areas, for tests that walk all of them."""

"""Strategies for people and units, and for what is asked of people and reached by them."""

from __future__ import annotations

from hypothesis import strategies as st

from salesmgmt.money import Currency
from salesmgmt.records import Absence, Assignment, Opening, Participant, Quota, Score, Unit
from salesmgmt.testing.calendars import date_ranges
from salesmgmt.testing.records.parts import (
    CURRENCIES,
    DAYS,
    IDS,
    MAYBE_DAYS,
    MINOR,
    NAMES,
    WORDS,
    owns,
    quantities,
)

__all__ = ["absences", "assignments", "openings", "participants", "quotas", "scores", "units"]


@st.composite
def units(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Unit:
    """Units of an organisation."""
    own = draw(owns(ids))
    return Unit(
        own.id,
        draw(NAMES),
        draw(WORDS.filter(lambda text: text != own.id)),
        draw(MAYBE_DAYS),
        *own[1:],
    )


@st.composite
def participants(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Participant:
    """People and teams that sell."""
    own = draw(owns(ids))
    return Participant(
        own.id,
        draw(NAMES),
        draw(st.none() | date_ranges()),
        draw(MAYBE_DAYS),
        *own[1:],
    )


@st.composite
def assignments(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Assignment:
    """Assignments of people to units, managers, roles, plans and territories."""
    own = draw(owns(ids))
    person = draw(IDS)
    manager = draw(WORDS.filter(lambda text: text != person))
    unit, role, plan, territory = (draw(WORDS) for _ in range(4))
    return Assignment(own.id, person, draw(date_ranges()), unit, manager, role, plan, territory, *own[1:])


@st.composite
def absences(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Absence:
    """Days on which people take no part."""
    own = draw(owns(ids))
    return Absence(own.id, draw(IDS), draw(date_ranges(bounded=True)), draw(IDS), *own[1:])


@st.composite
def scores(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Score:
    """Figures from elsewhere, 0 among them."""
    own = draw(owns(ids))
    holder, measure = draw(IDS), draw(IDS)
    return Score(
        own.id, holder, draw(date_ranges(bounded=True)), measure, draw(quantities(least=0)), *own[1:]
    )


@st.composite
def openings(
    draw: st.DrawFn,
    *,
    ids: st.SearchStrategy[str] | None = None,
    currency: Currency | None = None,
    money: bool | None = None,
) -> Opening:
    """What people had reached before, in money or in pieces.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
        money: True for amounts only, False for pieces only.
    """
    own = draw(owns(ids))
    counted = draw(st.booleans()) if money is None else money
    unit = currency or draw(CURRENCIES)
    return Opening(
        own.id,
        draw(IDS),
        draw(DAYS),
        draw(IDS),
        draw(MINOR) if counted else None,
        None if counted else draw(quantities()),
        unit if counted else None,
        *own[1:],
    )


@st.composite
def quotas(
    draw: st.DrawFn,
    *,
    ids: st.SearchStrategy[str] | None = None,
    currency: Currency | None = None,
    money: bool | None = None,
) -> Quota:
    """Quotas in money or in pieces.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
        money: True for amounts only, False for pieces only.
    """
    own = draw(owns(ids))
    counted = draw(st.booleans()) if money is None else money
    unit = currency or draw(CURRENCIES)
    return Quota(
        own.id,
        draw(IDS),
        draw(date_ranges(bounded=True)),
        draw(st.integers(0, 10**15)) if counted else None,
        None if counted else draw(quantities(least=0)),
        draw(IDS),
        unit if counted else None,
        *own[1:],
    )
